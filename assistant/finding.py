"""What a question found."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerability import Verdict
from assistant.evidence import Candidate
from assistant.question import Question
from index.search import SearchResult


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question found: passages, candidate spans best first, and the verdict on them."""

    question: Question
    result: SearchResult
    ranked: Sequence[Candidate]
    verdict: Verdict | None

    @property
    def likeness(self) -> float:
        """The similarity (cosine) to the nearest question that the best candidate answers."""
        return self.ranked[0].feature("question_similarity") if self.ranked else 0.0

    @property
    def answerable(self) -> bool:
        return self.verdict is not None and self.verdict.answerable
