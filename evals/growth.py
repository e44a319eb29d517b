"""``python -m evals growth``: what retrieval costs when the library grows a thousandfold.

A library of n passages is built and asked in processes of its own, by the code that serves one
plan. Its passages are real paragraphs; when those run out, further ones join the beginning of one
real paragraph and the end of another. Embedding a thousand plans takes hours, so only some
paragraphs are really embedded. Every further vector is a mixture of two real ones, as a passage
that speaks of both would have, with noise whose size makes the similarity to the nearest
neighbour the same in the median as among real vectors.
"""

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Passage, Plan, load_plan
from corpus.sentences import sentences
from evals.growth_material import Material, derived, describe, gather, grown_texts
from evals.memory import resident_mib
from index.build import open_index
from index.dense import DenseIndex, connect
from index.engine import Vectors
from index.search import SearchIndex
from index.settings import IndexSettings
from index.sparse import SparseIndex
from index.tokens import Tokenizer, plan_terms
from index.types import View

_WARM_UP = 20
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Grown:
    """What one size took. Milliseconds are (p50, p95) a question, without its embedding. Building
    seconds and ``cpu_milliseconds``, the mean a question, are the processor's time, on which other
    work on the machine has little influence."""

    times: int
    passages: int
    embed_seconds: float
    tokenise_seconds: float
    bm25_seconds: float
    store_seconds: float
    dense: tuple[float, float]
    sparse: tuple[float, float]
    fuse: tuple[float, float]
    total: tuple[float, float]
    cpu_milliseconds: float
    memory_mib: float


@dataclass(frozen=True)
class Growth:
    """All sizes, the configured plan as it is served (all its views), and what was made how."""

    rows: tuple[Grown, ...]
    shipped_views: int
    shipped: dict[str, Any]
    material: str


def grow(folders: Sequence[Path], times: Sequence[int], embedded: int) -> Growth:
    """Measure the given multiples of the configured plan; a thousandfold takes half an hour of two
    cores and some GB.

    Raises:
        NoTexts: the folders hold no text.
    """
    material = gather(folders, embedded)
    described = describe(material)
    print(described, file=sys.stderr, flush=True)
    shipped = _apart(_as_shipped, material)
    with tempfile.TemporaryDirectory() as folder:
        rows = tuple(_measured(material, n, Path(folder) / str(n)) for n in times)
    return Growth(rows, shipped.pop("views"), shipped, described)


def _measured(material: Material, times: int, folder: Path) -> Grown:
    """Build and ask, each in a process of its own, so that the memory is that of serving."""
    built = _apart(_build, material, times, folder)
    served = _apart(_serve, material, times, folder)
    grown = Grown(times=times, **built, **served)
    print(grown, file=sys.stderr, flush=True)
    return grown


def _apart(step: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(step, *arguments).result()


def _library(material: Material, times: int) -> tuple[Plan, list[View]]:
    """A plan that holds ``times`` as many passages as the configured one, one view each."""
    plan = load_plan(material.settings.plan)
    passages: list[Passage] = []
    views: list[View] = []
    at = 0
    for i, text in enumerate(grown_texts(material.paragraphs, times * len(plan.passages))):
        passages.append(Passage(f"p{i:07d}", text, at, at + len(text), (), "paragraph"))
        views.append(View(f"v{i:07d}", "passage", text, passages[-1].id, at, at + len(text)))
        at += len(text)
    return replace(plan, passages=tuple(passages), indicators=(), expansions=()), views


def _build(material: Material, times: int, folder: Path) -> dict[str, Any]:
    plan, views = _library(material, times)
    tokens, tokenise = _tokenised(Tokenizer(plan_terms(plan)), [view.text for view in views])
    begin = time.process_time()
    sparse = SparseIndex.build(tokens)
    for part in ("passages", "views"):
        sparse.save(folder / part)
    bm25 = time.process_time() - begin
    real = material.vectors[: len(views)]
    vectors = np.concatenate(
        [real, derived(material.vectors, len(views) - len(real), material.noise)]
    )
    begin = time.process_time()
    client = connect(_embedded(material), folder / "chroma")
    DenseIndex.create(client, "growth", len(views)).add(views, vectors)
    client.close()
    store = time.process_time() - begin
    return {
        "embed_seconds": len(views) * material.milliseconds_an_embedding / 1000,
        "tokenise_seconds": tokenise,
        "bm25_seconds": 2 * bm25,  # the product keeps two: over passages and over views
        "store_seconds": store,
    }


def _tokenised(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[list[list[str]], float]:
    """The terms of every text, and the seconds that it takes; a sentence that came before is
    looked up, and the seconds are reckoned as if it were not."""
    known: dict[str, list[str]] = {}
    found: list[list[str]] = []
    characters = 0
    seconds = 0.0
    for text in texts:
        found.append([])
        for start, end in sentences(text):
            sentence = text[start:end]
            if sentence not in known:
                begin = time.process_time()
                known[sentence] = tokenizer(sentence)
                seconds += time.process_time() - begin
            found[-1] += known[sentence]
            characters += len(sentence)
    return found, seconds * characters / max(1, sum(map(len, known)))


def _embedded(material: Material) -> IndexSettings:
    return material.settings.model_copy(update={"chroma_url": None})


class _Known:
    """An encoder that knows the questions already: their embedding is not what is measured."""

    def __init__(self, questions: Sequence[str], vectors: Vectors) -> None:
        self._vectors: dict[str, Vectors] = dict(zip(questions, vectors, strict=True))

    def encode_query(self, text: str, **_: Any) -> Vectors:
        return self._vectors[text]


def _serve(material: Material, times: int, folder: Path) -> dict[str, Any]:
    plan, views = _library(material, times)
    dense = DenseIndex.open(connect(_embedded(material), folder / "chroma"), "growth")
    if dense is None or dense.count() != len(views):
        raise RuntimeError("the store lost vectors")
    index = SearchIndex(
        plan,
        views,
        _Known(material.questions, material.question_vectors),  # type: ignore[arg-type]
        material.adapter,
        Tokenizer(plan_terms(plan)),
        dense,
        SparseIndex.load(folder / "passages"),
        SparseIndex.load(folder / "views"),
    )
    return {"passages": len(views), **_asked(index, material.questions)}


def _asked(index: SearchIndex, questions: Sequence[str]) -> dict[str, Any]:
    """The best of some rounds over all questions: what else the machine does only adds."""
    for question in questions[:_WARM_UP]:
        index.search(question)
    rounds = [_round(index, questions) for _ in range(_ROUNDS)]
    best = min(rounds, key=lambda measured: float(measured["total"][0]))
    return {**best, "memory_mib": resident_mib()}


def _round(index: SearchIndex, questions: Sequence[str]) -> dict[str, Any]:
    cpu = time.process_time()
    results = [index.search(question) for question in questions]
    cpu = (time.process_time() - cpu) * 1000 / len(questions)
    if any(result.degraded for result in results):
        raise RuntimeError("the vector store did not answer")
    steps = {
        step: [result.milliseconds[step] for result in results]
        for step in ("dense", "sparse", "fuse")
    }
    steps["total"] = [sum(parts) for parts in zip(*steps.values(), strict=True)]
    shown = {step: tuple(np.percentile(ms, [50, 95]).tolist()) for step, ms in steps.items()}
    return {**shown, "cpu_milliseconds": cpu}


def _as_shipped(material: Material) -> dict[str, Any]:
    """The configured plan with all its views."""
    index = open_index(material.settings, progress=False)
    index.encoder = _Known(material.questions, material.question_vectors)  # type: ignore[assignment]
    return {"views": len(index.views), **_asked(index, material.questions)}
