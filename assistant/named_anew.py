"""What a follow-up names beside what was told before."""

import re

from assistant.compared_turns import COMPARAND, FORMER, LATTER
from assistant.condense import PRONOUN
from assistant.operations import PATTERNS, operations
from assistant.question import ASKS_WHAT
from assistant.spans import SpanTable
from index.search import SearchIndex

# A term that fewer passages have (one in twenty) names something.
_NAMES_SOMETHING = 3.0
_CLAUSE = re.compile(r"[^,。;?!]+[,。;?!]*")
_MARKS = ",。;?! "
_ASKS_BACK = re.compile(r"呢[,。;?!]*$")
# What names no thing, however seldom the plan says it.
_SIGNS = re.compile(r"[\d.%]+|[前后上下头]|(?:百分|[个几]?)点|大?约|左右|以上|至少")
# What stands for something told.
_STANDS_FOR_TOLD = (COMPARAND, FORMER, LATTER, PRONOUN)
# A part of what was told is named by this.
_OF_IT = re.compile("其(?:中|余)")
# What joins a thing to what is asked of it.
_LINKS = re.compile(r"^\s*(?:那么?|把|拿|用|\s)+|[,。;?!]|(?<=\s)是(?=\s|$)")
_YEAR = re.compile(r"(?:19|20)\d\d|十[二三四五]五|基[期数年]|期[初末]")


def stands_for_told(text: str) -> bool:
    """Whether a word of a text in normal form stands for what was told, all of it.

    >>> stands_for_told("是它的几倍?"), stands_for_told("其中税收占多少?")
    (True, False)
    """
    text = _OF_IT.sub("", text)
    return any(pattern.search(text) for pattern in _STANDS_FOR_TOLD)


class NamedAnew:
    """Tells what of a follow-up is new by the terms that the plan has."""

    def __init__(self, index: SearchIndex, spans: SpanTable) -> None:
        self._tokenizer = index.tokenizer
        self._spans = spans

    def question(self, text: str, told: str) -> str | None:
        """The new thing that a message asks of, as a question (护士呢? of 护士呢?比它多几个); "" where it
        names none, and None where what is new cannot be told from what is asked of it.

        Args:
            text: a follow-up in normal form.
            told: all that was said before it.
        """
        given = frozenset(self._tokenizer(told))
        clauses = _CLAUSE.findall(text)
        last = 0
        for n, clause in enumerate(clauses, 1):
            asks = _ASKS_BACK.search(clause) or ASKS_WHAT.search(clause)
            by_itself = n < len(clauses) and asks and not operations(clause)
            if by_itself or self._names(clause, given) or _YEAR.search(clause):
                last = n
        if last < len(clauses):
            new = "".join(clauses[:last]).rstrip(_MARKS)
            return f"{new}?" if new else ""
        return self._beside_told(text, given)

    def _beside_told(self, text: str, given: frozenset[str]) -> str | None:
        """What one clause sets against what was told (修桥花的钱比它少多少), as a question."""
        if not stands_for_told(text):
            return None
        rest = _LINKS.sub("", _bare(text)).strip()
        return f"{rest}是多少?" if self._names(rest, given) else None

    def _names(self, text: str, given: frozenset[str]) -> bool:
        """Whether a text names something that was not spoken of."""
        weights = self._spans.weights(self._tokenizer(_SIGNS.sub(" ", _bare(text))))
        own = self._spans.own_vocabulary
        return any(w > _NAMES_SOMETHING and t in own and t not in given for t, w in weights.items())


def _bare(text: str) -> str:
    """A text without what it wants worked out and what stands for things told."""
    for pattern in (*_STANDS_FOR_TOLD, *PATTERNS):
        text = pattern.sub(" ", text)
    return text
