"""Which column of the indicator table a question asks for."""

import re
from enum import StrEnum

from assistant.asked_period import Period
from assistant.operations import Operation, without_aside
from assistant.question import Asks, Question
from corpus import Cell, Indicator, PlanInfo


class Column(StrEnum):
    BASE = "base"
    TARGET = "target"
    GROWTH = "growth"
    NATURE = "nature"
    UNIT = "unit"
    GROUP = "group"


_GROWTH = re.compile(
    r"年均|增速|增长率|每年.{0,4}(?:增|涨|提高|提升|上升|降)|(?:每年|(?<![\d十])一年)[^,。?]{0,6}(?:长|涨|增)(?:得)?(?:多快|多少|几|百分)|(?:每|一)年平均|平均(?:每|一)年|一年(?:增|涨|降)|增幅|涨幅|降幅|降(?:低|了)?多少|growth|per year|annual|yearly (?:growth|increase|rate|pace)|\b(?:grow|rise|increase|climb|expand)\b[^,.?]*\b(?:each|every|a) year|\b(?:each|every) year\b[^,.?]*\b(?:grow|rise|increase|climb|expand)"
)
# What stands in place of a figure (没写数的话是怎么个说法): how it is to grow.
_INSTEAD = re.compile(
    r"(?:没有?|未)(?:写|设|给|定|列|填)[^?]*(?:增长|[增涨]|说法|口径|表述|[跟随]着|参照)(?![^?]*(?:没有?|未)(?:写|设|给|定|列|填))"
)
# What the two natures of an indicator are called.
NATURES = (
    (
        "约束性",
        re.compile(
            r"约束|硬性|硬指标|硬杠杠|硬任务|死任务|死命令|刚性|必须完成|强制|不打折扣|(?:必须|一定要?|非得?)(?:要)?(?:办到|完成|做到|达到)|\b(?:binding|mandatory|compulsory|obligatory|must-\w+)\b"
        ),
    ),
    (
        "预期性",
        re.compile(
            r"预期|估摸着?来|软指标|软任务|盼着|弹性|\b(?:anticipatory|expected|indicative|aspirational|hoped-for)\b"
        ),
    ),
)
_NATURE = re.compile(
    "|".join(["约束性|预期性|属性|性质", *(words.pattern for _, words in NATURES)])
)
_UNIT = re.compile(r"(?:什么|啥|计量|用什么|的)单位|单位(?:是|为)(?:什么|啥)|unit of|what unit")
_GROUP = re.compile(
    r"(?:哪|什么)(?:一|个)?(?:类|组|大类|板块|方面|个?类别|领域)|归(?:在|于|到|为|入)|属于[^,。?]{0,8}(?:类|组|板块)|(?:归|(?<![规计策企])划[在到进入]|(?<![打预概决估核])算[在到进入]|放[在到进入]|列[在到进入])(?:在|到|进|入)?(?!.*(?:约束|预期))[“\"]?[\u4e00-\u9fff]{2,6}[”\"]?还是|which (?:group|category)"
)
_BOTH = re.compile(r"[、和及与,,;;]|\band\b")
_BASE = re.compile(
    r"基数|基期|现状|起点|起步|底子|打底|打头|头尾|期初|现在|目前|原来|底数|本来|当前|如今|base|current"
)
_BEGINNING = re.compile(r"起点|期初|初期|初始|开局|年初")
_TARGET = re.compile(
    r"目标|要达到|达到多少|计划|将|末|收官|头尾|(?:以后|往后)要|规划完|规划值|target|goal|aim"
)


# What the target is set against: 比基期提高, 较2020年多.
_AGAINST_BASE = re.compile(
    r"(?:比|较|相比|同|与|跟)于?(?P<base>基期|基数|基年|起点|期初|起步|现在|目前|当前|现状|20\d\d年?(?:年?底|末)?)(?:的?(?:时候|时|水平|数|值|基数))?"
    r"(?:相比|比较|比|来说)?,?(?:大约|大概|约|要|会|能|将|应|得|需|还|又|再|预计|计划|得要|了)*(?:提|增|上升|下降|降|减|多|少|高|低|涨|升|翻|净|变化|扩大|改善|差)"
)


# What a question for a cell says besides the indicator's name.
COLUMN_TERMS = frozenset(
    """目标 目标值 指标 指标值 基数 基期 现状 年均 增长 增速 增长率 年均增长 增幅 涨幅 每年 百分之 数值 数据
    单位 属性 约束性 预期性 期末 年底 年末 底 末 年 达到 要求 多大 多高 规划 计划 全区 我区 经开区 开发区 漯河 五年 十四五
    亿元 万元 亿美元 百分点 现在 目前 将来 以后 左右 至少 数 值 亿 分别 比例
    增加 提高 提升 上升 增长 变化 翻番 翻 倍 相比 相差 净增 增量 差 比 平均 较 比较 幅度 打算 想要 属于 哪类
    起点 起点值 期初 规划期 初 末期 十三五 十三 三五 四五 十四 水平 达标 才算""".split()  # noqa: SIM905  a word list reads best as words
)


def set_against_base(question: Question, info: PlanInfo) -> bool:
    """Whether it is asked by how much the target exceeds the base of the same row, whatever else is
    left out."""
    match = _AGAINST_BASE.search(question.text)
    if (
        match is None
        or question.spans_periods
        or Operation.WHICH in question.operations  # of two rows
        or not set(question.years) <= {info.base_year, info.target_year}
    ):
        return False
    base = match["base"]
    return not base[0].isdigit() or base.startswith(str(info.base_year))


def columns_asked(question: Question, info: PlanInfo) -> tuple[Column, ...]:
    """The columns in the order of the table; the target when the question names none.

    A year outside base and target year gives no column at all: the table has no such figure.
    """
    text = question.text
    if question.asks is not Asks.YES_NO and set_against_base(question, info):
        return Column.BASE, Column.TARGET
    asked: list[Column] = []
    past = question.period is Period.PAST and not question.years
    if past or info.base_year in question.years or (_BASE.search(text) and not question.years):
        asked.append(Column.BASE)
    if info.target_year in question.years or (
        _TARGET.search(text) and not question.years and not past
    ):
        asked.append(Column.TARGET)
    if past and (_GROWTH.search(text) or _BEGINNING.search(text)):
        return ()  # the table's growth is that of the years to come, its base the past's end
    if _GROWTH.search(without_aside(text)) or _INSTEAD.search(text):
        # A growth question names the target year only as its end: the growth is what is asked.
        asked = [*(c for c in asked if c is not Column.TARGET), Column.GROWTH]
    about_row = [
        column
        for column, words in (
            (Column.NATURE, _NATURE),
            (Column.UNIT, _UNIT),
            (Column.GROUP, _GROUP),
        )
        if words.search(text)
    ]
    if about_row:
        # "归哪组、目标多少" asks both; "2025年目标是约束性的吗" only names what the nature is of.
        return (*(asked if _BOTH.search(text) else ()), *about_row)
    if asked:
        return tuple(asked)
    if question.years:
        return ()
    if question.period is Period.VISION:
        return ()
    return (Column.TARGET,)


def cell_of(indicator: Indicator, column: Column) -> Cell | None:
    """The table cell of a column; None for the unit and the group, which stand elsewhere."""
    cells = {
        Column.BASE: indicator.base,
        Column.TARGET: indicator.target,
        Column.GROWTH: indicator.growth,
        Column.NATURE: indicator.nature,
    }
    return cells.get(column)


def in_words(indicator: Indicator, column: Column) -> str:
    """A cell with its unit: "72.8万元/人·年", "年均10%", "完成市定目标"; "" when it is missing."""
    cell = cell_of(indicator, column)
    if cell is None:
        return indicator.unit if column is Column.UNIT else indicator.group
    if cell.text is None:
        return ""
    if column is Column.NATURE or cell.number is None:
        return cell.text
    if column is Column.GROWTH:
        return cell.text if "百分点" in cell.text else f"{cell.text}%"
    approximate = "左右" if cell.text.endswith("左右") else ""
    return f"{cell.text.removesuffix('左右')}{indicator.unit}{approximate}"


def claims_a_cell(question: Question) -> bool:
    """Whether a yes/no question states what a cell holds: a figure, a year, a nature."""
    return bool(question.figures or question.years or _NATURE.search(question.text))
