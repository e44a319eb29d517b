"""The service in one FastAPI application; the page is mounted on it afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.core import Assistant
from assistant.service.api import admin_router, api_router
from assistant.service.caretaker import Caretaker
from assistant.service.chat import chat_router
from assistant.service.heads import Heads
from assistant.service.limits import Bodies, Keys, Rate
from assistant.service.mcp import mcp_app, mcp_server
from assistant.service.probes import probe_router
from assistant.service.replies import end_own_paths, handle_errors
from assistant.service.requests import Requests
from assistant.service.served import ServedAssistant
from assistant.settings import ServiceSettings
from index.settings import IndexSettings


def create_service(
    assistant: Assistant, settings: ServiceSettings, index_settings: IndexSettings
) -> tuple[FastAPI, ServedAssistant]:
    """The application without the page, and the assistant that the page is to ask."""
    served = ServedAssistant(assistant, settings)
    caretaker = Caretaker(served, index_settings)
    hosts = _split(settings.allowed_hosts)
    tools = mcp_server(served)
    over_http = mcp_app(tools, hosts, settings.body_max_bytes)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        caretaker.start()
        async with tools.session_manager.run():
            yield
        caretaker.stop()
        served.desk.close()

    # No page of FastAPI's own: its Swagger UI would be fetched from another host.
    app = FastAPI(
        title="规问 Guiwen",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.include_router(probe_router(served, caretaker))
    app.include_router(api_router(served))
    app.include_router(chat_router(served))
    if admin_key := settings.admin_key.get_secret_value():
        app.include_router(admin_router(caretaker, admin_key))
    app.router.routes.extend(over_http.routes)
    handle_errors(app)
    end_own_paths(app)
    _limit(app, served, settings, hosts)
    return app, served


def _limit(
    app: FastAPI, served: ServedAssistant, settings: ServiceSettings, hosts: list[str]
) -> None:
    """The middleware, innermost first: the cheapest refusals are made outermost."""
    refused = served.metrics.refused
    app.add_middleware(
        Bodies,
        max_bytes=settings.body_max_bytes,
        receive_seconds=settings.body_timeout_seconds,
        send_seconds=settings.send_timeout_seconds,
        refused=refused,
    )
    app.add_middleware(
        Rate, per_minute=settings.rate_per_minute, burst=settings.rate_burst, refused=refused
    )
    app.add_middleware(Keys, keys=_split(settings.api_keys.get_secret_value()), refused=refused)
    if hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts)
    app.add_middleware(Heads)
    app.add_middleware(Requests, metrics=served.metrics)


def _split(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",") if part.strip()]
