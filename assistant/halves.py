"""What two things that are compared are set against each other by."""

from collections.abc import Sequence
from itertools import combinations

from assistant.evidence import Candidate
from index.figures import amounts

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


def _amounts(candidate: Candidate) -> int:
    """How many figures a candidate gives, years not counted."""
    return len(amounts(candidate.text))


def overlapping(candidates: Sequence[Candidate]) -> bool:
    """Whether any two stand in the same words."""
    return any(a.span.overlaps(b.span) for a, b in combinations(candidates, 2))
