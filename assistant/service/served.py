"""The assistant that is being served: the same contract, behind the desk, the cache and the
metrics, with an index that can be exchanged while questions are running."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from assistant.core import Assistant
from assistant.service.cache import AnswerCache
from assistant.service.desk import Desk
from assistant.service.errors import Busy
from assistant.service.log import current_request_id, request_id_set
from assistant.service.metrics import Metrics, steps_of
from assistant.settings import ServiceSettings
from assistant.types import Answer, Turn

log = logging.getLogger("guiwen.question")


class ServedAssistant(Assistant):
    """Answers as ``Assistant`` does, and may raise what stands in ``service.errors``.

    ``index``, ``plan`` and ``settings`` are those of the assistant adopted last. A question runs
    on one assistant from start to end, whatever is adopted meanwhile.
    """

    def __init__(self, assistant: Assistant, service: ServiceSettings) -> None:
        # Not the base's: everything that it would set up is taken from the adopted assistant.
        self.service = service
        self.desk = Desk(service.workers, service.queue_length, service.answer_timeout_seconds)
        self.metrics = Metrics(self.desk)
        self.on_degraded: Callable[[], None] = lambda: None
        self.request_id: Callable[[], str] = current_request_id
        self._cache = AnswerCache(service.answer_cache)
        self.adopt(assistant)

    def adopt(self, assistant: Assistant) -> None:
        """Answer with this one from the next question on."""
        # The first question pays for what is computed once (seconds): let it be this one.
        assistant.ask(assistant.plan.title)
        self._current = assistant
        self.settings, self.index, self.plan = assistant.settings, assistant.index, assistant.plan
        self._cache.clear()

    def submit(self, question: str, history: Sequence[Turn] = ()) -> "Future[Answer]":
        """Have a question answered; raises Busy at once when the queue is full."""
        with request_id_set(self.request_id()):
            try:
                return self.desk.submit(self._answer, question, history)
            except Busy:
                self.metrics.refused("queue_full")
                raise

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Raises Busy or TooSlow, as ``Desk`` does."""
        return self.desk.wait(self.submit(question, history))

    def _answer(self, question: str, history: Sequence[Turn]) -> Answer:
        begin = time.perf_counter()
        found = self._cache.get(question, history)
        try:
            answer = found or self._current.ask(question, history)
        except Exception:
            self.metrics.failed()
            log.exception("failed", extra=self._said(question))
            raise
        seconds = time.perf_counter() - begin
        self.metrics.answered(answer, seconds=seconds, cached=found is not None)
        degraded = bool(answer.trace.get("degraded"))
        if degraded:
            self.on_degraded()
        elif found is None and "failed" not in str(answer.trace.get("llm", "")):
            self._cache.put(question, history, answer)
        log.info(
            "answered",
            extra={
                "status": answer.status,
                "milliseconds": round(seconds * 1000, 1),
                "cached": found is not None,
                "degraded": degraded,
                "turns": len(history),
                "characters": len(question),
                "by": answer.trace.get("by"),
                "steps": steps_of(answer.trace) if found is None else {},
                **self._said(question),
            },
        )
        return answer

    def _said(self, question: str) -> dict[str, str]:
        """The question's text for the log, where the operator has switched that on."""
        return {"question": question} if self.service.log_questions else {}
