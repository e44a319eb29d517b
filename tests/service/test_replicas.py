"""Two processes share one Chroma server; one is told to go while it answers, the other stays."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import chromadb
import httpx
import pytest

from corpus import DEFAULT_PLAN
from tests.assistant.test_llm import endpoint
from tests.server import free_port
from tests.service.conftest import SMALL_PLAN
from tests.service.process import Service, chroma_server, service, until

QUESTION = "新建多少处游园?"
SLOW = "公交站点覆盖率达到多少?"


class Replicas:
    """Two services, the port of their Chroma server, and an LLM that takes its time for ``SLOW``."""

    def __init__(
        self, first: Service, second: Service, port: int, writing: threading.Event
    ) -> None:
        self.first, self.second = first, second
        self.port = port
        self.writing = writing


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    """Each with a data folder of its own, as on two machines, started at the same time."""
    place = tmp_path_factory.mktemp("replicas")
    plan = place / "plan"
    plan.mkdir()
    (plan / "plan.md").write_text(SMALL_PLAN, encoding="utf-8")
    (plan / "plan.toml").write_bytes((DEFAULT_PLAN / "plan.toml").read_bytes())
    port = free_port()
    writing = threading.Event()

    def write(message: str) -> str:
        if "覆盖率" in message:
            writing.set()
            time.sleep(3)
        return ""

    with ExitStack() as stack:
        stack.enter_context(chroma_server(place / "chroma", port))
        shared = {
            "GUIWEN_PLAN": str(plan),
            "GUIWEN_CHROMA_URL": f"http://127.0.0.1:{port}",
            "GUIWEN_LLM_BASE_URL": stack.enter_context(endpoint(write)),
            "GUIWEN_CHECK_SECONDS": "1",
        }
        both = [
            stack.enter_context(
                service(place, wait=False, GUIWEN_DATA_DIR=str(place / name), **shared)
            )
            for name in ("one", "two")
        ]
        for replica in both:
            replica.wait_until_up()
        yield Replicas(both[0], both[1], port, writing)


def test_two_replicas_give_the_same_answers_from_one_server(replicas: Replicas) -> None:
    first, second = (r.ask(QUESTION).json() for r in (replicas.first, replicas.second))
    assert "30处" in first["text"]
    assert first["citations"] == second["citations"]
    assert [first["trace"]["degraded"], second["trace"]["degraded"]] == [False, False]
    server = chromadb.HttpClient(host="127.0.0.1", port=replicas.port)
    assert len(server.list_collections()) == 1


def test_a_replica_told_to_go_finishes_its_stream_while_the_other_serves(
    replicas: Replicas,
) -> None:
    def stream() -> str:
        body = {"question": SLOW, "stream": True}
        url = f"{replicas.first.url}/api/v1/ask"
        return httpx.post(url, json=body, timeout=60).text

    replicas.writing.clear()
    with ThreadPoolExecutor(1) as pool:
        text = pool.submit(stream)
        assert replicas.writing.wait(30)
        begin = time.monotonic()
        replicas.first.process.terminate()
        assert replicas.second.ask(QUESTION).status_code == 200
        assert "event: answer" in text.result(60)
        assert "95%" in text.result()
    replicas.first.process.wait(30)
    assert time.monotonic() - begin < 30
    with pytest.raises(httpx.ConnectError):
        replicas.first.ask(QUESTION)
    until(lambda: replicas.second.ready()["status"] == "ready")
    log = replicas.first.log_text()
    assert "Traceback" not in log
    assert QUESTION not in log


def test_memory_per_worker_is_known(replicas: Replicas) -> None:
    """What docs/operations.md states, with room for platforms."""
    status = Path(f"/proc/{replicas.second.process.pid}/status")
    if not status.exists():
        pytest.skip("no /proc on this system")
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    assert int(line.split()[1]) < 1_500_000  # KiB
