"""What Prometheus scrapes. One registry a service, so that two of them in a test do not add up."""

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from assistant.service.desk import Desk
from assistant.types import Answer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Questions by status, latency in all and a step, the queue, the cache, refusals, the index."""

    def __init__(self, desk: Desk) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "guiwen_questions",
            "Questions by the status of their answer",
            ["status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "guiwen_question_seconds",
            "Answering, without waiting",
            buckets=_SECONDS,
            registry=registry,
        )
        self._steps = Histogram(
            "guiwen_step_seconds", "One step of it", ["step"], buckets=_SECONDS, registry=registry
        )
        self._degraded = Counter(
            "guiwen_degraded", "Answers without the vector store", registry=registry
        )
        self._cache = Counter(
            "guiwen_cache_lookups", "Answer cache look-ups", ["result"], registry=registry
        )
        self._refused = Counter(
            "guiwen_refused", "Requests refused by a limit", ["reason"], registry=registry
        )
        self._requests = Counter(
            "guiwen_http_requests", "HTTP requests", ["method", "code"], registry=registry
        )
        self._ready = Gauge("guiwen_index_ready", "1 while the index is whole", registry=registry)
        self._rebuilds = Counter(
            "guiwen_index_reopened",
            "Index reopened or rebuilt while serving",
            ["result"],
            registry=registry,
        )
        running = Gauge("guiwen_questions_running", "Questions being answered", registry=registry)
        running.set_function(lambda: desk.running)
        waiting = Gauge("guiwen_questions_waiting", "Questions in the queue", registry=registry)
        waiting.set_function(lambda: desk.waiting)

    def answered(self, answer: Answer, *, seconds: float, cached: bool) -> None:
        self._questions.labels(answer.status).inc()
        self._cache.labels("hit" if cached else "miss").inc()
        if cached:
            return
        self._seconds.observe(seconds)
        if answer.trace.get("degraded"):
            self._degraded.inc()
        for step, milliseconds in steps_of(answer.trace).items():
            self._steps.labels(step).observe(milliseconds / 1000)

    def failed(self) -> None:
        self._questions.labels("error").inc()

    def refused(self, reason: str) -> None:
        self._refused.labels(reason).inc()

    def request(self, method: str, code: int) -> None:
        # Methods are the client's words: only the known ones become label values.
        known = method if method in ("GET", "POST", "HEAD", "OPTIONS", "DELETE") else "other"
        self._requests.labels(known, str(code)).inc()

    def index_ready(self, ready: bool) -> None:
        self._ready.set(ready)

    def reopened(self, *, succeeded: bool) -> None:
        self._rebuilds.labels("ok" if succeeded else "failed").inc()

    def exposition(self) -> bytes:
        """The text format of Prometheus."""
        return generate_latest(self._registry)


def steps_of(trace: Mapping[str, Any]) -> dict[str, float]:
    """Milliseconds of every step in an answer's trace, those of the search among them."""
    steps = {**trace.get("milliseconds", {}), **trace.get("search", {})}
    steps.pop("total", None)
    return {name: float(spent) for name, spent in steps.items()}
