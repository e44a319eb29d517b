"""Which figures a question means, and what is worked out of them."""

import re

import pytest

from assistant import Assistant
from assistant.operations import Operation, operations
from assistant.reckoning import (
    Operand,
    chosen,
    operands,
    over_years,
    reckoned,
    shared_out,
)
from index.figures import amounts


def naming(asked: str):  # type: ignore[no-untyped-def]
    """Each asked word that a text says weighs 2."""
    return lambda text: {word: 2.0 for word in asked.split() if word in text}


def meant(asked: str, *texts: str, wanted: str = "difference", unit: str = "") -> list[float]:
    found = [o for n, t in enumerate(texts) for o in operands(t, n, naming(asked), years=False)]
    return [o.figure.value for o in chosen(found, frozenset([Operation(wanted)]), unit, len(texts))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲和乙加起来多少", {"sum"}),
        ("甲乙合计几家", {"sum"}),
        ("甲占乙的几成", {"share"}),
        ("甲占乙的比例", {"share"}),
        ("甲是乙的几倍", {"ratio"}),
        ("甲比乙多出几家", {"difference"}),
        ("甲、乙之差", {"difference"}),
        ("甲乙一共相差多少", {"difference"}),
        ("甲乙孰多", {"which"}),
        ("五年涨了多少", {"growth"}),
        ("甲的年均增幅", {"share"}),
        ("中间隔几年", {"years"}),
        ("有哪些企业", set()),
        ("到2025年达到多少家", set()),
        ("每年至少引进几家", set()),
    ],
)
def test_the_arithmetic_is_read_off_the_words(text: str, wanted: set[str]) -> None:
    assert operations(text) == {Operation(word) for word in wanted}


def test_figures_are_told_apart_by_what_names_them() -> None:
    text = "包括甲级15家,乙级10家,丙级20家"
    assert meant("甲级 乙级", text) == [15, 10]
    assert meant("甲级 丙级", text) == [15, 20]
    assert meant("企业", text) == []  # none of them is named
    assert meant("甲级", text) == []  # only one is
    assert meant("甲级", "甲级15家,乙级10家") == []


def test_the_first_of_respective_figures_is_the_first_thing_s() -> None:
    text = "甲级、乙级、丙级企业分别达到24家、20家、7家"
    assert meant("甲级 丙级", text) == [24, 7]


def test_of_ranges_only_sums_are_certain() -> None:
    text = "甲2-3个,乙5-8个"
    assert meant("甲 乙", text, wanted="sum") == [2, 5]
    assert meant("甲 乙", text) == []
    assert meant("甲 乙 丙", "甲2-3个,乙5个,丙4个", wanted="sum") == [5, 4]  # what is certain


def test_what_so_much_a_year_comes_to() -> None:
    def over(text: str) -> str:
        found = operands(text, 0, naming("食品 装备 平台"), years=False)
        worked = over_years(found, 5)
        return worked[0] if worked else ""

    assert over("每年引进食品企业3-5家、装备企业5家以上") == "3×5=15家,5×5=25家,5×5=25家以上"
    assert over("每年建设平台5家以上达到40家") == "5×5=25家以上"
    assert over("引进食品企业3家") == ""
    assert over("平台每年增长5%") == ""


def test_what_falls_to_one() -> None:
    def share(text: str) -> str:
        found = operands(text, 0, naming("企业 产值"), years=False)
        worked = shared_out(found, "家", "元")
        return worked[0] if worked else ""

    assert share("企业产值50家100亿元") == "100÷50=2亿元/家"
    assert share("企业产值30-50家100亿元") == ""
    assert share("企业50家,产值100亿元") == "100÷50=2亿元/家"
    assert share("产值100亿元,企业50家") == ""  # what it comes to is told behind
    assert share("企业50家,占地3亩,产值100亿元") == ""


def test_what_comes_of_none_is_no_difference(assistant: Assistant) -> None:
    answer = assistant.ask("平均每个社区有多少家企业?")
    assert "按此计算" not in answer.text


def test_what_two_texts_share_decides() -> None:
    texts = ("甲业营收100亿元,税收5亿元", "乙业营收30亿元,税收1亿元")
    assert meant("甲业 乙业 税收", *texts) == [5, 1]
    assert meant("甲业 乙业 营收", *texts) == [100, 30]
    assert meant("甲业 乙业", *texts) == []  # of what is not said


def test_only_figures_of_one_unit_and_of_the_asked_one() -> None:
    texts = ("甲项目3个,投资100亿元", "乙项目5个,投资30亿元")
    assert meant("甲 乙 项目", *texts, unit="亿元") == [100, 30]
    assert meant("甲 乙 项目", *texts, unit="个") == [3, 5]
    assert meant("甲 乙", "甲15家,乙10亩") == []
    assert meant("甲 乙", "甲3-5家,乙2家") == []  # a range has no difference


def test_a_course_is_no_sum_and_growth_needs_one() -> None:
    text = "甲由100亿元增长到150亿元,乙达到30亿元"
    assert meant("甲", text, wanted="growth") == [100, 150]
    assert meant("甲", text, wanted="sum") == []
    assert meant("甲 乙", "甲15家,乙10家", wanted="growth") == []


def test_a_sum_takes_all_that_is_named() -> None:
    assert meant("甲 乙 丙", "甲1家,乙2家,丙3家,丁4家", wanted="sum") == [1, 2, 3]


@pytest.mark.parametrize(
    ("figures", "wanted", "worked"),
    [
        ("120亩,194亩", "difference", "194-120=74亩"),
        ("99%,95%", "which", "99-95=4个百分点"),
        ("10亿,2.5亿元", "sum", "10+2.5=12.5亿元"),
        ("0.006吨,0.27吨", "sum", "0.006+0.27=0.276吨"),
        ("3亿元,9亿元", "ratio", "9÷3=3倍"),
        ("1亿元,3亿元", "share", "1÷3≈33.3%"),
        ("2023年,2021年", "years", "2023-2021=2年"),
    ],
)
def test_what_comes_of_figures(figures: str, wanted: str, worked: str) -> None:
    found = amounts(figures)
    if wanted == "years":
        found = [o.figure for o in operands(figures, 0, lambda text: {}, years=True)]
    text, numbers = reckoned(
        [Operand(f, {}, {}, 0, 0) for f in found], frozenset([Operation(wanted)])
    )
    assert text == worked
    assert set(numbers) == set(re.findall(r"\d+(?:\.\d+)?", worked))
