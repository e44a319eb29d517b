"""Everyday words, abbreviations and English terms ↔ the vocabulary of plans.

``lexicon/*.tsv`` hold a group of synonyms a line, in normal form, and belong to no plan. For a plan it is reduced to
the words that the plan itself uses: a question's word is helped to those, never to others.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus import Plan
from index.normalize import normalize

_COMMON = 2
_REMEMBERED = 256
_LEXICON = Path(__file__).parent / "lexicon"


class Synonyms(NamedTuple):
    """A word of a text and the plan's own words for it."""

    word: str
    used: tuple[str, ...]


class Lexicon:
    """Text → the plan's own words for what the text names."""

    def __init__(
        self, plan: Plan, words: Callable[[str], list[str]], folder: Path | None = _LEXICON
    ) -> None:
        """``words`` segments a text without overlaps: what a word is, it decides."""
        self._words = words
        markdown = normalize(plan.markdown)
        self._used: dict[str, list[str]] = defaultdict(list)
        self._longest = 0
        # Every step of an answer reads the same question.
        self.matches = lru_cache(_REMEMBERED)(self._matches)
        for line in _lines(folder):
            group = [word for word in line.split("\t") if word]
            used = [word for word in group if word in markdown]
            for word in group if used else ():
                # A word that the plan itself often uses needs no help to be found.
                if markdown.count(word) > _COMMON:
                    continue
                self._used[word].extend(used)
                self._longest = max(self._longest, len(word))

    def expand(self, text: str) -> list[str]:
        """Words of the plan that the normalised text means but does not say.

        For a plan that speaks of 学前教育: "上幼儿园" → ["学前教育", …].
        """
        found = (used for match in self.matches(text) for used in match.used if used not in text)
        return list(dict.fromkeys(found))

    def _matches(self, text: str) -> tuple[Synonyms, ...]:
        """The longest words of the text that have synonyms in the plan, with those."""
        found: list[Synonyms] = []
        end = 0
        bounds = self._bounds(text)
        for place, start in enumerate(bounds):
            if start < end:
                continue
            for stop in reversed(bounds[place + 1 :]):
                word = text[start:stop]
                if len(word) <= self._longest and word in self._used:
                    found.append(Synonyms(word, tuple(dict.fromkeys(self._used[word]))))
                    end = stop
                    break
        return tuple(found)

    def _bounds(self, text: str) -> list[int]:
        """Where words begin or end, in order."""
        bounds, place = {0}, 0
        for word in self._words(text):
            place = text.find(word, place)
            bounds |= {place, place + len(word)}
            place += len(word)
        return sorted(bounds)


def _lines(folder: Path | None) -> Iterator[str]:
    files: Iterable[Path] = sorted(folder.glob("*.tsv")) if folder else ()
    for path in files:
        yield from path.read_text(encoding="utf-8").splitlines()
