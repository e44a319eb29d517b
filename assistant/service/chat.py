"""``/v1``: the part of OpenAI's chat protocol that chat front ends use.

The last user message is the question and the turns before it are its history; system messages and
sampling parameters have nothing to act on and are ignored. An answer carries its sources twice: as
text below it, for front ends that show nothing else, and as data under ``guiwen``.
"""

import time
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.core import pieces
from assistant.service.api import ERRORS
from assistant.service.schemas import (
    HISTORY_TURNS,
    QUESTION_CHARACTERS,
    TURN_CHARACTERS,
    AnswerBody,
    Text,
)
from assistant.service.served import ServedAssistant
from assistant.service.sse import event, streamed
from assistant.types import Answer, Turn

MODEL = "guiwen"
_ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "object"}}}
_ERRORS: dict[int | str, dict[str, Any]] = {
    code: {
        "description": told["description"],
        "content": {"application/json": {"schema": _ERROR}},
    }
    for code, told in ERRORS.items()
}


class TextPart(BaseModel):
    """A part of a message; only text has a meaning here."""

    type: Literal["text"]
    text: Annotated[Text, Field(max_length=TURN_CHARACTERS)]


class Message(BaseModel):
    """One message, its content a string or parts of text."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[Text, Field(max_length=TURN_CHARACTERS)] | list[TextPart] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream is to bring along."""

    include_usage: bool | None = False


class ChatRequest(BaseModel):
    """A chat completion request; parameters that are not named here are accepted and ignored."""

    model_config = ConfigDict(extra="allow")

    model: str = Field(MODEL, max_length=200)
    messages: list[Message] = Field(min_length=1, max_length=HISTORY_TURNS + 2)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = 1

    def question(self) -> str:
        """The last user message; raises ValueError when there is none or it is too long."""
        if not (users := [message.text for message in self.messages if message.role == "user"]):
            raise ValueError("messages: there is no user message")
        if len(users[-1]) > QUESTION_CHARACTERS:
            raise ValueError(f"the question is longer than {QUESTION_CHARACTERS} characters")
        return users[-1]

    def history(self) -> list[Turn]:
        last = max(i for i, message in enumerate(self.messages) if message.role == "user")
        earlier = (m for m in self.messages[:last] if m.role in ("user", "assistant"))
        return [{"role": message.role, "content": message.text} for message in earlier]


def chat_router(served: ServedAssistant) -> APIRouter:
    """The routes over an assistant."""
    router = APIRouter(prefix="/v1", tags=["openai"])
    born = int(time.time())

    @router.get("/models")
    def models() -> dict[str, Any]:
        """The one model there is."""
        model = {"id": MODEL, "object": "model", "created": born, "owned_by": "guiwen"}
        return {"object": "list", "data": [model]}

    @router.post(
        "/chat/completions", responses={**_ERRORS, 200: {"content": {"text/event-stream": {}}}}
    )
    async def complete(asked: ChatRequest) -> Response:
        """Answer the last user message from the plan."""
        try:
            question = asked.question()
        except ValueError as error:
            return openai_error(400, str(error), "invalid_request_error", "invalid_messages")
        answer = served.desk.result(served.submit(question, asked.history()))
        if not asked.stream:
            return JSONResponse(_completion(await answer, asked))

        def events(found: Answer) -> Iterator[str]:
            yield from _chunks(found, asked)

        return streamed(answer, events, _failure)

    return router


def openai_error(status: int, message: str, kind: str, code: str) -> JSONResponse:
    """An error in the shape that OpenAI's clients read."""
    body = {"message": message, "type": kind, "param": None, "code": code}
    return JSONResponse({"error": body}, status)


def sources(answer: Answer) -> str:
    """The quotations as text below an answer."""
    lines = [
        f"[{n}] “{c.quote}”({' › '.join(part for part in (c.chapter, c.section) if part)})"
        for n, c in enumerate(answer.citations, 1)
    ]
    return "\n\n来源 Sources\n" + "\n".join(lines) if lines else ""


def _usage(asked: ChatRequest, said: str) -> dict[str, int]:
    """Characters: nothing here counts tokens, and clients want numbers."""
    prompt = sum(len(message.text) for message in asked.messages)
    total = prompt + len(said)
    return {"prompt_tokens": prompt, "completion_tokens": len(said), "total_tokens": total}


def _details(answer: Answer) -> dict[str, Any]:
    body = AnswerBody.of(answer).model_dump(mode="json")
    return {"status": body["status"], "citations": body["citations"], "trace": body["trace"]}


def _head(kind: str) -> dict[str, Any]:
    stamp = {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time())}
    return {**stamp, "model": MODEL}


def _completion(answer: Answer, asked: ChatRequest) -> dict[str, Any]:
    said = answer.text + sources(answer)
    message = {"role": "assistant", "content": said}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {
        **_head("chat.completion"),
        "choices": [choice],
        "usage": _usage(asked, said),
        "guiwen": _details(answer),
    }


def _chunks(answer: Answer, asked: ChatRequest) -> Iterator[str]:
    head = _head("chat.completion.chunk")

    def chunk(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {**head, "choices": [choice]}

    yield event(chunk({"role": "assistant", "content": ""}))
    for piece in (*pieces(answer.text), sources(answer)):
        if piece:
            yield event(chunk({"content": piece}))
    yield event({**chunk({}, "stop"), "guiwen": _details(answer)})
    if asked.stream_options and asked.stream_options.include_usage:
        usage = _usage(asked, answer.text + sources(answer))
        yield event({**head, "choices": [], "usage": usage})
    yield "data: [DONE]\n\n"


def _failure(code: str, message: str) -> str:
    return event({"error": {"message": message, "type": "server_error", "code": code}})
