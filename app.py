"""The page and the HTTP service: routes, no logic. ``python app.py`` serves both."""

import sys
from contextlib import suppress

from fastapi import FastAPI
from gradio.context import LocalContext

from assistant import Assistant
from assistant.page import mount_page
from assistant.service import create_service
from assistant.service.log import REQUEST_ID_HEADER, current_request_id, log_as_json
from assistant.service.server import serve
from assistant.settings import ServiceSettings
from corpus import CorpusError
from index.errors import SearchIndexError
from index.settings import IndexSettings, SettingsError


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
