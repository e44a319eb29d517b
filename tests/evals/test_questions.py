"""The question files themselves: sound, spread over the plan, and no copies of one another."""

from collections import Counter
from pathlib import Path

import pytest

from corpus import DEFAULT_PLAN, Plan
from evals.claims.data import read_claims
from evals.questions import QUESTIONS, QuestionFileError, load, near_copies, problems
from evals.types import KINDS, Case

TUNE, REPORT = ([QUESTIONS / f"{name}.jsonl"] for name in ("tune", "report"))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load([*TUNE, *REPORT])


def test_every_question_is_sound(cases: list[Case], plan: Plan) -> None:
    assert problems(cases, plan.markdown) == []


def test_there_are_enough_of_every_kind_and_voice(cases: list[Case]) -> None:
    assert len(cases) >= 300
    kinds, voices = Counter(c.kind for c in cases), Counter(c.voice for c in cases)
    assert set(kinds) == set(KINDS)
    assert kinds["unanswerable"] + kinds["attack"] >= 80
    assert min(voices["citizen"], voices["official"]) >= 150


def test_they_reach_every_chapter_and_box_and_the_table(cases: list[Case], plan: Plan) -> None:
    places = [plan.markdown.index(quote) for case in cases for quote in case.evidence]
    for section in plan.sections:
        if section.level in (1, 3):
            assert any(section.start <= place < section.end for place in places), section.heading
    rows = [i for i in plan.indicators if any(i.start <= place < i.end for place in places)]
    assert len(rows) >= 20


def test_no_report_question_is_a_near_copy_of_what_may_be_seen(plan: Plan) -> None:
    """Neither of a tune question nor of anything that the product uses or has learned from."""
    expansions = [q for e in plan.expansions for q in (*e.questions, *e.unanswered)]
    suggestions = [q for _, questions in plan.info.suggestions for q in questions]
    claims = [claim.text for claim in read_claims(DEFAULT_PLAN / "claims", plan)]
    seen = [*(c.question for c in load(TUNE)), *expansions, *suggestions, *claims]
    # A follow-up means something only with its history, so its few words may recur.
    asked = [c.question for c in load(REPORT) if not c.history and c.kind != "chitchat"]
    assert near_copies(asked, seen) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "bad.jsonl:1"),
        ('{"id": 1, "kind": "riddle", "question": "?", "answers": [], "evidence": []}', "riddle"),
        ('{"id": 1, "kind": "fact"}', "question"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match=message):
        load([path])


def test_a_verdict_may_be_spelled_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "spelled.jsonl"
    line = '{{"id": "{0}", "kind": "yesno", "question": "?", "answers": [], "evidence": [], "gold_yesno": "{0}"}}'
    path.write_text("\n".join(map(line.format, ("是", "否", "yes"))), encoding="utf-8")
    assert [case.gold_yesno for case in load([path])] == ["yes", "no", "yes"]


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"none\.jsonl"):
        load([tmp_path / "none.jsonl"])


def test_wrong_questions_are_found(plan: Plan) -> None:
    bad = Case("q", "fact", "?", (), (("没有的事实",),), ("规划里没有这句话",))
    assert len(problems([bad], plan.markdown)) == 2


def test_near_copies_are_found() -> None:
    pairs = near_copies(["劳动生产率2025年目标是多少?"], ["劳动生产率2025年目标是多少", "别的"])
    assert [(a, b) for a, b, _ in pairs] == [
        ("劳动生产率2025年目标是多少?", "劳动生产率2025年目标是多少")
    ]
