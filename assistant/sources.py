"""What the sources of an answer support: their words, names, years, and claims with their time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.asked_period import Period
from assistant.claims import Claim, ClaimReader, Year
from assistant.numerals import flat, years_of
from assistant.periods import Periods
from assistant.types import Span
from corpus import Cell, Indicator, Passage, Plan
from index.figures import figures
from index.views import row_in_words

Column = Literal["", "base", "target", "growth"]
_PARTS = re.compile(r"[,:]")


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """A claim of the plan. ``allowed`` are the words that may be said about it: headings, the run-in
    heading, its sentence up to itself. ``beside`` are the other claims of its sentence."""

    claim: Claim
    period: Period
    years: tuple[int, ...]
    column: Column
    allowed: str
    beside: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A cited span. ``quote`` is what is shown of it; ``around`` adds its passage and headings."""

    quote: str
    around: str
    period: Period
    years: tuple[Year, ...]
    claims: tuple[SourceClaim, ...]
    is_row: bool


class SourceReader:
    """Reads cited spans of one plan."""

    def __init__(self, plan: Plan, reader: ClaimReader) -> None:
        self._plan = plan
        self._reader = reader
        self._periods = Periods(plan)
        self._rows = {indicator.passage_id: indicator for indicator in plan.indicators}

    def read(self, span: Span) -> Source:
        passage = self._plan.passage_at(span.start)
        if passage and (row := self._rows.get(passage.id)):
            return self._row(row, passage)
        quote = flat(span.text(self._plan))
        if passage is None:
            return Source(quote, quote, Period.CURRENT, tuple(self._reader.years(quote)), (), False)
        headings = flat(" ".join(passage.path))
        begin = flat(self._plan.markdown[passage.start : span.start])
        text = begin + quote + flat(self._plan.markdown[span.end : passage.end])
        inside = [y for y in self._reader.years(text) if begin_of(begin, y.start, quote)]
        return Source(
            quote=quote,
            around=f"{headings} {text}",
            period=self._periods.at(span.start),
            years=tuple(inside),
            claims=(
                *self._prose(text, len(begin), len(begin) + len(quote), passage, span),
                *self._headings(headings, span),
            ),
            is_row=False,
        )

    def _prose(
        self, text: str, begin: int, end: int, passage: Passage, span: Span
    ) -> Iterator[SourceClaim]:
        """The claims of a passage that stand in the quote [begin, end)."""
        every = self._reader.claims(text)
        known = flat(" ".join([*passage.path, passage.lead]))
        for claim in every:
            if not begin <= claim.start < end:
                continue
            governing = claim.years
            period = self._period(governing) or self._periods.at(
                min(span.end - 1, span.start + max(0, claim.start - begin))
            )
            yield SourceClaim(
                claim=claim,
                period=period,
                years=governing,
                column="",
                allowed=f"{known} {_without_enumerations(claim)}",
                beside=tuple(c for c in every if c.sentence == claim.sentence and c is not claim),
            )

    def _headings(self, headings: str, span: Span) -> Iterator[SourceClaim]:
        """A heading may be repeated: "五大高质量发展载体"."""
        for claim in self._reader.claims(headings):
            if not claim.number.isascii():
                period = self._periods.at(span.start)
                yield SourceClaim(claim, period, claim.years, "", headings, ())

    def _row(self, row: Indicator, passage: Passage) -> Source:
        """A row of the table: base, target and growth, each in its column's year."""
        info = self._plan.info
        name = flat(f"{row.name} {row.unit}")
        columns: tuple[tuple[Cell, Column, tuple[int, ...], Period], ...] = (
            (row.base, "base", (info.base_year,), Period.PAST),
            (row.target, "target", (info.target_year,), Period.CURRENT),
            (row.growth, "growth", (), Period.CURRENT),
        )
        around = flat(" ".join([*passage.path, row.group, row_in_words(row, self._plan)]))
        claims: list[SourceClaim] = []
        for cell, column, years, period in columns:
            for claim in self._reader.claims(flat(cell.text or "")):
                unit = claim.unit or (
                    "%" if column == "growth" else figures(f"1{flat(row.unit)}")[0].unit
                )
                told = replace(
                    claim,
                    unit=unit,
                    own=self._reader.terms(name),
                    words=name,
                    said=name,
                    said_last=name,
                    left="",
                    years=years,
                )
                claims.append(SourceClaim(told, period, years, column, around, ()))
        words = flat(row_in_words(row, self._plan))
        quote = f"{flat(passage.text)} {words}"
        years_told = tuple(Year(year, words, 0) for year in dict.fromkeys(years_of(words)))
        return Source(quote, f"{around} {quote}", Period.CURRENT, years_told, tuple(claims), True)

    def _period(self, years: tuple[int, ...]) -> Period | None:
        info = self._plan.info
        if not years:
            return None
        if max(years) <= info.base_year:
            return Period.PAST
        return Period.CURRENT if max(years) <= info.target_year else Period.VISION


def begin_of(begin: str, place: int, quote: str) -> bool:
    """Whether a place of a passage lies in its quote."""
    return len(begin) <= place < len(begin) + len(quote)


def _without_enumerations(claim: Claim) -> str:
    """The words of a claim's sentence; what an earlier part only lists is not its subject."""
    before = claim.said.removesuffix(claim.said_last)
    parts = [part for part in _PARTS.split(before) if part.count("、") < 2]
    return ",".join([*parts, claim.said_last])
