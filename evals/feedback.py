"""``python -m evals feedback``: readers' ratings → candidate questions in the questions format.

A candidate is not a question yet: a person reads it, corrects ``answers`` and ``evidence`` and moves
it to a question file. What a thumb says decides what is filled in:

- up: the answer was right, so its quotations are the evidence and its numbers the required facts;
- down: what it should have been is not known, so both stay empty and the note says what was wrong.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.page.feedback import FILE, Entry, FeedbackStore
from evals.types import Kind
from index.figures import numbers
from index.settings import IndexSettings


def candidates(entries: Iterable[Entry], plan_id: str) -> list[dict[str, Any]]:
    """One object a rated question of a plan, the newest rating of the same question last."""
    newest = {
        (entry.question, json.dumps(entry.history, ensure_ascii=False)): entry
        for entry in entries
        if entry.plan == plan_id
    }
    return [_candidate(number, entry) for number, entry in enumerate(newest.values(), 1)]


def write(out: Path, settings: IndexSettings, plan_id: str) -> int:
    """Write the candidates as JSON lines; how many there are."""
    found = candidates(FeedbackStore(settings.data_dir / FILE).entries(), plan_id)
    lines = (json.dumps(candidate, ensure_ascii=False) + "\n" for candidate in found)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(lines), encoding="utf-8")
    return len(found)


def _candidate(number: int, entry: Entry) -> dict[str, Any]:
    right = entry.verdict == "up" and entry.status == "answered"
    quotes = [citation["quote"] for citation in entry.citations] if right else []
    first = entry.citations[0] if entry.citations else {}
    return {
        "id": f"fb{number:03d}",
        "kind": _kind(entry),
        "question": entry.question,
        "history": entry.history,
        "answers": _facts(entry, quotes),
        "evidence": quotes,
        "section": f"{first.get('chapter', '')} {first.get('section', '')}".strip(),
        "note": _note(entry),
        "voice": "feedback",
    }


def _kind(entry: Entry) -> Kind:
    """The kind that the assistant took it for; a person may know better."""
    if entry.status == "not_in_plan":
        return "unanswerable"
    if entry.status != "answered":
        return "chitchat"
    if entry.history:
        return "followup"
    if any(citation["kind"] == "table_row" for citation in entry.citations):
        return "table"
    asks: dict[str, Kind] = {"list": "list", "quantity": "fact"}
    return asks.get(str(entry.trace.get("asks")), "policy")


def _facts(entry: Entry, quotes: Sequence[str]) -> list[list[str]]:
    """The numbers that the answer and its quotations state and the question does not."""
    stated = {number for quote in quotes for number in numbers(quote)} - numbers(entry.question)
    told = numbers(entry.answer) & stated
    return [[number] for number in sorted(told, key=entry.answer.find)]


def _note(entry: Entry) -> str:
    thumb = "👍" if entry.verdict == "up" else "👎"
    return " ".join(
        part for part in (thumb, entry.reason, f"({entry.status}: {entry.answer})") if part
    )
