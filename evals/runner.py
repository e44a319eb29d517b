"""Cases through a system, scored, with what the run was made with."""

import platform
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals.metrics import score
from evals.questions import digest
from evals.systems import Ask
from evals.types import Case, Outcome, Run, Scored


def run_system(name: str, ask: Ask, cases: Sequence[Case], plan_markdown: str) -> Run:
    """Every case once, in order."""
    scored: list[Scored] = []
    for case in tqdm(cases, desc=name, unit="题", disable=None):
        begin = time.perf_counter()
        answer = ask(case.question, case.history)
        outcome = Outcome(case, answer, time.perf_counter() - begin)
        scored.append(Scored(outcome, score(outcome, plan_markdown)))
    return Run(name, tuple(scored), {"questions": len(cases), "question_set": digest(cases)})


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
