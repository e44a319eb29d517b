"""``/api/v1``: questions, indicators and the plan as JSON, described by ``/openapi.json``."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException
from fastapi.responses import Response

from assistant.core import pieces
from assistant.service.caretaker import Caretaker
from assistant.service.log import current_request_id
from assistant.service.schemas import (
    AnswerBody,
    AskRequest,
    ErrorBody,
    IndicatorBody,
    PassageBody,
    PlanBody,
    SectionBody,
)
from assistant.service.served import ServedAssistant
from assistant.service.sse import event, streamed
from assistant.types import Answer

_STREAM: dict[str, Any] = {"text/event-stream": {}}
# What the limits answer on every route, so that the document tells clients of it.
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorBody, "description": "Not a JSON body"},
    401: {"model": ErrorBody, "description": "No key, or a wrong one"},
    408: {"model": ErrorBody, "description": "The body did not arrive in time"},
    413: {"model": ErrorBody, "description": "The body is too large"},
    422: {"model": ErrorBody, "description": "A field is missing, wrong or too long"},
    429: {"model": ErrorBody, "description": "Too many requests; see Retry-After"},
    503: {"model": ErrorBody, "description": "The queue is full; see Retry-After"},
    504: {"model": ErrorBody, "description": "No answer in time"},
}


def api_router(served: ServedAssistant) -> APIRouter:
    """The routes over an assistant."""
    router = APIRouter(prefix="/api/v1", tags=["plan"])

    @router.post("/ask", responses={**ERRORS, 200: {"model": AnswerBody, "content": _STREAM}})
    async def ask(
        asked: AskRequest, accept: Annotated[str, Header(include_in_schema=False)] = ""
    ) -> Response:
        """Answer a question from the plan, or say that the plan does not.

        With ``stream`` (or ``Accept: text/event-stream``) the answer comes as server-sent events:
        ``text`` events with pieces of the text, then one ``answer`` event with the whole answer, or
        one ``error`` event.
        """
        future = served.submit(asked.question, asked.turns())
        answer = served.desk.result(future)
        if asked.stream or "text/event-stream" in accept:
            return streamed(answer, _events, _failure)
        return _json(AnswerBody.of(await answer))

    @router.get("/indicators", responses={429: ERRORS[429]})
    def indicators() -> list[IndicatorBody]:
        """The table of main indicators, row by row."""
        plan = served.plan
        return [IndicatorBody.of(row, plan) for row in plan.indicators]

    @router.get("/plan", responses={429: ERRORS[429]})
    def plan() -> PlanBody:
        """The plan's headings as a tree and its passages in order."""
        plan = served.plan
        return PlanBody(
            id=plan.info.id,
            name=plan.info.name,
            title=plan.title,
            published=plan.info.published,
            source=plan.info.source,
            sha256=hashlib.sha256(plan.markdown.encode()).hexdigest(),
            sections=SectionBody.tree(plan.sections),
            passages=[PassageBody.of(passage) for passage in plan.passages],
        )

    return router


def admin_router(caretaker: Caretaker, key: str) -> APIRouter:
    """What only the operator may do. Without a key in the settings there is no such router."""
    router = APIRouter(prefix="/api/v1/admin", tags=["admin"])

    @router.post("/rebuild", status_code=202, responses=ERRORS)
    def rebuild(x_admin_key: Annotated[str, Header()] = "") -> dict[str, str]:
        """Build the index anew in the background; ``/readyz`` tells how it goes."""
        if not hmac.compare_digest(x_admin_key.encode(), key.encode()):
            raise HTTPException(401, "a wrong X-Admin-Key")
        caretaker.rebuild()
        return {"status": "accepted"}

    return router


def _json(body: AnswerBody) -> Response:
    return Response(body.model_dump_json(), media_type="application/json")


def _events(answer: Answer) -> Iterator[str]:
    for piece in pieces(answer.text):
        yield event({"text": piece}, "text")
    yield event(AnswerBody.of(answer).model_dump(mode="json"), "answer")


def _failure(code: str, message: str) -> str:
    body = ErrorBody(code=code, message=message, request_id=current_request_id())
    return event(body.model_dump(), "error")
