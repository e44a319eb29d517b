"""An optional LLM that words an answer; what it writes is checked before anyone sees it.

The answer is streamed from the endpoint and checked sentence by sentence while it comes, so that
the first wrong sentence ends the request; it is shown when the whole of it has passed.
"""

import logging
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.draft import Draft
from assistant.grounding import Grounding
from assistant.prompt import Prompt
from assistant.question import Question
from assistant.settings import AssistantSettings
from assistant.statements import statements
from index.breaker import Breaker
from index.search import SearchIndex

if TYPE_CHECKING:  # a tenth of a start's time; only when an LLM is wanted
    from llama_index.core.llms import LLM, ChatResponse

log = logging.getLogger(__name__)
_THOUGHT = re.compile(r"^\s*<think>.*?(?:</think>\s*|$)", re.DOTALL)
_EMPHASIS = re.compile(r"\*\*|__|^\s*(?:#+|[-*])\s+", re.MULTILINE)
_MARKERS = re.compile(r"[\[【［]\s*(\d+(?:\s*[,，、]\s*\d+)*)\s*[\]】］]")
# A dead endpoint is tried again after this rest; until then nobody waits for it.
_FAILURES, _REST_SECONDS = 3, 30.0
_DONE = {"stop", "eos", "eos_token"}
# Room for every character that the allowed tokens can hold.
_CHARACTERS_A_TOKEN = 8


@dataclass(frozen=True, slots=True)
class Rewording:
    """The draft that is shown, and how it came about, for the trace."""

    draft: Draft
    notes: dict[str, Any] = field(default_factory=dict)


class _Refused(Exception):
    """The LLM's text is not used; the message names the reason for the trace."""

    def __init__(self, reason: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.problems = problems


class Writer:
    """Words an extractive draft anew with an OpenAI-compatible endpoint."""

    def __init__(self, llm: "LLM", index: SearchIndex, settings: AssistantSettings) -> None:
        self._llm = llm
        self._prompt = Prompt(index.plan)
        self._grounding = Grounding(index.plan, index.tokenizer, index.lexicon)
        self._breaker = Breaker(_FAILURES, _REST_SECONDS)
        self._budget = settings.llm_timeout_seconds
        self._most_characters = settings.llm_max_tokens * _CHARACTERS_A_TOKEN

    @classmethod
    def from_settings(cls, settings: AssistantSettings, index: SearchIndex) -> "Writer | None":
        """None when no endpoint is configured."""
        if not settings.llm_base_url:
            return None
        from llama_index.llms.openai_like import OpenAILike
        from openai import OpenAI

        client = OpenAI(
            base_url=settings.llm_base_url,
            api_key=settings.llm_api_key.get_secret_value(),
            timeout=settings.llm_timeout_seconds,
            max_retries=0,
        )
        # Loads the rest of the package, which takes a second: now, not out of the time that the
        # first question leaves the endpoint.
        _ = client.chat.completions
        llm = OpenAILike(
            model=settings.llm_model,
            api_base=settings.llm_base_url,
            api_key=settings.llm_api_key.get_secret_value(),
            max_tokens=settings.llm_max_tokens,
            temperature=0.0,
            is_chat_model=True,
            openai_client=client,
        )
        return cls(llm, index, settings)

    def reword(self, question: Question, draft: Draft) -> Rewording:
        """The LLM's words when every check holds, else the draft as it was. Never raises.

        The time that this takes is bounded by ``llm_timeout_seconds`` in all, whatever the
        endpoint does.
        """
        check = self._grounding.checker(question, draft)
        try:
            text = self._written(question, draft, check.statement)
            if problems := check.whole(text):
                raise _Refused("rejected", problems)
        except _Refused as refused:
            log.warning("LLM answer not used: %s %s", refused.reason, "; ".join(refused.problems))
            return Rewording(draft, {"llm": refused.reason, "llm_problems": list(refused.problems)})
        return Rewording(replace(draft, text=text, by="llm"), {"llm": "used"})

    def _written(
        self, question: Question, draft: Draft, check: Callable[[str], tuple[str, ...]]
    ) -> str:
        """The complete text; every finished statement is checked as soon as it has come.

        Raises:
            _Refused: a sentence fails, the text is too long or cut off, the endpoint fails, or
                time is up.
        """
        text, checked, finish = "", 0, ""
        for response in self._in_time(question, draft):
            finish = _finish_reason(response) or finish
            text = tidied(response.message.content or "")
            if len(text) > self._most_characters:
                raise _Refused("too long")
            # The last statement may go on.
            for statement in statements(text[checked:])[:-1]:
                checked += len(statement)
                if problems := check(statement):
                    raise _Refused("rejected", problems)
        if not text:
            raise _Refused("empty")
        if finish not in _DONE:
            raise _Refused("cut off", (f"finish_reason {finish or 'missing'}",))
        return text

    def _in_time(self, question: Question, draft: Draft) -> "Iterator[ChatResponse]":
        """What the endpoint streams, until the time is up.

        A thread of its own reads, because a read that hangs cannot be interrupted; it ends by the
        HTTP client's own timeout at the latest.
        """
        if not self._breaker.allows():
            raise _Refused("failed", ("it has failed just now and is left alone",))
        deadline = time.monotonic() + self._budget
        received: queue.SimpleQueue[ChatResponse | Exception | None] = queue.SimpleQueue()
        given_up = threading.Event()

        def read() -> None:
            try:
                for response in self._llm.stream_chat(self._prompt.messages(question, draft.spans)):
                    if given_up.is_set():
                        return
                    received.put(response)
                received.put(None)
            except Exception as error:  # noqa: BLE001  every transport and protocol fault ends in the same fallback
                received.put(error)

        threading.Thread(target=read, name="llm", daemon=True).start()
        try:
            while True:
                try:
                    item = received.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    self._breaker.failed()
                    raise _Refused("timed out", (f"{self._budget:g} s",)) from None
                if isinstance(item, Exception):
                    self._breaker.failed()
                    raise _Refused("failed", (type(item).__name__,)) from item
                if item is None:
                    self._breaker.succeeded()
                    return
                if time.monotonic() > deadline:
                    raise _Refused("timed out", (f"{self._budget:g} s",))
                yield item
        finally:
            given_up.set()


def tidied(text: str) -> str:
    """An LLM's text without its thoughts and emphasis, its markers as [1][2].

    >>> tidied("<think>嗯</think>**40家**【1】,5%[1, 2]")
    '40家[1],5%[1][2]'
    """
    text = _EMPHASIS.sub("", _THOUGHT.sub("", text)).strip()
    return _MARKERS.sub(lambda m: "".join(f"[{n}]" for n in re.findall(r"\d+", m[1])), text)


def _finish_reason(response: "ChatResponse") -> str:
    """Why the endpoint stopped, "" while it goes on."""
    choices = getattr(response.raw, "choices", None) or ()
    reason = getattr(choices[0], "finish_reason", None) if choices else None
    return str(reason or "")
