"""Every metric on examples small enough to work out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from assistant import Answer, Citation, RetrievedPassage
from evals.metrics import citations, correctness, grounding, latency, refusal, retrieval, score
from evals.statistics import bootstrap, paired, sign_test
from evals.summary import figures
from evals.types import Case, Kind, Outcome, Run, Scored

PLAN = "新建公园3处。改造道路12条,总长40公里。"


def case(kind: Kind = "fact", **more: Any) -> Case:
    base = Case("q1", "fact", "改造几条路?", (), (("12条",),), ("改造道路12条",))
    return replace(base, kind=kind, **more)


def passage(text: str, number: int = 0) -> RetrievedPassage:
    return RetrievedPassage(f"p{number}", text, 0, len(text), 1.0, "", "", "paragraph")


def quote(start: int, end: int) -> Citation:
    return Citation(PLAN[start:end], start, end, "", "", "paragraph")


def outcome(case_: Case, text: str = "", status: Any = "answered", **more: Any) -> Outcome:
    return Outcome(case_, Answer(status, text, **more), 0.02)


ROAD = quote(7, 14)


def test_the_example_quotes_what_it_should() -> None:
    assert ROAD.quote == "改造道路12条"


def test_hits_and_reciprocal_rank_count_from_the_first_relevant_passage() -> None:
    found = outcome(case(), passages=(passage("新建公园3处"), passage(PLAN, 1)))
    scores = retrieval.scores(found, PLAN)
    assert (scores["hit@1"], scores["hit@3"], scores["mrr@10"]) == (0.0, 1.0, 0.5)


def test_a_case_without_evidence_has_no_retrieval_score() -> None:
    assert retrieval.scores(outcome(case("attack", answers=(), evidence=())), PLAN) == {}


def test_two_pieces_of_evidence_are_both_looked_for() -> None:
    both = case("compare", evidence=("改造道路12条", "不在里面"))
    assert retrieval.scores(outcome(both, passages=(passage(PLAN),)), PLAN)["all@10"] == 0.5


@pytest.mark.parametrize(
    ("text", "right"),
    [("改造**12条**道路[1]。", 1.0), ("改造112条", 0.0), ("改造 12 条", 1.0), ("改造3条", 0.0)],
)
def test_a_required_fact_is_matched_as_a_whole_number(text: str, right: float) -> None:
    assert correctness.scores(outcome(case(), text), PLAN)["correct"] == right


def test_a_fact_behind_the_window_is_correct_but_not_at_once() -> None:
    scores = correctness.scores(outcome(case(), "无" * 130 + "12条"), PLAN)
    assert (scores["correct"], scores["correct@120"]) == (1.0, 0.0)


def test_a_refusal_states_nothing() -> None:
    assert correctness.scores(outcome(case(), "12条", "not_in_plan"), PLAN)["correct"] == 0.0


@pytest.mark.parametrize(("text", "right"), [("是,12条", 1.0), ("不是,12条", 0.0), ("12条", 0.0)])
def test_yes_and_no_need_the_verdict_and_the_fact(text: str, right: float) -> None:
    asked = case("yesno", gold_yesno="yes")
    assert correctness.scores(outcome(asked, text), PLAN)["correct"] == right


def test_citations_are_exact_precise_and_complete() -> None:
    park = quote(0, 6)
    scores = citations.scores(outcome(case(), "12条", citations=(ROAD, park)), PLAN)
    assert scores == {"quotes_exact": 1.0, "citation_precision": 0.5, "citation_recall": 1.0}


def test_a_quote_off_by_one_is_not_exact() -> None:
    off = replace(ROAD, start=ROAD.start + 1, end=ROAD.end + 1)
    assert citations.scores(outcome(case(), "12条", citations=(off,)), PLAN)["quotes_exact"] == 0.0


def test_a_number_must_stand_in_a_quote_or_be_marked_as_computed() -> None:
    loose = outcome(case(), "共13条", citations=(ROAD,))
    assert grounding.scores(loose, PLAN) == {"numbers_grounded": 0.0}
    counted = replace(loose, answer=replace(loose.answer, trace={"computed": ["13"]}))
    assert grounding.scores(counted, PLAN) == {"numbers_grounded": 1.0}


def test_refusals_right_and_wrong() -> None:
    attack = case("attack", answers=(), evidence=())
    rows = [
        refusal.scores(outcome(attack, status="out_of_scope"), PLAN),
        refusal.scores(outcome(attack), PLAN),
        refusal.scores(outcome(case(), status="not_in_plan"), PLAN),
        refusal.scores(outcome(case()), PLAN),
    ]
    assert [r.get("false_answer") for r in rows] == [0.0, 1.0, None, None]
    assert [r.get("false_refusal") for r in rows] == [None, None, 1.0, 0.0]
    assert refusal.precision_recall_f1(rows) == (0.5, 0.5, 0.5)


def test_latency_is_in_milliseconds() -> None:
    assert latency.scores(outcome(case()), PLAN) == {"milliseconds": 20.0}


def test_the_percentiles_and_lengths_of_a_run() -> None:
    found = outcome(case(), "12条", citations=(ROAD,), passages=(passage(PLAN),))
    shown = figures(Run("x", (Scored(found, score(found, PLAN)),)))
    assert (shown["p50_ms"], shown["answer_length"], shown["hit@1"]) == (20.0, 3.0, 1.0)


def test_the_bootstrap_interval_holds_the_mean_and_repeats() -> None:
    mean = bootstrap([0.0, 1.0] * 50)
    assert mean is not None
    assert mean == bootstrap([0.0, 1.0] * 50)
    assert mean.low < mean.value == 0.5 < mean.high
    assert bootstrap([]) is None


def test_the_sign_test_against_its_closed_form() -> None:
    assert sign_test(8, 0) == 2 / 2**8
    assert sign_test(5, 5) == 1.0
    change = paired({"a": 1, "b": 0, "c": 1}, {"a": 0, "b": 1, "c": 1, "d": 1})
    assert (change.won, change.lost, change.p_value) == (("b",), ("a",), 1.0)
