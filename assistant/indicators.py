"""Answers from rows of the indicator table: the asked cells, and figures worked out from them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asked_period import Period
from assistant.columns import Column, cell_of, columns_asked, in_words
from assistant.draft import Draft
from assistant.operands import Operand
from assistant.operations import Operation, without_aside
from assistant.question import Asks, Question
from assistant.reckoning import reckoned
from assistant.types import Span
from corpus import Indicator, Plan
from index.figures import Figure, numbers, plain

# What is worked out of the two years' figures of one row.
_CHANGES = frozenset([Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO])
_YEARLY = re.compile(
    r"年均|每年|(?:平均|每)一年|一年(?:平均|[要得能该]*[增涨长多升提降少])|(?<!\d)年增|annual|per year|yearly"
)
# A question that insists on a figure is not answered by “完成市定目标”.
_INSISTS = re.compile(
    r"具体(?:的)?(?:数|指标值|是多少|多少)|确切|精确|准确(?:的)?(?:数|值)|降到(?:几|多少)|到底(?:是)?(?:几|多少)|有个数|要(?:个)?(?:具体)?数字|只要数|绝对值|给(?:个|出)?准数|几(?:年(?!书|级)|立方|吨)|百分数|百分之几|几个百分点|exact|specific (?:figure|number)"
)
# What a question knows to be empty it does not insist on (未设2025绝对值,…).
_KNOWN_EMPTY = re.compile(r"(?:没有?|未)(?:写|设|给|定|列|填)[^,。;?]*[,。;]")

# Columns that hold words, whatever figures the question speaks of.
_IN_WORDS = {Column.NATURE, Column.GROUP, Column.UNIT}

# Why no figure is told: how the reason begins where a cell is empty, and where it says something else.
EMPTY_CELL = "表中没有给出这一数值"
ONLY_WORDS = "表中只写"


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with the columns that a question asks of it."""

    indicator: Indicator
    columns: tuple[Column, ...]

    @property
    def spans(self) -> tuple[Span, Span]:
        """What its figures stand on: the row, and the header that says what each column is."""
        return Span(self.indicator.start, self.indicator.end), Span(*self.indicator.header)


class IndicatorTable:
    """The plan's table of main indicators, asked in words."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.by_passage = {i.passage_id: i for i in plan.indicators}

    def about_rows(self, question: Question, indicators: Sequence[Indicator]) -> Draft | None:
        """The asked cells of one or more indicators; None when the table has no such column."""
        columns = columns_asked(question, self._plan.info)
        if not indicators:
            return None
        if not columns:
            return self._no_such_year(question, indicators)
        if (
            len(indicators) == 1
            and question.asks is not Asks.YES_NO
            and _CHANGES & question.operations
            and (change := self._change(question, indicators[0]))
        ):
            return change
        parts = [self.told(Row(indicator, columns)) for indicator in indicators]
        spans = [Span(i.start, i.end) for i in indicators]
        head = f"[{len(spans) + 1}]"
        given = [in_words(i, column) for i in indicators for column in columns]
        text = ";".join(f"{part}[{n}]" for n, part in enumerate(parts, 1)) + f"{head}。"
        reason = ""
        info = self._plan.info
        both_years = {info.base_year, info.target_year} <= set(question.years)
        if not any(given):
            reason = EMPTY_CELL
        elif (
            len(indicators) == 1
            and both_years
            and _CHANGES & question.operations
            and not all(given)
        ):
            reason = "表中缺少两个年份之一的数值,算不出变化"
        elif (
            _INSISTS.search(_KNOWN_EMPTY.sub("", question.text))
            and not _IN_WORDS & set(columns)
            and not any(map(numbers, given))
        ):
            reason = f"{ONLY_WORDS}“{next(filter(None, given))}”,没有给出具体数值"
            text = f"规划没有给出具体数值。{text}"
        return Draft(
            text=text,
            spans=(*spans, Span(*indicators[0].header)),
            status="not_in_plan" if reason else "answered",
            reason=reason,
            by="indicator",
        )

    def in_words(self, question: Question, indicator: Indicator, *, aside: bool = True) -> str:
        """The asked cells of one indicator, for an answer that tells other things as well."""
        return self.told(Row(indicator, columns_asked(question, self._plan.info)), aside=aside)

    def told(self, row: Row, *, aside: bool = True) -> str:
        """Cells of a row in words; ``aside``: its other cells too, in brackets."""
        indicator, info = row.indicator, self._plan.info
        said: list[str] = []
        for column in row.columns:
            value = in_words(indicator, column)
            label = {
                Column.BASE: f"{info.base_year}年基数",
                Column.TARGET: f"{info.target_year}年目标",
                Column.GROWTH: "年均增长",
                Column.NATURE: "属性",
                Column.UNIT: "单位",
                Column.GROUP: "类别",
            }[column]
            said.append(f"{label}为{value}" if value else f"表中没有给出{label}")
        if not aside:
            return f"{indicator.name}{','.join(said)}"
        others = [
            f"{label}{in_words(indicator, column)}"
            for column, label in (
                (Column.TARGET, f"{info.target_year}年目标"),
                (Column.BASE, f"{info.base_year}年"),
                (Column.GROWTH, "年均增长"),
            )
            if column not in row.columns and (cell := cell_of(indicator, column)) and cell.text
        ]
        rest = f"({','.join(others)})" if others else ""
        return f"{indicator.name}{','.join(said)}{rest}"

    def _no_such_year(self, question: Question, indicators: Sequence[Indicator]) -> Draft:
        info = self._plan.info
        asked = "、".join(f"{year}年" for year in question.years)
        row = Row(indicators[0], (Column.TARGET,))
        return Draft(
            text=f"规划没有给出{asked or '这一时间'}的数值。表中只有{info.base_year}年基数和{info.target_year}年目标:"
            f"{self.told(row)}[1][2]。",
            spans=row.spans,
            status="not_in_plan",
            reason=f"规划只有{info.base_year}年基数和{info.target_year}年目标",
            by="indicator",
        )

    def _change(self, question: Question, indicator: Indicator) -> Draft | None:
        """Difference, ratio or implied yearly growth of target and base, marked as computed."""
        base, target = indicator.base.number, indicator.target.number
        growth = in_words(indicator, Column.GROWTH)
        if base is None or target is None or not base:
            return None
        yearly_asked = _YEARLY.search(without_aside(question.text))
        if yearly_asked and indicator.growth.number is not None:
            return None  # the table itself says it
        if question.period is Period.PAST and not question.years:
            return None  # its base is the end of that
        info = self._plan.info
        told = (
            f"{indicator.name}从{info.base_year}年的{in_words(indicator, Column.BASE)}"
            f"到{info.target_year}年的{in_words(indicator, Column.TARGET)}"
        )
        ends = [
            Operand(Figure(value, None, indicator.unit, "", 0, 0), {}, {}, 0, 0, told)
            for value in (base, target)
        ]
        worked, computed = reckoned(ends, question.operations - {Operation.SUM})
        if yearly_asked:
            years = info.target_year - info.base_year
            yearly = plain(100 * ((target / base) ** (1 / years) - 1))
            worked = f"({target:g}÷{base:g})^(1/{years})-1≈年均{yearly}%,{worked}"
            computed = (*computed, yearly, "1", str(years))
        aside = f",年均增长{growth}" if growth else ""
        return Draft(
            text=f"{told}{aside}[1][2];按此计算:{worked}。",
            spans=Row(indicator, ()).spans,
            computed=computed,
            by="indicator",
        )
