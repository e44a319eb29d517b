"""Requests whose head is not taken: too long, of another protocol version, or of two lengths (the
beginning of request smuggling, RFC 9112, 11.2). h11 lets these through."""

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.service.replies import error_reply

MAX_BYTES = 16_384
_MAX_HEADERS = 100


class Heads:
    """Answers such a request with 400, 431 or 505 and closes its connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (fault := fault_of(scope)):
            status, message = fault
            close = {"Connection": "close"}
            reply = error_reply(scope["path"], status, "bad_request", message, close)
            return await reply(scope, receive, send)
        return await self._app(scope, receive, send)


def fault_of(scope: Scope) -> tuple[int, str] | None:
    """The status and the words for a head that is not taken, None for any other.

    >>> fault_of({"http_version": "1.1", "raw_path": b"/", "query_string": b"", "headers": []})
    """
    headers = scope["headers"]
    names = [name for name, _ in headers]
    size = sum(len(name) + len(value) for name, value in headers)
    size += len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if size > MAX_BYTES or len(names) > _MAX_HEADERS:
        return 431, "the request's head is too large"
    if scope["http_version"] not in ("1.0", "1.1"):
        return 505, "HTTP/1.0 and 1.1 are spoken here"
    if b"content-length" in names and b"transfer-encoding" in names:
        return 400, "a body has one length"
    return None
