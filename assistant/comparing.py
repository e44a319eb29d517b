"""Several facts in one answer: compared, set against each other, told one after the other."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.candidates import CandidateFinder
from assistant.derived import Derived, derived, pair_in, pair_of, worked_out
from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.extract import tidy, trimmed
from assistant.finding import Finding
from assistant.halves import overlapping, set_against
from assistant.indicators import IndicatorTable
from assistant.question import Asks, Question
from assistant.types import Span
from assistant.verdict import compared_verdict, opening
from corpus import Plan
from index.figures import Figure
from index.normalize import normalize


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
        told = set_against([half.ranked for half in halves if half.answerable])
        in_order = len(told) == 2 and not overlapping(told)
        if len(told) < 2 or overlapping(told):
            if not found.answerable:
                return None
            told = self._finder.cover(question, found.ranked)
        if len(told) < 2:
            return None
        draft = self.told_together(question, told)
        if question.asks is not Asks.YES_NO:
            return draft
        # Only what was looked up for each half is known to be first and second.
        pair = self._set_off(question, told[0], told[1]) if in_order else None
        if pair is None and in_order:
            return draft  # both are told; which is more is the reader's to say
        holds = pair is None or compared_verdict(question, *pair)
        return replace(draft, text=f"{opening(question, holds)}。{draft.text}")

    def _set_off(
        self, question: Question, one: Candidate, other: Candidate
    ) -> tuple[Figure, Figure] | None:
        """The figures by which two candidates are set against each other: of the asked cells, or of
        their words."""
        told = []
        for candidate in (one, other):
            row = self._table.by_passage.get(candidate.passage.id)
            cells = row and self._table.in_words(question, row).partition("(")[0]
            told.append(normalize(cells or candidate.text))
        return pair_of(question, derived(question) or Derived.DIFFERENCE, told[0], told[1])

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
        draft = Draft(f"{text}。", tuple(spans), by="comparison")
        kind = derived(question) if len(told) == 2 else None
        if kind is Derived.GROWTH:
            return draft  # of one thing from end to end, not of two
        pair = self._set_off(question, told[0], told[1]) if kind else None
        return _with(draft, worked_out(kind, pair)) if kind and pair else draft

    def with_derived(self, question: Question, draft: Draft) -> Draft:
        """What a question wants worked out of two figures that one span of the prose tells
        (分别达到14家、25家; 甲15家,乙10家; 由138亿元增长到239.5亿元)."""
        kind = derived(question)
        for span in draft.spans:
            text = normalize(span.text(self._plan))
            if kind and not text.startswith("|") and (pair := pair_in(question, kind, text)):
                return _with(draft, worked_out(kind, pair))
        return draft


def _with(draft: Draft, worked: tuple[str, tuple[str, ...]]) -> Draft:
    text, computed = worked
    return replace(draft, text=f"{draft.text.rstrip('。')}{text}。", computed=computed)
