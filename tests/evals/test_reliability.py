"""How well the judged probabilities match the truth."""

import pytest

from assistant import Answer
from evals.reliability import reliability, table
from evals.types import Case, Kind, Outcome, Run, Scored


def judged(probability: float, kind: Kind) -> Scored:
    case = Case("q", kind, "?", (), (), ())
    answer = Answer("answered", "", trace={"answerability": {"probability": probability}})
    return Scored(Outcome(case, answer, None), {})


def test_bins_count_what_was_judged_alike() -> None:
    run = Run("s", tuple(judged(0.8, k) for k in ("fact", "fact", "list", "unanswerable")))
    (only,) = reliability(run)
    assert only.count == 4
    assert only.judged == pytest.approx(0.8)
    assert only.answerable == pytest.approx(0.75)
    assert "| 4 | 0.80 | 0.75 |" in table([only])


def test_attacks_are_judged_elsewhere() -> None:
    assert reliability(Run("s", (judged(0.1, "attack"),))) == []
