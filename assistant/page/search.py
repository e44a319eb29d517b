"""Full-text search of the plan: where every term of a query stands."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from assistant.types import Span
from corpus import Plan
from corpus.sentences import sentences
from index.normalize import normalize

_MOST_TERMS = 5
MOST_FOUND = 500


class FullText:
    """The plan's text in the form that `normalize` gives queries, with the way back to offsets.

    The plan is folded character by character, so that every folded character knows where it comes
    from; a query may be in full width, traditional characters or capitals.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        folded: list[str] = []
        origin: list[int] = []
        for place, character in enumerate(plan.markdown):
            for piece in unicodedata.normalize("NFKC", character).lower():
                folded.append(piece)
                origin.append(place)
        self._folded = "".join(folded)
        self._origin = origin

    def find(self, query: str) -> list[Span]:
        """Every place of a term in document order; of several terms, those in sentences that hold
        all of them."""
        terms = normalize(query).split()[:_MOST_TERMS]
        if not terms:
            return []
        places = {term: self._places(term) for term in terms}
        found = {span for spans in places.values() for span in spans}
        if len(places) > 1:
            starts = {term: [s.start for s in spans] for term, spans in places.items()}
            found = {span for span in found if self._together(span, list(starts.values()))}
        return sorted(found, key=lambda span: (span.start, span.end))[:MOST_FOUND]

    def _places(self, term: str) -> list[Span]:
        return [
            Span(self._origin[m.start()], self._origin[m.end() - 1] + 1)
            for m in re.finditer(re.escape(term), self._folded)
        ]

    def _together(self, span: Span, starts: Sequence[Sequence[int]]) -> bool:
        """Whether the sentence around a span holds a start of every term."""
        number = bisect_right(self._sentence_starts, span.start) - 1
        begin, end = self._sentences[max(number, 0)]
        return all(bisect_left(places, begin) < bisect_left(places, end) for places in starts)

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return [
            span
            for passage in self._plan.passages
            for span in (
                [(passage.start, passage.end)]
                if passage.kind == "table_row"
                else sentences(passage.text, passage.start)
            )
        ]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [begin for begin, _ in self._sentences]
