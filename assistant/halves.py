"""What two things that are compared are set against each other by."""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.evidence import Candidate
from assistant.question import Question
from index.figures import Figure, figures, plain

_DIFFERENCE = re.compile(
    r"差(?:多少|几|距|额|值|了)|相差|(?:多|少|高|低)(?:了|出|出来)?(?:多少|几)|\b(?:difference|how (?:many|much) more)\b"
)
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


def difference(one: Sequence[Figure], other: Sequence[Figure]) -> tuple[str, tuple[str, ...]]:
    """How far two things are apart, worked out in words, with the figures that this computes; nothing
    when their figures have no unit in common."""
    pair = next(((a, b) for a in one for b in other if a.unit == b.unit), None)
    if pair is None:
        return "", ()
    low, high = sorted(figure.value for figure in pair)
    unit = "个百分点" if pair[0].unit == "%" else pair[0].unit
    told = tuple(plain(value) for value in (high, low, high - low))
    return f";按此计算:{told[0]}-{told[1]}={told[2]}{unit}", told


def _amounts(candidate: Candidate) -> int:
    """How many figures a candidate gives, years not counted."""
    return sum(not 1990 < f.value < 2060 for f in figures(candidate.text))


def overlapping(candidates: Sequence[Candidate]) -> bool:
    """Whether any two stand in the same words."""
    return any(a.span.overlaps(b.span) for a, b in combinations(candidates, 2))
