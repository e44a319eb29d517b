"""Every number of a plan with what it counts: read by rule, for any plan.

``python -m assistant --figures 词`` prints those whose subject or sentence holds a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.asked_period import Period
from assistant.columns import Column, cell_of
from assistant.operands import years_of
from assistant.periods import Periods
from assistant.types import Span
from corpus import Indicator, Passage, Plan
from corpus.sentences import clauses, sentences
from index.figures import Figure, figures

# What stands between a subject and its number.
_LINK = re.compile(
    r"(?:(?:总量|总数|数量|总额)?(?:分别)?(?:累计|共|约|近|超|突破|达到?|达|为|是|至|到|由|从|提高到|提升至|增长到|完成|实现|新增|不低于|以上|保持在|以下|左右)+)+$"
)
_EDGES = " ,,、;;。:“”()()及和"
_TIME = re.compile(
    r"“?十[二三四五]五”?(?:期间|时期|末)?|(?:到|至|力争)?(?:19|20)\d\d年(?:底|末)?[,,]?|每年|力争|将"
)
_COUNTERS = frozenset(
    [
        "个",
        "家",
        "条",
        "座",
        "所",
        "户",
        "名",
        "处",
        "项",
        "件",
        "种",
        "套",
        "台",
        "辆",
        "支",
        "张",
        "期",
    ]
)
# The counted thing ends where the next one, a verb or a mark begins.
_COUNTED = re.compile(
    r"(?:以上|以下|左右)?(?!以上|以下|左右|以内)[\u4e00-\u9fff]{2,12}?(?=[、,;。及和]|以上|改造|进行|全部|$)"
)
_ATTRIBUTE = re.compile(
    r"(?:年均|平均)?(?:增速|增长率?|增幅)|(?:年)?(?:税收|营业收入|营收|产值|产能)|总投资|总规模|占地(?:面积)?|投资|销售收入|纳税"
)
_COLUMN_PERIOD = {
    Column.BASE: Period.PAST,
    Column.TARGET: Period.CURRENT,
    Column.GROWTH: Period.CURRENT,
}


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A number as written (``span`` in ``plan.md``), what it counts, and of which time it speaks.

    ``clause`` is the span of the words around it; ``unit`` and ``bound`` are as written, "" when
    there is none.
    """

    text: str
    value: float
    unit: str
    bound: str
    subject: str
    period: Period
    span: Span
    clause: Span
    path: tuple[str, ...]


def figure_index(plan: Plan) -> tuple[FigureEntry, ...]:
    """Every figure of prose and table, in the plan's order; years and ordinals are none."""
    periods = Periods(plan)
    rows = {indicator.passage_id: indicator for indicator in plan.indicators}
    entries: list[FigureEntry] = []
    for passage in plan.passages:
        if indicator := rows.get(passage.id):
            entries.extend(_cells(indicator, passage))
        else:
            entries.extend(_prose(plan, passage, periods))
    return tuple(entries)


def year_index(plan: Plan) -> Iterator[FigureEntry]:
    """Every year that the prose names, with the clause that it is said in."""
    periods = Periods(plan)
    for passage in plan.passages:
        if passage.kind == "table_row":
            continue
        for begin, end in sentences(passage.text, passage.start):
            for a, b in clauses(plan.markdown[begin:end], begin):
                clause = plan.markdown[a:b]
                for year in years_of(clause):
                    yield FigureEntry(
                        text=clause[year.start : year.end],
                        value=year.value,
                        unit="年",
                        bound="",
                        subject=_subject(clause),
                        period=periods.at(a),
                        span=Span(a + year.start, a + year.end),
                        clause=Span(a, b),
                        path=passage.path,
                    )


def _cells(indicator: Indicator, passage: Passage) -> Iterator[FigureEntry]:
    for column, period in _COLUMN_PERIOD.items():
        cell = cell_of(indicator, column)
        if cell is None or cell.number is None:
            continue
        unit = indicator.unit if column is not Column.GROWTH else "%"
        yield FigureEntry(
            text=cell.text or "",
            value=cell.number,
            unit=unit,
            bound="",
            subject=indicator.name + ("年均增长" if column is Column.GROWTH else ""),
            period=period,
            span=Span(cell.start, cell.end),
            clause=Span(indicator.start, indicator.end),
            path=passage.path,
        )


def _prose(plan: Plan, passage: Passage, periods: Periods) -> Iterator[FigureEntry]:
    for begin, end in sentences(passage.text, passage.start):
        topic = ""
        for a, b in clauses(plan.markdown[begin:end], begin):
            clause = plan.markdown[a:b]
            read = 0
            for figure in figures(clause):
                if _is_year(figure):
                    continue
                subject = _named(clause, read, figure, topic)
                yield FigureEntry(
                    text=clause[figure.start : figure.end].strip(),
                    value=figure.value,
                    unit=figure.unit,
                    bound=figure.bound,
                    subject=subject,
                    period=periods.at(a),
                    span=Span(a + figure.start, a + figure.end),
                    clause=Span(a, b),
                    path=passage.path,
                )
                read, topic = figure.end, subject
            if not read:
                topic = _subject(clause) or topic


def _named(clause: str, read: int, figure: Figure, topic: str) -> str:
    """What a figure counts: the thing behind a counter (63个老旧小区), or the words before it; a
    bare attribute (年均增速) belongs to the topic before."""
    counted = _COUNTED.match(clause[figure.end :]) if figure.unit in _COUNTERS else None
    if counted:
        return counted.group()
    before = clause[:read] if "分别" in clause[:read] else clause[read : figure.start]
    subject = _subject(before.split("分别")[0])
    if _ATTRIBUTE.fullmatch(subject):
        return topic if topic.endswith(subject) else f"{topic}{subject}"
    return subject or topic


def _is_year(figure: Figure) -> bool:
    return 1990 < figure.value < 2060 and figure.unit in ("年", "")


def _subject(text: str) -> str:
    """What words before a number name: without the time and without the verb that leads to it.

    >>> _subject("到2025年,全区高新技术企业总量达到")
    '全区高新技术企业'
    """
    text = _TIME.sub("", text).strip(_EDGES)
    return _LINK.sub("", text).strip(_EDGES)
