"""When a text states a required fact.

NFKC, spaces and Markdown removed; an alternative that begins or ends with a digit must not touch
another digit or a decimal point.
"""

import re
import unicodedata
from collections.abc import Sequence

_MARKDOWN = re.compile(r"[\s*_`#>|~]|\[\d+\]")
_DIGIT = re.compile(r"\d")


def normal(text: str) -> str:
    """
    >>> normal("**72.8** 万元 [1]")
    '72.8万元'
    """
    return _MARKDOWN.sub("", unicodedata.normalize("NFKC", text)).lower()


def contains(text: str, alternative: str) -> bool:
    """Whether a text in normal form states the alternative.

    >>> contains(normal("达到40家"), "40家"), contains(normal("达到140家"), "40家")
    (True, False)
    >>> contains(normal("增长7.65%"), "7.6")
    False
    """
    alternative = normal(alternative)
    if not alternative:
        return False
    before = r"(?<![\d.])" if _DIGIT.match(alternative[0]) else ""
    after = r"(?!\.?\d)" if _DIGIT.match(alternative[-1]) else ""
    return re.search(before + re.escape(alternative) + after, text) is not None


def states(text: str, facts: Sequence[Sequence[str]]) -> bool:
    """Whether a text states every required fact in one of its spellings."""
    plain = normal(text)
    return all(any(contains(plain, spelling) for spelling in fact) for fact in facts)
