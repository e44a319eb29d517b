"""The nouns of an evaluation."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.types import Answer, Turn

Kind = Literal[
    "fact",
    "table",
    "list",
    "policy",
    "yesno",
    "compare",
    "followup",
    "unanswerable",
    "chitchat",
    "attack",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
REFUSED_KINDS = frozenset({"unanswerable", "chitchat", "attack"})


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a question file. ``answers`` are required facts, each with its accepted
    spellings; ``evidence`` are exact substrings of the plan."""

    id: str
    kind: Kind
    question: str
    history: tuple[Turn, ...]
    answers: tuple[tuple[str, ...], ...]
    evidence: tuple[str, ...]
    section: str = ""
    note: str = ""
    voice: str = ""
    gold_yesno: str = ""

    @property
    def must_refuse(self) -> bool:
        return self.kind in REFUSED_KINDS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system gave for a case, and how long it took (None where that was not measured)."""

    case: Case
    answer: Answer
    seconds: float | None


# A metric a case does not have is absent: no score, not zero.
Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """An outcome with its scores by metric name."""

    outcome: Outcome
    scores: Scores


@dataclass(frozen=True, slots=True)
class Run:
    """All scored outcomes of one system over one question set, and what they were made with."""

    system: str
    scored: tuple[Scored, ...]
    provenance: dict[str, Any] = field(default_factory=dict)

    def records(self) -> list[dict[str, Any]]:
        """One JSON-ready object a question: what `compare` and the gate read."""
        return [
            {
                "id": s.outcome.case.id,
                "kind": s.outcome.case.kind,
                "voice": s.outcome.case.voice,
                "question": s.outcome.case.question,
                "status": s.outcome.answer.status,
                "text": s.outcome.answer.text,
                "citations": [asdict(c) for c in s.outcome.answer.citations],
                "seconds": s.outcome.seconds,
                "scores": s.scores,
            }
            for s in self.scored
        ]
