"""What is asked, and what of the plan may answer it, as plain features."""

from dataclasses import dataclass

from assistant.question import Question
from assistant.types import Span
from corpus import Passage
from index.sparse import Scores

FEATURES = (
    "question_similarity",
    "second_similarity",
    "sentence_similarity",
    "passage_similarity",
    "passage_rank",
    "passage_bm25",
    "question_bm25",
    "sentence_bm25",
    "coverage",
    "span_coverage",
    "gives_figure",
    "gives_unit",
    "gives_year",
    "wrong_year",
    "wrong_period",
    "is_enumeration",
    "length",
    "names_indicator",
    "row_answers",
    "gives_both",
)

# The share of a span's terms that tells it again, and of a turn's that a passage says.
_RETOLD, TOLD_FROM = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span, its passage, the terms that it says, and ``features`` in the order of FEATURES;
    ``score`` sums them up.

    ``items`` counts the enumeration marks of the span; ``missing`` is how rare (0 to 1) the rarest
    asked term is that neither the span nor its passage says, ``missing_here`` that the span alone
    does not say; ``foreign`` tells that the question names a place of which the passage is silent,
    ``year_absent`` that it names a year of which passage and period are, and ``typed`` that it is a table row with the asked cell and the question names nothing else.
    """

    span: Span
    passage: Passage
    said: frozenset[str]
    features: tuple[float, ...]
    score: float
    items: int
    missing: float
    missing_here: float
    foreign: bool
    year_absent: bool
    typed: bool

    @property
    def text(self) -> str:
        begin = self.passage.start
        return self.passage.text[self.span.start - begin : self.span.end - begin]

    def feature(self, name: str) -> float:
        return self.features[FEATURES.index(name)]


@dataclass(frozen=True, slots=True)
class Told:
    """What the turn before a follow-up told: its terms, and the id of the passage that says most of
    it ("" when none says enough)."""

    terms: frozenset[str]
    passage: str

    def holds(self, candidate: Candidate) -> bool:
        """Whether nearly all that a candidate says was told."""
        said = candidate.said
        return bool(said) and len(said & self.terms) >= _RETOLD * len(said)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as evidence is measured against it: its terms by weight, what the plan calls them, the
    views that it resembles, and the indicators that it names, all and those that it tells from the
    others."""

    question: Question
    weights: dict[str, float]
    synonyms: list[tuple[frozenset[str], list[frozenset[str]]]]
    similarity: dict[str, float]
    view_bm25: Scores
    top_bm25: float
    named: dict[str, float]
    distinct: frozenset[str]

    def said_in(self, given: frozenset[str]) -> frozenset[str]:
        """The given terms and those asked terms that they say in other words."""
        said = [word for word, others in self.synonyms if any(o <= given for o in others)]
        return given.union(*said) if said else given
