"""Server-sent events (WHATWG HTML, 9.2) around one question that is being answered."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from fastapi.responses import StreamingResponse

from assistant.service.errors import Refusal
from assistant.types import Answer

log = logging.getLogger(__name__)
# A comment now and then keeps proxies from taking a long answer for a dead connection.
_PING_SECONDS = 5.0


def event(data: Any, name: str = "") -> str:
    """One event.

    >>> event({"text": "公交"}, "text")
    'event: text\\ndata: {"text": "公交"}\\n\\n'
    """
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


def streamed(
    answer: Awaitable[Answer],
    events: Callable[[Answer], Iterator[str]],
    failure: Callable[[str, str], str],
) -> StreamingResponse:
    """A response that opens at once, pings while the answer is awaited, then sends its events.

    ``failure`` turns a code and a message into the event that tells of no answer.
    """

    async def body() -> AsyncIterator[str]:
        waited = asyncio.ensure_future(answer)
        try:
            while not (await asyncio.wait({waited}, timeout=_PING_SECONDS))[0]:
                yield ": waiting\n\n"
            for piece in events(waited.result()):
                yield piece
        except Refusal as refusal:
            yield failure(refusal.code, str(refusal))
        except Exception:
            log.exception("a streamed question failed")
            yield failure("internal", "the question could not be answered")
        finally:
            waited.cancel()  # the client has left, or it is done anyway

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(body(), media_type="text/event-stream", headers=headers)
