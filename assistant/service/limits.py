"""Limits on what a client may send, as ASGI middleware: keys, rate, size and time of a body, time
to take an answer. All clocks are monotonic."""

import asyncio
import hashlib
import hmac
import ipaddress
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.replies import OWN_PATHS, error_reply

log = logging.getLogger(__name__)
Refused = Callable[[str], None]
_CLIENTS = 10_000


def key_digest(headers: Headers) -> str:
    """The SHA-256 of the key that a request carries, "" when it carries none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")
    return hashlib.sha256(given.encode()).hexdigest() if given else ""


class Keys:
    """Asks for a key on the API's paths when keys are set; the page stays open."""

    def __init__(self, app: ASGIApp, keys: list[str], refused: Refused) -> None:
        self._app = app
        self._refused = refused
        self._digests = [hashlib.sha256(key.encode()).hexdigest() for key in keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._digests and scope["path"].startswith(OWN_PATHS):
            digest = key_digest(Headers(scope=scope))
            # Every key is compared, and each in constant time.
            if not sum(hmac.compare_digest(digest, known) for known in self._digests):
                self._refused("key")
                ask = {"WWW-Authenticate": "Bearer"}
                reply = error_reply(scope["path"], 401, "unauthorized", "a key is needed", ask)
                return await reply(scope, receive, send)
            scope["client_key"] = digest
        return await self._app(scope, receive, send)


class TokenBuckets:
    """A bucket a client: ``burst`` tokens, refilled by ``per_minute`` (Turner's leaky bucket).

    At most ``clients`` buckets are kept; the longest unused leave first, full ones by then.
    """

    def __init__(self, per_minute: float, burst: int, clients: int = _CLIENTS) -> None:
        self._per_second = per_minute / 60
        self._burst = float(burst)
        self._clients = clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, client: str) -> float:
        """Take a token: 0.0 when there was one, else how long until there is."""
        now = time.monotonic()
        with self._lock:
            tokens, then = self._buckets.pop(client, (self._burst, now))
            tokens = min(self._burst, tokens + (now - then) * self._per_second)
            granted = tokens >= 1
            self._buckets[client] = (tokens - 1 if granted else tokens, now)
            if len(self._buckets) > self._clients:
                self._buckets.popitem(last=False)
        return 0.0 if granted else (1 - tokens) / self._per_second


class Rate:
    """Refuses with 429 what a client sends beyond its rate: everything but GET and HEAD counts."""

    def __init__(self, app: ASGIApp, per_minute: float, burst: int, refused: Refused) -> None:
        self._app = app
        self._refused = refused
        self._buckets = TokenBuckets(per_minute, burst) if per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        counts = scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS")
        if counts and self._buckets and (wait := self._buckets.wait_seconds(client_of(scope))):
            self._refused("rate")
            retry = {"Retry-After": str(math.ceil(wait))}
            message = f"too many requests; try again in {math.ceil(wait)} s"
            reply = error_reply(scope["path"], 429, "rate_limited", message, retry)
            return await reply(scope, receive, send)
        return await self._app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Who a request counts for: its key, else its address, of IPv6 the /64 that a home gets.

    >>> client_of({"client": ("192.0.2.7", 50000)})
    '192.0.2.7'
    >>> client_of({"client": ("2001:db8:1:2:3:4:5:6", 50000)})
    '2001:db8:1:2::/64'
    """
    if key := scope.get("client_key"):
        return str(key)
    host = str((scope.get("client") or ("unknown", 0))[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


class Bodies:
    """Takes a body in before the application sees it: not too large, not too slowly; and gives up
    on a client that does not take its answer."""

    def __init__(
        self,
        app: ASGIApp,
        max_bytes: int,
        receive_seconds: float,
        send_seconds: float,
        refused: Refused,
    ) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._receive_seconds = receive_seconds
        self._send_seconds = send_seconds
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        try:
            async with asyncio.timeout(self._receive_seconds):
                body = await self._whole(Headers(scope=scope), receive)
        except TimeoutError:
            self._refused("slow_body")
            return await _reply(scope, receive, send, 408, "too_slow", "the body did not arrive")
        if body is None:
            self._refused("large_body")
            told = f"the body is larger than {self._max_bytes} bytes"
            return await _reply(scope, receive, send, 413, "too_large", told)
        try:
            return await self._app(scope, _replayed(body, receive), self._limited(send))
        except _ClientTooSlow:
            self._refused("slow_client")
            log.info("a client did not take its answer")

    async def _whole(self, headers: Headers, receive: Receive) -> bytes | None:
        """The body, None when it is or says it is too large."""
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self._max_bytes:
            return None
        if not announced and "transfer-encoding" not in headers:
            return b""
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self._max_bytes:
                return None
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                return bytes(body)

    def _limited(self, send: Send) -> Send:
        async def limited(message: Message) -> None:
            try:
                async with asyncio.timeout(self._send_seconds):
                    await send(message)
            except TimeoutError as error:
                raise _ClientTooSlow from error

        return limited


class _ClientTooSlow(Exception):
    """The client's window stayed full."""


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body at once and then what the server says."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _reply(
    scope: Scope, receive: Receive, send: Send, status: int, code: str, message: str
) -> None:
    # The rest of the body is not waited for, so the connection cannot be used again.
    reply = error_reply(scope["path"], status, code, message, {"Connection": "close"})
    await reply(scope, receive, send)
