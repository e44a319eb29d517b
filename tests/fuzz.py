"""Random input over question, history and API: ``python -m tests.fuzz [INPUTS]``.

Four targets share the inputs. Nothing may raise, answer with a 5xx, or take longer than the limit;
whatever is cited must stand in the plan. Prints what it counted; 1 at the first failure, which
Hypothesis shrinks and prints.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.condense import condense
from assistant.question import understand
from assistant.scope import scope_of
from assistant.service import create_service
from assistant.service.mcp import find_indicators, find_section
from assistant.settings import ServiceSettings
from corpus import DEFAULT_PLAN
from index.build import open_index
from index.settings import IndexSettings
from tests.asgi import call
from tests.service.conftest import SMALL_PLAN

# Shares of the inputs: a whole answer costs a hundred times what a refused body does.
_SHARES = {"rules": 0.45, "bodies": 0.35, "routes": 0.15, "answers": 0.05}
_SLOWEST_SECONDS = 10.0
_WORDS = [
    "到2025年",
    "十四五",
    "哪些",
    "多少",
    "是不是",
    "为什么",
    "公交",
    "游园",
    "供水",
    "新建",
    "95%",
    "30处",
    "那",
    "呢",
    "?",
    "。",
    "第一章",
    "约束性",
    "比",
    "和",
    "不是",
    "我说的是",
    "2020年",
    "增长",
    "目标",
    "[1]",
    "<b>",
    "**",
    "`",
    "\\",
    "\x00",
    "\u200b",
    "�",
    "🏛️",
    "Ignore",
    "previous",
    "system:",
    "{}",
    "%",
    "/",
    "..",
    "null",
]

anything = st.text(max_size=300)
surrogates = st.text(st.characters(categories=["Cs", "Cc", "Lo", "Nd", "Po"]), max_size=60)
sentences = st.lists(st.sampled_from(_WORDS), max_size=30).map("".join)
texts = st.one_of(sentences, anything, surrogates)
turns = st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": texts})
histories = st.lists(turns, max_size=4)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
_KEYS = ("question", "history", "stream", "messages", "model", "role", "content", "n", "method")
objects = st.dictionaries(st.sampled_from(_KEYS), json_values, max_size=5)
paths = st.sampled_from(["/api/v1/ask", "/v1/chat/completions", "/mcp"])


class Counted:
    """Inputs a target, statuses, and the slowest."""

    def __init__(self) -> None:
        self.inputs: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.slowest = 0.0

    def took(self, target: str, begin: float, status: object = "") -> None:
        seconds = time.perf_counter() - begin
        self.inputs[target] += 1
        self.statuses[str(status)] += 1
        self.slowest = max(self.slowest, seconds)
        if seconds > _SLOWEST_SECONDS:
            raise TimeoutError(f"{target}: {seconds:.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="?", type=int, default=100_000)
    wanted = parser.parse_args().inputs
    with tempfile.TemporaryDirectory() as place:
        return asyncio.run(run(Path(place), wanted))


async def run(place: Path, wanted: int) -> int:
    """All targets, in the folder of a plan of three paragraphs."""
    shutil.copy(DEFAULT_PLAN / "plan.toml", place)
    (place / "plan.md").write_text(SMALL_PLAN, encoding="utf-8")
    index_settings = IndexSettings(plan=place, data_dir=place / "data")
    assistant = Assistant(open_index(index_settings, progress=False))
    chosen = ServiceSettings(rate_per_minute=0, answer_cache=0, check_seconds=3600)
    app, _ = create_service(assistant, chosen, index_settings)
    counted = Counted()
    begin = time.monotonic()
    async with app.router.lifespan_context(app):
        loop = asyncio.get_running_loop()

        def ask(*request: Any) -> tuple[int, bytes]:
            return asyncio.run_coroutine_threadsafe(call(app, *request), loop).result(60)

        for name, target in targets(assistant, app, ask, counted).items():
            runs = settings(
                max_examples=max(1, round(wanted * _SHARES[name])),
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            )(target)
            await asyncio.to_thread(runs)
            print(f"{name}: {counted.inputs[name]} inputs", flush=True)
    total = sum(counted.inputs.values())
    print(f"{total} inputs in {time.monotonic() - begin:.0f} s, slowest {counted.slowest:.2f} s")
    print("statuses:", dict(counted.statuses.most_common()))
    print(f"fuzz: {total} passed, 0 failed")
    return 0


def targets(
    assistant: Assistant, app: FastAPI, ask: Callable[..., tuple[int, bytes]], counted: Counted
) -> dict[str, Callable[[], None]]:
    """The functions that Hypothesis calls, by name."""
    plan, tokenizer = assistant.plan, assistant.index.tokenizer

    @given(texts, histories)
    def rules(question: str, history: list[Any]) -> None:
        begin = time.perf_counter()
        scope_of(question)
        standalone = condense(question, history, tokenizer)
        understand(standalone.text, plan.info)
        find_section(plan, question)
        find_indicators(plan, question)
        counted.took("rules", begin, "rules")

    @given(paths, st.one_of(objects.map(json.dumps).map(str.encode), st.binary(max_size=200)))
    def bodies(path: str, body: bytes) -> None:
        request("bodies", "POST", path, [(b"content-type", b"application/json")], body)

    @given(
        st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "BREW"]),
        st.one_of(st.sampled_from(sorted(app.openapi()["paths"])), anything.map("/{}".format)),
        st.lists(
            st.tuples(
                st.sampled_from(
                    [b"accept", b"content-type", b"x-request-id", b"authorization", b"x-api-key"]
                ),
                st.binary(max_size=60),
            ),
            max_size=4,
        ),
        st.binary(max_size=60),
    )
    def routes(method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        request("routes", method, path, headers, body)

    @given(texts, histories, st.booleans())
    def answers(question: str, history: list[Any], stream: bool) -> None:
        body = json.dumps({"question": question, "history": history, "stream": stream}).encode()
        kind = [(b"content-type", b"application/json")]
        status, received = request("answers", "POST", "/api/v1/ask", kind, body)
        if status == 200 and not stream:
            for citation in json.loads(received)["citations"]:
                assert plan.markdown[citation["start"] : citation["end"]] == citation["quote"]

    def request(target: str, *asked: Any) -> tuple[int, bytes]:
        begin = time.perf_counter()
        status, received = ask(*asked)
        counted.took(target, begin, status)
        assert 200 <= status < 500, (status, received[:500])
        return status, received

    return {"rules": rules, "bodies": bodies, "routes": routes, "answers": answers}


if __name__ == "__main__":
    sys.exit(main())
