"""Wall time of an answer in milliseconds; p50 and p95 are taken over a run."""

from evals.types import Outcome, Scores


def scores(outcome: Outcome, _plan_markdown: str) -> Scores:
    return {} if outcome.seconds is None else {"milliseconds": outcome.seconds * 1000}
