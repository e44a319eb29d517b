"""A circuit breaker: a part that keeps failing is left alone for a while, so that its time-outs are
paid now and then and not for every question (Nygard, "Release It!", 2007, chapter 5)."""

import threading
import time


class Breaker:
    """Opens after ``failures`` in a row and lets one call through again after ``rest_seconds``.

    Thread-safe; its clock is monotonic, so that setting the machine's clock changes nothing.
    """

    def __init__(self, failures: int, rest_seconds: float) -> None:
        self._most = failures
        self._rest_seconds = rest_seconds
        self._failed = 0
        self._until = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether to call now. After a rest one caller is let through; the others go on resting
        until it has reported."""
        with self._lock:
            if self._failed < self._most:
                return True
            if time.monotonic() < self._until:
                return False
            self._until = time.monotonic() + self._rest_seconds
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = time.monotonic() + self._rest_seconds
