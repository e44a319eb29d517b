"""An answer before it is cited and checked."""

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
