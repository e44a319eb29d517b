"""What is worked out of figures of the plan: which figures are meant, and what comes of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from assistant.operands import Operand, is_course
from assistant.operations import OF_ONE, Operation
from index.figures import plain, same_kind, scaled

# What two figures must each be named by alone: about one term that not every passage says.
OF_ITS_OWN = 1.0
_FIRST = 0.1
# What is counted here is a part of what was counted before.
_PART = re.compile("其中")
PERCENT = "%"
# What is counted: there is no part of one.
WHOLE = frozenset("人名户家个所处条座项件")
THINGS_COUNTED = WHOLE - frozenset("人名户")
# What two years of one quote are told for, in whatever clauses.
_BETWEEN_YEARS = frozenset([Operation.YEARS])
# What rounding of floats leaves.
_EXACT = 1e-9


def chosen(
    found: Sequence[Operand], wanted: frozenset[Operation], unit: str, own: int
) -> list[Operand]:
    """The figures that a question means: of one unit, each named by something that the other is
    not, together by most of what it asks; or the two ends of what one thing went through. None
    where two choices are as good.

    Args:
        unit: the asked one, "" for any.
        own: that many texts tell the things that are compared, one each or all in one.
    """
    found = in_one_scale(found)
    # A share of something is wanted, which no figure states.
    unit = "" if unit == PERCENT else unit
    fitting = [operand for operand in found if unit and same_kind(unit, operand.unit)]
    if sum(operand.source < own for operand in fitting) > 1:
        found = fitting
    certain = [operand for operand in found if not operand.figure.upper]
    # Of ranges both ends can be added, where nothing more certain is.
    told = _chosen(certain, wanted, unit, own)
    return told if told or Operation.SUM not in wanted else _chosen(found, wanted, unit, own)


def in_one_scale(found: Sequence[Operand]) -> list[Operand]:
    """Operands with the amounts of one unit in its largest scale: 4000万元 beside 3.5亿元 is 0.4亿元."""
    largest: dict[str, tuple[float, str]] = {}
    for operand in found:
        times, base = scaled(operand.unit)
        largest[base] = max(largest.get(base, (0.0, "")), (times, operand.unit))

    def rescaled(operand: Operand) -> Operand:
        times, base = scaled(operand.unit)
        most, unit = largest[base]
        if times == most:
            return operand
        figure, by = operand.figure, times / most
        upper = figure.upper * by if figure.upper else None
        return replace(
            operand, figure=replace(figure, value=figure.value * by, upper=upper, unit=unit)
        )

    return [rescaled(operand) for operand in found]


def _fits(unit: str, name: str) -> bool:
    """Whether figures of a unit answer a question for another one; a multiple or a share is worked out of
    any."""
    return not unit or unit in ("倍", PERCENT) or same_kind(unit, name)


def one_each(found: Sequence[Sequence[Operand]], unit: str) -> list[Operand]:
    """Of every text the figure that the question names best, all of one unit; none where a text has
    no such figure, or two."""
    told: list[Operand] = []
    for of in found:
        fit = [o for o in of if (same_kind(unit, o.unit) if unit else o.unit != PERCENT)]
        best = max((sum(o.own.values()) for o in fit), default=0.0)
        named = [o for o in fit if sum(o.own.values()) == best]
        if len(named) != 1:
            return []
        told += named
    return told if len({o.unit for o in told}) == 1 else []


def shared_by_two(found: Sequence[Sequence[Operand]], unit: str) -> list[Operand]:
    """The figures of two texts, each of which was found for one of the things that are set against each
    other, in the one unit of which both have one figure."""
    first, second = ([o for o in of if not o.begins and not o.figure.upper] for of in found)
    pairs = [
        (one, other)
        for one in first
        for other in second
        if one.unit == other.unit
        and _fits(unit, one.unit)
        and sum(o.unit == one.unit for o in first) == 1
        and sum(o.unit == one.unit for o in second) == 1
    ]
    alike = len(pairs) == 1 and pairs[0][0].figure.value != pairs[0][1].figure.value
    return list(pairs[0]) if alike and pairs[0][0].unit != PERCENT else []


def only_two(found: Sequence[Operand], wanted: frozenset[Operation], unit: str) -> list[Operand]:
    """The two figures of one clause of the quote that answers, where it has no other of their unit:
    then they are meant, however they are called."""
    if Operation.GROWTH in wanted and wanted <= {Operation.GROWTH, Operation.SHARE}:
        return []
    pairs = [
        pair
        for name in dict.fromkeys(operand.unit for operand in found)
        if len(pair := [o for o in found if o.unit == name]) == 2
        and (_beside(*pair) or (wanted & _BETWEEN_YEARS and name == "年"))
        and (name != PERCENT or not wanted & {Operation.SHARE, Operation.SUM})
        and _fits(unit, name)
        and not any(o.begins for o in pair)
        and pair[0].figure.value != pair[1].figure.value
        and (Operation.SUM in wanted or not any(o.figure.upper for o in pair))
    ]
    return pairs[0] if len(pairs) == 1 else []


def _chosen(
    found: Sequence[Operand], wanted: frozenset[Operation], unit: str, own: int
) -> list[Operand]:
    rated = sorted(
        (
            ((same_kind(unit, pair[0].unit), rating), pair)
            for pair in combinations(found, 2)
            if (rating := _rating(*pair, wanted, own)) is not None
        ),
        key=lambda rated: rated[0],
        reverse=True,
    )
    if not rated:
        return []
    best, pair = rated[0]
    told = list(pair)
    if Operation.SUM in wanted:
        for other in found:
            if other.unit == told[0].unit and all(
                _of_its_own(other, one) and _of_its_own(one, other) for one in told
            ):
                told.append(other)
    as_good = [other for rating, other in rated if rating == best]
    if not all(_values(other) <= _values(told) for other in as_good):
        return []
    return sorted(told, key=found.index)


def _values(pair: Sequence[Operand]) -> set[float]:
    return {operand.figure.value for operand in pair}


def _rating(one: Operand, other: Operand, wanted: frozenset[Operation], own: int) -> float | None:
    """How much of what is asked two figures share and are named by; None where they do not belong
    together."""
    counted = one.unit in THINGS_COUNTED and other.unit in THINGS_COUNTED
    counted = counted and _beside(one, other) and Operation.SUM not in wanted
    if one.unit != other.unit and not counted:
        return None
    # Shares of different wholes come to nothing.
    if one.unit == PERCENT and (wanted == {Operation.SHARE} or Operation.SUM in wanted):
        return None
    if is_course((one, other)):
        # What it grew by is no share of another thing.
        none = Operation.SUM in wanted or wanted == {Operation.SHARE}
        # Where nothing names either, what is told first is meant.
        first = _FIRST * (one.source == 0)
        return None if none else 1.5 * sum(one.own.values()) + first
    if one.begins or other.begins:
        return None
    if Operation.GROWTH in wanted and wanted <= {Operation.GROWTH, Operation.SHARE}:
        return None
    if one.figure.value == other.figure.value and one.source != other.source:
        return None  # the same told twice
    near, told = one.source == other.source, max(one.source, other.source) < own
    apart = (_of_its_own(one, other) and _of_its_own(other, one)) or _is_part(one, other)
    if not apart and (near or not told):
        return None
    both = (one.own, other.own) if near else (one.around, other.around)
    shared = sum(min(w, other.own.get(term, 0.0)) for term, w in one.own.items())
    if not shared and (wanted == {Operation.WHICH} if near else not apart):
        return None  # nothing says that they are of the same thing
    rating = shared + sum(_joined(*both).values())
    # Years share nothing: of those in one sentence the one whose clause is asked about.
    return rating + 0.25 * sum(_joined(one.own, other.own).values()) * (one.unit == "年")


def _beside(one: Operand, other: Operand) -> bool:
    """Whether two figures stand in one clause of one text."""
    return (one.source, one.clause) == (other.source, other.clause)


def _is_part(whole: Operand, part: Operand) -> bool:
    """Whether the second figure counts, by the plan's words, a part of the first (7500家,其中企业1200余家),
    and the question names the whole."""
    return sum(whole.own.values()) >= OF_ITS_OWN and _follows(whole, part)


def _follows(whole: Operand, part: Operand) -> bool:
    """Whether the second figure is told right behind the first one as a part of it."""
    near = whole.source == part.source and whole.clause in (part.clause, part.clause - 1)
    return near and bool(_PART.match(part.label))


def _joined(*named: dict[str, float]) -> dict[str, float]:
    """What any of them names, as well as the one that names it best."""
    return {term: max(n.get(term, 0.0) for n in named) for term in {t for n in named for t in n}}


def _of_its_own(one: Operand, other: Operand) -> bool:
    """Whether one figure is named by something that the other is not."""
    mine, others = (
        (one.own, other.own) if one.source == other.source else (one.around, other.around)
    )
    return sum(max(0.0, w - others.get(term, 0.0)) for term, w in mine.items()) >= OF_ITS_OWN


def reckoned(told: Sequence[Operand], wanted: frozenset[Operation]) -> tuple[str, tuple[str, ...]]:
    """What comes of figures, in words, and every number in it that no figure states.

    >>> from index.figures import amounts
    >>> pair = [Operand(figure, {}, {}, 0, 0) for figure in amounts("2500亿元,100亿元")]
    >>> reckoned(pair, frozenset([Operation.RATIO]))
    ('2500÷100=25倍', ('2500', '100', '25'))
    """
    values = [operand.figure.value for operand in told]
    # Of things that are counted by words of their own the difference is one of 个.
    unit = told[0].unit if len({operand.unit for operand in told}) == 1 else "个"
    if Operation.SUM in wanted:
        summed, terms = _sum(told, unit)
        others = wanted - {Operation.SUM, *OF_ONE}
        if not others or len(told) != 2 or any(operand.figure.upper for operand in told):
            return summed, terms
        more, further = reckoned(told, others)
        return f"{summed},{more}", tuple(dict.fromkeys((*terms, *further)))
    first, last = values[:2]
    low, high = sorted((first, last))
    worked, numbers = list[str](), [f"{high:g}", f"{low:g}"]

    def work(sum_: str, result: float, unit: str, told: str = "") -> None:
        number = told or plain(result)
        numbers.append(number)
        worked.append(f"{sum_}{equals(result, number)}{number}{unit}")

    if Operation.SHARE in wanted and low and unit != PERCENT:
        if is_course(told[:2]):
            grown = 100 * (last / first - 1)
            work(f"({last:g}-{first:g})÷{first:g}", grown, PERCENT, f"{round(grown, 1):g}")
        elif Operation.GROWTH not in wanted:
            share = 100 * low / high
            work(f"{low:g}÷{high:g}", share, PERCENT, f"{share:.1f}".removesuffix(".0"))
    if Operation.RATIO in wanted and low:
        work(f"{high:g}÷{low:g}", high / low, "倍")
    if not worked or wanted - {Operation.SHARE, Operation.RATIO}:
        work(f"{high:g}-{low:g}", high - low, "个百分点" if unit == PERCENT else unit)
    return ",".join(worked), tuple(dict.fromkeys(numbers))


def equals(result: float, number: str) -> str:
    """The sign between a sum and what is told of its result: ≈ where that was rounded.

    >>> equals(5.684, "5.68"), equals(2.0, "2")
    ('≈', '=')
    """
    return "=" if abs(float(number) - result) < _EXACT else "≈"


def _sum(told: Sequence[Operand], unit: str) -> tuple[str, tuple[str, ...]]:
    """The sum in words; of ranges that of both ends."""
    ends = [[operand.figure.value for operand in told]]
    if any(operand.figure.upper for operand in told):
        ends.append([operand.figure.upper or operand.figure.value for operand in told])
    sums = [([f"{value:g}" for value in of], plain(sum(of))) for of in ends]
    worked = ",".join(f"{'+'.join(terms)}={total}{unit}" for terms, total in sums)
    if len(sums) > 1:
        worked += f",即{'-'.join(total for _, total in sums)}{unit}"
    return worked, tuple(n for terms, total in sums for n in (*terms, total))
