"""The figures that earlier answers told, each where the plan says it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.figure_index import FigureEntry, figure_index, year_index
from assistant.operands import as_written, years_of
from assistant.operations import Operation
from assistant.reckoning import THINGS_COUNTED
from assistant.spans import SpanTable, share
from assistant.types import Span, Turn
from corpus.sentences import sentences
from index.figures import Figure, amount, amounts, arabic, figures, same_kind
from index.normalize import normalize
from index.search import SearchIndex

# So many signs of a turn are read: an answer has no more.
_READ = 2_000
_PAIR = 2
Entries = dict[float, list[FigureEntry]]
# A figure without a unit that is followed by this is a part of a name.
_NAME = re.compile(r"(?<!\s)\w")
_MARKER = re.compile(r"\[\d+\]")
# How much of what a sentence of an answer and its question say the plan's clause must say.
_SAYS = 0.1


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure as an answer told it: ``entry`` is where the plan says it, ``turn`` counts the answers
    from 0, ``asked`` is what the answer was given to."""

    entry: FigureEntry
    turn: int
    asked: str

    @property
    def figure(self) -> Figure:
        """The figure as the plan writes it."""
        entry = self.entry
        upper = next((f.upper for f in figures(normalize(entry.text))), None)
        return Figure(entry.value, upper, entry.unit, entry.bound, 0, 0)

    @property
    def unit(self) -> str:
        return plain_unit(self.entry.unit)


def plain_unit(unit: str) -> str:
    """A unit as it is written beside a figure.

    >>> plain_unit("吨/万元"), plain_unit("亿")
    ('吨', '亿元')
    """
    return as_written(unit.split("/")[0])


def counted(unit: str) -> str:
    """One unit for all things counted.

    >>> counted("座"), counted("亿元")
    ('个', '亿元')
    """
    return "个" if unit in THINGS_COUNTED else unit


class ToldFigures:
    """Finds what earlier answers told in the plan."""

    def __init__(self, index: SearchIndex, spans: SpanTable) -> None:
        self._tokenizer = index.tokenizer
        self._spans = spans
        self._plan = index.plan

    @cached_property
    def _entries(self) -> Entries:
        """The plan's figures by their value as written, and in full."""
        entries: Entries = defaultdict(list)
        for entry in figure_index(self._plan):
            written = Figure(entry.value, None, entry.unit, "", 0, 0)
            for value in {entry.value, round(amount(written), 6)}:
                entries[value].append(entry)
        return entries

    @cached_property
    def _years(self) -> Entries:
        entries: Entries = defaultdict(list)
        for entry in year_index(self._plan):
            entries[entry.value].append(entry)
        return entries

    def of(self, history: Sequence[Turn], *, years: bool = False) -> list[ToldFigure]:
        """Every figure that the plan says too, or every year, in the order told, once each.

        Args:
            history: earlier turns, oldest first, users' in normal form.
        """
        read, entries = (years_of, self._years) if years else (amounts, self._entries)
        told: dict[tuple[int, Span], ToldFigure] = {}
        asked, number = "", -1
        for turn in history:
            if turn["role"] == "user":
                asked = turn["content"]
                continue
            number += 1
            text = arabic(normalize(_MARKER.sub("", turn["content"][:_READ])))
            for begin, end in sentences(text):
                sentence = text[begin:end]
                for figure in read(sentence):
                    if not figure.unit and _NAME.match(sentence, figure.end):
                        continue  # 500强
                    if entry := self._said(figure, f"{asked} {sentence}", entries):
                        told.setdefault((number, entry.span), ToldFigure(entry, number, asked))
        return list(told.values())

    def _said(self, figure: Figure, told: str, entries: Entries) -> FigureEntry | None:
        """Where the plan says a figure of an answer: the clause that says most of what was told."""
        value = round(amount(figure), 6) if figure.unit else figure.value
        alike = [e for e in entries.get(value, ()) if _of_unit(e, figure, value)]
        if not alike:
            return None
        weights = self._spans.weights(self._tokenizer(told))
        markdown = self._plan.markdown

        def says(entry: FigureEntry) -> float:
            clause = markdown[entry.clause.start : entry.clause.end]
            terms = self._tokenizer(f"{clause} {entry.subject}")
            return share(weights, self._spans.said(weights, frozenset(terms)))

        best = max(alike, key=says)
        return best if says(best) >= _SAYS else None

    def last_pair(
        self, told: Sequence[ToldFigure], wanted: frozenset[Operation]
    ) -> list[ToldFigure]:
        """The two figures of one unit that were told last; all of an answer that are to be added up.
        Things that are counted may have units of their own where none share one."""
        for kind in (str, counted):
            pairs: list[list[ToldFigure]] = []
            for unit in dict.fromkeys(kind(t.unit) for t in told):
                of = [t for t in told if kind(t.unit) == unit]
                turns = sorted({t.turn for t in of}, reverse=True)
                last = [t for t in of if t.turn == turns[0]]
                if len(last) == 1 and len(turns) > 1:
                    earlier = self.meant(of, turns[1])
                    last = [*earlier, *last] if len(earlier) == 1 else last
                if len(last) == _PAIR or (len(last) > _PAIR and Operation.SUM in wanted):
                    pairs.append(last)
            if pairs:
                return pairs[0] if len(pairs) == 1 else []
        return []

    def meant(self, told: Sequence[ToldFigure], turn: int) -> list[ToldFigure]:
        """The figure that an answer told; where there are more, those that say most of what it was
        asked."""
        of = [t for t in told if t.turn == turn]
        if len(of) <= 1:
            return of
        weights = self._spans.weights(self._tokenizer(of[0].asked))

        def says(told: ToldFigure) -> float:
            given = frozenset(self._tokenizer(told.entry.subject))
            return share(weights, self._spans.said(weights, given))

        best = max(map(says, of))
        return [t for t in of if says(t) == best] if best else of


def _of_unit(entry: FigureEntry, figure: Figure, value: float) -> bool:
    """Whether a figure of the plan has the unit of a told one, which may have left it out; what has none
    (500强) is a name."""
    written = Figure(entry.value, None, entry.unit, "", 0, 0)
    if not figure.unit:
        return bool(entry.unit) and entry.value == value
    counted = entry.unit.split("/")[0]
    return same_kind(figure.unit, counted) and round(amount(written), 6) == value
