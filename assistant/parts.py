"""A comparison → a question about each thing in it."""

import re
from collections.abc import Callable

from assistant import english_parts
from assistant.english import is_english

_CONNECTOR = re.compile(
    r"(?:(?:是不是|是否|会不会|会|要|能)*(?:比(?!例|重|较|率)|高于|低于|多于|少于|大于|小于)|(?:是(?:不是|否)?|要?做到|要?达到|相当于|等于|抵得?上?|顶得?上?|合)(?=.+(?:倍|几成|百分之))|和|与|跟|及|以及|同|相比于|、|vs\.?)"
)
_TIME = re.compile(
    r"(?:到|在)?(?:(?:19|20)\d{2}年?(?:底|末)?|“?十[二三四五]五”?(?:期间|时期|末)?|现在|目前|过去|未来)(?:的)?"
)
# A time to come that names no year.
_LATER = re.compile("往后|以后|今后|将来|接下来|下一步|还要|打算")
_TOPIC_FIRST = re.compile(r"^(?P<topic>[^:]{2,20}):(?P<things>.+)$")
# What is said of both things from here on: 甲和乙都要…, 甲和乙,哪个….
_OF_BOTH = re.compile(
    r"(?<=.{2})(?:,|(?<![首成])都(?!市)|(?<![人平])均|分别|各(?:自|是|有|要|打|想)|哪个|谁|二者|两者|到底|究竟).*$"
)
# 甲、乙和丙三个产业的营业收入…
_COUNTED = re.compile(
    r"(?P<things>[^,。;:?、和与及]{1,12}(?:、[^,。;:?、和与及]{1,12})*[、和与及][^,。;:?、和与及]{1,12}?)(?:这|那)?(?<![第十])(?P<count>[三四五])(?:个|大|类|项|家|条|种|样)(?P<tail>[^,。;:?].*)"
)
_ITS_NAME = re.compile("(?:的|那[个条家座处]|这[个条家座处])[^,。;?]{2,}$")
_OVER = re.compile("(?:是不是|是否|会不会|会|要|能)*(?:高于|低于|多于|少于|大于|小于)")
_HEAD = re.compile("的[^,。;?的]{2,10}$")
_NAMED_TOO = re.compile("[^,。;?的]+的[^,。;?的比]{2,}")
_HOW_MANY = {"三": 3, "四": 4, "五": 5}
_BETWEEN = re.compile("[、和与及]")
_COMMON_HEAD = re.compile(r"^(?:请问|请|帮我|对比一下|对比|比较一下|比较)\s*")


def parts(text: str, words: Callable[[str], list[str]]) -> tuple[str, ...] | None:
    """A standalone question about each of the things compared, two unless they are counted (甲、乙、丙
    三个产业…); None when no two are named.

    What stands behind both ("…的2025年目标分别是多少") is asked of each; where nothing marks its
    beginning, the second thing is taken to have as many words as the first.

    Args:
        words: text → its words, without overlaps.

    >>> parts("甲 和 乙 2025年税收分别多少", str.split)
    ('甲 2025年税收分别多少', '乙 2025年税收分别多少')
    >>> parts("已建的游园和以后要建的,哪个多", list)
    ('已建的游园 ,哪个多', '以后要建的游园,哪个多')
    """
    if is_english(text):
        return english_parts.parts(text)
    text = _COMMON_HEAD.sub("", text)
    if match := _COUNTED.search(text):
        things = _BETWEEN.split(match["things"])
        if len(things) == _HOW_MANY[match["count"]]:
            return tuple(f"{text[: match.start()]}{thing}{match['tail']}" for thing in things)
    if match := _TOPIC_FIRST.match(text):  # "税收目标:甲 vs 乙"
        if named := parts(match["things"], words):
            return f"{named[0]} {match['topic']}", f"{named[1]} {match['topic']}"
        text = f"{match['topic']},{match['things']}"  # 甲与乙:各自要达到什么
    for match in _CONNECTOR.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if not left or not right:
            continue
        first, second = _TIME.search(left), _TIME.match(right)
        if first and second and first.end() == len(left):
            # Two times of one thing: what is not time belongs to both.
            return f"{left} {right[second.end() :]}", f"{left[: first.start()]} {right}".strip()
        tail = _tail(left, right, words)
        thing = right.removesuffix(tail).rstrip(",")
        if thing.endswith("的") and "的" in left:
            # 建好的游园和要建的: what is left out is the same.
            right = f"{thing}{left.rsplit('的', 1)[1]}{right[len(thing) :]}"
        elif (
            _OVER.fullmatch(match.group())
            and (head := _HEAD.search(left))
            and _lacks(thing, head.group())
        ):
            # 甲的年税收高于乙: what the second thing leaves out is the first one's.
            right = f"{thing}{head.group()}{right[len(thing) :]}"
        of_left = first and not _TIME.search(right) and not _LATER.search(right)
        time = f"{first.group()} " if first and of_left else ""
        return f"{left} {tail}".strip(), f"{time}{right}"
    return None


def _lacks(thing: str, head: str) -> bool:
    """Whether a thing is no such thing as a head names: 执业医师数 is one, as 的注册护士数 is."""
    return "的" not in thing and thing.rstrip("?")[-1:] != head[-1]


def _tail(left: str, right: str, words: Callable[[str], list[str]]) -> str:
    """What of the right side belongs to both: from a year, a 的, a word for both (都, 分别) or the
    question's verb on."""
    marked = _OF_BOTH.search(right)
    told = marked.group().lstrip(",") if marked else ""
    # Where the first thing has a name of its own (甲的项目和乙的云仓), so has the second.
    named = told and _ITS_NAME.search(left) and _NAMED_TOO.match(right)
    shared = re.search(rf"(?:(?:19|20)\d{{2}}年?|“?十[三四]五”?{'' if named else '|的'}).*$", right)
    if shared and not re.search(r"(?:19|20)\d{2}|十[三四]五", left):
        return max(shared.group().lstrip("的"), told, key=len)
    spoken = words(right)
    return max("".join(spoken[len(words(_TIME.sub("", left))) :]).strip(), told, key=len)
