"""A comparison → the two questions in it."""

import re

_CONNECTOR = re.compile(
    r"(?:和|与|跟|及|以及|同|比(?!例|重|较|率)|相比于|、|vs\.?|versus|and|than)"
)
_TIME = re.compile(
    r"(?:到|在)?(?:(?:19|20)\d{2}年?(?:底|末)?|“?十[二三四五]五”?(?:期间|时期|末)?|现在|目前|过去|未来)(?:的)?"
)
_COMMON_HEAD = re.compile(r"^(?:请问|请|帮我|对比一下|对比|比较一下|比较|compare)\s*")
_VERB = re.compile(
    r"(?:相比|比起来|之间|哪个|哪家|哪项|谁|分别|各|有什么|有何|的?(?:差距|区别|不同|差别|变化)|差|相差|对比|比较|一样|多多少|高多少|是多少|多少).*$"
)


def parts(text: str) -> tuple[str, str] | None:
    """Two standalone questions about the two things compared; None when no two are named.

    What stands behind both ("…的2025年目标分别是多少") is asked of each.

    >>> parts("液压科技和食品装备2025年税收分别多少")
    ('液压科技 2025年税收分别多少', '食品装备2025年税收分别多少')
    """
    text = _COMMON_HEAD.sub("", text)
    for match in _CONNECTOR.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if len(left) < 2 or len(right) < 2:
            continue
        first, second = _TIME.search(left), _TIME.match(right)
        if first and second and first.end() == len(left):
            # Two times of one thing: what is not time belongs to both.
            return f"{left} {right[second.end() :]}", f"{left[: first.start()]} {right}".strip()
        tail = _tail(left, right)
        return f"{left} {tail}".strip(), right
    return None


def _tail(left: str, right: str) -> str:
    """What of the right side belongs to both: from a year, a 的 or the question's verb on."""
    shared = re.search(r"(?:(?:19|20)\d{2}年?|“?十[三四]五”?|的).*$", right)
    if shared and not re.search(r"(?:19|20)\d{2}|十[三四]五", left):
        return shared.group().lstrip("的")
    verb = _VERB.search(right)
    return verb.group() if verb else ""
