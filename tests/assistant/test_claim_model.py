"""The learned second opinion on a claim, and answers without it."""

from pathlib import Path
from threading import Event, current_thread

import numpy as np
import pytest

from assistant import Assistant
from assistant.answerability import Answerability, Opinions, Verdict
from assistant.candidates import CandidateFinder
from assistant.claim_model import ClaimModel
from assistant.question import understand
from assistant.settings import AssistantSettings
from assistant.types import Span
from corpus import Plan
from index.engine import Engine, Vectors
from index.errors import EmbeddingModelError
from index.search import SearchIndex

# What is claimed in words of its own, and what the plan says the other way round of the same.
TURNED = ["企业污染排放会放得更松吗?", "空气质量会变差吗?", "以后高中是不是要自己掏学费?"]
DENIALS = ["农村厕所不会停止改造吧?", "黑河的水不再那么脏了吧?"]
STRAIGHT = ["返乡农民工创业会得到支持吗?", "社区养老服务会加强吗?"]


@pytest.fixture(scope="module")
def rules_only(index: SearchIndex) -> Assistant:
    return Assistant(index, AssistantSettings(claim_model=False))


@pytest.mark.parametrize("question", TURNED)
def test_a_meaning_turned_round_is_seen(
    assistant: Assistant, rules_only: Assistant, question: str
) -> None:
    assert assistant.ask(question).text.startswith("不是")
    assert rules_only.ask(question).text.startswith("是")


@pytest.mark.parametrize("question", STRAIGHT)
def test_what_holds_still_holds(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).text.startswith("是")


@pytest.mark.parametrize("question", DENIALS)
def test_a_denial_may_be_right(assistant: Assistant, rules_only: Assistant, question: str) -> None:
    assert assistant.ask(question).text.startswith("是")
    assert rules_only.ask(question).text.startswith("不是")


def test_a_later_quote_may_decide_either_way(assistant: Assistant) -> None:
    answer = assistant.ask("绿化面积会缩小吗?")
    assert answer.text.startswith("不是")


def test_what_no_quote_decides_is_refused(assistant: Assistant, rules_only: Assistant) -> None:
    question = "经开区要建飞机场吗?"
    answer = assistant.ask(question)
    assert answer.status == "not_in_plan"
    assert "没有说明是否如此" in answer.text
    assert answer.citations
    assert rules_only.ask(question).text.startswith("是")


def test_without_the_model_s_file_the_rules_answer(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("assistant.claim_model.CLAIMS", Path("/nowhere/claims.npz"))
    ClaimModel.shared.cache_clear()
    try:
        answer = Assistant(index).ask(STRAIGHT[1])
    finally:
        ClaimModel.shared.cache_clear()
    assert answer.text.startswith("是")
    assert "rules alone" in caplog.text


@pytest.mark.parametrize(
    ("logits", "holds"),
    [
        ((3.0, 0.0, 0.0), True),
        ((0.0, 3.0, 0.0), False),
        ((0.0, 1.0, 0.0), None),
        ((0.0, 3.0, 3.5), False),  # hardly left open
        ((0.0, 3.0, 4.5), None),
    ],
)
def test_what_the_logits_decide(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, logits: tuple[float, ...], holds: bool | None
) -> None:
    model = ClaimModel.shared()
    assert model
    monkeypatch.setattr(model, "logits", lambda *_: np.array(logits, np.float32))
    assert model.judge("要修路吗?", Span(0, 10), plan).holds is holds


def test_another_file_of_weights_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.claim_model.CLAIMS_SHA256", "0" * 64)
    with pytest.raises(EmbeddingModelError, match=r"claims\.npz has SHA-256"):
        ClaimModel.load()


def judged(index: SearchIndex, text: str, opinions: Opinions) -> Verdict:
    model = Answerability.load(index.plan)
    finder = CandidateFinder(index, model.ranking)
    question = understand(text, index.plan.info)
    result = index.search(question.text)
    return model.judge(question, finder.find(question, result), result, finder, opinions)


def test_opinions_tip_a_question_on_the_verge(index: SearchIndex) -> None:
    question = "年底给各单位打分,那些必须完成的硬杠杠算不算数?"
    alone = judged(index, question, ()).probability
    for odds in (9.0, -9.0):
        verdict = judged(index, question, (lambda odds=odds: odds,) * 2)
        assert verdict.answerable is (odds > 0)
        assert (verdict.probability > alone) is (odds > 0)


def test_opinions_are_not_asked_for_where_they_change_nothing(index: SearchIndex) -> None:
    def never() -> float:
        raise AssertionError

    assert judged(index, "工人自己的小发明,上头鼓励不鼓励?", (never, never)).answerable
    assert not judged(index, "违章停车罚多少钱?", (never, never)).answerable


def test_what_is_decided_asks_for_no_further_opinion(index: SearchIndex) -> None:
    def never() -> float:
        raise AssertionError

    def sure() -> float:
        return 9.0

    question = "年底给各单位打分,那些必须完成的硬杠杠算不算数?"
    assert judged(index, question, (sure, sure, sure, never)).answerable
    with pytest.raises(AssertionError):
        judged(index, question, (lambda: 0.0, never))


def test_nothing_waits_for_the_spare_thread() -> None:
    """What it reads ahead is read once; what it has not come to is read by who wants it."""
    begun, go_on = Event(), Event()
    read: list[tuple[str, str]] = []

    class Slow(Engine):
        def __init__(self) -> None:
            """Without a session: nothing here is a model's opinion."""

        def encode(self, text: str, *, is_query: bool) -> Vectors:
            read.append((text, current_thread().name.split("_")[0]))
            if text == "stuck":
                begun.set()
                assert go_on.wait(30)
            return np.ones(2, np.float32)

    heads = {"message_weight": np.eye(2), "message_bias": np.zeros(2)}
    model = ClaimModel(Slow(), heads)
    model.expect("stuck")
    assert begun.wait(30)
    model.expect("waiting")
    here = current_thread().name
    assert model.attack("waiting") == 1
    assert read == [("stuck", "claim-model"), ("waiting", here)]
    go_on.set()
    assert model.answered("stuck") == model.attack("waiting") == 1
    assert len(read) == 2
