"""An ASGI application called in process, without a socket or a client's own checks in between."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message

Headers = Iterable[tuple[bytes, bytes]]


async def call(
    app: ASGIApp, method: str, path: str, headers: Headers = (), body: bytes = b""
) -> tuple[int, bytes]:
    """Status and body of the response to one request."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"x"), (b"content-length", str(len(body)).encode()), *headers],
        "client": ("192.0.2.1", 50000),
        "server": ("127.0.0.1", 7860),
        "state": {},
    }
    status, received = 0, b""
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            return {"type": "http.disconnect"}
        asked = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, received
        status = message.get("status", status)
        received += message.get("body", b"")

    await app(scope, receive, send)
    return status, received
