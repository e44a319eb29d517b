"""Cases through a system, scored, with what the run was made with."""

import multiprocessing
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant import Assistant
from evals.metrics import score
from evals.questions import digest
from evals.systems import TIMED, Ask, Systems
from evals.types import Case, Outcome, Run, Scored
from index.settings import IndexSettings

# Questions that a core takes at a time.
_PIECE = 25


def run_system(
    name: str,
    ask: Ask,
    cases: Sequence[Case],
    plan_markdown: str,
    *,
    timed: bool = True,
    progress: bool = True,
) -> Run:
    """Every case once, in order."""
    scored: list[Scored] = []
    for case in tqdm(cases, desc=name, unit="题", disable=None if progress else True):
        begin = time.perf_counter()
        answer = ask(case.question, case.history)
        took = time.perf_counter() - begin
        outcome = Outcome(case, answer, took if timed else None)
        scored.append(Scored(outcome, score(outcome, plan_markdown)))
    return _run(name, scored)


def _run(name: str, scored: Sequence[Scored]) -> Run:
    cases = [s.outcome.case for s in scored]
    return Run(name, tuple(scored), {"questions": len(cases), "question_set": digest(cases)})


def merged(runs: Sequence[Run]) -> Run:
    """The runs of one system over several splits as one."""
    return _run(runs[0].system, [s for run in runs for s in run.scored])


def run_systems(
    settings: IndexSettings, names: Sequence[str] | None, splits: Mapping[str, Sequence[Case]]
) -> dict[str, list[Run]]:
    """Systems over splits → the runs of each split, in the order of ``names``.

    Every core takes a few questions at a time, in a process of its own: an answer is computed on
    one thread, and two share no Python interpreter.

    Raises:
        UnknownSystem: one of the names is of none.
    """
    _prepare(settings)
    chosen = _bench().names(names)
    for name in tqdm(chosen, "准备 systems made", unit="套", disable=None):
        _bench().ask(name)  # what it embeds or builds is found by the other processes
    pieces = [
        (split, cases[i : i + _PIECE])
        for split, cases in splits.items()
        for i in range(0, len(cases), _PIECE)
    ]
    scored: dict[tuple[str, str], list[Scored]] = {
        (split, name): [] for split in splits for name in chosen
    }
    total = sum(len(cases) for cases in splits.values())
    with (
        _scorer(settings, len(pieces)) as score_all,
        tqdm(desc=f"评测 {len(chosen)} systems", total=total, unit="题", disable=None) as progress,
    ):
        for (split, cases), done in zip(
            pieces, score_all(partial(_score, chosen), [c for _, c in pieces]), strict=True
        ):
            for name, some in zip(chosen, done, strict=True):
                scored[split, name].extend(some)
            progress.update(len(cases))
    return {split: [_run(name, scored[split, name]) for name in chosen] for split in splits}


@contextmanager
def _scorer(settings: IndexSettings, pieces: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """A ``map`` over the cores; over this process alone where there is but one piece."""
    workers = min(pieces, os.cpu_count() or 1)
    if workers < 2:
        yield map
        return
    with ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare,
        initargs=(settings,),
    ) as pool:
        yield pool.map


_BENCH: list[Systems] = []


def _prepare(settings: IndexSettings) -> None:
    _BENCH[:] = [Systems(Assistant.open(settings), settings)]


def _bench() -> Systems:
    return _BENCH[0]


def _score(names: Sequence[str], cases: Sequence[Case]) -> list[tuple[Scored, ...]]:
    systems = _bench()
    markdown = systems.assistant.plan.markdown
    return [
        run_system(
            name, systems.ask(name), cases, markdown, timed=name in TIMED, progress=False
        ).scored
        for name in names
    ]


def provenance(settings: dict[str, Any]) -> dict[str, Any]:
    """Commit, settings and machine, for the head of a report."""
    root = Path(__file__).parent.parent
    try:
        git = ["git", "-C", str(root), "describe", "--always", "--dirty"]
        commit = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        commit = "unknown"
    return {
        "commit": commit,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "settings": settings,
    }
