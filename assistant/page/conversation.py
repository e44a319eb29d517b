"""The nouns of a conversation on the page. All are frozen; a change makes a new one.

A conversation belongs to one browser session: it lives in that session's state, never on a
shared object.
"""

import uuid
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.types import Answer, Turn

State = Literal["waiting", "streaming", "done", "stopped", "failed"]
Verdict = Literal["up", "down"]

MOST_EXCHANGES = 100


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader thinks of an answer; ``sent`` tells that the reason has been given, too."""

    verdict: Verdict
    reason: str = ""
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what became of it. ``text`` is what has been said so far."""

    question: str
    state: State = "waiting"
    text: str = ""
    answer: Answer | None = None
    followups: tuple[str, ...] = ()
    rating: Rating | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def is_open(self) -> bool:
        """Whether the answer is still being made."""
        return self.state in ("waiting", "streaming")


Conversation = tuple[Exchange, ...]


def history(conversation: Conversation) -> list[Turn]:
    """The exchanges that got an answer, as the assistant takes them: oldest first."""
    turns: list[Turn] = []
    for exchange in conversation:
        if exchange.answer is not None:
            turns.append({"role": "user", "content": exchange.question})
            turns.append({"role": "assistant", "content": exchange.answer.text})
    return turns


def opened(conversation: Conversation, question: str, at: int | None = None) -> Conversation:
    """With a new question at the end, or in place of exchange ``at`` and all after it."""
    kept = conversation if at is None else conversation[: max(at, 0)]
    return (*kept[-(MOST_EXCHANGES - 1) :], Exchange(question))


def with_last(conversation: Conversation, exchange: Exchange) -> Conversation:
    return (*conversation[:-1], exchange)


def stopped(conversation: Conversation) -> Conversation:
    """With the answer that is still being made ended where it stands."""
    if not conversation or not conversation[-1].is_open:
        return conversation
    return with_last(conversation, replace(conversation[-1], state="stopped"))


def rated(conversation: Conversation, identifier: str, rating: Rating) -> Conversation:
    """With one exchange rated; an unknown id changes nothing."""
    return tuple(
        replace(exchange, rating=rating) if exchange.id == identifier else exchange
        for exchange in conversation
    )
