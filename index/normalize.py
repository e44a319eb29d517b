"""One normal form for the plan, questions, evaluation and highlighting."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normalize(text: str) -> str:
    """NFKC, traditional → simplified, lower case, no invisible characters, single spaces.

    >>> normalize("規上工業 2025年")
    '规上工业 2025年'
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if c in "\t\r\n" else c for c in text if c in "\t\r\n" or _visible(c))
    return _SPACE.sub(" ", _simplifier().convert(text)).strip().lower()


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE
