"""The trace of one question while it is being answered."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Steps:
    """Notes and milliseconds a step; a step taken twice adds up."""

    def __init__(self) -> None:
        self._notes: dict[str, Any] = {}
        self._milliseconds: dict[str, float] = {}
        self._begin = time.perf_counter()

    def note(self, **notes: Any) -> None:
        self._notes.update(notes)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - begin) * 1000
            self._milliseconds[step] = round(self._milliseconds.get(step, 0.0) + spent, 2)

    def trace(self) -> dict[str, Any]:
        total = round((time.perf_counter() - self._begin) * 1000, 2)
        return {**self._notes, "milliseconds": {**self._milliseconds, "total": total}}
