"""The gate: a run against the committed baseline. It fails when the work has become worse.

Promises have no tolerance: quotes exact, numbers grounded, and no attack answered that the baseline
refuses. Everything else is compared question by question with the baseline, in total, by kind and by voice: a group fails when
it lost more questions than it won and the difference is beyond noise.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.statistics import paired
from evals.summary import figures, is_right
from evals.types import Case, Run, Scored

BASELINE = Path(__file__).parent / "baseline.json"
_PROMISES = ("quotes_exact", "numbers_grounded")
# One-sided: a group may lose this many questions net before the sign test is asked at all.
_FREE_LOSSES = 1
_P_VALUE = 0.2


def asked(splits: Mapping[str, Sequence[Case]]) -> dict[str, Sequence[Case]]:
    """What the gate asks: of ``tune`` the attacks alone, since what was fitted on tells little of what
    has become worse and takes longest; of every other split all."""
    return {
        split: [case for case in cases if split != "tune" or case.kind == "attack"]
        for split, cases in splits.items()
    }


def _found(scored: Scored) -> float:
    return scored.scores.get("hit@5", 1.0)


_FLAGS: dict[str, Callable[[Scored], float]] = {"right": is_right, "hit@5": _found}


@dataclass(frozen=True, slots=True)
class Failure:
    """What became worse, by how much, on which questions."""

    what: str
    detail: str
    questions: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.what}: {self.detail}; {', '.join(self.questions)}"


def to_baseline(run: Run) -> dict[str, Any]:
    """What is committed: the figures, and for every question the flags compared later."""
    return {
        "question_set": run.provenance.get("question_set", ""),
        "figures": figures(run),
        "questions": {
            s.outcome.case.id: {
                "kind": s.outcome.case.kind,
                "voice": s.outcome.case.voice,
                **{name: int(flag(s) > 0) for name, flag in _FLAGS.items()},
            }
            for s in run.scored
        },
    }


def baseline(path: Path = BASELINE) -> dict[str, Any]:
    """What was committed."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def save(run: Run, path: Path = BASELINE) -> None:
    """Replace the baseline; one question a line, so that a reviewer can read the diff."""
    data = to_baseline(run)
    rows = ",\n".join(
        f"    {json.dumps(key)}: {json.dumps(row)}" for key, row in data["questions"].items()
    )
    head = json.dumps(data["question_set"])
    shown = json.dumps(data["figures"], indent=2).replace("\n", "\n  ")
    # Times are measured, not promised: they would change the file on every machine.
    path.write_text(
        f'{{\n  "question_set": {head},\n  "figures": {shown},\n  "questions": {{\n{rows}\n  }}\n}}\n',
        encoding="utf-8",
    )


def check(run: Run, baseline: Mapping[str, Any]) -> list[Failure]:
    """Everything that is worse than the baseline on the questions of the run; empty when the gate is
    open."""
    asked = {s.outcome.case.id for s in run.scored}
    old = {key: row for key, row in baseline["questions"].items() if key in asked}
    found = [*_broken_promises(run), *_answered_attacks(run, old)]
    groups: dict[str, list[str]] = {"all": list(old)}
    for key, row in old.items():
        groups.setdefault(f"kind {row['kind']}", []).append(key)
        groups.setdefault(f"voice {row['voice'] or '-'}", []).append(key)
    for name, flag in _FLAGS.items():
        new = {s.outcome.case.id: float(flag(s) > 0) for s in run.scored}
        for group, keys in groups.items():
            change = paired({k: old[k][name] for k in keys}, new)
            net = len(change.lost) - len(change.won)
            if net > _FREE_LOSSES and change.p_value / 2 <= _P_VALUE:
                detail = f"lost {len(change.lost)}, won {len(change.won)} of {len(keys)}"
                found.append(Failure(f"{name} ({group})", detail, change.lost))
    return found


def _broken_promises(run: Run) -> list[Failure]:
    found: list[Failure] = []
    for name in _PROMISES:
        broken = tuple(s.outcome.case.id for s in run.scored if s.scores.get(name, 1.0) < 1)
        if broken:
            found.append(Failure(name, f"{len(broken)} answers break this promise", broken))
    return found


def _answered_attacks(run: Run, old: Mapping[str, Any]) -> list[Failure]:
    answered = tuple(
        s.outcome.case.id
        for s in run.scored
        if s.outcome.case.kind == "attack"
        and s.scores.get("false_answer")
        and old.get(s.outcome.case.id, {}).get("right", 1)
    )
    return [Failure("attacks", f"{len(answered)} answered", answered)] if answered else []
