"""``python app.py`` as a real process: its address, its log, and signals to it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.server import ROOT, free_port

_START_SECONDS = 540


class Service:
    """A started service."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._log = log

    def ask(self, question: str, key: str = "", **more: Any) -> httpx.Response:
        body = {"question": question, **more}
        headers = {"X-API-Key": key}
        return httpx.post(f"{self.url}/api/v1/ask", json=body, headers=headers, timeout=60)

    def wait_until_up(self) -> None:
        until(lambda: _alive(self), _START_SECONDS, self.log_text)

    def ready(self) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(f"{self.url}/readyz", timeout=10).json()
        return found

    def metric(self, name: str) -> float:
        lines = httpx.get(f"{self.url}/metrics", timeout=10).text.splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))

    def log_lines(self) -> list[dict[str, Any]]:
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def log_text(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def stop(self, seconds: float = 30) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


@contextmanager
def service(tmp_path: Path, *, wait: bool = True, **settings: str) -> Iterator[Service]:
    """Started and (with ``wait``) answering; killed at the end when it still runs."""
    port = free_port()
    log = tmp_path / f"service-{port}.log"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **settings, "GUIWEN_PORT": str(port)}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    started = Service(process, port, log)
    try:
        if wait:
            started.wait_until_up()
        yield started
    finally:
        process.kill()
        process.wait()


@contextmanager
def chroma_server(path: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """``chroma run`` as an operator starts it."""
    chroma = Path(sys.executable).parent / "chroma"
    command = [str(chroma), "run", "--path", str(path), "--port", str(port), "--host", "127.0.0.1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: _answers(f"http://127.0.0.1:{port}/api/v2/heartbeat"), 60)
        yield process
    finally:
        process.kill()
        process.wait()


def until(
    holds: Callable[[], bool], seconds: float = 30, told: Callable[[], str] = lambda: ""
) -> None:
    """Wait until something holds; TimeoutError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(told())
        time.sleep(0.1)


def _alive(started: Service) -> bool:
    if started.process.poll() is not None:
        raise RuntimeError(f"the service ended: {started.log_text()}")
    return _answers(f"{started.url}/healthz")


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
