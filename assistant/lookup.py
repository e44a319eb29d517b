"""Questions that look a cell of the indicator table up by the indicator's name."""

import re

from assistant.columns import COLUMN_TERMS, Column, claims_a_cell, columns_asked, in_words
from assistant.evidence import Asked, Candidate
from assistant.question import Asks, Question
from assistant.spans import SpanFacts, SpanTable
from corpus import Indicator
from index.figures import same_kind
from index.places import holds, speaks_of
from index.search import SearchIndex

# The share of an indicator's name that prose about it says.
_TOLD = 0.7
_ONLY_IN_ROWS = {Column.GROWTH, Column.NATURE, Column.GROUP, Column.UNIT}
# How well a row must be named to be looked up, and how much of the question may be about else.
_TYPED, _ASIDE = 0.6, 0.2
# Who speaks of the table looks it up, whatever else is said.
_IN_TABLE = re.compile(
    r"(?:(?<![人重])大|那张?|这张?|总|指标)表(?![明示达现决哥露彰态])|(?<![代电水手图课])表(?:格|2|二)?(?:里|中|上|内)(?!面?(?:现|达|示|明))|\bin the table\b"
)


class CellLookup:
    """Whether a question is a look-up, and whether the row has what it looks for."""

    def __init__(self, index: SearchIndex, spans: SpanTable) -> None:
        self._index = index
        self._spans = spans
        self._rows = {row.passage_id: row for row in index.plan.indicators}

    def is_typed(self, asked: Asked, facts: SpanFacts) -> bool:
        """Whether the question is a look-up in the table: it names the row's indicator, asks for a
        cell that the row has, and what else it says is only how one asks for a cell."""
        row = facts.passage.id
        if (
            asked.named.get(row, 0.0) < _TYPED
            or row not in asked.distinct
            or self.answers(asked.question, facts) < 1
        ):
            return False
        question = asked.question
        if question.asks is Asks.YES_NO and not claims_a_cell(question):
            return False
        columns = columns_asked(question, self._index.plan.info)
        unit = facts.indicator.unit if facts.indicator and Column.GROWTH not in columns else ""
        if question.unit and unit and not same_kind(question.unit, unit.split("/")[0]):
            return False
        if any(not speaks_of(facts.passage.text, p) for p in question.places):
            return False
        # Only a row tells both years, how it is to grow, or what kind of indicator it is and how it is
        # counted.
        if _ONLY_IN_ROWS & set(columns) or {Column.BASE, Column.TARGET} <= set(columns):
            return True
        return bool(_IN_TABLE.search(question.text)) or not self._rest(asked, facts.own)

    def asks_empty_cell(self, asked: Asked, candidate: Candidate) -> bool:
        """Whether the question looks up cells of this row by name, and the row has none of them."""
        row = self._rows.get(candidate.passage.id)
        if row is None or candidate.feature("row_answers") >= 0 or asked.question.places:
            return False
        columns = columns_asked(asked.question, self._index.plan.info)
        known = bool(columns) and Column.TARGET not in columns
        return (
            known
            and asked.named.get(candidate.passage.id, 0.0) >= _TYPED
            and not self._rest(asked, candidate.said)
        )

    def fills(self, question: Question, candidate: Candidate, empty: Candidate) -> bool:
        """Whether prose tells what a row leaves empty: the same indicator, in the asked period, or
        growing."""
        row = self._rows[empty.passage.id]
        if candidate.passage.kind == "table_row" or not self.tells(candidate, row):
            return False
        growing = Column.GROWTH in columns_asked(question, self._index.plan.info)
        if growing:
            return bool(re.search(r"年均|增速|百分点|每年", candidate.text))
        return not candidate.feature("wrong_period") and bool(question.period)

    def tells(self, candidate: Candidate, indicator: Indicator) -> bool:
        """Whether a span speaks of the indicator: in its own words or in synonyms."""
        name = self._index.tokenizer(indicator.name)
        words = self._index.lexicon.expand(candidate.span.text(self._index.plan))
        said = candidate.said.union(self._index.tokenizer(" ".join(words)))
        return self._spans.coverage(name, said) >= _TOLD

    def answers(self, question: Question, facts: SpanFacts) -> float:
        """1 when a table row has one of the asked cells, -1 when it has none, 0 for prose."""
        if facts.indicator is None:
            return 0.0
        columns = columns_asked(question, self._index.plan.info)
        return 1.0 if any(in_words(facts.indicator, column) for column in columns) else -1.0

    def _rest(self, asked: Asked, said: frozenset[str]) -> bool:
        """Whether a question says more than a row's name and how one asks for a cell. Words that
        the plan never says name nothing in it: they only ask."""
        meant = frozenset[str]().union(*(word for word, _ in asked.synonyms))
        known = self._spans.own_vocabulary | meant
        rest = [
            t
            for t in asked.weights
            if t in known and not t.isascii() and t not in COLUMN_TERMS and not self._is_own(t)
        ]
        # 城镇化率 is said by 常住人口城镇化率, which the tokeniser keeps whole.
        within = {t for t in rest if any(t in term for term in said)}
        told = asked.said_in(said) | within
        return bool(rest) and self._spans.coverage(rest, told) < 1 - _ASIDE

    def _is_own(self, term: str) -> bool:
        """Whether a term names the plan's place, or the province or city in which it lies."""
        names = self._index.plan.info.place_names
        return any(term in name or holds(term, name) for name in names)
