"""What the assistant is asked and what it gives back. The contract; keep it."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypedDict

from corpus import Passage, Plan

Status = Literal["answered", "not_in_plan", "out_of_scope", "clarify"]


class Turn(TypedDict):
    """One turn of a conversation, as chat front ends write it."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``[start, end)`` of ``plan.md``."""

    start: int
    end: int

    def within(self, other: "Span | Passage") -> bool:
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def text(self, plan: Plan) -> str:
        return plan.markdown[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: ``plan.md[start:end] == quote``, always."""

    quote: str
    start: int
    end: int
    chapter: str
    section: str
    kind: str


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage that was retrieved, with the score that ranked it (higher is better)."""

    id: str
    text: str
    start: int
    end: int
    score: float
    chapter: str
    section: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` carries markers [1] [2] that point into ``citations``; ``passages`` are best first,
    at most 10; ``trace`` tells how the answer came about (rewritten question, scores, verdicts,
    milliseconds a step)."""

    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    passages: tuple[RetrievedPassage, ...] = ()
    trace: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON-ready data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Event:
    """A piece of a streamed answer: text as it comes, then the whole answer once."""

    text: str = ""
    answer: Answer | None = None
