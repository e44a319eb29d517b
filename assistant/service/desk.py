"""A bounded number of questions at once, a bounded queue behind them, and a limit on the wait.

Threads (the page, MCP's tools) and coroutines (the API) share one desk: a pool of as many threads
as questions may run, and a count of those admitted.
"""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from typing import ParamSpec, TypeVar

from assistant.service.errors import Busy, TooSlow

P = ParamSpec("P")
T = TypeVar("T")
_RETRY_SECONDS = 2


class Desk:
    """Runs ``workers`` calls at once and lets ``queue_length`` more wait."""

    def __init__(self, workers: int, queue_length: int, timeout_seconds: float) -> None:
        self.workers = workers
        self.timeout_seconds = timeout_seconds
        self._most = workers + queue_length
        self._admitted = 0
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="question")

    @property
    def running(self) -> int:
        return min(self._admitted, self.workers)

    @property
    def waiting(self) -> int:
        return max(0, self._admitted - self.workers)

    def submit(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Start the call or let it wait; it keeps the caller's context (the request id).

        Raises:
            Busy: at once, when the queue is full.
        """
        with self._lock:
            if self._admitted >= self._most:
                raise Busy("too many questions at the moment", _RETRY_SECONDS)
            self._admitted += 1
        try:
            context = contextvars.copy_context()
            future = self._pool.submit(context.run, lambda: call(*args, **kwargs))
        except BaseException:
            self._leave()
            raise
        future.add_done_callback(lambda _: self._leave())
        return future

    def wait(self, future: "Future[T]") -> T:
        """The result, on a thread.

        Raises:
            TooSlow: it did not come in time; a call that still waits is withdrawn.
        """
        try:
            return future.result(self.timeout_seconds)
        except FutureTimeout as error:
            future.cancel()
            raise self._too_slow() from error

    async def result(self, future: "Future[T]") -> T:
        """The result, in a coroutine; raises as ``wait`` does."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.timeout_seconds)
        except TimeoutError as error:
            raise self._too_slow() from error

    def close(self) -> None:
        """Withdraw what waits; what runs finishes on its own."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _too_slow(self) -> TooSlow:
        return TooSlow(f"no answer within {self.timeout_seconds:g} s", _RETRY_SECONDS)

    def _leave(self) -> None:
        with self._lock:
            self._admitted -= 1
