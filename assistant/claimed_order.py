"""A claim that has two of the plan's words in each other's place."""

from collections.abc import Iterator

from assistant.claim import Claim, Evidence

# So many signs, with what stands between, change places.
_FEWEST, _MOST = 5, 24
_WORD = 2
_JOINS = frozenset("、和与及跟+,")


def swapped(claim: Claim, evidence: Evidence) -> bool:
    """Whether two words have changed places (三提升两增强 for 三增强两提升); not where they only are listed
    in another order (甲、乙)."""
    sentence = evidence.sentence
    spelled = {_signs(part): part for part in _windows(sentence)}
    return any(
        part not in sentence and _exchanged(part, spelled.get(_signs(part), ""))
        for run in _runs(claim.text, frozenset(sentence))
        for part in _windows(run)
    )


def _runs(text: str, signs: frozenset[str]) -> Iterator[str]:
    """The stretches of a text that have only these signs."""
    yield from "".join(sign if sign in signs else "\0" for sign in text).split("\0")


def _windows(text: str) -> Iterator[str]:
    for length in range(_FEWEST, min(_MOST, len(text)) + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def _signs(text: str) -> str:
    return "".join(sorted(text))


def _exchanged(one: str, other: str) -> bool:
    """Whether the second is the first with its first and its last word exchanged, and what stands
    between them is no list."""
    return any(
        other == one[-b:] + one[a:-b] + one[:a] and not {one[a], one[-b - 1]} <= _JOINS
        for a in range(_WORD, len(one) - _WORD)
        for b in range(_WORD, len(one) - a)
    )
