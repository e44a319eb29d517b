"""The last check of every answer: quotes are the plan's, numbers stand in them."""

import re
from collections.abc import Iterable, Sequence

from assistant.types import Citation
from corpus import Plan
from index.figures import numbers

_MARKER = re.compile(r"\[\d+\]")


def quotes_exact(citations: Iterable[Citation], plan: Plan) -> bool:
    """Whether every quote equals the plan at its offsets."""
    return all(plan.markdown[c.start : c.end] == c.quote for c in citations)


def ungrounded_numbers(
    text: str, citations: Sequence[Citation], question: str, computed: Iterable[str] = ()
) -> set[str]:
    """Numbers of an answer that stand in no quote, not in the question and were not computed."""
    allowed = numbers(question) | set(computed)
    for citation in citations:
        allowed |= numbers(citation.quote)
    return numbers(_MARKER.sub("", text)) - allowed
