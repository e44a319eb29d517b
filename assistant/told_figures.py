"""The figures that earlier answers told, each where the plan says it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.figure_index import FigureEntry, figure_index, year_index
from assistant.operands import years_of
from assistant.spans import SpanTable, share
from assistant.types import Span, Turn
from corpus.sentences import sentences
from index.figures import Figure, amount, amounts, arabic, figures, same_kind
from index.normalize import normalize
from index.search import SearchIndex

# So many signs of a turn are read: an answer has no more.
_READ = 2_000
Entries = dict[float, list[FigureEntry]]
# A figure without a unit that is followed by this is a part of a name.
_NAME = re.compile(r"[\w]")
_MARKER = re.compile(r"\[\d+\]")
# How much of what a sentence of an answer and its question say the plan's clause must say.
_SAYS = 0.1


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure as an answer told it: ``entry`` is where the plan says it, ``turn`` counts the answers
    from 0, the first one told."""

    entry: FigureEntry
    turn: int
    asked: str

    @property
    def figure(self) -> Figure:
        """The figure as the plan writes it."""
        entry = self.entry
        upper = next((f.upper for f in figures(normalize(entry.text))), None)
        return Figure(entry.value, upper, entry.unit, entry.bound, 0, 0)


class ToldFigures:
    """Finds what earlier answers told in the plan."""

    def __init__(self, index: SearchIndex, spans: SpanTable) -> None:
        self._index = index
        self._spans = spans
        self._entries: Entries = defaultdict(list)
        self._years: Entries = defaultdict(list)
        for entry in figure_index(index.plan):
            written = Figure(entry.value, None, entry.unit, "", 0, 0)
            for value in {entry.value, round(amount(written), 6)}:
                self._entries[value].append(entry)
        for entry in year_index(index.plan):
            self._years[entry.value].append(entry)

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
        weights = self._spans.weights(self._index.tokenizer(told))
        markdown = self._index.plan.markdown

        def says(entry: FigureEntry) -> float:
            clause = markdown[entry.clause.start : entry.clause.end]
            terms = self._index.tokenizer(f"{clause} {entry.subject}")
            return share(weights, frozenset(terms))

        best = max(alike, key=says)
        return best if says(best) >= _SAYS else None


def _of_unit(entry: FigureEntry, figure: Figure, value: float) -> bool:
    """Whether a figure of the plan has the unit of a told one, which may have left it out; what has none
    (500强) is a name."""
    written = Figure(entry.value, None, entry.unit, "", 0, 0)
    if not figure.unit:
        return bool(entry.unit) and entry.value == value
    counted = entry.unit.split("/")[0]
    return same_kind(figure.unit, counted) and round(amount(written), 6) == value
