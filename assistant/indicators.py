"""Answers from the indicator table: one indicator's cells, several indicators, the whole table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.columns import Column, cell_of, columns_asked, in_words
from assistant.draft import Draft
from assistant.question import Asks, Question
from assistant.types import Span
from corpus import Indicator, Plan

_ALL = re.compile(r"(?:哪|多少|几|所有|全部|列出|清单|一共|总共|how many|which|list)")
_TABLE = re.compile(r"指标|表2|indicator")
_EXTREME = re.compile(r"(?:最|第一)(?P<most>快|高|大|多|慢|低|小|少)")
_CHANGE = re.compile(
    r"(?:增加|增长|提高|提升|上升|下降|减少|多|涨|翻|差)了?(?:多少|几倍|几个|几番)|变化|差(?:多少|距|值)|(?:是|为).{0,12}(?:的)?(?:几|多少)倍|比.{0,10}(?:多|高|增|提高)"
)
_TIMES = re.compile(r"倍|翻")
_GROUP_WORDS = re.compile(r"类|方面|组|板块|领域|里|中|下|的指标|指标")


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
        if len(indicators) == 1 and _CHANGE.search(question.text):
            change = self._change(question, indicators[0])
            if change is not None:
                return change
        parts = [self._told(Row(indicator, columns)) for indicator in indicators]
        spans = [Span(i.start, i.end) for i in indicators]
        head = f"[{len(spans) + 1}]"
        missing = all(self._is_missing(i, columns) for i in indicators)
        text = ";".join(f"{part}[{n}]" for n, part in enumerate(parts, 1)) + f"{head}。"
        return Draft(
            text=text,
            spans=(*spans, Span(*indicators[0].header)),
            status="not_in_plan" if missing else "answered",
            reason="表中没有给出这一数值" if missing else "",
            by="indicator",
        )

    def about_table(self, question: Question) -> Draft | None:
        """Counts, lists and extremes over the table; None when the question is not about it."""
        text = question.text
        if not self._plan.indicators or not _TABLE.search(text):
            return None
        chosen = list(self._plan.indicators)
        names: list[str] = []
        for nature in dict.fromkeys(i.nature.text or "" for i in chosen):
            if nature and nature in text:
                chosen = [i for i in chosen if i.nature.text == nature]
                names.append(nature)
        for group in dict.fromkeys(i.group for i in self._plan.indicators):
            if group and group in text:
                chosen = [i for i in chosen if i.group == group]
                names.append(f"“{group}”类")
        if match := _EXTREME.search(text):
            return self._extreme(question, chosen, match["most"])
        if not _ALL.search(text) or (not names and question.asks is not Asks.QUANTITY):
            return None
        label = "".join(names) or "主要"
        listed = "、".join(i.name for i in chosen)
        spans = tuple(Span(i.start, i.end) for i in chosen)
        marks = "".join(f"[{n}]" for n in range(1, len(spans) + 1))
        return Draft(
            text=f"{label}指标共{len(chosen)}项:{listed}。{marks}",
            spans=spans,
            computed=(str(len(chosen)),),
            by="table",
        )

    def _told(self, row: Row) -> str:
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
        others = [
            f"{label}{in_words(indicator, column)}"
            for column, label in (
                (Column.TARGET, f"{info.target_year}年目标"),
                (Column.BASE, f"{info.base_year}年"),
                (Column.GROWTH, "年均增长"),
            )
            if column not in row.columns and (cell := cell_of(indicator, column)) and cell.text
        ]
        aside = f"({','.join(others)})" if others else ""
        return f"{indicator.name}{','.join(said)}{aside}"

    def _is_missing(self, indicator: Indicator, columns: Iterable[Column]) -> bool:
        return all(in_words(indicator, column) == "" for column in columns)

    def _no_such_year(self, question: Question, indicators: Sequence[Indicator]) -> Draft:
        info = self._plan.info
        asked = "、".join(f"{year}年" for year in question.years)
        row = Row(indicators[0], (Column.TARGET,))
        return Draft(
            text=f"规划没有给出{asked or '这一时间'}的数值。表中只有{info.base_year}年基数和{info.target_year}年目标:"
            f"{self._told(row)}[1][2]。",
            spans=row.spans,
            status="not_in_plan",
            reason=f"规划只有{info.base_year}年基数和{info.target_year}年目标",
            by="indicator",
        )

    def _change(self, question: Question, indicator: Indicator) -> Draft | None:
        """Difference or ratio of target and base, marked as computed."""
        base, target = indicator.base.number, indicator.target.number
        if base is None or target is None or not base:
            return None
        info = self._plan.info
        difference, ratio = _plain(target - base), _plain(target / base)
        how = (
            f"{_plain(target)}÷{_plain(base)}≈{ratio}倍"
            if _TIMES.search(question.text)
            else f"{_plain(target)}-{_plain(base)}={difference}{indicator.unit}"
        )
        growth = in_words(indicator, Column.GROWTH)
        told = (
            f"{indicator.name}从{info.base_year}年的{in_words(indicator, Column.BASE)}"
            f"到{info.target_year}年的{in_words(indicator, Column.TARGET)}"
        )
        aside = f",年均增长{growth}" if growth else ""
        return Draft(
            text=f"{told}{aside}[1][2];按此计算:{how}。",
            spans=Row(indicator, ()).spans,
            computed=(difference, ratio, _plain(target), _plain(base)),
            by="indicator",
        )

    def _extreme(self, question: Question, chosen: list[Indicator], most: str) -> Draft | None:
        """The indicator whose growth is the largest or smallest, among those with a number."""
        if "增" not in question.text and most not in "快慢":
            return None
        grown = [
            i
            for i in chosen
            if i.growth.number is not None and i.unit and "百分点" not in (i.growth.text or "")
        ]
        if not grown:
            return None
        pick = (max if most in "快高大多" else min)(grown, key=lambda i: i.growth.number or 0)
        row = Row(pick, (Column.GROWTH,))
        return Draft(
            text=f"{self._told(row)}[1][2],是给出年均增长数值的{len(grown)}项指标中最{most}的。",
            spans=row.spans,
            computed=(str(len(grown)),),
            by="table",
        )


def _plain(value: float) -> str:
    """
    >>> _plain(27.599999999999998), _plain(500.0), _plain(0.04)
    ('27.6', '500', '0.04')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
