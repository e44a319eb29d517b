"""Logs as JSON lines that carry the request's id, and no question text unless switched on.

{"time": "2026-01-02T03:04:05.678Z", "level": "info", "logger": "guiwen.question",
 "message": "answered", "request_id": "4f0c…", "status": "answered", "milliseconds": 41.7}
"""

import json
import logging
import re
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

REQUEST_ID_HEADER = "X-Request-ID"
_request_id: ContextVar[str] = ContextVar("request_id", default="")
# What a caller may choose as an id: nothing that could forge a line or fill the log.
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def current_request_id() -> str:
    """The id of the request being served, "" outside one."""
    return _request_id.get()


def accepted_request_id(given: str | None) -> str:
    """The caller's id when it is a plain word of 8 to 64 characters, a new one otherwise."""
    return given if given and _ACCEPTED.fullmatch(given) else uuid.uuid4().hex


@contextmanager
def request_id_set(value: str) -> Iterator[None]:
    """Everything logged inside, on this thread or coroutine and what it starts, carries the id."""
    token = _request_id.set(value)
    try:
        yield
    finally:
        _request_id.reset(token)


class JsonFormatter(logging.Formatter):
    """One JSON object a line; whatever was passed as ``extra`` becomes a key."""

    def format(self, record: logging.LogRecord) -> str:
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "time": f"{seconds}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_request_id():
            line["request_id"] = request_id
        line |= {k: v for k, v in vars(record).items() if k not in _PLAIN}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _LossyHandler(logging.StreamHandler[TextIO]):
    """A full disk or a closed pipe behind the log must not disturb an answer."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Drop the line."""


def log_as_json(stream: TextIO | None = None) -> None:
    """Send everything that is logged to ``stream`` (standard error by default) as JSON lines."""
    handler = _LossyHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # These repeat what other lines say, or tell of every single step.
    for chatty in ("httpx", "httpx2", "mcp", "uvicorn.access", "jieba", "bm25s"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
