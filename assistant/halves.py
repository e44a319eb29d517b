"""What two things that are compared are set against each other by."""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from assistant.evidence import Candidate
from assistant.question import Question
from corpus.sentences import clauses
from index.figures import Figure, figures, plain, same_kind

_DIFFERENCE = re.compile(
    r"差(?:多少|几|距|额|值|了)|相差|(?<![至最减提增])(?:多|少|高|低)(?:了|出|出来)?(?:多少|几)|\b(?:difference|how (?:many|much) more)\b"
)
_RESPECTIVE = re.compile(r"(?P<things>[^,。;]*)分别(?P<figures>[^,。;]*)")
# The fewest pairs of signs by which a question names things.
_NAMED = 2
# By how much what a half takes instead of its best may be worse.
_HALVES_APART = 2.0


def set_against(halves: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The best candidate of each half, whose candidates come best first. Where one has a figure the
    other needs one too, and one figure does not answer both: then the next best will do, as long as
    it is about as good."""
    told = [half[0] for half in halves]
    if len(told) < 2 or not any(_amounts(c) for c in told):
        return told
    for n, half in enumerate(halves):
        others = [c for m, c in enumerate(told) if m != n]
        shared = any(told[n].span.overlaps(c.span) for c in others) and _amounts(told[n]) < 2
        if _amounts(told[n]) and not (shared and n):
            continue
        told[n] = next(
            (
                c
                for c in half
                if _amounts(c)
                and c.score > half[0].score - _HALVES_APART
                and not any(c.span.overlaps(other.span) for other in others)
            ),
            told[n],
        )
    return told


def asks_difference(question: Question) -> bool:
    """Whether two things are to be subtracted: 差多少, 多几个, 差额."""
    return bool(_DIFFERENCE.search(question.text))


def difference(pair: tuple[Figure, Figure]) -> tuple[str, tuple[str, ...]]:
    """How far two figures are apart, worked out in words, with the figures in it; nothing where
    their units differ or one is only a bound or a range."""
    if pair[0].unit != pair[1].unit or any(f.upper is not None or f.bound for f in pair):
        return "", ()
    low, high = sorted(figure.value for figure in pair)
    unit = "个百分点" if pair[0].unit == "%" else pair[0].unit
    told = (f"{high:g}", f"{low:g}", plain(high - low))
    return f";按此计算:{told[0]}-{told[1]}={told[2]}{unit}", told


def paired_figures(question: str, one: str, other: str) -> tuple[Figure, Figure] | None:
    """The figures of two texts, in normal form, that a question sets against each other: those whose
    items share most with each other and with the question; None when that is not one pair.

    >>> pair = paired_figures("年税收差多少", "甲营收100亿元,年税收5亿元", "乙营收30亿元,年税收1亿元")
    >>> [figure.value for figure in pair]
    [5.0, 1.0]
    """
    asked = _pairs_of_signs(question)
    found = sorted(
        (
            (len(asked & _pairs_of_signs(a) & _pairs_of_signs(b)), f, g)
            for a, f in _single_figures(one)
            for b, g in _single_figures(other)
            if same_kind(f.unit, g.unit)
        ),
        key=lambda pair: -pair[0],
    )
    if not found or not found[0][0] or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1], found[0][2]


def _single_figures(text: str) -> list[tuple[str, Figure]]:
    """Each item of a text that gives one figure, years left out."""
    items = (item for a, b in clauses(text) for item in text[a:b].split("、"))
    told = ((i, [f for f in figures(i) if not 1990 < f.value < 2060]) for i in items)
    return [(item, given[0]) for item, given in told if len(given) == 1]


def _pairs_of_signs(text: str) -> set[str]:
    signs = re.sub(r"[^\u4e00-\u9fff]", " ", text)
    return {pair for pair in map("".join, pairwise(signs)) if " " not in pair}


def respective_figures(question: str, text: str) -> tuple[Figure, Figure] | None:
    """The two figures of one unit behind the 分别 of what is asked; None when there are more or
    fewer."""
    match = _RESPECTIVE.search(text)
    if match is None or len(_pairs_of_signs(question) & _pairs_of_signs(match["things"])) < _NAMED:
        return None
    told = figures(match["figures"])
    return (told[0], told[1]) if len(told) == 2 and told[0].unit == told[1].unit else None


def named_figures(question: str, text: str) -> tuple[Figure, Figure] | None:
    """The figures of the two items of an enumeration that a question names; None when it names
    another number of them.

    >>> pair = named_figures("世界500强比国内500强多几家", "包括世界500强15家,国内500强10家,行业百强20家")
    >>> [figure.value for figure in pair]
    [15.0, 10.0]
    """
    items = [
        (_pairs_of_signs(item), given[-1])
        for a, b in clauses(text)
        for item in text[a:b].split("、")
        if (given := figures(item))
    ]
    asked = _pairs_of_signs(question)
    named = [
        figure
        for n, (signs, figure) in enumerate(items)
        if asked & signs.difference(*(s for m, (s, _) in enumerate(items) if m != n))
    ]
    return (named[0], named[1]) if len(named) == 2 and named[0].unit == named[1].unit else None


def _amounts(candidate: Candidate) -> int:
    """How many figures a candidate gives, years not counted."""
    return sum(not 1990 < f.value < 2060 for f in figures(candidate.text))


def overlapping(candidates: Sequence[Candidate]) -> bool:
    """Whether any two stand in the same words."""
    return any(a.span.overlaps(b.span) for a, b in combinations(candidates, 2))
