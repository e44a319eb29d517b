"""Several facts in one answer: compared, set against each other, told one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from assistant.candidates import CandidateFinder
from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.extract import tidy, told_quotes, trimmed
from assistant.finding import Finding
from assistant.halves import overlapping, set_against
from assistant.indicators import IndicatorTable
from assistant.operands import Naming, Operand
from assistant.operations import OF_ONE
from assistant.question import Asks, Question
from assistant.reckoner import Reckoner
from assistant.reckoning import OF_ITS_OWN, chosen
from assistant.types import Span
from assistant.verdict import compared_verdict, opening
from corpus import Plan
from index.figures import Figure

# One of so many candidates of the whole question may be what its half asks for.
_SETTLED_BY = 3
# Of a thing that is compared in words a second quote is told that scores so much less at most.
_ABOUT_AS_GOOD = 1.2


class Comparer:
    """Tells several candidates in one answer."""

    def __init__(
        self, plan: Plan, finder: CandidateFinder, table: IndicatorTable, reckoner: Reckoner
    ) -> None:
        self._plan = plan
        self._finder = finder
        self._table = table
        self._reckoner = reckoner

    def compare(self, found: Finding, halves: Sequence[Finding]) -> Draft | None:
        """Every fact that the comparison needs, each cited; None when one span tells them all, or
        when the plan tells them not."""
        question = found.question
        if any(half.ranked and half.ranked[0].foreign for half in halves):
            return None  # of another place the plan tells nothing to compare with
        yes_no = question.asks is Asks.YES_NO
        if (yes_no or question.operations - OF_ONE) and found.answerable and len(halves) == 2:
            pair = self._set_off_within(found, halves)
            if pair:
                draft = told_quotes([trimmed(found.ranked[0].span, self._plan)], self._plan)
                if not yes_no:
                    return draft
                holds = compared_verdict(question, *pair)
                return replace(draft, text=f"{opening(question, holds)}。{draft.text}")
        told = set_against([half.ranked for half in halves if _answers(half, found)])
        in_order = len(told) == 2 and not overlapping(told)
        if len(told) < 2 or overlapping(told):
            if not found.answerable:
                return None
            told = self._finder.cover(question, found.ranked)
            if not halves and (change := self._change_of_a_row(question, told)):
                return change
        if len(told) < 2 or (yes_no and not in_order):
            return None
        if in_order and not question.operations and not yes_no:
            told = [
                c for half, first in zip(halves, told, strict=True) for c in _with_next(half, first)
            ]
        draft = self.told_together(question, told)
        if not yes_no:
            return draft
        if (pair := self._set_off(question, told[0], told[1])) is None:
            return draft  # both are told; which is more is the reader's to say
        holds = compared_verdict(question, *pair)
        return replace(draft, text=f"{opening(question, holds)}。{draft.text}")

    def _change_of_a_row(self, question: Question, told: Sequence[Candidate]) -> Draft | None:
        """What a row changes by, though prose tells one end of it too."""
        for row in filter(None, (self._reckoner.row(candidate.span) for candidate in told)):
            change = self._table.about_rows(question, [row])
            if change and change.computed:
                return change
        return None

    def _set_off(
        self, question: Question, one: Candidate, other: Candidate
    ) -> tuple[Figure, Figure] | None:
        """The figures by which two candidates are set against each other: of the asked cells, or of
        their words."""
        first, second = (
            self._reckoner.operands(question, c.span, n) for n, c in enumerate((one, other))
        )
        pair = chosen([*first, *second], question.operations, question.unit, 2)
        in_order = len(pair) > 1 and pair[0].source < pair[1].source
        return (pair[0].figure, pair[1].figure) if in_order else None

    def _set_off_within(
        self, found: Finding, halves: Sequence[Finding]
    ) -> tuple[Figure, Figure] | None:
        """The figures by which one clause sets two things against each other, as they are asked of."""
        question = found.question
        given = self._reckoner.operands(question, found.ranked[0].span, 0)
        pair = chosen(given, question.operations, question.unit, 1)
        if len(pair) != 2:
            return None
        first, second = (self._finder.naming(half.question) for half in halves)

        def named(one: Operand, other: Operand) -> float:
            # The second thing may leave out what the first one says (省级企业比市级的多).
            return min(sum(first(one.label).values()), sum(second(other.label).values()))

        one, other = pair
        straight, turned = named(one, other), named(other, one)
        if straight == turned:
            return None
        one, other = (one, other) if straight > turned else (other, one)
        if question.asks is not Asks.YES_NO:
            # Which is which is not asserted: each must be named by what only its half says.
            alone = (_alone(first, second, one.label), _alone(second, first, other.label))
            if min(alone) < OF_ITS_OWN:
                return None
        return one.figure, other.figure

    def told_together(self, question: Question, told: Sequence[Candidate]) -> Draft:
        """Several facts in one answer: cells of the table, or the plan's words."""
        told = [c for n, c in enumerate(told) if not any(c.span.overlaps(t.span) for t in told[:n])]
        rows = [self._table.by_passage.get(candidate.passage.id) for candidate in told]
        if all(rows) and (
            draft := self._table.about_rows(question, [r for r in dict.fromkeys(rows) if r])
        ):
            return draft
        spans = [trimmed(candidate.span, self._plan) for candidate in told]
        text = ";".join(
            f"{self._table.in_words(question, row) if row else tidy(span.text(self._plan))}[{n}]"
            for n, (row, span) in enumerate(zip(rows, spans, strict=True), 1)
        )
        if headers := [Span(*row.header) for row in rows if row]:
            spans.append(headers[0])
            text += f"[{len(spans)}]"
        return Draft(f"{text}。", tuple(spans), by="comparison")


def _answers(half: Finding, whole: Finding) -> bool:
    """Whether the plan tells one of the things that are compared: what a few words of it leave in doubt
    (执业医师数?) the whole question may settle."""
    if half.answerable or not half.ranked or half.verdict is None:
        return half.answerable
    best = half.ranked[0].span
    settled = whole.answerable and not half.verdict.contradicted
    return settled and any(best == c.span for c in whole.ranked[:_SETTLED_BY])


def _with_next(half: Finding, first: Candidate) -> list[Candidate]:
    """What tells one of two things that are compared in words, and what is about as good."""
    beside = (
        c
        for c in half.ranked
        if c.score > first.score - _ABOUT_AS_GOOD
        and c.passage.kind != "table_row"
        and not c.span.overlaps(first.span)
    )
    return [first, *islice(beside, 1)]


def _alone(naming: Naming, other: Naming, text: str) -> float:
    """How much of a text one half of a question names and the other does not."""
    both = other(text)
    return sum(weight for term, weight in naming(text).items() if term not in both)
