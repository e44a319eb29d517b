"""Parts that die or hang while the service runs, in process on a small plan. The processes that die by
signal stand in test_replicas.py, damaged indexes in test_damage.py."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from assistant import Assistant
from assistant.llm import Writer
from assistant.settings import AssistantSettings
from index.breaker import Breaker
from index.build import open_index
from index.errors import StoreUnavailable
from index.search import SearchIndex
from index.settings import IndexSettings
from tests.assistant.scripted_llm import Body, Script, scripted
from tests.server import free_port
from tests.service.conftest import Start
from tests.service.faulty import ASK, LAMPS, QUESTION, answers, degraded, serving, state
from tests.service.process import chroma_server, service, until


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
    with scripted(Script("太晚了。", hang_first=3)) as llm:
        answering = AssistantSettings(llm_base_url=llm.url, llm_timeout_seconds=0.3)
        writer = Writer.from_settings(answering, index)
        client, _ = start(Assistant(index, answering, writer), answer_cache=0)
        found = [client.post(ASK, json={"question": LAMPS}).json() for _ in range(8)]
        asked = len(llm.requests)
    assert {answer["status"] for answer in found} == {"answered"}
    assert asked == 3
    problems = ["; ".join(answer["trace"]["llm_problems"]) for answer in found]
    alone = ["left alone" in problem for problem in problems]
    assert alone == [False] * 2 + [True] * 6  # the service has warmed up with a question of its own


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
