"""``python -m evals bench``: speed and memory as ratios to their floors, measured in one run.

Machines are noisy and differ; a ratio to a floor measured beside it on the same machine carries
over. Each table row names its floor.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from assistant import Assistant
from corpus import load_plan
from evals.types import Case
from index.build import open_index
from index.embedding import encode_many, encode_query, load_encoder
from index.settings import IndexSettings
from index.views import build_views

_REPEATS = 3
_FIRST_ANSWER = (
    "from assistant import Assistant; "
    "print(Assistant.open(progress=False).ask('老旧小区改造').status)"
)
_IMPORTS = "import torch, sentence_transformers, chromadb, bm25s, jieba, llama_index.core"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement beside its floor, both in the same unit."""

    what: str
    value: float
    unit: str
    floor_name: str
    floor: float

    def __str__(self) -> str:
        ratio = self.value / self.floor if self.floor else float("nan")
        return (
            f"| {self.what} | {self.value:.1f} {self.unit} "
            f"| {self.floor_name}: {self.floor:.1f} {self.unit} | {ratio:.2f} |"
        )


def bench(cases: Sequence[Case]) -> list[Row]:
    """Measure everything once; some minutes."""
    settings = IndexSettings.read()
    assistant = Assistant(open_index(settings))
    return [_cold_start(), *_asking(assistant, cases), _building(settings), _memory()]


def table(rows: Sequence[Row]) -> str:
    return "\n".join(
        [
            "| 项目 what | 实测 measured | 下限 floor | 比值 ratio |",
            "|---|---|---|---|",
            *map(str, rows),
        ]
    )


def _cold_start() -> Row:
    """Process start to first answer over process start to imported libraries; best of three."""
    first = min(_process_seconds(_FIRST_ANSWER) for _ in range(_REPEATS))
    imports = min(_process_seconds(_IMPORTS) for _ in range(_REPEATS))
    return Row(
        "冷启动到首个回答 cold start to first answer",
        first,
        "s",
        "importing the libraries",
        imports,
    )


def _process_seconds(code: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - begin


def _asking(assistant: Assistant, cases: Sequence[Case]) -> list[Row]:
    """Asks and bare query embeddings of the same texts, taken in turn."""
    encoder = assistant.index.encoder
    asks: list[float] = []
    floors: list[float] = []
    searches: list[float] = []
    for case in cases:
        floors.append(_milliseconds(partial(encode_query, encoder, case.question)))
        begin = time.perf_counter()
        answer = assistant.ask(case.question, case.history)
        asks.append((time.perf_counter() - begin) * 1000)
        steps = answer.trace.get("search")
        if steps:
            searches.append(sum(ms for step, ms in steps.items() if step != "embed"))
    p50, p95 = np.percentile(asks, [50, 95])
    floor50, floor95 = np.percentile(floors, [50, 95])
    name = "bare query embedding"
    return [
        Row("提问 ask p50", float(p50), "ms", name, float(floor50)),
        Row("提问 ask p95", float(p95), "ms", name, float(floor95)),
        Row("检索(不含向量) retrieval p50", float(np.median(searches)), "ms", name, float(floor50)),
    ]


def _milliseconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000


def _building(settings: IndexSettings) -> Row:
    """A build over the bare embedding of the same texts; with a tenth of the plan's written
    questions, since both take minutes with all."""
    plan = load_plan(settings.plan)
    plan = replace(plan, expansions=plan.expansions[::10])
    encoder = load_encoder(settings.embed_model)
    views = build_views(plan)
    begin = time.perf_counter()
    for as_queries in (False, True):
        texts = [v.text for v in views if (v.kind in ("question", "unanswered")) == as_queries]
        encode_many(encoder, texts, as_queries=as_queries, threads=settings.build_threads)
    floor = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        there = settings.model_copy(update={"data_dir": Path(folder), "vector_cache": None})
        open_index(there, plan=plan, progress=False)
        built = time.perf_counter() - begin
    return Row(f"建索引 build ({len(views)} views)", built, "s", "bare embedding", floor)


def _memory() -> Row:
    """Peak resident memory of a process that answers, over one that only imports."""
    peak = "from evals.memory import peak_mib; print(peak_mib())"
    return Row(
        "内存峰值 peak memory",
        _printed(f"{_FIRST_ANSWER}; {peak}"),
        "MiB",
        "importing the libraries",
        _printed(f"{_IMPORTS}; {peak}"),
    )


def _printed(code: str) -> float:
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    return float(out.stdout.split()[-1])
