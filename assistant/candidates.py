"""Spans of the plan that may answer a question, with the evidence for each as plain features."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
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
# How much of an indicator's name a question must share for its row to be considered at all.
_NAMED = 0.5
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
    "names_indicator",
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
    def vocabulary(self) -> frozenset[str]:
        """Every term of the plan and its expansions."""
        return frozenset(self._document_frequency)

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

    def _weight(self, terms: Iterable[str]) -> float:
        total = len(self._names)
        return sum(math.log(1 + total / self._holding[term]) for term in terms)


class CandidateFinder:
    """Search result → candidates, best first."""

    def __init__(self, index: SearchIndex, periods: Periods, weights: Sequence[float]) -> None:
        self._index = index
        self._plan: Plan = index.plan
        self._periods = periods
        self._weights = weights
        self.terms = Terms(index)
        self._indicators = IndicatorNames(index)

    def find(self, question: Question, result: SearchResult) -> list[Candidate]:
        """Every span that a view of the best passages speaks of; ties keep the plan's order."""
        asked = self._index.tokenizer(question.text)
        synonyms = self._synonyms(question.text)
        named = self._indicators.scores(self._index.terms(question.text))
        top_bm25 = max((hit.bm25 for hit in result.hits), default=0.0) or 1.0
        found = [
            self._candidate(
                question, asked, synonyms, hit, rank, span, views, hit.bm25 / top_bm25, named
            )
            for rank, hit in enumerate(self._considered(result, named))
            for span, views in _spans(hit).items()
        ]
        return sorted(found, key=lambda c: (-c.score, c.span.start, c.span.end))

    def unknown_share(self, question: Question) -> float:
        """The weight of the question's terms that neither the plan nor its expansions know."""
        asked = self._index.tokenizer(question.text)
        known = _with_synonyms(self.terms.vocabulary, self._synonyms(question.text))
        return 1 - self.terms.coverage(asked, known) if asked else 0.0

    def asks_other_year(self, question: Question) -> bool:
        """Whether a year is asked that the plan never mentions."""
        return any(str(year) not in self._plan.markdown for year in question.years)

    def weigher(self, question: Question) -> Callable[[str], float]:
        """Text → the share of the question's terms that it says, in these or other words."""
        asked = self._index.tokenizer(question.text)
        synonyms = self._synonyms(question.text)

        def weigh(text: str) -> float:
            given = frozenset(self._index.tokenizer(text))
            return self.terms.coverage(asked, _with_synonyms(given, synonyms))

        return weigh

    def _considered(self, result: SearchResult, named: dict[str, float]) -> list[SearchHit]:
        """The best passages, and the rows of indicators that the question names."""
        top = list(result.hits[:_PASSAGES])
        have = {hit.passage.id for hit in top}
        rows = [h for h in result.hits[_PASSAGES:] if named.get(h.passage.id, 0) >= _NAMED]
        have |= {hit.passage.id for hit in rows}
        missing = sorted(i for i, s in named.items() if s >= _NAMED and i not in have)
        found = [SearchHit(self._plan.passage_by_id[i], 0.0, (), 0.0) for i in missing]
        return [*top, *rows, *found]

    def _synonyms(self, text: str) -> list[tuple[frozenset[str], list[frozenset[str]]]]:
        tokenizer = self._index.tokenizer
        return [
            (frozenset(tokenizer(word)), [frozenset(tokenizer(u)) for u in used])
            for word, used in self._index.lexicon.matches(text)
        ]

    def _candidate(
        self,
        question: Question,
        asked: list[str],
        synonyms: list[tuple[frozenset[str], list[frozenset[str]]]],
        hit: SearchHit,
        rank: int,
        span: Span,
        views: list[ViewHit],
        bm25: float,
        named: dict[str, float],
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
            self.terms.coverage(asked, _with_synonyms(context, synonyms)),
            self.terms.coverage(asked, _with_synonyms(own, synonyms)),
            float(question.asks is Asks.QUANTITY and bool(given)),
            float(bool(question.unit) and any(question.unit in f.unit for f in given if f.unit)),
            float(question.asks is Asks.TIME and bool(years)),
            float(bool(question.years) and bool(years) and not years & set(question.years)),
            float(question.period is not None and question.period is not period),
            float(question.asks is Asks.LIST and text.count("、") >= 2),
            -math.log(max(len(text), 20) / 60),
            named.get(hit.passage.id, 0.0),
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


def _with_synonyms(
    given: frozenset[str], synonyms: list[tuple[frozenset[str], list[frozenset[str]]]]
) -> frozenset[str]:
    """The given terms and those asked terms that they say in other words."""
    said = [word for word, others in synonyms if any(other <= given for other in others)]
    return given.union(*said) if said else given


def _scale(hit: ViewHit) -> float:
    return max(0.0, hit.similarity - _SIMILARITY_FLOOR) / (1 - _SIMILARITY_FLOOR)
