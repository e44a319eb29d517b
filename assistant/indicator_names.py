"""Which indicators a question names."""

import math
from collections import Counter
from collections.abc import Iterable

from index.search import SearchIndex


class IndicatorNames:
    """How well a question's terms name each indicator: the harmonic mean of the share of the name
    that is said and the share of what is said that is the name, weighted by rarity."""

    def __init__(self, index: SearchIndex) -> None:
        tokenizer = index.tokenizer
        self._names = {i.passage_id: frozenset(tokenizer(i.name)) for i in index.plan.indicators}
        self._holding = Counter(term for name in self._names.values() for term in name)

    def scores(self, asked: Iterable[str]) -> dict[str, float]:
        """Passage id of the row → 0 to 1; rows that share no term are left out."""
        said = {term for term in asked if term in self._holding}
        result: dict[str, float] = {}
        for row, name in self._names.items():
            shared = self._weight(name & said)
            if shared:
                result[row] = 2 * shared / (self._weight(name) + self._weight(said))
        return result

    def distinctly_named(self, asked: Iterable[str]) -> list[str]:
        """The rows of which a term is said that no other indicator's name has, in table order."""
        said = set(asked)
        return [
            row
            for row, name in self._names.items()
            if any(self._holding[term] == 1 for term in name & said)
        ]

    def _weight(self, terms: Iterable[str]) -> float:
        total = len(self._names)
        return sum(math.log(1 + total / self._holding[term]) for term in terms)
