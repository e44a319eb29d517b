"""An answer before it is cited and checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Span, Status


@dataclass(frozen=True, slots=True)
class Draft:
    """``text`` with markers [n] that count ``spans`` from 1.

    ``computed`` are numbers of the text that were worked out from cited ones; ``reason`` says in
    words why the plan does not answer; ``by`` names the path that wrote it, for the trace.
    """

    text: str
    spans: tuple[Span, ...]
    status: Status = "answered"
    reason: str = ""
    computed: tuple[str, ...] = ()
    by: str = ""


_MARKER = re.compile(r"\[(\d+)\]")


def together(drafts: Sequence[Draft]) -> Draft:
    """Several drafts as one, their markers counted on.

    >>> one = Draft("甲[1]。", (Span(0, 1),))
    >>> together([one, one]).text
    '甲[1];甲[2]。'
    """
    texts: list[str] = []
    spans: list[Span] = []
    for draft in drafts:
        texts.append(_shifted(draft.text, len(spans)).rstrip("。"))
        spans += draft.spans
    computed = tuple(number for draft in drafts for number in draft.computed)
    return Draft(";".join(texts) + "。", tuple(spans), computed=computed, by="joint")


def _shifted(text: str, by: int) -> str:
    return _MARKER.sub(lambda marker: f"[{int(marker[1]) + by}]", text)
