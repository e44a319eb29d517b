"""The page and the HTTP service: routes, no logic. ``python app.py`` serves both."""

import logging
import sys

import uvicorn
from fastapi import FastAPI

from assistant import Assistant
from assistant.page import mount_page
from assistant.settings import ServiceSettings
from corpus import CorpusError
from index.errors import SearchIndexError
from index.settings import SettingsError


def create_app(assistant: Assistant) -> FastAPI:
    """The ASGI application: liveness at /healthz, the page at /."""
    app = FastAPI(title="规问 Guiwen", docs_url=None, redoc_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return mount_page(app, assistant)


def main() -> int:
    """Serve until stopped; 2 for a setting, a plan or an index that cannot be used."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        service = ServiceSettings.read()
        assistant = Assistant.open()
    except (CorpusError, SearchIndexError, SettingsError) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2
    print(f"规问 Guiwen: http://{service.host}:{service.port}", flush=True)
    uvicorn.run(create_app(assistant), host=service.host, port=service.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
