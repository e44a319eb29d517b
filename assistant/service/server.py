"""uvicorn with limits on what it waits for."""

import asyncio
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.service.heads import MAX_BYTES
from assistant.settings import ServiceSettings


class PatientProtocol(H11Protocol):
    """Closes a connection on which no request has begun for a while; uvicorn itself waits for ever
    for the rest of a request's head ("slowloris")."""

    patience_seconds = 10.0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch_from_now()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch:
            self._watch.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch_from_now()

    def _watch_from_now(self) -> None:
        if self._watch:
            self._watch.cancel()
        self._watch = self.loop.call_later(self.patience_seconds, self._close_if_idle)

    def _close_if_idle(self) -> None:
        busy = self.cycle is not None and not self.cycle.response_complete
        if not busy and not self.transport.is_closing():
            self.transport.close()


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Serve until SIGTERM or SIGINT; open answers then get ``shutdown_timeout_seconds``."""
    patience = {"patience_seconds": settings.body_timeout_seconds}
    protocol: Any = type("Protocol", (PatientProtocol,), patience)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        http=protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=MAX_BYTES,
        limit_concurrency=settings.max_connections,
        backlog=512,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_timeout_seconds,
    )
