"""What a follow-up sets against what was told before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.compared_turns import compared, named
from assistant.types import Turn

LAST = "甲路2025年要修多少公里?"
BEFORE = "河堤修了多少公里?"


def content(text: str) -> list[str]:
    return [text] if text.strip() else []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("乙路比它多多少?", "乙路比甲路2025年要修多多少?"),
        ("乙路跟刚才那个比哪个长?", "乙路跟甲路2025年要修比哪个长?"),
        ("前一个是后一个的几倍?", "河堤修是甲路2025年要修的几倍?"),
        ("后者比前者多几公里?", "甲路2025年要修比河堤修多几公里?"),
        ("那堤比后头这个长多少?", "河堤修比甲路2025年要修长多少?"),
        ("乙路呢?差几公里?", "甲路2025年要修和乙路,差几公里?"),
        ("乙路又是多少?两个加起来呢?", "甲路2025年要修和乙路,两个加起来呢?"),
        ("比这低一档的路要修多少?", None),
        ("乙路呢?", None),
        ("乙路呢?多出台一些政策吗", None),
        ("乙路呢?两者分别靠谁修", None),
        ("丙路比它们长多少?", None),
        ("十四五的比它多几条?", None),
        ("会比今后一个五年多吗?", None),
        ("乙路呢?一共修几公里?", None),
        ("前头那条路修了,后头那家厂啥时候搬?", None),
        ("乙路一共要修多少,钱从哪出?", None),
        ("为什么要修?", None),
    ],
)
def test_what_is_compared_with_is_named(text: str, meant: str | None) -> None:
    assert compared(text, BEFORE, LAST, content) == meant


def test_two_that_one_answer_told_are_those_of_its_question() -> None:
    asked = "国家级、省级企业各几家?"
    assert compared("后者比前者多几家?", "", asked, content) == "国家级、省级企业各 多几家?"


def test_nothing_is_compared_without_an_earlier_turn() -> None:
    assert compared("乙路比它多多少?", "", "", content) is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_compared_names_what_was_told_last(
    text: str, before_it: str, before: str
) -> None:
    for asked in (text, f"{text}比它多多少?", f"{text}呢?差多少"):
        meant = compared(asked, before_it, before, content)
        assert meant is None or (named(before) and named(before) in meant)


def told(*turns: tuple[str, str]) -> list[Turn]:
    return [
        turn
        for asked, answered in turns
        for turn in (Turn(role="user", content=asked), Turn(role="assistant", content=answered))
    ]


@pytest.mark.parametrize(
    ("history", "question", "worked"),
    [
        (
            told(("老旧小区前五年改造了多少个?", "63个老旧小区[1]。")),
            "改造的危房比它少多少?",
            "63-49=14",
        ),
        (
            told(
                ("新增绿化面积多少亩?", "新增绿化面积6900亩[1]。"),
                ("水域呢?", "水域面积500亩[1]。"),
            ),
            "前一个是后一个的几倍?",
            "6900÷500=13.8倍",
        ),
        (
            told(("国家级、市级高新技术企业各几家?", "分别达到24家、20家[1]。")),
            "合一块儿几家?",
            "24+20=44家",
        ),
        (
            told(
                ("十三五财政一般预算收入怎么变的?", "财政一般预算收入从4.8亿元增长到10.0亿元[1]。")
            ),
            "后者比前者多出多少?",
            "10-4.8=5.2亿元",
        ),
        (
            told(("实际利用外资2025年目标多少?", "5.3亿美元[1]。")),
            "比基期提高多少?",
            "5.3-4.37=0.93亿美元",
        ),
        (
            told(("How many new urban jobs are planned?", "5,000 new urban jobs[1].")),
            "so how many is that per year on average?",
            "5000÷5=1000人/年",
        ),
    ],
)
def test_what_was_told_is_reckoned_with(
    assistant: Assistant, history: list[Turn], question: str, worked: str
) -> None:
    assert worked in assistant.ask(question, history).text


def test_a_target_is_set_against_its_own_base(assistant: Assistant) -> None:
    answer = assistant.ask("高新技术产业增加值占规上工业增加值比重比基期提高了几个百分点?")
    assert "26-19.4=6.6个百分点" in answer.text
    assert "城镇化率" not in answer.text
