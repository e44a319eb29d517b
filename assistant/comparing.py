"""Several facts in one answer: compared, set against each other, told one after the other."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, islice

from assistant.candidates import CandidateFinder
from assistant.columns import Column, columns_asked, in_words
from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.extract import tidy, told_quotes, trimmed
from assistant.finding import Finding
from assistant.halves import overlapping, set_against
from assistant.indicators import IndicatorTable
from assistant.operations import OF_ONE, Operation, adds_up, per_unit
from assistant.question import Asks, Question
from assistant.reckoning import (
    OF_ITS_OWN,
    Naming,
    Operand,
    chosen,
    is_course,
    one_each,
    only_two,
    operands,
    reckoned,
)
from assistant.shares import by_the_year, over_years, shared_out
from assistant.types import Span
from assistant.verdict import compared_verdict, opening
from corpus import Indicator, Plan
from index.figures import Figure, amounts, plain
from index.normalize import normalize

# The askings that a figure answers.
_WORKED_OUT = (Asks.COMPARISON, Asks.QUANTITY, Asks.TIME, Asks.OPEN)
# What asks how something changed.
_OF_CHANGE = frozenset([Operation.GROWTH, Operation.DIFFERENCE, Operation.WHICH])
# What years may be asked for.
_OF_YEARS = frozenset([Operation.YEARS, Operation.DIFFERENCE, Operation.WHICH])
# Nothing but years is set against each other without a word for time.
_YEARS = re.compile(r"年|时间|期限|早|晚|久|先后|\b(?:years?|long|earlier|later|before|after)\b")
# Among so many candidates, none of which scores so much less than the best, a second figure is
# looked for.
_LOOKED_AT, _AS_GOOD = 8, 4.0
# More than two are added up: one figure each.
_PAIR = 2
# Of a thing that is compared in words a second quote is told that scores so much less at most.
_ABOUT_AS_GOOD = 1.2


class Comparer:
    """Tells several candidates in one answer."""

    def __init__(self, plan: Plan, finder: CandidateFinder, table: IndicatorTable) -> None:
        self._plan = plan
        self._finder = finder
        self._table = table

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
        told = set_against([half.ranked for half in halves if half.answerable])
        in_order = len(told) == 2 and not overlapping(told)
        if len(told) < 2 or overlapping(told):
            if not found.answerable:
                return None
            told = self._finder.cover(question, found.ranked)
            if not halves and (change := self._change_of_a_row(question, told)):
                return change
        if len(told) < 2:
            return None
        if in_order and not question.operations and not yes_no:
            told = [
                c for half, first in zip(halves, told, strict=True) for c in _with_next(half, first)
            ]
        draft = self.told_together(question, told)
        if not yes_no:
            return draft
        # Only what was looked up for each half is known to be first and second.
        pair = self._set_off(question, told[0], told[1]) if in_order else None
        if pair is None and in_order:
            return draft  # both are told; which is more is the reader's to say
        holds = pair is None or compared_verdict(question, *pair)
        return replace(draft, text=f"{opening(question, holds)}。{draft.text}")

    def _change_of_a_row(self, question: Question, told: Sequence[Candidate]) -> Draft | None:
        """What a row changes by, though prose tells one end of it too."""
        for row in filter(None, (self._row(candidate.span) for candidate in told)):
            change = self._table.about_rows(question, [row])
            if change and change.computed:
                return change
        return None

    def _set_off(
        self, question: Question, one: Candidate, other: Candidate
    ) -> tuple[Figure, Figure] | None:
        """The figures by which two candidates are set against each other: of the asked cells, or of
        their words."""
        naming = self._finder.naming(question)
        first, second = (
            operands(self._words(question, c.span), n, naming, years=_in_years(question))
            for n, c in enumerate((one, other))
        )
        pair = chosen([*first, *second], question.operations, question.unit, 2)
        in_order = len(pair) > 1 and pair[0].source < pair[1].source
        return (pair[0].figure, pair[1].figure) if in_order else None

    def _set_off_within(
        self, found: Finding, halves: Sequence[Finding]
    ) -> tuple[Figure, Figure] | None:
        """The figures by which one clause sets two things against each other, as they are asked of."""
        question = found.question
        words = self._words(question, found.ranked[0].span)
        given = operands(words, 0, self._finder.naming(question), years=_in_years(question))
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

    def _words(self, question: Question, span: Span) -> str:
        """What a span says, in normal form: of a row the asked cells, both years' as a course."""
        row = self._row(span)
        if row is None:
            return normalize(span.text(self._plan))
        base, target = (
            in_words(row, c) if c in columns_asked(question, self._plan.info) else ""
            for c in (Column.BASE, Column.TARGET)
        )
        course = f"{row.name}从{base}到{target}" if base and target else ""
        words = normalize(course or self._table.in_words(question, row, aside=False))
        if amounts(words) or row.base.number is None:
            return words
        # Where a target is told in words, only what it starts from can be set against anything.
        return normalize(f"{row.name}{in_words(row, Column.BASE)}")

    def told_together(self, question: Question, told: Sequence[Candidate]) -> Draft:
        """Several facts in one answer: cells of the table, or the plan's words."""
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

    def worked_out(self, question: Question, draft: Draft, ranked: Sequence[Candidate]) -> Draft:
        """The draft with what a question wants worked out of its figures; one that it does not tell
        is taken from the other candidates, which it then cites."""
        wanted = question.operations
        if question.asks not in _WORKED_OUT:
            wanted &= OF_ONE  # told beside a verdict, a list, a place
        if not wanted or draft.computed:
            return draft
        headers = {i.header for i in self._plan.indicators}
        spans = [s for s in draft.spans if (s.start, s.end) not in headers]
        more = [
            c.span
            for c in ranked[:_LOOKED_AT]
            if c.score > ranked[0].score - _AS_GOOD and not any(c.span.overlaps(s) for s in spans)
        ]
        if wanted & OF_ONE and (result := self._of_one_text(question, spans)):
            return _with(draft, *result)
        if not (wanted := wanted - OF_ONE):
            return draft
        of_both = question.spans_periods and wanted & _OF_CHANGE
        if of_both and (result := self._of_both_periods(spans)):
            return _with(draft, *result)
        question = replace(question, operations=wanted)
        told = self._meant(question, (*spans, *more), len(spans))
        if not told:
            return draft
        text, quoted = draft.text.rstrip("。"), list(draft.spans)
        for source in dict.fromkeys(o.source for o in told if o.source >= len(spans)):
            span = trimmed(more[source - len(spans)], self._plan)
            quoted.append(span)
            text += f";{self._told(question, span)}[{len(quoted)}]"
        return _with(replace(draft, text=text, spans=tuple(quoted)), *reckoned(told, wanted))

    def _told(self, question: Question, span: Span) -> str:
        """A quote in an answer: of a row the asked cells in words."""
        row = self._row(span)
        if row is None:
            return tidy(span.text(self._plan))
        return self._table.in_words(question, row, aside=False)

    def _of_one_text(
        self, question: Question, spans: Sequence[Span]
    ) -> tuple[str, tuple[str, ...]] | None:
        """What falls to one of them, or what so much a year comes to in the plan's years."""
        naming, info = self._finder.naming(question), self._plan.info
        found = [
            operand
            for n, span in enumerate(spans)
            for operand in operands(self._words(question, span), n, naming, years=False)
        ]
        if (per := per_unit(question.text)) and (worked := shared_out(found, per, question.unit)):
            return worked
        if Operation.BY_THE_YEAR in question.operations:
            return by_the_year(found, info.target_year - info.base_year, question.unit)
        if Operation.WHOLE_PERIOD not in question.operations:
            return None
        together = Operation.SUM in question.operations and "各" not in question.text
        return over_years(found, info.target_year - info.base_year, together=together)

    def _of_both_periods(self, spans: Sequence[Span]) -> tuple[str, tuple[str, ...]] | None:
        """What something changed by in the years behind, by the plan's words, and in those ahead, by its
        row of the table: the course that ends where the row begins. None where either is not told."""
        info = self._plan.info
        row = next(filter(None, map(self._row, spans)), None)
        if row is None or row.base.number is None or row.target.number is None:
            return None
        texts = [normalize(s.text(self._plan)) for s in spans if self._row(s) is None]
        began = [
            one.figure.value
            for text in texts
            for one, other in combinations(operands(text, 0, _unnamed, years=False), 2)
            if is_course((one, other))
            and (other.figure.value, other.unit) == (row.base.number, row.unit)
        ]
        if not began:
            return None
        worked, numbers = list[str](), list[str]()
        for period, first, last in (
            (info.past_period, began[0], row.base.number),
            (info.current_period, row.base.number, row.target.number),
        ):
            change = plain(last - first)
            worked.append(f"{period}期间{last:g}-{first:g}={change}{row.unit}")
            numbers += [f"{last:g}", f"{first:g}", change]
        return ",".join(worked), tuple(dict.fromkeys(numbers))

    def _row(self, span: Span) -> Indicator | None:
        passage = self._plan.passage_at(span.start)
        return self._table.by_passage.get(passage.id) if passage else None

    def _meant(self, question: Question, spans: Sequence[Span], own: int) -> list[Operand]:
        """The figures that a question means; those of the first ``own`` spans come first, and one of
        them is always of these. Years where it asks for them, or gives nothing else to reckon."""
        naming, wanted = self._finder.naming(question), question.operations
        texts = [self._words(question, span) for span in spans]
        for years in (True,) if _in_years(question) else (False, True):
            if years and not (wanted & _OF_YEARS and _YEARS.search(question.text)):
                continue
            found = [operands(text, n, naming, years=years) for n, text in enumerate(texts)]
            if (
                wanted == {Operation.SUM}
                and own > _PAIR
                and (told := one_each(found[:own], question.unit))
            ):
                return told
            for count in (own, len(found)):
                told = chosen([o for of in found[:count] for o in of], wanted, question.unit, own)
                if told and told[0].source < own:
                    return told
            of_several = wanted != {Operation.SUM} or adds_up(question.text)
            if own == 1 and of_several and (told := only_two(found[0], wanted, question.unit)):
                return told
        return []


def _with(draft: Draft, worked: str, computed: tuple[str, ...]) -> Draft:
    """The draft and what was worked out, marked as such."""
    text = f"{draft.text.rstrip('。')};按此计算:{worked}。"
    return replace(draft, text=text, computed=computed)


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


def _unnamed(_: str) -> dict[str, float]:
    return {}


def _in_years(question: Question) -> bool:
    return Operation.YEARS in question.operations
