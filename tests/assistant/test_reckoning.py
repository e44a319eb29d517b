"""Which figures a question means, and what is worked out of them."""

import re

import pytest

from assistant import Assistant
from assistant.operands import Operand, operands
from assistant.operations import Operation, operations
from assistant.reckoning import chosen, in_one_scale, one_each, only_two, reckoned, shared_by_two
from assistant.shares import by_the_year, over_years, shared_out
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
        ("甲、乙、丙三项汇总", {"sum"}),
        ("甲顶得上乙这样的几个", {"ratio"}),
        ("甲能装下几个乙", {"ratio"}),
        ("离建成还有几年", {"years"}),
        ("从甲建成到乙建成是几年", {"years"}),
        ("甲多还是乙多", {"which"}),
        ("how far short of the goal", {"difference"}),
        ("每年引进5家,整个十四五能引多少家", {"whole_period"}),
        ("每个项目平均多少钱", {"mean"}),
        ("户均多少亩", {"mean"}),
        ("投资604亿元,一年摊多少?", {"by_the_year"}),
        ("公园每年大概多少游客", set()),
        ("占地200亩的公园,一年养护费多少", set()),
        ("How many jobs are spread over the district?", set()),
        ("面积超过多少亩", set()),
        ("比例大于多少", set()),
        ("占比要到多少以上", {"share"}),
        ("哪些小区列入了名单", set()),
        ("顶楼加装几个电梯", set()),
        ("以后能建几座桥", set()),
        ("一共改了多少条小巷、多少个小区", set()),
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

    assert (
        over("每年引进食品企业3-5家、装备企业5家以上") == "3×5=15家,5×5=25家,即15-25家,5×5=25家以上"
    )
    assert over("每年建设平台5家以上达到40家") == "5×5=25家以上"
    assert over("引进食品企业3家") == ""
    found = operands("每年培育平台5家以上、装备企业2家", 0, naming("平台 装备"), years=False)
    summed = over_years(found, 5, together=True)
    assert summed is not None
    assert summed[0].endswith("25+10=35家以上")
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


def test_one_of_another_counter_is_no_share() -> None:
    def share(text: str, per: str) -> bool:
        found = operands(text, 0, naming("企业 医生 纳税"), years=False)
        return shared_out(found, per, "") is not None

    assert share("企业50家产值100亿元", "个")
    assert not share("企业50家,中心10座", "家")
    assert not share("纳税超500万元企业5家", "家")  # the threshold is nobody's tax


def test_what_is_done_over_years_is_shared_out_by_the_year() -> None:
    def yearly(text: str) -> str:
        found = operands(text, 0, naming("企业 投资 平台"), years=False)
        worked = by_the_year(found, 5, "")
        return worked[0] if worked else ""

    assert yearly("累计完成投资604亿元") == "604÷5=120.8亿元/年"
    assert yearly("规模以上企业达到129家") == ""  # there at the end
    assert yearly("投资2020年基数为10亿元,2025年目标为20亿元") == ""
    assert yearly("每年引进企业5家、建设平台2家") == ""
    assert yearly("引进企业3-5家") == ""


def test_the_only_two_of_a_clause_are_meant() -> None:
    def two(text: str, wanted: str = "difference") -> list[float]:
        found = operands(text, 0, naming(""), years=False)
        return [o.figure.value for o in only_two(found, frozenset([Operation(wanted)]), "")]

    assert two("绿化面积6900亩、水域面积500亩") == [6900, 500]
    assert two("甲5家、乙17家、丙35家") == []
    assert two("营收100亿元,税收5亿元") == []  # of two clauses
    assert two("由138亿元增长到239.5亿元", "growth") == []


def test_a_part_is_set_against_its_whole() -> None:
    text = "市场主体达到7500家,其中企业1200余家,银行15家"
    assert meant("市场主体", text, wanted="share") == [7500, 1200]
    assert meant("企业", text, wanted="share") == []  # of what is not asked


def test_of_every_text_one_figure_is_added_up() -> None:
    texts = ("甲业营收100亿元,税收5亿元", "乙业营收30亿元", "丙业营收20亿元")
    found = [
        operands(t, n, naming("甲业 乙业 丙业 营收"), years=False) for n, t in enumerate(texts)
    ]
    assert [o.figure.value for o in one_each(found, "亿元")] == [100, 30, 20]
    assert one_each([*found, operands("丁业5家", 3, naming("丁业"), years=False)], "亿元") == []


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


def test_years_between_two_clauses_of_one_quote() -> None:
    text = "力争到2023年建成省级基地,2025年建成国家级基地"
    found = operands(text, 0, naming("基地"), years=True)
    years = only_two(found, frozenset([Operation.YEARS]), "年")
    assert [o.figure.value for o in years] == [2023, 2025]
    assert only_two(found, frozenset([Operation.WHICH]), "年") == []


def test_where_the_asked_unit_stands_no_other_is_reckoned_with() -> None:
    text = "甲级税收500万元、乙级税收200万元、丙级企业5家、丁级企业17家"
    assert meant("甲级 乙级 税收", text) == [500, 200]
    assert meant("甲级 乙级 税收", text, unit="家") == []
    assert meant("丙级 丁级 企业", text, unit="家") == [5, 17]


def test_two_texts_are_set_against_each_other_by_the_unit_they_share() -> None:
    def shared(one: str, other: str, unit: str = "") -> list[float]:
        found = [operands(t, n, naming(""), years=False) for n, t in enumerate((one, other))]
        return [o.figure.value for o in shared_by_two(found, unit)]

    bridge = "投资4.7亿元建成立交桥,新增道路140公里"
    assert shared(bridge, "投资3.5亿元建成占地40亩的大厦") == [4.7, 3.5]
    assert shared(bridge, "投资3.5亿元建成占地40亩的大厦", "亩") == []
    assert shared(bridge, "投资3亿元建成学校,投资2亿元修路") == []  # which of the two?
    assert shared(bridge, "公路全长20公里,投资2亿元") == []  # money, or length?
    assert shared("覆盖率达到50%", "占比达到90%") == []


def test_square_metres_are_square_metres() -> None:
    text = "甲新增面积超过150万m2、乙标房40万平方米"
    assert meant("甲 乙 新增 标房", text, unit="万平方米") == [150, 40]
    assert meant("甲 乙", "甲新增面积超过150万m2、乙投资40万元") == []


def test_amounts_of_one_unit_are_set_off_in_one_scale() -> None:
    text = "甲园区总投资4000万元、乙大厦投资3.5亿元"
    assert meant("甲 乙", text, unit="亿元") == [0.4, 3.5]
    found = operands("占地40亩,年产5万吨,投资200万元", 0, naming(""), years=False)
    assert in_one_scale(found) == found  # nothing to set them off against
