"""Ratings become candidate questions that the question loader reads."""

from pathlib import Path

from assistant import Answer, Citation
from assistant.page.feedback import FILE, FeedbackStore
from evals.feedback import write
from evals.questions import load
from index.settings import IndexSettings

QUOTE = "对辖区73个老旧小区进行综合整治提升"
ANSWER = Answer(
    "answered",
    f"{QUOTE}[1]。",
    (Citation(QUOTE, 0, len(QUOTE), "第六章", "第四节", "paragraph"),),
    trace={"asks": "quantity"},
)


def test_a_right_answer_brings_evidence_and_facts_a_wrong_one_a_note(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / FILE)
    refused = Answer("not_in_plan", "规划中没有提到这一点。")
    store.save("a", "up", "", "老旧小区要改造多少个?", [], "luohe", ANSWER)
    store.save("b", "down", "wrong_refusal: 见第六章", "公交通吗?", [], "luohe", refused)
    store.save("c", "up", "", "别的规划的问题?", [], "another", ANSWER)
    out = tmp_path / "reports" / "candidates.jsonl"
    assert write(out, IndexSettings(data_dir=tmp_path), "luohe") == 2
    right, wrong = load([out])
    assert (right.kind, right.answers, right.evidence) == ("fact", (("73",),), (QUOTE,))
    assert right.section == "第六章 第四节"
    assert (wrong.kind, wrong.answers, wrong.evidence) == ("unanswerable", (), ())
    assert wrong.note.startswith("👎 wrong_refusal: 见第六章")


def test_a_question_rated_twice_is_one_candidate(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / FILE)
    store.save("a", "up", "", "几个?", [], "luohe", ANSWER)
    store.save("b", "down", "incomplete", "几个?", [], "luohe", ANSWER)
    out = tmp_path / "candidates.jsonl"
    assert write(out, IndexSettings(data_dir=tmp_path), "luohe") == 1
    assert load([out])[0].note.startswith("👎 incomplete")
