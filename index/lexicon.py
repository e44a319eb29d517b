"""Everyday words, abbreviations and English terms ↔ the vocabulary of plans.

``lexicon.tsv`` holds a group of synonyms a line and belongs to no plan. For a plan it is reduced to
the words that the plan itself uses: a question's word is helped to those, never to others.
"""

import re
from pathlib import Path

from corpus import Plan
from index.normalize import normalize

_LEXICON = Path(__file__).parent / "lexicon.tsv"


class Lexicon:
    """Text → the plan's own words for what the text names."""

    def __init__(self, plan: Plan, path: Path = _LEXICON) -> None:
        markdown = normalize(plan.markdown)
        self._groups: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            words = [normalize(word) for word in line.split("\t") if word.strip()]
            used = tuple(word for word in words if word in markdown)
            if used and len(words) > 1:
                self._groups.append((_any_of(words), used))

    def expand(self, text: str) -> list[str]:
        """Words of the plan that the normalised text means but does not say.

        For a plan that speaks of 学前教育: "上幼儿园" → ["学前教育", …].
        """
        found = (word for _, used in self.matches(text) for word in used if word not in text)
        return list(dict.fromkeys(found))

    def matches(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """Every word of the text that has synonyms in the plan, with those."""
        return [
            (match.group(), used)
            for pattern, used in self._groups
            for match in pattern.finditer(text)
        ]


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Chinese anywhere, Latin letters only as whole words."""
    parts = [
        rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() else re.escape(w) for w in words
    ]
    return re.compile("|".join(parts))
