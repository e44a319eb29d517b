"""An LLM's text → statements, and the sources that each part of one cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.numerals import flat
from assistant.sources import Source

_SENTENCE = re.compile(r"[^。!?！？\n]*[。!?！？\n]+(?:\[\d+\])*|[^。!?！？\n]+$")
MARKER = re.compile(r"\[(\d+)\]")
_CITED = re.compile(r"(?P<words>[^\[]+|\[)(?P<markers>(?:\[\d+\])*)")
_VERDICT = re.compile(r"^(不是|是|没有|有)(?=[,。])")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement without its markers, and which sources each part of it cites."""

    body: str
    sources: tuple[Source, ...]
    parts: tuple[tuple[int, tuple[Source, ...]], ...]

    @classmethod
    def read(cls, text: str, sources: Sequence[Source], *, has_verdict: bool) -> Said:
        """A verdict in front is the draft's to give, and is left out."""
        body = ""
        parts: list[tuple[int, tuple[Source, ...]]] = []
        for match in _CITED.finditer(text):
            body += flat(match["words"])
            if places := cited(match["markers"] or ""):
                parts.append((len(body), tuple(sources[n - 1] for n in places)))
        if has_verdict and (verdict := _VERDICT.match(body)):
            cut = verdict.end()
            body, parts = body[cut:], [(end - cut, named) for end, named in parts]
        every = tuple({id(s): s for _, named in parts for s in named}.values())
        return cls(body, every, tuple(parts))

    def cited_at(self, place: int) -> tuple[Source, ...]:
        """The sources of the markers that follow a place, or of the last ones."""
        return next((named for end, named in self.parts if place < end), self.parts[-1][1])


def statements(text: str) -> list[str]:
    """Sentences with their markers; one without any belongs to the next one that cites.

    >>> statements("甲。乙[1]。丙。[2]丁。")
    ['甲。乙[1]。', '丙。[2]', '丁。']
    """
    found: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if found and not MARKER.search(found[-1]):
            found[-1] += sentence
        else:
            found.append(sentence)
    return found


def cited(text: str) -> list[int]:
    """The numbers of its markers, in order."""
    return [int(n) for n in MARKER.findall(text)]


def verdict_of(text: str) -> str:
    """The verdict with which an answer opens: "不是,…" → "不是"; "" without one."""
    match = _VERDICT.match(flat(text))
    return match.group() if match else ""
