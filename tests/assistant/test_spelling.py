"""What is mistyped, written as it sounds or in Cantonese is read as it is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.homophones import Homophones
from assistant.question import Asks, understand
from assistant.spelling import respelled
from assistant.types import Turn
from corpus import Plan
from index.tokens import Tokenizer

TOKENIZER = Tokenizer(["棚户区"])
TERMS = ["专利", "护士", "棚户区", "路灯", "覆盖面", "项目", "各种", "贷款"]
HOMOPHONES = Homophones(TERMS, "护士和专利,棚户区改造,项目甲", TOKENIZER)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("要招几个护仕", "要招几个护士"),
        ("砖利能贷宽吗", "专利能贷款吗"),
        ("朋户区改造啥时候完", "棚户区改造啥时候完"),
        ("复盖面有多大", "覆盖面有多大"),
        ("护土不够", "护土不够"),  # looks alike, sounds otherwise
        ("转让专利", "转让专利"),
        ("有那个复盖吗", "有那个复盖吗"),  # the plan has no such word
        ("项目、各种护士", "项目、各种护士"),
        ("abc 2025 砖", "abc 2025 砖"),
    ],
)
def test_what_sounds_like_a_word_of_the_plan_is_that(text: str, meant: str) -> None:
    assert HOMOPHONES.respelled(text) == meant


@given(st.text(max_size=30) | st.text(alphabet="护仕士砖专利面机积 ,2a棚朋户区鿋鿻", max_size=30))
def test_nothing_is_added_or_left_out(text: str) -> None:
    spelled = HOMOPHONES.respelled(text)
    assert len(spelled) == len(text)
    assert HOMOPHONES.respelled(spelled) == spelled


def test_a_mistyped_question_is_answered_as_the_right_one(assistant: Assistant) -> None:
    right, wrong = (assistant.ask(f"每千人的注册{word}目标是几个?") for word in ("护士", "护仕"))
    assert "3.3人" in right.text
    assert wrong.text == right.text
    assert "护士" in str(wrong.trace["rewritten"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("目标系几多?边个高啲?", "目标是多少?哪个高些?"),
        ("系咪要起地铁,仲有冇其他线", "是不是要起地铁,还有没有其他线"),
        ("唔系已经建好咩?", "不是已经建好吗?"),
        ("还有几多年?项目是不是好多?", "还有多少年?项目是不是好多?"),
        ("二〇二五年达到多少,二零三五年呢", "2025年达到多少,2035年呢"),
        ("绿化是水域的几陪?", "绿化是水域的几倍?"),
        ("体系统一,关系到边界", "体系统一,关系到边界"),
        ("怎么建设产业体系?", "怎么建设产业体系?"),
        ("产业体系哪些要建,跟我有啥关系", "产业体系哪些要建,跟我有啥关系"),
        ("那边处理好了吗?", "那边处理好了吗?"),
        ("路边个体户能摆摊吗?", "路边个体户能摆摊吗?"),
        ("我在外打工而家里有老人", "我在外打工而家里有老人"),
        ("一九年的四边形", "一九年的四边形"),
    ],
)
def test_other_ways_of_writing_are_read(text: str, meant: str) -> None:
    assert respelled(text) == meant


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("什么时侯开工?", Asks.TIME),
        ("要建多小处游园?", Asks.QUANTITY),
        ("肿么申请补贴?", Asks.MANNER),
    ],
)
def test_question_words_may_be_mistyped(plan: Plan, text: str, asks: Asks) -> None:
    assert understand(text, plan.info).asks is asks


@pytest.mark.parametrize(
    "text",
    ["这件事不是真的吧?", "24小时后通车", "战时后勤怎么保障", "多小户型住宅", "当时后来怎样"],
)
def test_what_is_spelled_right_stays(text: str) -> None:
    assert respelled(text) == text


def test_an_earlier_turn_is_read_as_it_is_meant_too(assistant: Assistant) -> None:
    told = Turn(role="assistant", content="规划写明了2025年的目标。")
    right, wrong = (
        assistant.ask(
            "那2025年呢?", [Turn(role="user", content=f"每千人的注册{word}有几个?"), told]
        )
        for word in ("护士", "护仕")
    )
    assert "3.3人" in right.text
    assert wrong.trace["rewritten"] == right.trace["rewritten"]
    assert wrong.text == right.text
