"""Document expansions: questions that spans of the plan answer, stored beside it as JSON lines.

``{"quote": exact substring, "questions": [...], "unanswered": [...]}``; a quote that the plan no
longer holds is an error, so expansions cannot outlive an edit of the plan unnoticed.
"""

import json
from pathlib import Path
from typing import Any

from corpus.errors import PlanFormatError
from corpus.types import Expansion


def load_expansions(folder: Path, markdown: str) -> tuple[Expansion, ...]:
    """Read every ``*.jsonl`` of ``folder`` in name order; no folder means no expansions.

    Raises:
        PlanFormatError: a line that is no such object, or a quote that is not in the plan.
    """
    expansions: list[Expansion] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                expansions.append(_parse(line, f"{path.name}:{number}", markdown))
    return tuple(sorted(expansions, key=lambda e: (e.start, e.end)))


def _parse(line: str, where: str, markdown: str) -> Expansion:
    try:
        data: Any = json.loads(line)
        quote, questions = str(data["quote"]), tuple(map(str, data["questions"]))
        unanswered = tuple(map(str, data.get("unanswered", ())))
    except (ValueError, KeyError, TypeError) as error:
        raise PlanFormatError(f"{where}: not an expansion line ({error!r})") from error
    start = markdown.find(quote)
    if not quote or start < 0:
        raise PlanFormatError(f"{where}: the plan does not contain the quote {quote!r}")
    return Expansion(start, start + len(quote), questions, unanswered)
