"""Figures of an answer → the answer with what a question wants worked out of them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.candidates import CandidateFinder
from assistant.columns import Column, columns_asked, in_words
from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.extract import tidy, trimmed
from assistant.indicators import IndicatorTable
from assistant.operands import Operand, courses, operands
from assistant.operations import OF_ONE, Operation, adds_up, per_unit, suggested
from assistant.question import Asks, Question
from assistant.reckoning import (
    chosen,
    one_each,
    only_two,
    reckoned,
    shared_by_two,
)
from assistant.shares import by_the_month, by_the_year, over_years, shared_out
from assistant.types import Span
from corpus import Indicator, Plan
from index.figures import amounts, plain
from index.normalize import normalize

# The askings that a figure answers.
_WORKED_OUT = (Asks.COMPARISON, Asks.QUANTITY, Asks.TIME, Asks.OPEN)
# The askings for an amount.
_OF_AMOUNTS = (Asks.COMPARISON, Asks.QUANTITY, Asks.OPEN)
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


class Reckoner:
    """Works out of quotes what a question asks for."""

    def __init__(self, plan: Plan, finder: CandidateFinder, table: IndicatorTable) -> None:
        self._plan = plan
        self._finder = finder
        self._table = table

    def worked_out(self, question: Question, draft: Draft, ranked: Sequence[Candidate]) -> Draft:
        """The draft with what a question wants worked out of its figures; one that it does not tell
        is taken from the other candidates, which it then cites."""
        wanted = question.operations
        if question.asks not in _WORKED_OUT:
            wanted &= OF_ONE  # told beside a verdict, a list, a place
        may_want = suggested(question.text) if question.asks in _OF_AMOUNTS else frozenset()
        if not wanted | may_want or draft.computed:
            return draft
        headers = {i.header for i in self._plan.indicators}
        spans = [s for s in draft.spans if (s.start, s.end) not in headers]
        more = [
            c.span
            for c in ranked[:_LOOKED_AT]
            if c.score > ranked[0].score - _AS_GOOD and not any(c.span.overlaps(s) for s in spans)
        ]
        if (wanted & OF_ONE or may_want) and (result := self._of_one_text(question, spans)):
            return _with(draft, *result)
        if not (wanted := wanted - OF_ONE):
            return draft
        of_both = question.spans_periods and wanted & _OF_CHANGE
        if of_both and (result := self._of_both_periods(spans)):
            return _with(draft, *result)
        question = replace(question, operations=wanted)
        told = self._meant(question, (*spans, *more), len(spans), each=draft.by == "comparison")
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
        row = self.row(span)
        if row is None:
            return tidy(span.text(self._plan))
        return self._table.in_words(question, row, aside=False)

    def _of_one_text(
        self, question: Question, spans: Sequence[Span]
    ) -> tuple[str, tuple[str, ...]] | None:
        """What falls to one of them, or what so much a year comes to in the plan's years."""
        naming = self._finder.naming(question)
        found = [
            operand
            for n, span in enumerate(spans)
            for operand in operands(self.words(question, span), n, naming, years=False)
        ]
        return self.of_one(question, found)

    def of_one(
        self, question: Question, found: Sequence[Operand]
    ) -> tuple[str, tuple[str, ...]] | None:
        """What falls to one thing, to a year or a month of figures, or what so much a year comes to; what
        a question only suggests where the asked unit is theirs."""
        wanted, unit = question.operations, question.unit
        may_want = (
            suggested(question.text) if unit and question.asks in _OF_AMOUNTS else frozenset()
        )
        years = self._plan.info.target_year - self._plan.info.base_year
        if (per := per_unit(question.text)) and (worked := shared_out(found, per, unit)):
            return worked
        if Operation.BY_THE_YEAR in wanted | may_want and (
            worked := by_the_year(found, years, unit)
        ):
            return worked
        if Operation.BY_THE_MONTH in may_want and (worked := by_the_month(found, unit)):
            return worked
        if Operation.WHOLE_PERIOD in wanted | may_want:
            together = Operation.SUM in wanted and "各" not in question.text
            return over_years(found, years, together=together)
        return None

    def _of_both_periods(self, spans: Sequence[Span]) -> tuple[str, tuple[str, ...]] | None:
        """What something changed by in the years behind, by the plan's words, and in those ahead, by its
        row of the table: the course that ends where the row begins. None where either is not told."""
        info = self._plan.info
        row = next(filter(None, map(self.row, spans)), None)
        if row is None or row.base.number is None or row.target.number is None:
            return None
        texts = [normalize(s.text(self._plan)) for s in spans if self.row(s) is None]
        began = [
            ends[0].value
            for text in texts
            for ends in courses(text)
            if (ends[1].value, ends[1].unit) == (row.base.number, row.unit)
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

    def row(self, span: Span) -> Indicator | None:
        """The row of the table that a span stands in."""
        passage = self._plan.passage_at(span.start)
        return self._table.by_passage.get(passage.id) if passage else None

    def _meant(
        self, question: Question, spans: Sequence[Span], own: int, *, each: bool
    ) -> list[Operand]:
        """The figures that a question means; those of the first ``own`` spans come first, and one of
        them is always of these. Years where it asks for them, or gives nothing else to reckon.
        ``each``: every one of the first tells one of the things that are compared."""
        naming, wanted = self._finder.naming(question), question.operations
        texts = [self.words(question, span) for span in spans]
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
            if each and own == _PAIR and (told := shared_by_two(found[:own], question.unit)):
                return told
        return []

    def words(self, question: Question, span: Span) -> str:
        """What a span says, in normal form: of a row the asked cells, both years' as a course."""
        row = self.row(span)
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

    def operands(
        self, question: Question, span: Span, source: int, *, years: bool | None = None
    ) -> list[Operand]:
        """The figures of a span, or its ``years``: where the question asks for these."""
        naming = self._finder.naming(question)
        text = self.words(question, span)
        return operands(text, source, naming, years=_in_years(question) if years is None else years)


def _with(draft: Draft, worked: str, computed: tuple[str, ...]) -> Draft:
    """The draft and what was worked out, marked as such."""
    text = f"{draft.text.rstrip('。')};按此计算:{worked}。"
    return replace(draft, text=text, computed=computed)


def _in_years(question: Question) -> bool:
    return Operation.YEARS in question.operations
