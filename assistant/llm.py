"""An optional LLM that words an answer; what it writes is checked before anyone sees it."""

import logging
import re
from collections.abc import Sequence
from pathlib import Path

from llama_index.core.llms import LLM, ChatMessage

from assistant.draft import Draft
from assistant.settings import AssistantSettings
from assistant.types import Span
from corpus import Plan
from index.breaker import Breaker

log = logging.getLogger(__name__)
_PROMPTS = Path(__file__).parent / "prompts"
_MARKER = re.compile(r"\[(\d+)\]")
# A dead endpoint is tried again after this rest; until then nobody waits for it.
_FAILURES, _REST_SECONDS = 3, 30.0


class Writer:
    """Words an extractive draft anew with an OpenAI-compatible endpoint."""

    def __init__(self, llm: LLM, plan: Plan) -> None:
        self._llm = llm
        self._plan = plan
        self._breaker = Breaker(_FAILURES, _REST_SECONDS)
        self._system = (_PROMPTS / "system.txt").read_text(encoding="utf-8").strip()
        self._user = (_PROMPTS / "answer.txt").read_text(encoding="utf-8").strip()

    @classmethod
    def from_settings(cls, settings: AssistantSettings, plan: Plan) -> "Writer | None":
        """None when no endpoint is configured."""
        if not settings.llm_base_url:
            return None
        from llama_index.llms.openai_like import OpenAILike  # costs a second; only when wanted

        llm = OpenAILike(
            model=settings.llm_model,
            api_base=settings.llm_base_url,
            api_key=settings.llm_api_key.get_secret_value(),
            timeout=settings.llm_timeout_seconds,
            max_tokens=settings.llm_max_tokens,
            temperature=0.0,
            max_retries=0,
            is_chat_model=True,
        )
        return cls(llm, plan)

    def write(self, question: str, spans: Sequence[Span]) -> Draft | None:
        """A draft over numbered sources; None when the endpoint fails or cites nothing.

        The sources are data: the prompt fences them, and the caller checks every number and
        marker of what comes back.
        """
        sources = "\n".join(f"[{n}] {s.text(self._plan)}" for n, s in enumerate(spans, 1))
        messages = [
            ChatMessage(role="system", content=self._system),
            ChatMessage(role="user", content=self._user.format(question=question, sources=sources)),
        ]
        if not self._breaker.allows():
            return None
        try:
            text = (self._llm.chat(messages).message.content or "").strip()
        except Exception as error:  # noqa: BLE001  every transport and protocol fault ends in the same fallback
            self._breaker.failed()
            log.warning("the LLM endpoint failed (%s); using the extractive answer", error)
            return None
        self._breaker.succeeded()
        cited = {int(n) for n in _MARKER.findall(text)}
        if not text or not cited or not cited <= set(range(1, len(spans) + 1)):
            return None
        return Draft(text=text, spans=tuple(spans), by="llm")
