"""Parts that die while the service runs, in process on a small plan. The processes that die by
signal stand in test_replicas.py, builds that are killed in tests/index/test_build.py."""

import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.llm import Writer
from assistant.service import ServedAssistant, create_service
from assistant.service.caretaker import Caretaker
from assistant.service.log import _LossyHandler
from assistant.settings import AssistantSettings, ServiceSettings
from index.breaker import Breaker
from index.build import open_index
from index.errors import IndexBuildError, StoreUnavailable
from index.search import SearchIndex
from index.settings import IndexSettings
from tests.assistant.scripted_llm import Body, Script, scripted
from tests.server import free_port
from tests.service.conftest import Start
from tests.service.process import chroma_server, service, until

ASK = "/api/v1/ask"
QUESTION = {"question": "新建多少处游园?"}
LAMPS = "城区路灯覆盖率要达到多少?"


@contextmanager
def serving(
    settings: IndexSettings, answering: AssistantSettings | None = None, check_seconds: float = 0.2
) -> Iterator[TestClient]:
    """The service over an index, looked after every ``check_seconds``."""
    index = open_index(settings, progress=False)
    answering = answering or AssistantSettings()
    assistant = Assistant(index, answering, Writer.from_settings(answering, index))
    chosen = ServiceSettings(check_seconds=check_seconds, answer_cache=0, rate_per_minute=0)
    app, _ = create_service(assistant, chosen, settings)
    with TestClient(app) as client:
        yield client


def folder(settings: IndexSettings) -> Path:
    return next((settings.data_dir / "index").glob("*/manifest.json")).parent


def answers(client: TestClient) -> bool:
    """Whether a question is answered with the right passage, degraded or not."""
    reply = client.post(ASK, json=QUESTION)
    assert reply.status_code == 200
    return "30处" in reply.json()["text"]


def degraded(client: TestClient) -> bool:
    found: bool = client.post(ASK, json=QUESTION).json()["trace"]["degraded"]
    return found


def state(client: TestClient) -> str:
    found: str = client.get("/readyz").json()["status"]
    return found


def delete_all(index: Path) -> None:
    shutil.rmtree(index)


def delete_store(index: Path) -> None:
    shutil.rmtree(index / "chroma")


def truncate_all(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            os.truncate(path, 0)


def truncate_store(index: Path) -> None:
    path = index / "chroma" / "chroma.sqlite3"
    os.truncate(path, path.stat().st_size // 2)


def overwrite_sparse(index: Path) -> None:
    for path in (index / "passages").iterdir():
        path.write_bytes(b"x")


@pytest.mark.parametrize(
    "damage", [delete_all, delete_store, truncate_all, truncate_store, overwrite_sparse]
)
def test_a_damaged_index_is_rebuilt_while_questions_are_answered(
    small: IndexSettings, damage: Callable[[Path], None]
) -> None:
    with serving(small) as client:
        assert answers(client)
        before = folder(small)
        damage(before)
        rebuilt = 'guiwen_index_reopened_total{result="ok"} 1.0'
        until(lambda: answers(client) and rebuilt in client.get("/metrics").text)
        until(lambda: state(client) == "ready")
        assert not degraded(client)
        assert not before.exists()
    whole = folder(small)
    assert open_index(small, progress=False).search("游园").hits
    assert folder(small) == whole  # what was built is current: nothing is built again


def test_a_store_damaged_before_the_start_is_rebuilt_at_the_start(small: IndexSettings) -> None:
    """In a process of its own: here Chroma would still have the database open."""
    open_index(small, progress=False)
    truncate_store(folder(small))
    code = (
        "import sys; from pathlib import Path; from index.build import open_index; "
        "from index.settings import IndexSettings; "
        "s = IndexSettings(plan=Path(sys.argv[1]), data_dir=Path(sys.argv[2])); "
        "print(open_index(s, progress=False).search('游园').degraded)"
    )
    command = [sys.executable, "-c", code, str(small.plan), str(small.data_dir)]
    assert subprocess.check_output(command, text=True).strip().splitlines()[-1] == "False"


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 300 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a tmpfs needs root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(ballast: Path) -> None:
    """Write to a file until its disk is full."""
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    assert shutil.disk_usage(ballast.parent).free == 0


def test_a_full_disk_fails_a_build_with_advice_and_leaves_nothing_behind(
    small: IndexSettings, tiny_disk: Path
) -> None:
    full = small.model_copy(update={"data_dir": tiny_disk})
    (tiny_disk / "ballast").write_bytes(b"x" * 200_000)
    with pytest.raises(IndexBuildError, match="untouched"):
        open_index(full, progress=False)
    assert not list((tiny_disk / "index").glob("*/"))


def test_a_disk_that_fills_while_serving_stops_recovery_but_no_answer(
    small: IndexSettings, tiny_disk: Path
) -> None:
    there = small.model_copy(update={"data_dir": tiny_disk})
    subprocess.run(["mount", "-o", "remount,size=32m", str(tiny_disk)], check=True)
    with serving(there) as client:
        assert answers(client)
        ballast = tiny_disk / "ballast"
        shutil.rmtree(folder(there))
        fill(ballast)
        until(lambda: answers(client) and state(client) == "degraded")
        assert client.get("/readyz").status_code == 503
        until(lambda: "disk" in client.get("/readyz").json()["fault"])
        ballast.unlink()
        until(lambda: answers(client) and state(client) == "ready")


def test_a_log_on_a_full_disk_loses_lines_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    full = Path("/dev/full").open("w")  # noqa: SIM115  closing it fails as well
    handler = _LossyHandler(full)
    with pytest.raises(OSError, match="space"):
        full.write("lost " * 5000)
    for _ in range(3):
        handler.handle(logging.makeLogRecord({"msg": "lost " * 5000}))
    # logging's own way is a stack trace on standard error for every line.
    assert capsys.readouterr().err == ""
    with suppress(OSError):
        full.close()


def test_a_killed_chroma_server_costs_meaning_not_answers_and_comes_back(
    small: IndexSettings, tmp_path: Path
) -> None:
    port = free_port()
    remote = small.model_copy(
        update={"chroma_url": f"http://127.0.0.1:{port}", "chroma_timeout_seconds": 2.0}
    )
    with ExitStack() as stack:
        server = stack.enter_context(chroma_server(tmp_path / "kept", port))
        client = stack.enter_context(serving(remote))
        assert answers(client)
        assert not degraded(client)
        server.kill()
        server.wait()
        begin = time.monotonic()
        assert degraded(client)
        assert answers(client)
        assert time.monotonic() - begin < 10
        until(lambda: state(client) == "degraded")
        with chroma_server(tmp_path / "kept", port):
            until(lambda: state(client) == "ready", 60)
            until(lambda: not degraded(client))
        until(lambda: state(client) == "degraded")
        # A server that has lost its data gets the vectors anew.
        with chroma_server(tmp_path / "empty", port):
            until(lambda: state(client) == "ready", 60)
            until(lambda: not degraded(client))
            assert answers(client)


def test_a_chroma_server_that_hangs_is_waited_for_once_in_a_while(small: IndexSettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        remote = small.model_copy(
            update={"chroma_url": f"http://127.0.0.1:{port}", "chroma_timeout_seconds": 0.5}
        )
        begin = time.monotonic()
        with pytest.raises(StoreUnavailable, match="does not answer"):
            open_index(remote, progress=False)
        assert time.monotonic() - begin < 20


def test_a_dead_or_hanging_llm_is_left_alone_after_three_failures(
    index: SearchIndex, start: Start
) -> None:
    """On the real plan: only an answer is given to the LLM to word."""
    asked: list[float] = []

    def hang(_: Body) -> str:
        asked.append(time.monotonic())
        time.sleep(3)
        return ""

    with scripted(Script(hang)) as llm:
        answering = AssistantSettings(llm_base_url=llm.url, llm_timeout_seconds=0.3)
        writer = Writer.from_settings(answering, index)
        client, _ = start(Assistant(index, answering, writer), answer_cache=0)
        found = [client.post(ASK, json={"question": LAMPS}).json() for _ in range(8)]
    assert {answer["status"] for answer in found} == {"answered"}
    assert len(asked) == 3
    waited = [answer["trace"]["milliseconds"]["llm"] for answer in found]
    assert max(waited[-3:]) < 100 < min(waited[:2])


def test_a_stream_is_finished_after_sigterm(index: SearchIndex, tmp_path: Path) -> None:
    """A real process on the real index, in the middle of waiting for its LLM."""
    writing = threading.Event()

    def write(_: Body) -> str:
        writing.set()
        time.sleep(3)
        return ""

    llm_waits = scripted(Script(write))
    with llm_waits as llm, service(tmp_path, GUIWEN_LLM_BASE_URL=llm.url) as started:
        body = {"question": LAMPS, "stream": True}
        writing.clear()  # the service has warmed up with a question of its own
        with ThreadPoolExecutor(1) as pool:
            reply = pool.submit(httpx.post, f"{started.url}{ASK}", json=body, timeout=60)
            assert writing.wait(60)
            started.process.terminate()
            text = reply.result(60).text
        assert "event: answer" in text
        assert "100%" in text
        started.process.wait(30)
        with pytest.raises(httpx.ConnectError):
            started.ask(LAMPS)
        assert "Traceback" not in started.log_text()
        assert LAMPS not in started.log_text()


def test_a_breaker_rests_by_the_monotonic_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 50.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    breaker = Breaker(failures=2, rest_seconds=10)
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert not breaker.allows()
    now += 10
    assert [breaker.allows(), breaker.allows()] == [True, False]  # one caller tries
    breaker.succeeded()
    assert breaker.allows()


@pytest.mark.parametrize("jump", [-1e9, 1e9])
def test_a_clock_set_back_or_ahead_changes_no_answer(
    small: IndexSettings, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    with serving(small) as client:
        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + jump)
        for _ in range(3):
            reply = client.post(ASK, json=QUESTION)
            assert 0 <= reply.json()["trace"]["milliseconds"]["total"] < 60_000
        assert state(client) == "ready"


def test_an_operator_can_have_the_index_rebuilt(small: IndexSettings) -> None:
    index = open_index(small, progress=False)
    before = folder(small)
    settings = ServiceSettings.model_validate({"admin_key": "key", "check_seconds": 0.2})
    app, served = create_service(Assistant(index), settings, small)
    with TestClient(app) as client:
        accepted = client.post("/api/v1/admin/rebuild", headers={"X-Admin-Key": "key"})
        assert accepted.status_code == 202
        until(lambda: served.index is not index)
        assert answers(client)
    assert folder(small) != before


def test_the_caretaker_outlives_whatever_a_look_raises(
    small: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = ServedAssistant(
        Assistant(open_index(small, progress=False)), ServiceSettings(check_seconds=0.05)
    )
    caretaker = Caretaker(served, small)
    looked = threading.Event()
    raised: list[int] = []

    def look() -> bool:
        raised.append(1)
        if len(raised) > 2:
            looked.set()
        raise RuntimeError("whatever")

    monkeypatch.setattr(caretaker, "look", look)
    caretaker.start()
    assert looked.wait(20)
    caretaker.stop()
    assert json.dumps(caretaker.state) == '"stopping"'
