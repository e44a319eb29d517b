"""The page and the HTTP service: widgets and routes, no logic. ``python app.py`` serves both."""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import html
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.context import LocalContext

from assistant import Answer, Assistant, Citation, Turn
from assistant.service import create_service
from assistant.service.log import REQUEST_ID_HEADER, current_request_id, log_as_json
from assistant.service.server import serve
from assistant.settings import ServiceSettings
from corpus import CorpusError, PlanInfo
from index.errors import SearchIndexError
from index.settings import IndexSettings, SettingsError

log = logging.getLogger("guiwen")
# A marker [1] after escaping.
_MARKER = re.compile(r"&#91;(\d+)&#93;")
_STATUS = {
    "answered": "",
    "not_in_plan": "规划未提及 Not in the plan",
    "out_of_scope": "超出范围 Out of scope",
    "clarify": "请补充 Please clarify",
}
_TROUBLE = "抱歉,刚才没能完成这次回答,请再试一次。Sorry, that did not work; please try again."

# System fonts only: nothing is asked of any other host.
_FONT = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_CSS = """
.gradio-container { max-width: 860px !important; margin: 0 auto !important; }
#head h1 { font-size: 1.6rem; margin: .4rem 0 0; }
#head p { color: var(--body-text-color-subdued); margin: .2rem 0 .4rem; line-height: 1.6; }
#chat .message { font-size: 1.02rem; line-height: 1.75; overflow-wrap: anywhere; }
#chat .status { display: inline-block; font-size: .85rem; padding: 0 .6em; border-radius: 1em;
  border: 1px solid currentColor; color: #9a5b00; margin-bottom: .3em; }
.dark #chat .status { color: #f0b45a; }
#chat sup.mark { color: var(--link-text-color); font-weight: 600; padding: 0 .1em; }
#chat .sources { margin: .8em 0 0; padding: 0; list-style: none; }
#chat .sources li { margin: .5em 0 0; padding: .1em 0 .1em .8em;
  border-left: 3px solid var(--color-accent); }
#chat .sources q { quotes: none; }
#chat .sources cite { display: block; font-style: normal; font-size: .85rem;
  color: var(--body-text-color-subdued); }
#suggestions button { white-space: normal; text-align: left; font-weight: 400; }
footer { display: none !important; }
@media (max-width: 640px) { #head h1 { font-size: 1.3rem; } .gradio-container { padding: 8px !important; } }
"""


def answer_html(answer: Answer, text: str | None = None) -> str:
    """An answer as HTML: status in words, text with markers, quotes with 章 › 节. All escaped."""
    parts = []
    if label := _STATUS[answer.status]:
        parts.append(f'<span class="status">{label}</span><br>')
    parts.append(text_html(answer.text if text is None else text))
    if answer.citations:
        parts.append(
            '<ul class="sources">'
            + "".join(source_html(n, c) for n, c in enumerate(answer.citations, 1))
            + "</ul>"
        )
    return "".join(parts)


def text_html(text: str) -> str:
    return _MARKER.sub(r'<sup class="mark">[\1]</sup>', plain_html(text))


def source_html(number: int, citation: Citation) -> str:
    """One source: the quotation as the plan has it, a table row as its cells."""
    quote = citation.quote
    if citation.kind == "table_row":
        quote = " · ".join(cell.strip() for cell in quote.strip("| ").split("|") if cell.strip())
    where = " › ".join(part for part in (citation.chapter, citation.section) if part)
    return (
        f'<li><sup class="mark">[{number}]</sup><q>{plain_html(quote)}</q>'
        f"<cite>{plain_html(where)}</cite></li>"
    )


def plain_html(text: str) -> str:
    """Text that shows as itself: HTML escaped, Markdown's marks as character references."""
    escaped = html.escape(text, quote=True)
    return re.sub(r"[\\`*_{}\[\]<>()#+!|~$:-]", lambda m: f"&#{ord(m.group())};", escaped).replace(
        "\n", "<br>"
    )


def build_page(assistant: Assistant) -> gr.Blocks:
    """The chat page."""
    info = assistant.plan.info

    def ask(question: str, history: list[Turn], shown: list[dict[str, Any]]) -> Iterator[Any]:
        if not question.strip():
            yield shown, history, ""
            return
        shown = [*shown, {"role": "user", "content": plain_html(question)}]
        yield [*shown, {"role": "assistant", "content": "…"}], history, ""
        said = ""
        try:
            for event in assistant.stream(question, history):
                said += event.text
                content = answer_html(event.answer) if event.answer else text_html(said)
                yield [*shown, {"role": "assistant", "content": content}], history, ""
        except Exception:
            # The last line of defence: whatever it was goes to the log, never to the page.
            log.exception("a question failed")
            yield [*shown, {"role": "assistant", "content": _TROUBLE}], history, ""
            return
        history = [
            *history,
            {"role": "user", "content": question},
            {"role": "assistant", "content": said},
        ]
        yield [*shown, {"role": "assistant", "content": content}], history, ""

    with gr.Blocks(title=f"规问 · {info.place}", fill_height=True, analytics_enabled=False) as page:
        history = gr.State([])
        gr.HTML(head_html(info), elem_id="head")
        chat = gr.Chatbot(
            label="对话 Conversation",
            show_label=False,
            elem_id="chat",
            height="58vh",
            layout="bubble",
            buttons=["copy"],
            feedback_options=None,
            sanitize_html=True,
            group_consecutive_messages=False,
            placeholder="**问问规划** Ask the plan\n\n回答只引用规划原文,并标明章节",
        )
        with gr.Row():
            box = gr.Textbox(
                label="问题 Question",
                show_label=False,
                placeholder="用自己的话提问,按回车发送 Ask in your own words",
                elem_id="question",
                autofocus=True,
                submit_btn="提问",
                max_lines=4,
                max_length=4000,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
            )
        with gr.Column(elem_id="suggestions"):
            for reader, questions in info.suggestions:
                gr.Markdown(f"**{reader}**常问")
                with gr.Row():
                    for suggestion in questions:
                        button = gr.Button(suggestion, size="sm", min_width=150)
                        button.click(
                            ask,
                            [gr.State(suggestion), history, chat],
                            [chat, history, box],
                            show_progress="hidden",
                        )
        box.submit(ask, [box, history, chat], [chat, history, box], show_progress="hidden")
        chat.clear(list, None, history)
    return page  # type: ignore[no-any-return]  # gradio types Blocks.__enter__ loosely


def head_html(info: PlanInfo) -> str:
    return (
        f"<h1>规问 <small>Guiwen</small></h1><p>{html.escape(info.name)}<br>"
        f"公布 {html.escape(info.published)}({html.escape(info.source)})。"
        "回答引用规划原文,不能代替原文。Answers quote the plan; they do not replace it.</p>"
    )


def mount_page(app: FastAPI, assistant: Assistant) -> FastAPI:
    """The page at /."""
    theme = gr.themes.Soft(font=_FONT, font_mono=["ui-monospace", "monospace"])
    return gr.mount_gradio_app(  # type: ignore[no-any-return]  # declared without types
        app,
        build_page(assistant),
        path="/",
        theme=theme,
        css=_CSS,
        show_error=False,
        footer_links=[],
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )


def create_app(
    assistant: Assistant,
    settings: ServiceSettings | None = None,
    index_settings: IndexSettings | None = None,
) -> FastAPI:
    """The ASGI application: the service's routes, and the page at /."""
    app, served = create_service(
        assistant, settings or ServiceSettings.read(), index_settings or IndexSettings.read()
    )
    served.request_id = page_request_id
    return mount_page(app, served)


def page_request_id() -> str:
    """The id of the request being served; for a question from the page, whose work is not done
    within its request, the id that the request carried in its headers."""
    request = LocalContext.request.get(None)
    headers = getattr(request, "headers", None) or {}
    return current_request_id() or headers.get(REQUEST_ID_HEADER, "")


def main() -> int:
    """Serve until stopped; 2 for a setting, a plan or an index that cannot be used."""
    log_as_json()
    try:
        settings = ServiceSettings.read()
        index_settings = IndexSettings.read()
        assistant = Assistant.open(index_settings)
    except (CorpusError, SearchIndexError, SettingsError) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2
    app = create_app(assistant, settings, index_settings)
    with suppress(OSError):  # a full disk behind standard output is no reason not to serve
        print(f"规问 Guiwen: http://{settings.host}:{settings.port}", flush=True)
    serve(app, settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
