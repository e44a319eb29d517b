"""One concern a file; each gives the scores that it can judge and leaves out the others."""

from collections.abc import Callable

from evals.metrics import citations, correctness, grounding, latency, refusal, retrieval
from evals.types import Outcome, Scores

Metric = Callable[[Outcome, str], Scores]
METRICS: tuple[Metric, ...] = (
    retrieval.scores,
    correctness.scores,
    citations.scores,
    grounding.scores,
    refusal.scores,
    latency.scores,
)


def score(outcome: Outcome, plan_markdown: str) -> Scores:
    """Every metric that can judge this outcome."""
    result: Scores = {}
    for metric in METRICS:
        result.update(metric(outcome, plan_markdown))
    return result
