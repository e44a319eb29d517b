"""The outermost middleware: a request's id, its line in the log, and a last line of defence."""

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.log import REQUEST_ID_HEADER, accepted_request_id, request_id_set
from assistant.service.metrics import Metrics
from assistant.service.replies import error_reply

log = logging.getLogger("guiwen.request")
_QUIET = ("/healthz", "/readyz", "/metrics")
_NAME = REQUEST_ID_HEADER.lower().encode()
# Nothing of another host is ever part of the page, and nobody else may frame it.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
}


class Requests:
    """The id goes into the request's headers, where the page finds it, every log line, and the
    response. Paths are logged without their query."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request_id = accepted_request_id(Headers(scope=scope).get(REQUEST_ID_HEADER))
        others = [(name, value) for name, value in scope["headers"] if name != _NAME]
        scope["headers"] = [*others, (_NAME, request_id.encode())]
        begin = time.perf_counter()
        status = 0

        async def tagged(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID_HEADER] = request_id
                for name, value in _SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        with request_id_set(request_id):
            try:
                await self._app(scope, receive, tagged)
            except Exception:
                log.exception("a request failed")
                if status:  # the answer has begun: all that is left is to break it off
                    raise
                reply = error_reply(scope["path"], 500, "internal", "something went wrong here")
                await reply(scope, receive, tagged)
            finally:
                self._metrics.request(scope["method"], status)
                if scope["path"] not in _QUIET:
                    self._log(scope, status, time.perf_counter() - begin)

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        client = scope.get("client")
        log.info(
            "served",
            extra={
                "method": scope["method"][:10],
                "path": scope["path"][:200],
                "code": status,
                "milliseconds": round(seconds * 1000, 1),
                "client": client[0] if client else "",
            },
        )
