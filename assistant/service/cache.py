"""The answers given last, by question and history: suggestions are asked over and over."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from assistant.types import Answer, Turn

_Key = tuple[str, tuple[tuple[str, str], ...]]


class AnswerCache:
    """Least recently used answers leave first. Thread-safe."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[_Key, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: str, history: Sequence[Turn]) -> Answer | None:
        key = _key(question, history)
        with self._lock:
            if found := self._answers.get(key):
                self._answers.move_to_end(key)
            return found

    def put(self, question: str, history: Sequence[Turn], answer: Answer) -> None:
        with self._lock:
            self._answers[_key(question, history)] = answer
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()


def _key(question: str, history: Sequence[Turn]) -> _Key:
    return question, tuple((turn["role"], turn["content"]) for turn in history)
