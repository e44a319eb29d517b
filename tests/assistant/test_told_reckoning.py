"""What a follow-up wants worked out of figures that earlier answers told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.named_anew import NamedAnew
from assistant.told_figures import ToldFigures
from assistant.types import Turn


def talk(*turns: str) -> list[Turn]:
    """Turns of user and assistant by turns."""
    roles = ("user", "assistant")
    return [Turn(role=roles[n % 2], content=turn) for n, turn in enumerate(turns)]


GARBAGE = talk(
    "垃圾分类要覆盖多大范围?", "生活垃圾分类收集覆盖率达到70%以上[1]。",
    "回收利用率呢?", "垃圾回收利用率提高到35%以上[1]。",
)  # fmt: skip
REVENUE = talk("食品产业2025年要卖多少?", "全区食品产业营业收入达到2500亿元[1]。")
HOMES = talk("改造了多少老旧小区?", "“十三五”改造提升63个老旧小区[1]。")
PLATFORMS = talk("创新平台一年建几家?", "每年新培育建设市级以上创新引领型平台5家以上[1]。")
INCOME = talk("居民一年挣多少?", "居民人均可支配收入2020年基数为27151元[1][2]。")
TAX = talk("财政收入是怎么定的?", "一般公共预算收入2020年10亿元,2025年目标20亿元[1]。")
FIRMS = talk(
    "规上工业企业多少家?", "规模以上工业企业达到129家[1]。",
    "多少要搞智能化改造?", "80%以上的规上企业实施生产线智能化改造[1]。",
)  # fmt: skip
DEMONSTRATION = talk("省级工业旅游示范基地哪年建成?", "力争到2023年创建成省级工业旅游示范基地[1]。")


@pytest.mark.parametrize(
    ("history", "question", "worked"),
    [
        (GARBAGE, "前一个顶后一个的几倍?", "70÷35=2倍"),
        (GARBAGE, "两个差几个百分点?", "70-35=35个百分点"),
        (REVENUE, "液压科技呢?差多少", "2500-100=2400亿元,即比前面说的少2400亿元"),
        (HOMES, "危房和城中村呢,哪个改得多?多几个", "49-6=43个"),
        (REVENUE, "那液压科技产业的营收目标呢,是它的百分之几?", "100÷2500=4%"),
        (HOMES, "危房呢?是多还是少", "63-49=14个,即比前面说的少14个"),
        (PLATFORMS, "照这样干,五年下来至少几家?", "5×5=25家以上"),
        (INCOME, "摊到每个月是多少钱?", "27151÷12≈2262.58元/月,约2263元"),
        (TAX, "平均每年要多收几个亿?", "(20-10)÷5=2亿元/年"),
        (TAX, "那是涨了百分之几?", "(20-10)÷10=100%"),
        (FIRMS, "照这么说至少多少家要改?", "129×80%=103.2家"),
        (DEMONSTRATION, "国家级的是哪年?晚几年", "2025-2023=2年,即比前面说的晚2年"),
    ],
)
def test_figures_that_were_told_are_reckoned_with(
    assistant: Assistant, history: list[Turn], question: str, worked: str
) -> None:
    answer = assistant.ask(question, history)
    assert answer.status == "answered"
    assert worked in answer.text
    assert answer.trace["ungrounded_numbers"] == []
    assert answer.trace["quotes_exact"]
    # Each figure that it is worked out of stands in a quote.
    given = re.split(r"[=≈]", worked)[0]
    quoted = " ".join(c.quote for c in answer.citations)
    constants = {"5", "12"}
    assert (
        set(re.findall(r"\d+(?:\.\d+)?", given)) - constants
        <= set(re.findall(r"\d+(?:\.\d+)?", quoted)) | constants
    )


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (REVENUE, "为什么?"),
        (REVENUE, "那液压呢?"),
        (HOMES, "村卫生室要建多少个?"),
        # The plan states it: nothing is worked out.
        (TAX, "其中税收占比是多少?"),
        # Other firms may be meant.
        (FIRMS, "那省级的有多少家?"),
        # The verdict comes first.
        (REVENUE, "那液压科技呢,比它多吗?"),
        # Shares of different wholes are not added up.
        (GARBAGE, "两个加起来多少?"),
        # A figure that the plan does not have is told by nobody.
        (talk("修了几座桥?", "修了81座桥。", "路呢?", "修了99条路。"), "两个加起来多少?"),
    ],
)
def test_what_wants_nothing_of_the_kind_is_answered_as_before(
    assistant: Assistant, history: list[Turn], question: str
) -> None:
    answer = assistant.ask(question, history)
    assert answer.trace.get("condense_rule") != "told"
    assert "按此计算" not in answer.text


def test_a_told_figure_is_found_where_the_plan_says_it(assistant: Assistant) -> None:
    figures = ToldFigures(assistant.index, assistant._responder.finder.spans)
    told = figures.of(talk("纳税大户有几家?", "纳税亿元企业有5家,含500强;规上工业企业129家。"))
    assert [(t.entry.text, t.unit) for t in told] == [("5家", "家"), ("129家", "家")]
    clause = told[0].entry.clause.text(assistant.plan)
    assert clause.startswith("纳税亿元企业5家")
    years = figures.of(talk("卫生室哪年达标?", "2024年底村卫生室全部达标。"), years=True)
    assert [t.figure.value for t in years] == [2024.0]
    assert "村卫生室" in years[0].entry.clause.text(assistant.plan)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("两个差多少?", ""),
        ("前者是后者的几倍?", ""),
        ("注册护士呢?比它多几个", "注册护士呢?"),
        ("2020年是多少?两者差多少", "2020年是多少?"),
        ("注册护士比它多多少?", "注册护士是多少?"),
        ("注册护士有多少?", None),
    ],
)
def test_what_is_new_in_a_follow_up(assistant: Assistant, text: str, new: str | None) -> None:
    anew = NamedAnew(assistant.index, assistant._responder.finder.spans)
    assert anew.question(text, "执业医师数是2.6人") == new


@given(
    st.lists(st.text(max_size=40), max_size=6),
    st.sampled_from(["两个差多少?", "平均每年几个?", "它呢?更多吗", "加起来?"]),
)
def test_no_history_makes_it_raise(assistant: Assistant, turns: list[str], question: str) -> None:
    assert assistant.ask(question, talk(*turns)).text
