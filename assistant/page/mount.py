"""The page as a Gradio app on the project's own ASGI application."""

import os

# Before Gradio is imported: nothing is asked of any other host.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from pathlib import Path

import gradio as gr
from fastapi import FastAPI, Query
from fastapi.responses import Response

from assistant.core import Assistant
from assistant.page.blocks import build_page
from assistant.page.feedback import FILE, FeedbackStore
from assistant.page.indicators import indicators_csv
from assistant.page.search import FullText
from index.settings import IndexSettings

_STATIC = Path(__file__).parent / "static"
_STYLES = ("page.css", "views.css")
_SCRIPTS = ("page.js", "chat.js", "reader.js", "indicators.js")
# Gradio takes uploads whether a page asks for files or not; this one wants none.
_LARGEST_UPLOAD_BYTES = 1
# System fonts only.
_FONT = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")


def mount(app: FastAPI, assistant: Assistant) -> FastAPI:
    """The page at /, its search and its CSV under /page/."""
    store = FeedbackStore(IndexSettings.read().data_dir / FILE)
    full_text = FullText(assistant.plan)

    @app.get("/page/search", include_in_schema=False)
    def search(q: str = Query(max_length=200)) -> list[tuple[int, int]]:
        """Where the terms of a query stand: [start, end) in ``plan.md``, in its order."""
        return [(span.start, span.end) for span in full_text.find(q)]

    @app.get("/page/indicators.csv", include_in_schema=False)
    def csv() -> Response:
        # The mark tells spreadsheet programs that this is UTF-8.
        content = indicators_csv(assistant.plan).encode("utf-8-sig")
        disposition = f'attachment; filename="{assistant.plan.info.id}-indicators.csv"'
        return Response(
            content, media_type="text/csv", headers={"Content-Disposition": disposition}
        )

    return gr.mount_gradio_app(  # type: ignore[no-any-return]  # declared without types
        app,
        build_page(assistant, store),
        path="/",
        theme=gr.themes.Base(font=_FONT, font_mono=("ui-monospace", "monospace")),
        head=_head(),
        show_error=False,
        max_file_size=_LARGEST_UPLOAD_BYTES,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )


def _head() -> str:
    """The page's styles and scripts, written into it: no address to get wrong behind a proxy.

    Gradio's own parameter for styles would put its selectors before every rule outside @media.
    """
    styles, scripts = (
        "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)
        for names in (_STYLES, _SCRIPTS)
    )
    return f"<style>\n{styles}</style>\n<script>\n{scripts}</script>"
