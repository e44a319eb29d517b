"""The nouns of the index."""

from dataclasses import dataclass
from typing import Literal

from corpus import Passage

ViewKind = Literal["passage", "sentence", "question", "unanswered"]


@dataclass(frozen=True, slots=True)
class View:
    """One text under which a passage can be found, and the span of ``plan.md`` it speaks of.

    ``question`` views are document expansions; ``unanswered`` views are near misses: questions
    close to the span that the plan does not answer, or to no span at all (``passage_id`` is then
    ""). They find, but they never rank a passage up.
    """

    id: str
    kind: ViewKind
    text: str
    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ViewHit:
    """A view that matched a query; ``similarity`` is the cosine of their vectors."""

    view: View
    similarity: float


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage found, best first by ``score`` (higher is better).

    ``hits`` are its matching views, most similar first; ``bm25`` is the lexical score of the
    passage (0 when no term matches).
    """

    passage: Passage
    score: float
    hits: tuple[ViewHit, ...]
    bm25: float
