"""Told figures as the plan says them: what they stand in, in words, and as operands."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.columns import Column, cell_of, columns_asked
from assistant.draft import Draft
from assistant.extract import tidy, trimmed, whole_sentence
from assistant.indicators import IndicatorTable, Row
from assistant.operands import Operand, courses, operands
from assistant.question import Question
from assistant.told_figures import ToldFigure, plain_unit
from assistant.types import Span
from corpus import Plan
from index.normalize import normalize

# What names a figure that was told.
_TOLD = {"told": 1.0}
_ENDS = 2


class ToldQuotes:
    """Quotes what was told."""

    def __init__(self, plan: Plan, table: IndicatorTable) -> None:
        self._plan = plan
        self._table = table
        self._rows = {Span(row.start, row.end): row for row in plan.indicators}

    def draft(
        self,
        told: Sequence[ToldFigure],
        worked: str,
        computed: tuple[str, ...],
        beside: Draft | None = None,
        *,
        whole: bool = False,
    ) -> Draft:
        """Told figures in the plan's words, each cited, behind those of another draft, and what was worked
        out of them; ``whole``: with the sentences that they stand in."""
        spans = list(beside.spans) if beside else []
        texts = [beside.text.rstrip("。")] if beside else []
        for clause in dict.fromkeys(t.entry.clause for t in told):
            words, cited = self._words([t for t in told if t.entry.clause == clause], whole=whole)
            if len(cited) == 1 and any(cited[0].within(span) for span in spans):
                continue
            spans += [span for span in cited if span not in spans]
            texts.append(words + "".join(f"[{spans.index(span) + 1}]" for span in cited))
        text = f"{';'.join(texts)};按此计算:{worked}。"
        return Draft(text, tuple(spans), computed=computed, by="told")

    def _words(self, told: Sequence[ToldFigure], *, whole: bool) -> tuple[str, Sequence[Span]]:
        """Told figures of one clause in the plan's words, and what these stand on."""
        clause = told[0].entry.clause
        row = self._rows.get(clause)
        if row is None:
            span = trimmed(self.sentence(told[0]) if whole else clause, self._plan)
            return tidy(span.text(self._plan)), [span]
        cells = {t.entry.span.start for t in told}
        columns = (c for c in Column if (cell := cell_of(row, c)) and cell.start in cells)
        found = Row(row, tuple(columns))
        return self._table.told(found, aside=False), found.spans

    def sentence(self, told: ToldFigure) -> Span:
        """The sentence that a told figure stands in, or its row."""
        clause = told.entry.clause
        return clause if clause in self._rows else whole_sentence(clause, self._plan)

    def operands(self, told: Sequence[ToldFigure], source: int) -> list[Operand]:
        """The figures of one sentence, of which those that were told are named; of a row these alone."""
        if row := self._rows.get(told[0].entry.clause):
            return [Operand(t.figure, _TOLD, {}, source, n, row.name) for n, t in enumerate(told)]
        given = {(t.figure.value, t.unit) for t in told}
        text = normalize(self.sentence(told[0]).text(self._plan))
        return [
            replace(o, own=_TOLD if (o.figure.value, plain_unit(o.unit)) in given else {})
            for o in operands(text, source, lambda _: {}, years=False)
        ]

    def is_course(self, pair: Sequence[ToldFigure]) -> bool:
        """Whether two figures are the beginning and the end of what one thing went through."""
        if len(pair) != _ENDS or pair[0].entry.clause != pair[1].entry.clause:
            return False
        clause = pair[0].entry.clause
        ends = {t.figure.value for t in pair}
        text = normalize(clause.text(self._plan))
        return clause in self._rows or any({a.value, b.value} == ends for a, b in courses(text))

    def tells(self, draft: Draft, question: Question, told: ToldFigure) -> bool:
        """Whether a draft tells a figure again: it cites its clause, of a row its cell."""
        clause = told.entry.clause
        if (row := self._rows.get(clause)) is None:
            return any(clause.overlaps(span) for span in draft.spans)
        columns = columns_asked(question, self._plan.info)
        cells = (cell_of(row, column) for column in columns)
        at = told.entry.span.start
        return clause in draft.spans and any(cell and cell.start == at for cell in cells)
