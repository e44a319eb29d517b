"""Messages that belong to no plan, one a line: what the index learns to tell questions from."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def off_plan() -> tuple[str, ...]:
    """What no development plan answers: small talk, personal services, opinions, other places,
    details that plans leave open."""
    return _lines("off_plan.txt")


def attacks() -> tuple[str, ...]:
    """Attempts to give the assistant orders, forge its sources or have it invent."""
    return _lines("attacks.txt")


def plain() -> tuple[str, ...]:
    """Honest questions that look like attempts (long-winded, suspicious, with wishes of style), and
    short ones that go on from an earlier answer."""
    return _lines("plain.txt")


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple(filter(None, (_FOLDER / name).read_text(encoding="utf-8").splitlines()))
