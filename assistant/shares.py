"""What falls to one thing or to one year of figures of the plan, and what so much a year comes to."""

import re
from collections.abc import Sequence

from assistant.operands import FROM_TO, Operand
from assistant.reckoning import OF_ITS_OWN, PERCENT, WHOLE, equals
from index.figures import plain, same_kind

_EVERY_YEAR = re.compile("每年|年均|年(?=[产销])")
# What is done in the course of years, not what there is at their end.
_DONE_OVER_YEARS = re.compile(
    r"累计|新增|新建|投资|投入|整治|改造|引进|培育|就业|建设|修建|总投|共"
)
_STANDING = re.compile(r"达到|突破|目标|基数|达\d|有\d")
# What is earned in a year.
_BY_THE_YEAR_TOLD = re.compile(r"收入|工资|营收|税收|产值|年产|支出")
_MONTHS = 12
# So much is told without its fraction too.
_ROUNDED = 100
_LEAST = ("以上", "不少于", "不低于", "至少", "≥")
_BOUNDS = (*_LEAST, "超过", "超", "突破", "以下", "以内", "不超过", ">", "<", "≤")
_PEOPLE = frozenset("人名位")
_HOMES = frozenset("户家")


def shared_out(found: Sequence[Operand], per: str, unit: str) -> tuple[str, tuple[str, ...]] | None:
    """What falls to one: the figure of the asked unit beside the one that counts ``per``, which the
    question names or which is the only one.

    >>> from assistant.operands import operands
    >>> of = operands("76户229名脱贫", 0, lambda text: {"脱贫": 1.0}, years=False)
    >>> shared_out(of, "户", "人")
    ('229÷76≈3.01人/户,约3人', ('229', '76', '3.01', '3'))
    """
    certain = [o for o in found if not o.figure.upper]
    counts = [o for o in certain if o.figure.value and _counts(o.unit, per)]
    named = [o for o in counts if sum(o.own.values()) >= OF_ITS_OWN]
    for count in named or (counts if len(counts) == 1 else []):
        given = [
            o
            for o in certain
            if o.source == count.source
            and o.unit not in (count.unit, PERCENT)
            and not (o.figure.bound in _BOUNDS and o.unit not in WHOLE)  # 超500万 is a threshold
            and (same_kind(unit, o.unit) if unit else bool(o.own) and not _counts(o.unit, per))
        ]
        # What is counted and what it comes to may be told one after the other.
        beside = [o for o in given if o.clause == count.clause] or [
            o
            for o in given
            if o.clause == count.clause + 1 or (unit == o.unit and o.clause == count.clause - 1)
        ]
        if len(beside) == 1:
            number, of = beside[0].figure.value, count.figure.value
            result = plain(number / of)
            sign = equals(number / of, result)
            told = unit if unit in WHOLE and beside[0].unit in WHOLE else beside[0].unit
            worked = f"{number:g}÷{of:g}{sign}{result}{told}/{count.unit}"
            computed = (f"{number:g}", f"{of:g}", result)
            if sign == "≈" and told in WHOLE:
                whole = f"{number / of:.0f}"
                return f"{worked},约{whole}{told}", (*computed, whole)
            return worked, computed
    return None


def _counts(unit: str, per: str) -> bool:
    """Whether a unit counts what one is asked of: 个 may count anything (平均一个企业), 家 homes."""
    if unit == per:
        return True
    return any({unit, per} <= alike for alike in (_HOMES, _PEOPLE)) or (
        {unit, per} <= WHOLE and "个" in (unit, per)
    )


def over_years(
    found: Sequence[Operand], years: int, *, together: bool = False
) -> tuple[str, tuple[str, ...]] | None:
    """What so much a year comes to in all: the first figure of every item of a clause that tells by the
    year, as far as the question names it; of a range both ends. ``together`` adds what of one unit they
    come to.

    >>> from assistant.operands import operands
    >>> of = operands("每年建设平台5家以上", 0, lambda text: {"平台": 1.0}, years=False)
    >>> over_years(of, 5)
    ('5×5=25家以上', ('5', '25'))
    """
    yearly = _told_by_the_year(found)
    worked, numbers, labels = list[str](), list[str](), set[tuple[int, int, str]]()
    totals, bounds = list[float](), set[str]()
    for operand in found:
        place = (operand.source, operand.clause, operand.label)
        named = sum(operand.own.values()) >= OF_ITS_OWN
        if place[:2] not in yearly or place in labels or not named or operand.unit == PERCENT:
            continue
        labels.add(place)
        figure = operand.figure
        least = "以上" if figure.bound in _LEAST else ""
        bounds.add(least)
        of_range: list[str] = []
        for value in filter(None, (figure.value, figure.upper)):
            total = plain(value * years)
            of_range.append(total)
            worked.append(f"{value:g}×{years}={total}{operand.unit}{least}")
            numbers += [f"{value:g}", str(years), total]
            totals.append(value * years)
        if len(of_range) > 1:
            worked.append(f"即{'-'.join(of_range)}{operand.unit}")
    units = {o.unit for o in found if (o.source, o.clause, o.label) in labels}
    if together and len(labels) == len(totals) > 1 and len(units) == 1:
        total = plain(sum(totals))
        worked.append(f"{'+'.join(map(plain, totals))}={total}{units.pop()}{max(bounds)}")
        numbers.append(total)
    told = tuple(dict.fromkeys(worked))
    return (",".join(told), tuple(dict.fromkeys(numbers))) if told else None


def by_the_year(
    found: Sequence[Operand], years: int, unit: str
) -> tuple[str, tuple[str, ...]] | None:
    """What a figure of the whole period comes to in a year: in every text the one that the question
    names best. None where it is told by the year, or is what there is at the end.

    >>> from assistant.operands import operands
    >>> of = operands("累计完成投资604亿元", 0, lambda text: {"投资": 1.0}, years=False)
    >>> by_the_year(of, 5, "亿元")
    ('604÷5=120.8亿元/年', ('604', '5', '120.8'))
    """
    yearly = {source for source, _ in _told_by_the_year(found)}
    fit = [
        o
        for o in found
        if o.unit != PERCENT
        and not o.figure.upper
        and o.source not in yearly
        and _comes_over_years(o.label)
        and (not unit or same_kind(unit, o.unit))
    ]
    named: list[Operand] = []
    for source in dict.fromkeys(o.source for o in fit):
        of = [o for o in fit if o.source == source]
        best = max(sum(o.own.values()) for o in of)
        if best or len(of) == 1:
            named += [o for o in of if sum(o.own.values()) > best - OF_ITS_OWN]
    if not named:
        return None
    worked, numbers = list[str](), list[str]()
    for operand in named:
        value = operand.figure.value
        result = plain(value / years)
        sign = equals(value / years, result)
        worked.append(f"{value:g}÷{years}{sign}{result}{operand.unit}/年")
        numbers += [f"{value:g}", str(years), result]
    return ",".join(worked), tuple(dict.fromkeys(numbers))


def by_the_month(found: Sequence[Operand], unit: str) -> tuple[str, tuple[str, ...]] | None:
    """What a year's amount of the asked unit comes to in a month, where the texts tell one such.

    >>> from assistant.operands import operands
    >>> of = operands("居民人均可支配收入27151元", 0, lambda text: {"收入": 1.0}, years=False)
    >>> by_the_month(of, "元")
    ('27151÷12≈2262.58元/月,约2263元', ('27151', '12', '2262.58', '2263'))
    """
    fit = {
        o.figure.value: o
        for o in found
        if same_kind(unit, o.unit) and not o.figure.upper and _BY_THE_YEAR_TOLD.search(o.label)
    }
    if len(fit) != 1:
        return None
    value, operand = fit.popitem()
    result = plain(value / _MONTHS)
    sign = equals(value / _MONTHS, result)
    worked = f"{value:g}÷{_MONTHS}{sign}{result}{operand.unit}/月"
    computed = (f"{value:g}", str(_MONTHS), result)
    if sign == "=" or value < _MONTHS * _ROUNDED:
        return worked, computed
    whole = f"{value / _MONTHS:.0f}"
    return f"{worked},约{whole}{operand.unit}", (*computed, whole)


def _told_by_the_year(found: Sequence[Operand]) -> set[tuple[int, int]]:
    """The clauses, each with its text, that tell amounts by the year."""
    return {
        (o.source, o.clause) for o in found if o.unit != PERCENT and _EVERY_YEAR.search(o.label)
    }


def _comes_over_years(label: str) -> bool:
    """Whether so much is done in the course of years: 累计新增, not what is reached."""
    if "累计" in label:
        return True
    return bool(_DONE_OVER_YEARS.search(label)) and not (
        _STANDING.search(label) or FROM_TO.search(label)
    )
