"""The conversation as Markdown, with the plan's sentences under every answer."""

import re

from assistant.page import html
from assistant.page.conversation import Conversation, Exchange
from assistant.page.places import place_of
from assistant.page.texts import Texts
from corpus import Plan

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(conversation: Conversation, plan: Plan, texts: Texts) -> str:
    """One heading a question; what was typed and said is escaped, so that it stays text."""
    head = [
        f"# {texts('export.title')}",
        f"{texts('export.plan')}:{_plain(plan.info.name)}({plan.info.published},{plan.info.source})",
        texts("export.disclaimer"),
    ]
    parts = [_exchange(exchange, plan, texts) for exchange in conversation if exchange.answer]
    return "\n\n".join([*head, *parts]) + "\n"


def _exchange(exchange: Exchange, plan: Plan, texts: Texts) -> str:
    answer = exchange.answer
    if answer is None:
        return ""
    status = "" if answer.status == "answered" else f"**{texts(f'status.{answer.status}')}** "
    # A marker stays one: everything else is escaped around it.
    said = "".join(
        piece if html.MARKER.fullmatch(piece) else _plain(piece)
        for piece in re.split(f"({html.MARKER.pattern.replace('(', '(?:')})", answer.text)
    )
    lines = [f"## {_plain(' '.join(exchange.question.split()))}", f"{status}{said}"]
    if answer.citations:
        sources = [
            f"{n}. {_plain(' · '.join(html.cells(c.quote)) if c.kind == 'table_row' else c.quote)}"
            f"  \n   {_plain(place_of(c, plan))}"
            for n, c in enumerate(answer.citations, 1)
        ]
        lines.append("\n".join([f"**{texts('export.sources')}**", "", *sources]))
    return "\n\n".join(lines)


def _plain(value: str) -> str:
    """
    >>> _plain("[a](b) *c*")
    '\\\\[a\\\\](b) \\\\*c\\\\*'
    """
    return _MARKUP.sub(r"\\\1", value)
