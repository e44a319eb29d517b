"""Cases through a system, scored, with what the run was made with."""

import multiprocessing
import os
import platform
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
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
    return Run(name, tuple(scored), {"questions": len(cases), "question_set": digest(cases)})


def run_systems(
    settings: IndexSettings, names: Sequence[str] | None, splits: Mapping[str, Sequence[Case]]
) -> dict[str, list[Run]]:
    """Systems over splits → the runs of each split, in the order of ``names``.

    With several systems every core takes one at a time in a process of its own: an answer is
    computed on one thread, and two share no Python interpreter.

    Raises:
        UnknownSystem: one of the names is of none.
    """
    _prepare(settings)
    chosen = list(_bench().names(names))
    if len(chosen) == 1:
        done = [_score(chosen[0], splits, progress=True)]
    else:
        score_one = partial(_score, splits=splits, progress=False)
        with ProcessPoolExecutor(
            min(len(chosen), os.cpu_count() or 1),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=(settings,),
        ) as pool:
            waiting = pool.map(score_one, chosen)
            done = list(tqdm(waiting, "评测 systems", len(chosen), unit="套", disable=None))
    return {split: [runs[split] for runs in done] for split in splits}


_BENCH: list[Systems] = []


def _prepare(settings: IndexSettings) -> None:
    _BENCH[:] = [Systems(Assistant.open(settings), settings)]


def _bench() -> Systems:
    return _BENCH[0]


def _score(name: str, splits: Mapping[str, Sequence[Case]], *, progress: bool) -> dict[str, Run]:
    systems = _bench()
    ask, timed = systems.make(name), name in TIMED
    markdown = systems.assistant.plan.markdown
    return {
        split: run_system(name, ask, cases, markdown, timed=timed, progress=progress)
        for split, cases in splits.items()
    }


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
