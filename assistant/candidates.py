"""Spans of the plan that may answer a question, with the evidence for each as plain features."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.periods import Periods
from assistant.question import Asks, Question
from assistant.types import Span
from corpus import Passage, Plan
from index.figures import figures
from index.search import SearchIndex, SearchResult
from index.types import SearchHit, ViewHit
from index.views import heading_text

_PASSAGES = 6
# Cosines of the default model lie between 0.7 and 1; below this a view says nothing.
_SIMILARITY_FLOOR = 0.75
FEATURES = (
    "question_similarity",
    "second_similarity",
    "sentence_similarity",
    "passage_similarity",
    "passage_rank",
    "bm25",
    "coverage",
    "span_coverage",
    "gives_figure",
    "gives_unit",
    "gives_year",
    "wrong_year",
    "wrong_period",
    "is_enumeration",
    "length",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span, its passage, and ``features`` in the order of FEATURES; ``score`` sums them up."""

    span: Span
    passage: Passage
    features: tuple[float, ...]
    score: float

    def feature(self, name: str) -> float:
        return self.features[FEATURES.index(name)]


class Terms:
    """How much of a question's content a text shares, weighted by how rare each term is.

    Inverse document frequency over passages with their expansions:
    idf(t) = ln(1 + (N − n_t + 0.5) / (n_t + 0.5)) (Robertson & Spärck Jones, 1976).
    """

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    @cached_property
    def span_terms(self) -> dict[Span, frozenset[str]]:
        """Terms of every expanded span: its own text and the questions it answers."""
        tokenizer, plan = self._index.tokenizer, self._index.plan
        return {
            Span(e.start, e.end): frozenset(
                tokenizer(plan.markdown[e.start : e.end] + " " + " ".join(e.questions))
            )
            for e in plan.expansions
        }

    @cached_property
    def passage_terms(self) -> dict[str, frozenset[str]]:
        """Terms of every passage with its headings and the questions that it answers."""
        tokenizer = self._index.tokenizer
        found: dict[str, set[str]] = {
            p.id: set(tokenizer(f"{heading_text(p)} {p.text}")) for p in self._index.plan.passages
        }
        for span, terms in self.span_terms.items():
            passage = self._index.plan.passage_at(span.start)
            if passage is not None:
                found[passage.id] |= terms
        return {key: frozenset(terms) for key, terms in found.items()}

    @cached_property
    def _document_frequency(self) -> Counter[str]:
        return Counter(term for terms in self.passage_terms.values() for term in terms)

    def idf(self, term: str) -> float:
        total, holding = len(self.passage_terms), self._document_frequency[term]
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5))

    def coverage(self, asked: Iterable[str], given: frozenset[str]) -> float:
        """The share (0 to 1) of the asked terms' weight that stands in ``given``."""
        weights = {term: self.idf(term) for term in set(asked)}
        total = sum(weights.values())
        return sum(w for t, w in weights.items() if t in given) / total if total else 0.0


class CandidateFinder:
    """Search result → candidates, best first."""

    def __init__(self, index: SearchIndex, periods: Periods, weights: Sequence[float]) -> None:
        self._index = index
        self._plan: Plan = index.plan
        self._periods = periods
        self._weights = weights
        self.terms = Terms(index)

    def find(self, question: Question, result: SearchResult) -> list[Candidate]:
        """Every span that a view of the best passages speaks of; ties keep the plan's order."""
        asked = self._index.tokenizer(question.text)
        top_bm25 = max((hit.bm25 for hit in result.hits), default=0.0) or 1.0
        found = [
            self._candidate(question, asked, hit, rank, span, views, hit.bm25 / top_bm25)
            for rank, hit in enumerate(result.hits[:_PASSAGES])
            for span, views in _spans(hit).items()
        ]
        return sorted(found, key=lambda c: (-c.score, c.span.start, c.span.end))

    def _candidate(
        self,
        question: Question,
        asked: list[str],
        hit: SearchHit,
        rank: int,
        span: Span,
        views: list[ViewHit],
        bm25: float,
    ) -> Candidate:
        text = span.text(self._plan)
        questions = sorted((_scale(v) for v in views if v.view.kind == "question"), reverse=True)
        around = [
            _scale(v)
            for v in hit.hits
            if v.view.kind == "sentence" and v.view.start < span.end and span.start < v.view.end
        ]
        whole = [_scale(v) for v in hit.hits if v.view.kind == "passage"]
        own = frozenset(self._index.tokenizer(text))
        context = self.terms.span_terms.get(span, own) | frozenset(
            self._index.tokenizer(hit.passage.lead)
        )
        given = figures(text)
        years = {f.value for f in given if f.unit == "年" or 1990 < f.value < 2060}
        period = self._periods.at(span.start)
        features = (
            questions[0] if questions else 0.0,
            questions[1] if len(questions) > 1 else 0.0,
            max(around, default=0.0),
            max(whole, default=0.0),
            1.0 / (1 + rank),
            bm25,
            self.terms.coverage(asked, context),
            self.terms.coverage(asked, own),
            float(question.asks is Asks.QUANTITY and bool(given)),
            float(bool(question.unit) and any(question.unit in f.unit for f in given if f.unit)),
            float(question.asks is Asks.TIME and bool(years)),
            float(bool(question.years) and bool(years) and not years & set(question.years)),
            float(question.period is not None and question.period is not period),
            float(question.asks is Asks.LIST and text.count("、") >= 2),
            -math.log(max(len(text), 20) / 60),
        )
        score = sum(w * f for w, f in zip(self._weights, features, strict=True))
        return Candidate(span, hit.passage, features, score)


def _spans(hit: SearchHit) -> dict[Span, list[ViewHit]]:
    """The spans that the hit's views speak of; a whole passage is one only without any other."""
    spans: dict[Span, list[ViewHit]] = defaultdict(list)
    for view in hit.hits:
        if view.view.kind != "passage" or hit.passage.kind == "table_row":
            spans[Span(view.view.start, view.view.end)].append(view)
    if not spans:
        spans[Span(hit.passage.start, hit.passage.end)] = list(hit.hits)
    return spans


def _scale(hit: ViewHit) -> float:
    return max(0.0, hit.similarity - _SIMILARITY_FLOOR) / (1 - _SIMILARITY_FLOOR)
