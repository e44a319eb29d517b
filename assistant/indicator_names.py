"""Which indicators a question names."""

import math
from collections import Counter
from collections.abc import Iterable

from index.search import SearchIndex

# How figures are asked for, not what they are of.
NAMES_NOTHING = frozenset(
    "以上 以下 左右 占 比例 比重 亿元 万元 元 家 个 人 户 名 件 所 处 条".split()  # noqa: SIM905  reads best as words
)


class IndicatorNames:
    """How well a question's terms name each indicator: the harmonic mean of the share of the name
    that is said and the share of what is said that is the name, weighted by rarity."""

    def __init__(self, index: SearchIndex) -> None:
        tokenizer = index.tokenizer
        self._names = {i.passage_id: i.name for i in index.plan.indicators}
        self._terms = {row: frozenset(tokenizer(name)) for row, name in self._names.items()}
        self._holding = Counter(term for terms in self._terms.values() for term in terms)

    def scores(self, asked: Iterable[str]) -> dict[str, float]:
        """Passage id of the row → 0 to 1; rows that share no term are left out."""
        said = {term for term in asked if term in self._holding}
        result: dict[str, float] = {}
        for row, terms in self._terms.items():
            shared = self._weight(terms & said)
            if shared:
                result[row] = 2 * shared / (self._weight(terms) + self._weight(said))
        return result

    def distinctly_named(self, asked: Iterable[str]) -> list[str]:
        """The rows of which a term is said that no other indicator's name has, or the whole name, where
        it is no part of such a row's, in table order."""
        said = set(asked)
        own = {
            row
            for row, terms in self._terms.items()
            if any(self._holding[t] == 1 for t in terms & said - NAMES_NOTHING)
        }
        return [
            row
            for row, terms in self._terms.items()
            if row in own
            or (terms <= said and not any(self._names[row] in self._names[o] for o in own))
        ]

    def _weight(self, terms: Iterable[str]) -> float:
        total = len(self._terms)
        return sum(math.log(1 + total / self._holding[term]) for term in terms)
