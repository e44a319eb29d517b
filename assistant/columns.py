"""Which column of the indicator table a question asks for."""

import re
from enum import StrEnum

from assistant.question import Period, Question
from corpus import Cell, Indicator, PlanInfo


class Column(StrEnum):
    BASE = "base"
    TARGET = "target"
    GROWTH = "growth"
    NATURE = "nature"
    UNIT = "unit"
    GROUP = "group"


_GROWTH = re.compile(
    r"年均|增速|增长率|每年.{0,4}(?:增|涨|提高|降)|一年(?:增|涨|降)|增幅|涨幅|降幅|降(?:低|了)?多少|growth|per year|annual"
)
_NATURE = re.compile(
    r"约束性|预期性|属性|性质|硬指标|软指标|硬性|强制|必须完成|刚性|binding|expected"
)
_UNIT = re.compile(r"(?:什么|啥|计量|用什么|的)单位|单位(?:是|为)(?:什么|啥)|unit of|what unit")
_GROUP = re.compile(
    r"(?:哪|什么)(?:一)?(?:类|组|大类|板块|方面|个?类别|领域)|归(?:在|于|到)?哪|which (?:group|category)"
)
_BASE = re.compile(r"基数|基期|现状|起点|现在|目前|原来|底数|本来|当前|如今|base|current")
_TARGET = re.compile(r"目标|要达到|达到多少|计划|将|末|规划值|target|goal|aim")


def columns_asked(question: Question, info: PlanInfo) -> tuple[Column, ...]:
    """The columns in the order of the table; the target when the question names none.

    A year outside base and target year gives no column at all: the table has no such figure.
    """
    text = question.text
    asked: list[Column] = []
    if info.base_year in question.years or (_BASE.search(text) and not question.years):
        asked.append(Column.BASE)
    if info.target_year in question.years or (_TARGET.search(text) and not question.years):
        asked.append(Column.TARGET)
    if _GROWTH.search(text):
        # A growth question names the target year only as its end: the growth is what is asked.
        asked = [*(c for c in asked if c is not Column.TARGET), Column.GROWTH]
    if _NATURE.search(text):
        asked = [Column.NATURE]
    if _UNIT.search(text):
        asked = [Column.UNIT]
    if _GROUP.search(text):
        asked = [Column.GROUP]
    if asked:
        return tuple(asked)
    if question.years:
        return ()
    if question.period is Period.PAST:
        return (Column.BASE,)
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
