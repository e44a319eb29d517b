"""The figures of a text as operands: each with what names it, and those between which something went."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.sentences import clauses, sentences
from index.figures import Figure, amounts

# Text → the asked terms that it says, with their weights.
Naming = Callable[[str], dict[str, float]]
_RESPECTIVE = re.compile(r"(?P<things>[^,。;:]*)分别(?P<figures>.*)")
_THINGS = re.compile(r"[、和及与]")
FROM_TO = re.compile(r"(?:由|从)[^由从]*?(?:到|至)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_WRITTEN = {
    "亿": "亿元",
    "万": "万元",
    "m2": "平方米",
    "万m2": "万平方米",
    "m": "米",
    "千米": "公里",
}
# Where an item of an enumeration ends: 49座危房及6个城中村.
_ITEM_ENDS = re.compile(r"、|(?:以及|及|和|与)(?=\d)")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure with the asked terms that name it: those of its item of an enumeration, and those of
    all its sentence. ``source`` counts the texts that it was looked for in, ``clause`` the clauses;
    ``label`` says in words what it is of."""

    figure: Figure
    own: dict[str, float]
    around: dict[str, float]
    source: int
    clause: int
    label: str = ""

    @property
    def begins(self) -> bool:
        """Whether something grew from it (由138亿元增长到…)."""
        course = FROM_TO.search(self.label)
        return course is not None and self.figure.start < course.end()

    @property
    def unit(self) -> str:
        return as_written(self.figure.unit)


def as_written(unit: str) -> str:
    """One way to write a unit.

    >>> as_written("亿"), as_written("家")
    ('亿元', '家')
    """
    return _WRITTEN.get(unit, unit)


def operands(text: str, source: int, naming: Naming, *, years: bool) -> list[Operand]:
    """Every figure of a text in normal form, or every year of it."""
    found = []
    number = 0
    for begin, end in sentences(text):
        around = naming(text[begin:end])
        for a, b in clauses(text[begin:end], begin):
            number += 1
            for figure, item in _given(text[a:b], years=years):
                found.append(Operand(figure, naming(item), around, source, number, item))
    return found


def _given(clause: str, *, years: bool) -> Iterator[tuple[Figure, str]]:
    """The figures or the years of a clause, each with what gives it."""
    return ((year, clause) for year in years_of(clause)) if years else _items(clause)


def _items(clause: str) -> Iterator[tuple[Figure, str]]:
    """The figures of a clause, each with the item of the enumeration that gives it."""
    if match := _RESPECTIVE.search(clause):
        things = [thing for thing in _THINGS.split(match["things"]) if thing]
        given = _measured(match["figures"])
        if len(given) > 1 and len(things) >= len(given):
            # 国家级、市级企业: what the last one is belongs to all.
            yield from zip(given, things[-len(given) :], strict=True)
            return
    begin = 0
    for mark in [*(m.end() for m in _ITEM_ENDS.finditer(clause)), len(clause)]:
        item = clause[begin:mark]
        if given := _measured(item):
            begin = mark
            yield from ((figure, item) for figure in given)


def _measured(text: str) -> list[Figure]:
    return [figure for figure in amounts(text) if figure.unit]


def years_of(text: str) -> list[Figure]:
    """The years of a text as figures.

    >>> [f.value for f in years_of("力争到2023年创建成")]
    [2023.0]
    """
    return [Figure(float(m[1]), None, "年", "", *m.span()) for m in _YEAR.finditer(text)]


def courses(text: str) -> list[tuple[Figure, Figure]]:
    """Where everything that changed, by a text in normal form, began and where it ended.

    >>> [(began.value, ended.value) for began, ended in courses("收入从4.8亿元增长到10.0亿元")]
    [(4.8, 10.0)]
    """
    found = operands(text, 0, lambda _: {}, years=False)
    ends = (pair for pair in combinations(found, 2) if is_course(pair))
    return [(one.figure, other.figure) for one, other in ends if one.unit == other.unit]


def is_course(told: Sequence[Operand]) -> bool:
    """Whether two figures are the ends of what one thing went through (由138亿元增长到239.5亿元)."""
    one, other = told
    place = (one.source, one.clause, one.label)
    return (
        place == (other.source, other.clause, other.label)
        and one.figure.value != other.figure.value
        and bool(FROM_TO.search(one.label))
    )
