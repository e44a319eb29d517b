"""What happens on an event of the page. Event data comes from a browser: all of it is checked."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr
import plotly.graph_objects as go

from assistant.core import Assistant
from assistant.page import charts, conversation, html
from assistant.page.chat import REASONS, conversation_html
from assistant.page.conversation import Conversation, Exchange, Rating, Verdict
from assistant.page.export import markdown
from assistant.page.feedback import FeedbackStore
from assistant.page.followups import followups
from assistant.page.indicators import indicators_html
from assistant.page.reader import toolbar_html
from assistant.page.shell import composer_html, head_html, nav_html
from assistant.page.texts import Texts, load_texts

log = logging.getLogger(__name__)
# The assistant cuts questions, too, and says so; this only bounds what a session keeps.
_LONGEST_QUESTION = 4000
_LONGEST_DETAIL = 300


class Events:
    """One method an event. Nothing of a session is kept here: it comes in and goes out."""

    def __init__(self, assistant: Assistant, store: FeedbackStore) -> None:
        self._assistant = assistant
        self._plan = assistant.plan
        self._store = store

    def ask(
        self, talk: Conversation, language: str, event: gr.EventData
    ) -> Iterator[tuple[Conversation, str]]:
        """Answer ``question``, in place of exchange ``at`` when given; the log as it grows."""
        texts = load_texts(language)
        question = _text(event, "question", _LONGEST_QUESTION).strip()
        if not question:
            yield talk, self._log(talk, texts)
            return
        talk = conversation.opened(talk, question, _number(event, "at"))
        yield talk, self._log(talk, texts)
        for exchange in self._answer(talk):
            talk = conversation.with_last(talk, exchange)
            yield talk, self._log(talk, texts)

    def _answer(self, talk: Conversation) -> Iterator[Exchange]:
        """The last exchange as its answer comes, and at last done or failed."""
        *_, exchange = talk
        try:
            for event in self._assistant.stream(exchange.question, conversation.history(talk[:-1])):
                if event.answer is None:
                    exchange = replace(exchange, state="streaming", text=exchange.text + event.text)
                else:
                    asked = [e.question for e in talk]
                    exchange = replace(
                        exchange,
                        state="done",
                        text=event.answer.text,
                        answer=event.answer,
                        followups=followups(event.answer, asked, self._assistant.index),
                    )
                yield exchange
        except Exception:
            # The last line of defence: whatever it was goes to the log, never to the page.
            log.exception("a question failed")
            yield replace(exchange, state="failed")

    def stop(self, talk: Conversation, language: str) -> tuple[Conversation, str]:
        talk = conversation.stopped(talk)
        return talk, self._log(talk, load_texts(language))

    def new(self, language: str) -> tuple[Conversation, str]:
        return (), self._log((), load_texts(language))

    def rate(
        self, talk: Conversation, language: str, event: gr.EventData
    ) -> tuple[Conversation, str]:
        """Keep a thumb at once, and the reason when it is sent."""
        identifier = _text(event, "exchange", 64)
        verdict: Verdict = "up" if _text(event, "verdict", 8) == "up" else "down"
        chosen = _text(event, "reason", 40)
        detail = _text(event, "detail", _LONGEST_DETAIL).strip()
        reason = ": ".join(part for part in (chosen if chosen in REASONS else "", detail) if part)
        rating = Rating(verdict, reason, sent=_is_true(event, "sent"))
        for place, exchange in enumerate(talk):
            if exchange.id == identifier and exchange.answer is not None:
                self._store.save(
                    identifier,
                    verdict,
                    reason,
                    exchange.question,
                    conversation.history(talk[:place]),
                    self._plan.info.id,
                    exchange.answer,
                )
                talk = conversation.rated(talk, identifier, rating)
        return talk, self._log(talk, load_texts(language))

    def export(self, talk: Conversation, language: str) -> str:
        return markdown(talk, self._plan, load_texts(language))

    def language(self, talk: Conversation, event: gr.EventData) -> tuple[str, ...]:
        """Every text of the page in the language asked for."""
        texts = load_texts(_text(event, "language", 8))
        return (
            texts.language,
            head_html(self._plan.info, texts),
            self._log(talk, texts),
            composer_html(texts),
            toolbar_html(self._plan, texts),
            indicators_html(self._plan, texts),
            nav_html(texts),
        )

    def chart(self, language: str, event: gr.EventData) -> tuple[str, go.Figure]:
        """The chart of the indicators that the table shows, in its order."""
        texts = load_texts(language)
        by_number = {indicator.number: indicator for indicator in self._plan.indicators}
        given = _value(event, "numbers")
        numbers = [n for n in given if isinstance(n, int)] if isinstance(given, list) else []
        # Once each: a browser decides on the order, not on the size.
        shown = [by_number[n] for n in dict.fromkeys(numbers) if n in by_number]
        ink = charts.DARK if _is_true(event, "dark") else charts.LIGHT
        note = texts("chart.note", base=self._plan.info.base_year)
        caption = f"<h2>{html.text(texts('chart.title'))}</h2><p>{html.text(note)}</p>"
        return caption, charts.figure(shown, self._plan.info, texts, ink)

    def _log(self, talk: Conversation, texts: Texts) -> str:
        return conversation_html(talk, self._plan, texts)


def _value(event: gr.EventData, name: str) -> Any:
    data = event._data  # Gradio offers no other way to ask for a key that may be missing
    return data.get(name) if isinstance(data, dict) else None


def _text(event: gr.EventData, name: str, longest: int) -> str:
    value = _value(event, name)
    return value[:longest] if isinstance(value, str) else ""


def _number(event: gr.EventData, name: str) -> int | None:
    value = _value(event, name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is_true(event: gr.EventData, name: str) -> bool:
    return _value(event, name) is True
