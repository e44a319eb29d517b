"""A run → figures, over everything and by kind and voice."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from evals.metrics.refusal import precision_recall_f1
from evals.statistics import Mean, bootstrap
from evals.types import Run, Scored

RATES = (
    "hit@1",
    "hit@3",
    "hit@5",
    "hit@10",
    "mrr@10",
    "all@10",
    "correct",
    "correct@120",
    "quotes_exact",
    "numbers_grounded",
    "citation_precision",
    "citation_recall",
    "refused_rightly",
    "false_answer",
    "false_refusal",
)


def rates(scored: Iterable[Scored]) -> dict[str, Mean]:
    """Mean and interval of every metric that judged at least one of these outcomes."""
    rows = list(scored)
    found = {name: bootstrap([s.scores[name] for s in rows if name in s.scores]) for name in RATES}
    return {name: mean for name, mean in found.items() if mean is not None}


def figures(run: Run) -> dict[str, float]:
    """The head figures of a run as plain numbers."""
    result = {name: round(mean.value, 4) for name, mean in rates(run.scored).items()}
    precision, recall, f1 = precision_recall_f1(s.scores for s in run.scored)
    result |= {
        "refusal_precision": round(precision, 4),
        "refusal_recall": round(recall, 4),
        "refusal_f1": round(f1, 4),
    }
    milliseconds = [s.scores["milliseconds"] for s in run.scored if "milliseconds" in s.scores]
    lengths = [s.scores["answer_length"] for s in run.scored if "answer_length" in s.scores]
    if milliseconds:
        result["p50_ms"] = round(float(np.percentile(milliseconds, 50)), 1)
        result["p95_ms"] = round(float(np.percentile(milliseconds, 95)), 1)
    if lengths:
        result["answer_length"] = round(float(np.mean(lengths)), 1)
    return result


def by(run: Run, key: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    """Outcomes grouped by a key, groups in order of first appearance."""
    groups: dict[str, list[Scored]] = {}
    for scored in run.scored:
        groups.setdefault(key(scored), []).append(scored)
    return groups


def by_kind(run: Run) -> dict[str, list[Scored]]:
    return by(run, lambda s: s.outcome.case.kind)


def by_voice(run: Run) -> dict[str, list[Scored]]:
    return by(run, lambda s: s.outcome.case.voice or "-")


def is_right(scored: Scored) -> float:
    """1 when the outcome is what the case wants: correct, or refused where it must be."""
    scores: dict[str, Any] = scored.scores
    return float(scores.get("correct", scores.get("refused_rightly", 0.0)))
