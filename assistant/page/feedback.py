"""What readers think of answers, in SQLite beside the index.

Stored are the question, the answer with its trace, the thumb and the reason; nothing about who
gave them: no address, no browser, no session. Long numbers and e-mail addresses in what a reader
typed are masked before they reach the disk.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.types import Answer, Turn

FILE = "feedback.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
    reason TEXT NOT NULL,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    plan TEXT NOT NULL,
    status TEXT NOT NULL,
    answer TEXT NOT NULL,
    citations TEXT NOT NULL,
    trace TEXT NOT NULL
)
"""
_JSON = ("history", "citations", "trace")
_WAIT_SECONDS = 5.0
# E-mail addresses; mobile, landline and identity numbers as written in China.
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+"
    r"|(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]?\d{7,8}|\d{7,8}|\d{15}|\d{17}[\dXx])(?!\d)",
    re.ASCII,
)
MASK = "***"


@dataclass(frozen=True, slots=True)
class Entry:
    """One rated answer; ``day`` is a date, not a time."""

    id: str
    day: str
    verdict: str
    reason: str
    question: str
    history: list[Turn]
    plan: str
    status: str
    answer: str
    citations: list[dict[str, Any]]
    trace: dict[str, Any]


def masked(text: str) -> str:
    """
    >>> masked("请回电 138 0013 8000 或 a.b@example.com,2025年目标500亿元")
    '请回电 *** 或 ***,2025年目标500亿元'
    """
    return _PERSONAL.sub(MASK, text)


def _masked_within(value: Any) -> Any:
    """The same with every string in it masked; numbers stay."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _masked_within(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked_within(item) for item in value]
    return value


class FeedbackStore:
    """A connection a call, so that threads share nothing but the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def save(
        self,
        identifier: str,
        verdict: str,
        reason: str,
        question: str,
        history: list[Turn],
        plan: str,
        answer: Answer,
    ) -> None:
        """Write the rating of an answer, over an earlier rating of the same one."""
        turns = [{**turn, "content": masked(turn["content"])} for turn in history]
        citations = [asdict(citation) for citation in answer.citations]
        # The trace holds the reader's words too, in the rewritten question.
        trace = json.dumps(_masked_within(answer.trace), ensure_ascii=False, default=str)
        values = (
            identifier,
            date.today().isoformat(),
            verdict,
            masked(reason),
            masked(question),
            json.dumps(turns, ensure_ascii=False),
            plan,
            answer.status,
            answer.text,
            json.dumps(citations, ensure_ascii=False),
            trace,
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._connected() as connection:
            connection.execute(_SCHEMA)
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values
            )

    def entries(self) -> list[Entry]:
        """All ratings, oldest first; none when nobody has rated anything."""
        if not self._path.exists():
            return []
        with self._connected() as connection:
            connection.row_factory = sqlite3.Row
            connection.execute(_SCHEMA)
            rows = connection.execute("SELECT * FROM feedback ORDER BY rowid").fetchall()
        return [
            Entry(**{key: json.loads(row[key]) if key in _JSON else row[key] for key in row.keys()})  # noqa: SIM118  a Row iterates over its values
            for row in rows
        ]

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS)) as connection, connection:
            yield connection
