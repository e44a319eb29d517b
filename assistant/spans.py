"""Every span of the plan that may be an answer, with what can be known of it before any question."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.asked_period import Period
from assistant.periods import Periods
from assistant.types import Span
from corpus import Indicator, Passage
from index.figures import figures
from index.glosses import glosses
from index.search import SearchIndex
from index.types import View
from index.views import heading_text

# An amount without a digit: 超亿元, 千亿级.
_MAGNITUDE = re.compile(r"[十百千万]?亿(?:元|级)|全覆盖|为“?零")
_LATIN = re.compile("[a-z]")
# When something is due, told by the period (到“十四五”末).
_YEAR = re.compile(r"(?<!\d)20\d{2}年")
_PERIOD_END = re.compile(r"[一二三四五]五”?期?(?:末|间|内)|期末|本规划期")


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """A span and its views (places in the index's list).

    ``own`` are the terms of its text; ``context`` adds its passage's lead and the questions that it
    answers. ``names_period`` tells that its sentence says by when, up to its end. ``around_terms`` are the terms of its passage and its headings. ``around`` are the
    sentence views that it overlaps, ``whole`` the passage's view. ``indicator`` is set for a row.
    """

    span: Span
    passage: Passage
    text: str
    own: frozenset[str]
    context: frozenset[str]
    around_terms: frozenset[str]
    units: frozenset[str]
    years: frozenset[int]
    names_period: bool
    has_figure: bool
    figure_count: int
    items: int
    period: Period
    questions: tuple[int, ...]
    around: tuple[int, ...]
    whole: int
    indicator: Indicator | None


class SpanTable:
    """The spans of every passage, and how rare each term is among passages.

    Inverse document frequency, with n_t the passages (their expansions included) that hold t:
    idf(t) = ln(1 + (N − n_t + 0.5) / (n_t + 0.5)) (Robertson & Spärck Jones, 1976).
    """

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._periods = Periods(index.plan)
        self._rows = {i.passage_id: i for i in index.plan.indicators}

    @cached_property
    def by_passage(self) -> dict[str, tuple[SpanFacts, ...]]:
        """Passage id → its spans in the plan's order."""
        views: dict[str, list[tuple[int, View]]] = defaultdict(list)
        for place, view in enumerate(self._index.views):
            views[view.passage_id].append((place, view))
        return {p.id: tuple(self._spans(p, views[p.id])) for p in self._index.plan.passages}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every term of the plan and its expansions."""
        return frozenset(self._document_frequency)

    @cached_property
    def own_vocabulary(self) -> frozenset[str]:
        """Every term of the plan itself."""
        return frozenset[str]().union(
            *(facts.around_terms for spans in self.by_passage.values() for facts in spans[:1])
        )

    @cached_property
    def glosses(self) -> dict[str, tuple[str, ...]]:
        """English terms → the plan's own terms for them; the dictionary is read when first needed."""
        return glosses(sorted(self.own_vocabulary), self._index.tokenizer)

    def said(self, asked: Iterable[str], given: frozenset[str]) -> frozenset[str]:
        """The given terms and those asked English ones that they say in the plan's words."""
        return given | {t for t in asked if any(w in given for w in self.glosses_of(t))}

    def glosses_of(self, term: str) -> tuple[str, ...]:
        """The plan's own terms for an English one."""
        return self.glosses.get(term, ()) if _LATIN.match(term) else ()

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """Terms, each once, with their inverse document frequency."""
        return {term: self._idf(term) for term in dict.fromkeys(terms)}

    def coverage(self, asked: Iterable[str], given: frozenset[str]) -> float:
        """The share (0 to 1) of the asked terms' weight that stands in ``given``."""
        return share(self.weights(asked), given)

    def rarest_missing(self, asked: Mapping[str, float], given: frozenset[str]) -> float:
        """The highest weight among the asked terms that are not given, as a share of the highest
        possible."""
        return max((w for t, w in asked.items() if t not in given), default=0.0) / self._highest

    def _idf(self, term: str) -> float:
        total, holding = len(self._index.plan.passages), self._document_frequency[term]
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5))

    @cached_property
    def _highest(self) -> float:
        return math.log(1 + (len(self._index.plan.passages) + 0.5) / 0.5)

    @cached_property
    def _document_frequency(self) -> Counter[str]:
        tokenizer = self._index.tokenizer
        counter: Counter[str] = Counter()
        for passage in self._index.plan.passages:
            terms = set(tokenizer(f"{heading_text(passage)} {passage.text}"))
            counter.update(terms.union(*(s.context for s in self.by_passage[passage.id])))
        return counter

    def _spans(self, passage: Passage, views: list[tuple[int, View]]) -> Iterable[SpanFacts]:
        """Sentences and quotes of expansions; the whole passage only when it has neither."""
        asked: dict[Span, list[int]] = defaultdict(list)
        whole = next(place for place, view in views if view.kind == "passage")
        sentences: list[tuple[int, Span]] = []
        for place, view in views:
            span = Span(view.start, view.end)
            if view.kind == "question":
                asked[span].append(place)
            elif view.kind == "sentence":
                sentences.append((place, span))
                asked.setdefault(span, [])
        if not asked:
            asked[Span(passage.start, passage.end)] = []
        for span, questions in sorted(asked.items(), key=lambda s: (s[0].start, s[0].end)):
            around = tuple(p for p, s in sentences if s.start < span.end and span.start < s.end)
            yield self._facts(passage, span, tuple(questions), around, whole)

    def _facts(
        self,
        passage: Passage,
        span: Span,
        questions: tuple[int, ...],
        around: tuple[int, ...],
        whole: int,
    ) -> SpanFacts:
        tokenizer = self._index.tokenizer
        text = span.text(self._index.plan)
        own = frozenset(tokenizer(text))
        told = " ".join([passage.lead, *(self._index.views[place].text for place in questions)])
        given = figures(text)
        begin = max((self._index.views[place].start for place in around), default=span.start)
        before = self._index.plan.markdown[min(begin, span.start) : span.start]
        return SpanFacts(
            span=span,
            passage=passage,
            text=text,
            own=own,
            context=own | frozenset(tokenizer(told)),
            around_terms=frozenset(tokenizer(f"{heading_text(passage)} {passage.text}")),
            units=frozenset(f.unit for f in given if f.unit),
            names_period=bool(_PERIOD_END.search(f"{before}{text}") or _YEAR.search(before)),
            years=frozenset(int(f.value) for f in given if 1990 < f.value < 2060),
            has_figure=any(not 1990 < f.value < 2060 for f in given)
            or bool(_MAGNITUDE.search(text)),
            figure_count=sum(not 1990 < f.value < 2060 for f in given),
            items=text.count("、"),
            period=self._periods.at(span.start),
            questions=questions,
            around=around,
            whole=whole,
            indicator=self._rows.get(passage.id),
        )


def share(weights: Mapping[str, float], given: frozenset[str]) -> float:
    """The share (0 to 1) of the weight that falls on given terms."""
    total = sum(weights.values())
    return sum(w for t, w in weights.items() if t in given) / total if total else 0.0
