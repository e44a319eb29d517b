"""A standalone question → a draft: the table, a comparison, a verdict, or the plan's own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerability import Answerability, Verdict
from assistant.candidates import Candidate, CandidateFinder
from assistant.draft import Draft
from assistant.extract import extract, tidy
from assistant.indicators import IndicatorTable
from assistant.outline import Outlines
from assistant.parts import parts
from assistant.periods import Periods
from assistant.question import Asks, Question, understand
from assistant.steps import Steps
from assistant.types import Span
from assistant.verdict import opening, verdict
from assistant.wording import not_in_plan, nothing_found
from corpus import Indicator
from index.search import SearchIndex, SearchResult

# By how much a second reading's probability of being answered must exceed the first one's.
_CLEARLY_BETTER = 0.15


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question found: passages, candidate spans best first, and the verdict on them."""

    question: Question
    result: SearchResult
    ranked: Sequence[Candidate]
    verdict: Verdict | None

    @property
    def probability(self) -> float:
        return self.verdict.probability if self.verdict else 0.0

    @property
    def answerable(self) -> bool:
        return self.verdict is not None and self.verdict.answerable


class Responder:
    """Holds what is computed once a plan; a question's own state travels in Finding and Steps."""

    def __init__(self, index: SearchIndex, model: Answerability) -> None:
        self._index = index
        self._plan = index.plan
        self._periods = Periods(index.plan)
        self._finder = CandidateFinder(index, model.ranking)
        self._model = model
        self._table = IndicatorTable(index.plan)
        self._outlines = Outlines(index.plan, index.tokenizer)

    def look(self, question: Question, steps: Steps) -> Finding:
        """Search, rank, judge."""
        with steps.timed("search"):
            result = self._index.search(question.text)
        steps.note(degraded=result.degraded, search=result.milliseconds)
        with steps.timed("rank"):
            ranked = self._finder.find(question, result)
            judged = self._model.judge(question, ranked, result, self._finder) if ranked else None
        return Finding(question, result, ranked, judged)

    def choose(self, readings: Sequence[Question], steps: Steps) -> Finding:
        """What the first reading found, or a later one when its evidence is clearly better."""
        first, *others = [self.look(reading, steps) for reading in readings]
        best = max(others, key=lambda f: f.probability, default=first)
        return best if best.probability > first.probability + _CLEARLY_BETTER else first

    def respond(self, found: Finding, steps: Steps) -> tuple[Draft, list[Finding]]:
        """The draft and the findings that it stands on, the main one first."""
        question = found.question
        if found.verdict:
            steps.note(answerability=found.verdict.as_dict())
        if draft := self._table.about_table(question):
            return draft, [found]
        if question.asks is Asks.COMPARISON and (pair := parts(question.text)):
            halves = [self.look(understand(text, self._plan.info), steps) for text in pair]
            if all(half.ranked for half in halves):
                draft_pair = self._compare(question, halves)
                if draft_pair:
                    return draft_pair, [found, *halves]
        rival = found.ranked[0].feature("span_coverage") if found.ranked else 0.0
        if outline := self._outlines.answer(question, self._finder.spans.coverage, rival):
            return outline, [found]
        return self._single(question, found), [found]

    def _single(self, question: Question, found: Finding) -> Draft:
        if not found.ranked or found.verdict is None:
            return Draft(nothing_found(), (), "not_in_plan", by="refusal")
        indicator = self._indicator(found)
        if indicator and found.answerable:
            draft = self._table.about_rows(question, [indicator])
            if draft:
                return draft
        if not found.answerable:
            nearest = self._extract(found, 1)
            return Draft(
                not_in_plan(found.verdict.reason, tidy(nearest.spans[0].text(self._plan))),
                nearest.spans[:1],
                "not_in_plan",
                found.verdict.reason,
                by="refusal",
            )
        draft = self._extract(found)
        if question.asks is Asks.YES_NO:
            return self._with_verdict(question, draft)
        return draft

    def _extract(self, found: Finding, most: int | None = None) -> Draft:
        weigh = self._finder.coverage(found.question)
        return extract(found.question, found.ranked[:most], self._plan, weigh)

    def _with_verdict(self, question: Question, draft: Draft) -> Draft:
        holds = verdict(question, draft.spans[0], self._plan, self._periods)
        text = f"{opening(question, holds)}{',' if holds else '。规划的说法是:'}{draft.text}"
        return Draft(text, draft.spans, by=draft.by)

    def _compare(self, question: Question, halves: Sequence[Finding]) -> Draft | None:
        """Both facts, each cited; None when the two halves found one and the same span."""
        indicators = [self._indicator(half) for half in halves]
        if all(indicators):
            distinct = list(dict.fromkeys(i for i in indicators if i))
            return self._table.about_rows(question, distinct)
        drafts = [self._extract(half, 1) for half in halves]
        spans = tuple(draft.spans[0] for draft in drafts)
        if _overlap(*spans) or not all(half.answerable for half in halves):
            return None
        told = ";".join(f"{tidy(s.text(self._plan))}[{n}]" for n, s in enumerate(spans, 1))
        return Draft(f"{told}。", spans, by="comparison")

    def _indicator(self, found: Finding) -> Indicator | None:
        return self._table.by_passage.get(found.ranked[0].passage.id) if found.ranked else None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
