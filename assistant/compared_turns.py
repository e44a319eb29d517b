"""A follow-up that sets something against what was told before → a question that names both.

比它少多少 means less than what was told last, 前一项是后一项的几倍 the things of the last two turns, and
护士呢?差几个 the new thing and the old one.
"""

import re
from collections.abc import Callable

_STANDS_FOR_LAST = (
    r"(?:它(?!们)|这(?!些)(?:个|项|条|家|座|块|笔钱?|数)?|那(?!些)(?:个|项|条|家|座|块|笔钱?|数)?|后者|前者|"
    r"(?:上|前)(?:面|头|边)?(?:一|那|这)?(?:个|项|条|家|座|块|笔)|(?:刚才|上面|前面)(?:说的?|讲的?|提的?)?(?:那|这)?(?:个|项|条|家|座|块|笔|数)?|\b(?:it|that|this)\b)"
)
_AGAINST = r"(?:比|跟|和|与|同|较|\b(?:than|to|with|from)\b)\s*"
_AGAINST_ENDS = re.compile(rf"{_AGAINST}$")
# What is set against what was told: 比它多, 跟刚才那个比.
COMPARAND = re.compile(
    rf"{_AGAINST}(?P<for>{_STANDS_FOR_LAST})(?=(?:相?比|来|要|会|还|更|又|都|多|少|高|低|大|小|差|快|慢|早|晚|长|短|贵|便宜|哪|谁|加|合)|[,。?\s]|$)(?![^,。?]{{0,4}}的)"
)
_ONE = r"(?:一|那|这)?(?:个|项|条|家|座|块|笔|件|处|样|头)(?:数|钱)?"
FORMER = re.compile(
    rf"前者|\bthe (?:former|first one)\b|(?<![后里外上下])(?:前|上|头)(?:面|边|头)?{_ONE}"
)
LATTER = re.compile(
    rf"后者|\bthe (?:latter|second one)\b|(?<![今以落最然])(?:后|下)(?:面|边|头)?{_ONE}"
)
# What sets the one against the other.
_BETWEEN = re.compile(r"^[^,。;?]{0,6}?(?:比|较|是|和|与|跟|同|顶|占|减|加|抵|差|除)[^,。;?]{0,2}$")
# A new thing, and how it stands to the old one: 护士呢?差几个; 龙头企业又是多少?两类加总呢.
_SET_AGAINST = re.compile(
    r"^(?:那|那么|and|what about|how about|\s)*(?P<thing>[^?,。和与跟、]{2,24}?)(?:呢|又?(?:是|有)?(?:多少|几)[\u4e00-\u9fff]{0,2}|的?话)[?,。](?P<asked>(?:[它他]?[跟和与比][^,。?]{1,6}[比,]?)?[^,。?]{0,4}"
    r"(?:(?:哪|谁)[\u4e00-\u9fff]{0,4}[多少高低大小快慢早晚长短贵]|孰|差(?:多|几|了|着|别|距|额)|多(?:多少|几)|少(?:多少|几)|[两俩二](?:个|项|者|类|样|笔|下里)?(?:比|相|差|加|合|哪|谁)|加(?:起|在一|总)|合(?:计|起|在|一)|几倍|多少倍|which|difference|altogether).*)$"
)
# What of an earlier question asks, and names nothing.
_ASKED = re.compile(
    r"是?(?:多少|几)(?:个|家|条|所|座|亩|项|户|名|人|处|吨|件|亿|万|元|公里|米|平方|钱|美元|%)*|(?:要|能|想|会|得)?(?:达到|做到|弄到|搞到)|什么|怎么?样|呢|吗|啊|呀|[?!。]|\b(?:how (?:many|much)|what(?: is| are|'s)?|the)\b"
)
_ENDS = " ,、的了有是花要在到为和跟与"
_POINTS = re.compile(r"^(?:这|那)[\u4e00-\u9fff]{1,5}$")


def compared(
    text: str, before_it: str, before: str, content: Callable[[str], list[str]]
) -> str | None:
    """The question with what it is compared with by name; None where it leans on nothing told before.

    Args:
        text: a follow-up in normal form.
        before_it, before: the last two standalone questions, "" where there is none.
        content: text → its content words.

    >>> compared("注册护士比它多多少?", "", "执业医师数2025年是多少?", str.split)
    '注册护士比执业医师数2025年多多少?'
    >>> compared("前一个是后一个的几倍?", "路修了多少公里?", "河长多少?", str.split)
    '路修是河长的几倍?'
    """
    last, earlier = named(before), named(before_it)
    if not last:
        return None
    if (match := _SET_AGAINST.match(text)) and content(match["thing"]):
        asked = COMPARAND.sub("", match["asked"])
        return f"{last}和{match['thing']},{asked}"
    former, latter = FORMER.search(text), LATTER.search(text)
    if former and latter:
        first, second = sorted((former, latter), key=lambda m: m.start())
        middle = text[first.end() : second.start()]
        if not _BETWEEN.search(middle):
            return None  # 前头那条路修了,后头那家厂啥时候搬
        if not earlier or earlier == last:  # two that one answer told
            rest = f"{text[: first.start()]}{text[second.end() :]}".strip(" 的")
            return f"{last} {rest}"
        words = {former: earlier, latter: last}
        return f"{text[: first.start()]}{words[first]}{middle}{words[second]}{text[second.end() :]}"
    if (alone := latter or COMPARAND.search(text)) is None:
        return None
    start, end = alone.span(alone.lastgroup or 0)
    against = _AGAINST_ENDS.search(text[:start])
    if against is None or not (left := text[: against.start()]) or left.endswith("的"):
        return None
    if _POINTS.match(left) and left[-1] in earlier:  # 那座桥: the topic before, if that names one
        left = earlier
    return f"{left}{against.group()}{last}{text[end:]}"


def named(question: str) -> str:
    """What a standalone question names, with its time and kind of value."""
    kept = (part.strip(_ENDS) for part in _ASKED.sub("\n", question).split("\n"))
    return " ".join(part for part in kept if len(part) > 1)
