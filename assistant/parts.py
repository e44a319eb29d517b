"""A comparison → the two questions in it."""

import re
from collections.abc import Callable

_CONNECTOR = re.compile(
    r"(?:(?:是不是|是否|会不会|会|要|能)*(?:比(?!例|重|较|率)|高于|低于|多于|少于|大于|小于)|是(?:不是|否)?(?=.+倍)|和|与|跟|及|以及|同|相比于|、|vs\.?|versus|and|than)"
)
_TIME = re.compile(
    r"(?:到|在)?(?:(?:19|20)\d{2}年?(?:底|末)?|“?十[二三四五]五”?(?:期间|时期|末)?|现在|目前|过去|未来)(?:的)?"
)
_TOPIC_FIRST = re.compile(r"^(?P<topic>[^:]{2,20}):(?P<things>.+)$")
_COMMON_HEAD = re.compile(r"^(?:请问|请|帮我|对比一下|对比|比较一下|比较|compare)\s*")


def parts(text: str, words: Callable[[str], list[str]]) -> tuple[str, str] | None:
    """Two standalone questions about the two things compared; None when no two are named.

    What stands behind both ("…的2025年目标分别是多少") is asked of each; where nothing marks its
    beginning, the second thing is taken to have as many words as the first.

    Args:
        words: text → its words, without overlaps.

    >>> parts("甲 和 乙 2025年税收分别多少", str.split)
    ('甲 2025年税收分别多少', '乙 2025年税收分别多少')
    """
    text = _COMMON_HEAD.sub("", text)
    if match := _TOPIC_FIRST.match(text):  # "税收目标:甲 vs 乙"
        named = parts(match["things"], words)
        return named and (f"{named[0]} {match['topic']}", f"{named[1]} {match['topic']}")
    for match in _CONNECTOR.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if not left or not right:
            continue
        first, second = _TIME.search(left), _TIME.match(right)
        if first and second and first.end() == len(left):
            # Two times of one thing: what is not time belongs to both.
            return f"{left} {right[second.end() :]}", f"{left[: first.start()]} {right}".strip()
        tail = _tail(left, right, words)
        time = f"{first.group()} " if first and not _TIME.search(right) else ""
        return f"{left} {tail}".strip(), f"{time}{right}"
    return None


def _tail(left: str, right: str, words: Callable[[str], list[str]]) -> str:
    """What of the right side belongs to both: from a year, a 的 or the question's verb on."""
    shared = re.search(r"(?:(?:19|20)\d{2}年?|“?十[三四]五”?|的).*$", right)
    if shared and not re.search(r"(?:19|20)\d{2}|十[三四]五", left):
        return shared.group().lstrip("的")
    spoken = words(right)
    return "".join(spoken[len(words(_TIME.sub("", left))) :]).strip()
