"""The answer to a yes/no question: the verdict, and the words of the plan that it stands on."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.asked_period import Period
from assistant.candidates import CandidateFinder
from assistant.claim import without_values
from assistant.claim_model import LEFT_OPEN, NO_OPINION, ClaimModel, Opinion
from assistant.draft import Draft
from assistant.english import affirmed
from assistant.extract import Weigh, tidy, told_quotes, trimmed, whole_sentence
from assistant.finding import Finding
from assistant.names import companies, strangers
from assistant.objections import graded, without_grades
from assistant.periods import Periods
from assistant.question import Question
from assistant.types import Span
from assistant.verdict import NAMED_PERIOD, opening, verdict
from assistant.wording import not_in_plan, period_name
from index.figures import figures
from index.normalize import normalize
from index.search import SearchIndex

# By how much more of a claim a later quote must say to be taken for what it is about.
_MORE_ABOUT = 0.05
# A longer sentence is not quoted whole to set a claim right.
_LONG_SENTENCE = 160
# A claim that nothing speaks against is refused when the first quote leaves it open, and none of so
# many others decides it as clearly.
_MAY_DECIDE = 5
_LEAVES_OPEN = "规划没有说明是否如此"


class ClaimAnswers:
    """Turns quotes that were found for a claim into an answer that begins with the verdict."""

    def __init__(
        self, index: SearchIndex, finder: CandidateFinder, model: ClaimModel | None
    ) -> None:
        self._index, self._plan = index, index.plan
        self._finder, self._model = finder, model
        self._periods = Periods(index.plan)
        self._text = normalize(index.plan.markdown)
        self._companies = companies(index.plan, index.tokenizer)

    def verdict_first(self, found: Finding, draft: Draft) -> Draft:
        """The verdict first; a false premise is set right with what the claimed period has."""
        question = found.question
        # What a claim is about, without what it says of it: 排第三 finds whatever is third.
        bare = without_grades(without_values(question.text))
        weigh = self._weigh(question, self._without_companies(bare))
        about = self._about(question, draft.spans, weigh)
        spans = sorted(draft.spans, key=lambda s: s is not about)
        if spans != list(draft.spans):
            draft = told_quotes(spans, self._plan)
        opinion = self._opinion(question, draft.spans[0])
        holds = self._holds(question, draft.spans, opinion)
        if holds and opinion.left_open > LEFT_OPEN:
            decided = self._decided(found, draft.spans)
            if decided is None:
                text = not_in_plan(_LEAVES_OPEN, draft.text)
                return Draft(text, draft.spans, "not_in_plan", _LEAVES_OPEN, by="refusal")
            span, opinion = decided
            holds = bool(opinion.holds) and self._holds(question, [span], opinion)
            apart = (other for other in draft.spans if not other.overlaps(span))
            draft = told_quotes([span, *apart], self._plan)
        if holds:
            return Draft(f"{opening(question, holds)},{draft.text}", draft.spans, by=draft.by)
        # What sets the claim right may stand beside the clause that was found.
        spans = [trimmed(whole_sentence(draft.spans[0], self._plan), self._plan), *draft.spans[1:]]
        if spans[0].end - spans[0].start > _LONG_SENTENCE:
            spans[0] = draft.spans[0]
        spans = [spans[0], *(span for span in spans[1:] if not span.overlaps(spans[0]))]
        draft = told_quotes(spans, self._plan)
        text = f"{opening(question, holds)}。{self._whose(question, spans[0])}规划的说法是:{draft.text}"
        if counterpart := self._counterpart(found, spans[0]):
            spans.append(counterpart)
            text += f"{period_name(question.period, self._plan.info)}:"
            text += f"{tidy(counterpart.text(self._plan))}[{len(spans)}]。"
        return Draft(text, tuple(spans), by=draft.by)

    def _holds(self, question: Question, spans: Sequence[Span], opinion: Opinion) -> bool:
        """The verdict: the rules know figures and names, the model knows meanings; either may object."""
        named = self._companies | strangers(question.text, self._text, self._index.tokenizer)
        weigher = partial(self._weigh, question)
        return verdict(question, spans, self._plan, self._periods, weigher, named, opinion.holds)

    def _opinion(self, question: Question, span: Span) -> Opinion:
        return (
            self._model.judge(affirmed(question.text), span, self._plan)
            if self._model
            else NO_OPINION
        )

    def _decided(self, found: Finding, spans: Sequence[Span]) -> tuple[Span, Opinion] | None:
        """Which quote besides the first one decides the claim most clearly, and how; None when none
        does."""
        judged: list[tuple[Span, Opinion]] = []
        seen = [spans[0]]
        for span in (*spans[1:], *(c.span for c in found.ranked[:_MAY_DECIDE])):
            if any(span.overlaps(other) for other in seen):
                continue
            seen.append(span)
            opinion = self._opinion(found.question, span)
            if opinion.holds is not None and opinion.left_open < -LEFT_OPEN:
                judged.append((span, opinion))
        return min(judged, key=lambda one: one[1].left_open, default=None)

    def _without_companies(self, claim: str) -> str:
        """Who does it is what a claim says, not what it is about (双汇要搬), as long as it says more."""
        rest = claim
        for name in sorted(self._companies, key=len, reverse=True):
            rest = rest.replace(name, " ")
        return rest if self._index.tokenizer(rest) else claim

    def _weigh(self, question: Question, words: str) -> Weigh:
        """Text → how much it says of these words of the question."""
        return self._finder.coverage(replace(question, text=words))

    def _about(self, question: Question, spans: Sequence[Span], weigh: Weigh) -> Span:
        """The span that is most about the question; the first one unless another is clearly more. A
        claimed grade (5A) is decided by what has one."""
        best = max(spans, key=lambda span: weigh(span.text(self._plan)))
        more = weigh(best.text(self._plan)) - weigh(spans[0].text(self._plan))
        about = best if more > _MORE_ABOUT else spans[0]
        if not graded(question.text):
            return about
        return next((s for s in (about, *spans) if graded(normalize(s.text(self._plan)))), about)

    def _whose(self, question: Question, told: Span) -> str:
        """Of which period the quote speaks, where another one was claimed."""
        period, info = self._periods.at(told.start), self._plan.info
        named = question.years or NAMED_PERIOD.search(question.text)
        both = (question.period, period)
        if not named or None in both or Period.VISION in both or question.period is period:
            return ""
        return f"这是{period_name(period, info)}的事,不是{period_name(question.period, info)}的。"

    def _counterpart(self, found: Finding, told: Span) -> Span | None:
        """What the plan says of the period that a question wrongly claims a figure for."""
        period = found.question.period
        if period is None or not found.question.figures or self._periods.at(told.start) is period:
            return None
        for candidate in found.ranked:
            figure = candidate.feature("gives_unit") or figures(candidate.span.text(self._plan))
            if figure and self._periods.at(candidate.span.start) is period:
                return trimmed(candidate.span, self._plan)
        return None
