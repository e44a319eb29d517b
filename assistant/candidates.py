"""Spans of the plan that may answer a question, with the evidence for each as plain features."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np

from assistant.evidence import TOLD_FROM, Asked, Candidate, Told
from assistant.indicator_names import NAMES_NOTHING, IndicatorNames
from assistant.lookup import CellLookup
from assistant.mismatch import is_foreign, wrong_period, wrong_year, year_absent
from assistant.question import Asks, Question
from assistant.spans import SpanFacts, SpanTable, share
from index.figures import amount, figures, same_kind
from index.search import SearchIndex, SearchResult
from index.types import SearchHit

_PASSAGES = 6
_TIME = re.compile(r"十?[二三四五]五$|十[二三四五]$|(?:19|20)\d\d|期间|时期")
_TIME_TERM = re.compile(rf"(?:{_TIME.pattern}|[年月日末底])")
# How much of an indicator's name a question must share for its row to be considered at all.
_NAMED = 0.5
# The same where several are named at once: each is then only a part of what is said.
_NAMED_TOGETHER = 0.3
# Two things with one asking, or two askings.
_HOW_MANY = "(?:多少|几[家个所条处座年])"
TWO_ASKED = re.compile(rf"{_HOW_MANY}[^,。;?]*[,。;?][^,。;?]*{_HOW_MANY}")
JOINS = re.compile(rf"[、和及与]|以及|各|\band\b|{TWO_ASKED.pattern}")
# A cell is looked up by name unless the question is so much more like those that other words answer.
_LESS_LIKE = 0.15
# The same where something else says nearly all of it, and by how much more than a row that is named
# less than so fully.
IN_FULL, _FULLER, _BY_NAME = 0.9, 0.15, 0.95
# At most so many spans answer a comparison; a further one adds so much coverage and scores at most
# so much less than the best.
_MOST_COVERING, _COVER_GAIN, _COVER_MARGIN = 3, 0.12, 4.0

# What the passage of the earlier answer gains, and what only tells it again loses.
_SAME_PASSAGE, _TOLD_AGAIN = 1.5, 2.0
# What a figure gains from which the question reckons.
_STATED = 2.0


class CandidateFinder:
    """Search result → candidates, best first."""

    def __init__(self, index: SearchIndex, weights: Sequence[float]) -> None:
        self._index = index
        self._weights = weights
        self._terms = lru_cache(maxsize=10_000)(lambda word: frozenset(index.tokenizer(word)))
        self.spans = SpanTable(index)
        self.lookup = CellLookup(index, self.spans)
        self.indicators = IndicatorNames(index)

    def told(self, turn: str) -> Told:
        """What an earlier answer told, and from which passage."""
        terms = frozenset(self._index.tokenizer(turn))
        weights = self.spans.weights(terms)
        said = {
            passage: share(weights, spans[0].around_terms)
            for passage, spans in self.spans.by_passage.items()
            if spans
        }
        best = max(said, key=lambda passage: said[passage], default="")
        return Told(terms, best if said.get(best, 0.0) >= TOLD_FROM else "")

    def find(
        self, question: Question, result: SearchResult, told: Told | None = None
    ) -> list[Candidate]:
        """Every span of the best passages; ties keep the plan's order. A follow-up asks for what was
        not told yet, most often by the same passage."""
        asked = self._asked(question, result)
        top_bm25 = max((hit.bm25 for hit in result.hits), default=0.0) or 1.0
        found = [
            self._candidate(asked, facts, rank, hit.bm25 / top_bm25)
            for rank, hit in enumerate(self._considered(result, asked.named))
            for facts in self.spans.by_passage[hit.passage.id]
        ]
        likest = max((c.feature("question_similarity") for c in found), default=0.0)
        # 有效专利量 is said in full by prose, 发明专利拥有量 is another thing.
        fullest = max((c.feature("span_coverage") for c in found), default=0.0)
        stated = _reckoned_from(question)
        saying = (
            [c for c in found if stated & {amount(f) for f in figures(c.text)}] if stated else []
        )
        ranked = sorted(
            found,
            key=lambda c: (
                not (
                    c.typed
                    and not saying
                    and c.feature("question_similarity") > likest - _LESS_LIKE
                    and (
                        fullest < max(IN_FULL, c.feature("span_coverage") + _FULLER)
                        or c.feature("names_indicator") > _BY_NAME
                    )
                ),
                -c.score - (_following(c, told) if told else 0.0) - _STATED * (c in saying),
                c.span.start,
                c.span.end,
            ),
        )
        # That the asked cell is empty is the answer, unless prose says what the table does not.
        empty = next((c for c in ranked if self.lookup.asks_empty_cell(asked, c)), None)
        if empty and not any(self.lookup.fills(question, c, empty) for c in ranked[:_PASSAGES]):
            return [empty, *(c for c in ranked if c is not empty)]
        return ranked

    def coverage(self, question: Question) -> Callable[[str], float]:
        """Text → the share of the question's terms that it says, in these or other words."""
        asked = self._asked(question, None)

        def covered(text: str) -> float:
            given = frozenset(self._index.tokenizer(text))
            return share(asked.weights, asked.said_in(given))

        return covered

    def naming(self, question: Question) -> Callable[[str], dict[str, float]]:
        """Text → the question's terms that it says, with their weights: in full where it says the
        term itself, by half where it says it in other words. A time counts where two are asked."""
        asked = self._asked(question, None)
        times = len(question.years) > 1 or question.spans_periods
        weights = {
            t: w
            for t, w in asked.weights.items()
            if t not in NAMES_NOTHING and (times or not _TIME_TERM.match(t))
        }

        def said(text: str) -> dict[str, float]:
            itself = frozenset(self._index.tokenizer(text))
            given = asked.said_in(itself)
            return {t: w if t in itself else w / 2 for t, w in weights.items() if t in given}

        return said

    def cover(
        self, question: Question, ranked: Sequence[Candidate], told: str = ""
    ) -> list[Candidate]:
        """The best candidate and those that say what it leaves unsaid: a comparison needs both of
        its things. Each further one must add clearly to what is covered and be about as good.
        ``told`` is what will be said with the best one besides."""
        asked = self._asked(question, None)
        # That a span names the time says nothing of a further thing.
        weights = {t: w for t, w in asked.weights.items() if not _TIME.match(t)}
        chosen = [ranked[0]]
        said = asked.said_in(ranked[0].said | frozenset(self._index.tokenizer(told)))
        while len(chosen) < _MOST_COVERING:
            covered = share(weights, said)
            gains = [
                (share(weights, said | asked.said_in(c.said)) - covered, c)
                for c in ranked
                if c.score >= ranked[0].score - _COVER_MARGIN
                and not any(c.span.overlaps(other.span) for other in chosen)
            ]
            gain, best = max(
                gains,
                key=lambda g: (g[0] + 0.1 * g[1].score, -g[1].span.start),
                default=(0.0, None),
            )
            if best is None or gain < _COVER_GAIN:
                break
            chosen.append(best)
            said = said | asked.said_in(best.said)
        return sorted(chosen, key=lambda c: c.span.start)

    def named_rows(self, question: Question) -> list[str]:
        """The rows of all indicators that the question names, in the table's order; those that it
        joins by a word need be named less fully."""
        least = _NAMED_TOGETHER if JOINS.search(question.text) or question.compares else _NAMED
        # 规模以上工业的增加值 names what 规模以上工业增加值 does.
        terms = {
            *self._index.terms(question.text),
            *self._index.terms(question.text.replace("的", "")),
        }
        scores = self.indicators.scores(terms)
        return [r for r in self.indicators.distinctly_named(terms) if scores[r] >= least]

    def unknown_share(self, question: Question) -> float:
        """The weight of the question's terms that neither the plan nor its expansions know."""
        asked = self._asked(question, None)
        known = asked.said_in(self.spans.vocabulary)
        return 1 - share(asked.weights, known) if asked.weights else 0.0

    def asks_other_year(self, question: Question) -> bool:
        """Whether a year is asked that the plan never mentions."""
        return any(str(year) not in self._index.plan.markdown for year in question.years)

    def _asked(self, question: Question, result: SearchResult | None) -> Asked:
        tokenizer = self._index.tokenizer
        synonyms = [
            (self._terms(match.word), [self._terms(word) for word in match.used])
            for match in self._index.lexicon.matches(question.text)
        ]
        weights = self.spans.weights(tokenizer(question.text))
        synonyms += [
            (frozenset({term}), [frozenset({word}) for word in words])
            for term in weights
            if question.is_english and (words := self.spans.glosses_of(term))
        ]
        hits = result.hits if result else ()
        view_bm25 = result.view_bm25 if result else np.zeros(0, np.float32)
        terms = self._index.terms(question.text)
        return Asked(
            question=question,
            weights=weights,
            synonyms=synonyms,
            similarity={v.view.id: max(0.0, v.similarity) for hit in hits for v in hit.hits},
            view_bm25=view_bm25,
            top_bm25=float(view_bm25.max(initial=0.0)) or 1.0,
            named=self.indicators.scores(terms),
            distinct=frozenset(self.indicators.distinctly_named(terms)),
        )

    def _considered(self, result: SearchResult, named: dict[str, float]) -> list[SearchHit]:
        """The best passages, and the rows of indicators that the question names."""
        hits = {hit.passage.id: hit for hit in result.hits}
        chosen = dict(list(hits.items())[:_PASSAGES])
        for row, likeness in sorted(named.items()):
            if likeness >= _NAMED and row not in chosen:
                passage = self._index.plan.passage_by_id[row]
                chosen[row] = hits.get(row) or SearchHit(passage, 0.0, (), 0.0)
        return list(chosen.values())

    def _candidate(
        self, asked: Asked, facts: SpanFacts, rank: int, passage_bm25: float
    ) -> Candidate:
        question, info = asked.question, self._index.plan.info
        similar = sorted(self._similarities(asked, facts.questions), reverse=True)
        row = facts.indicator
        units = {*facts.units, row.unit} if row else facts.units
        if row and row.growth.number is not None:
            units = {*units, "%"}
        top = asked.top_bm25
        in_context = asked.said_in(facts.context)
        features = (
            similar[0] if similar else 0.0,
            similar[1] if len(similar) > 1 else 0.0,
            max(self._similarities(asked, facts.around), default=0.0),
            max(self._similarities(asked, (facts.whole,)), default=0.0),
            1.0 / (1 + rank),
            passage_bm25,
            max((float(asked.view_bm25[p]) for p in facts.questions), default=0.0) / top,
            max((float(asked.view_bm25[p]) for p in facts.around), default=0.0) / top,
            share(asked.weights, in_context),
            share(asked.weights, asked.said_in(facts.own)),
            float(question.asks is Asks.QUANTITY and facts.has_figure),
            float(bool(question.unit) and any(same_kind(question.unit, unit) for unit in units)),
            float(question.asks is Asks.TIME and (bool(facts.years) or facts.names_period)),
            float(wrong_year(question, facts)),
            float(wrong_period(question, facts)),
            float(question.asks is Asks.LIST and facts.items >= 2),
            -math.log(max(len(facts.text), 20) / 60),
            asked.named.get(facts.passage.id, 0.0),
            asked.named.get(facts.passage.id, 0.0) * self.lookup.answers(question, facts),
            float(question.asks is Asks.COMPARISON and facts.figure_count >= 2),
        )
        around = facts.context | facts.around_terms
        score = sum(w * f for w, f in zip(self._weights, features, strict=True))
        return Candidate(
            facts.span,
            facts.passage,
            facts.own,
            features,
            score,
            facts.items,
            missing=self.spans.rarest_missing(asked.weights, asked.said_in(around)),
            missing_here=self.spans.rarest_missing(asked.weights, in_context),
            foreign=is_foreign(question, facts.passage.text, info),
            year_absent=year_absent(question, facts, info),
            typed=self.lookup.is_typed(asked, facts),
        )

    def _similarities(self, asked: Asked, places: Iterable[int]) -> list[float]:
        """Of the views at these places that are among the nearest."""
        ids = (self._index.views[place].id for place in places)
        return [asked.similarity[i] for i in ids if i in asked.similarity]


def _reckoned_from(question: Question) -> set[float]:
    """The amounts from which a question reckons (从138亿涨上来,涨了多少)."""
    if question.asks is Asks.YES_NO or not question.operations:
        return set()
    return {amount(f) for f in question.figures if f.unit not in ("", "倍", "%")}


def _following(candidate: Candidate, told: Told) -> float:
    """What a candidate gains or loses by what was told before."""
    near = _SAME_PASSAGE if candidate.passage.id == told.passage else 0.0
    return near - (_TOLD_AGAIN if told.holds(candidate) else 0.0)
