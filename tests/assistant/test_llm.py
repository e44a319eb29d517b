"""An OpenAI-compatible endpoint on loopback that tells the truth, lies, fails or hangs."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant import Assistant
from assistant.llm import Writer
from assistant.settings import AssistantSettings
from index.search import SearchIndex

QUESTION = "城区路灯覆盖率要达到多少?"


@contextmanager
def endpoint(write: Callable[[str], str]) -> Iterator[str]:
    """A real HTTP server speaking the chat protocol; ``write`` gets the last message."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = write(body["messages"][-1]["content"])
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            reply: dict[str, Any] = {"id": "1", "object": "chat.completion", "created": 0}
            reply |= {"model": "m", "choices": [choice]}
            payload = json.dumps(reply).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()


def with_llm(index: SearchIndex, url: str) -> Assistant:
    settings = AssistantSettings(llm_base_url=url, llm_model="m", llm_timeout_seconds=1.0)
    return Assistant(index, settings, Writer.from_settings(settings, index.plan))


def test_true_words_are_used(index: SearchIndex) -> None:
    with endpoint(lambda _: "按规划,到“十四五”末城区路灯覆盖率要达到100%[1]。") as url:
        answer = with_llm(index, url).ask(QUESTION)
    assert answer.text == "按规划,到“十四五”末城区路灯覆盖率要达到100%[1]。"
    assert answer.trace["llm"] == "used"


@pytest.mark.parametrize(
    "text",
    [
        "覆盖率要达到97%[1]。",
        "覆盖率要达到100%,投资3.5亿元[1]。",
        "覆盖率100%[7]。",
        "覆盖率100%。",
        "",
    ],
)
def test_invented_numbers_and_markers_are_thrown_away(index: SearchIndex, text: str) -> None:
    extractive = Assistant(index).ask(QUESTION)
    with endpoint(lambda _: text) as url:
        answer = with_llm(index, url).ask(QUESTION)
    assert answer.text == extractive.text
    assert answer.trace["llm"] != "used"


def test_a_dead_endpoint_costs_nothing_but_its_words(index: SearchIndex) -> None:
    extractive = Assistant(index).ask(QUESTION)
    assert with_llm(index, "http://127.0.0.1:9/v1").ask(QUESTION).text == extractive.text


def test_a_hanging_endpoint_is_given_up(index: SearchIndex) -> None:
    def hang(_: str) -> str:
        time.sleep(30)
        return ""

    with endpoint(hang) as url:
        begin = time.monotonic()
        answer = with_llm(index, url).ask(QUESTION)
        assert time.monotonic() - begin < 15
    assert answer.status == "answered"


def test_a_refusal_is_never_reworded(index: SearchIndex) -> None:
    with endpoint(lambda _: "门票20元[1]。") as url:
        answer = with_llm(index, url).ask("青龙河公园门票多少钱?")
    assert answer.status == "not_in_plan"
    assert "20元" not in answer.text
