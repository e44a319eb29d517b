"""The Gradio blocks: which component shows what, and which event does what.

The page's scripts gather what a reader does and send it as an event of the log component, with its
data. What follows happens here, on the session's own state.
"""

from typing import Any

import gradio as gr

from assistant.core import Assistant
from assistant.page.chat import conversation_html
from assistant.page.conversation import Conversation
from assistant.page.events import Events
from assistant.page.feedback import FeedbackStore
from assistant.page.indicators import indicators_html
from assistant.page.reader import reader_html, toolbar_html
from assistant.page.shell import composer_html, head_html, nav_html
from assistant.page.texts import DEFAULT, load_texts

# Gradio makes an event of each name that stands quoted in this script.
_CONNECT = """
guiwen.connect(element, trigger, watch,
  ['ask', 'stop', 'new', 'rate', 'export', 'language', 'chart']);
"""
# Questions answered at the same time; more wait their turn.
_AT_ONCE = 8


def build_page(assistant: Assistant, store: FeedbackStore) -> gr.Blocks:
    """The page of one assistant. It may be shown to any number of sessions at once."""
    plan = assistant.plan
    texts = load_texts(DEFAULT)
    events = Events(assistant, store)

    title = texts("brand.title", place=plan.info.place)
    with gr.Blocks(title=title, fill_width=True, analytics_enabled=False) as page:
        conversation = gr.State(Conversation())
        language = gr.State(DEFAULT)
        head = _html(head_html(plan.info, texts), "head")
        with gr.Row(elem_id="views"):
            with gr.Column(elem_id="chat-view"):
                log = _html(conversation_html((), plan, texts), "log", _CONNECT)
                composer = _html(composer_html(texts), "composer")
            with gr.Column(elem_id="side"):
                with gr.Column(elem_id="plan-view"):
                    toolbar = _html(toolbar_html(plan, texts), "toolbar")
                    _html(reader_html(plan), "reader")
                with gr.Column(elem_id="indicators-view"):
                    table = _html(indicators_html(plan, texts), "table")
                    caption = _html("", "chart-caption")
                    chart = gr.Plot(show_label=False, container=False, elem_id="chart")
        nav = _html(nav_html(texts), "nav")
        exported = gr.Textbox(visible="hidden")

        # The page's events are not an API: the service has its own.
        private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        # "multiple": an answer that was stopped would count as pending until its thread ends. The
        # page's script lets no question through while one is being answered.
        asking = log.ask(
            events.ask,
            [conversation, language],
            [conversation, log],
            trigger_mode="multiple",
            **private,
        )
        said = {**private, "queue": False}
        log.stop(
            events.stop, [conversation, language], [conversation, log], cancels=[asking], **said
        )
        log.new(events.new, [language], [conversation, log], cancels=[asking], **said)
        log.rate(events.rate, [conversation, language], [conversation, log], **said)
        log.export(events.export, [conversation, language], [exported], **said).then(
            None, [exported], None, js="(text) => guiwen.saveMarkdown(text)"
        )
        log.language(
            events.language,
            [conversation],
            [language, head, log, composer, toolbar, table, nav],
            **said,
        )
        log.chart(events.chart, [language], [caption, chart], **said)
    page.queue(default_concurrency_limit=_AT_ONCE)
    return page  # type: ignore[no-any-return]  # gradio types Blocks.__enter__ loosely


def _html(value: str, elem_id: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=script, apply_default_css=False)
