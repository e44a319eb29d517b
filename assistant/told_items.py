"""What a follow-up names by its place in what was told before: 第二个, 最后那项, 前者."""

import re
from collections.abc import Iterator, Sequence

from assistant.types import Turn
from index.figures import han_to_int
from index.normalize import normalize

_COUNTED = "(?:个|项|条|类|家|种|处|座|样|块)"
_NTH = re.compile(
    rf"(?:第(?P<nth>[一二三四五六七八九十]|[1-9]\d?){_COUNTED}(?![五5]年)|"
    rf"(?P<last>最后)(?:那|的)?(?:一)?{_COUNTED}|(?P<latter>后者|后面那个|(?<![今以落最然])后一个)|(?P<former>前者))"
    rf"(?:项目|指标|工程|产业|园区|企业|公司|任务)?"
)
_LIST = re.compile(
    r"[^,。;:!?、\[\]]+(?:、[^,。;:!?、\[\]]+)*(?:以及|及(?!以|其)|[和与跟、])[^,。;:!?、\[\]]+"
)
# What stands before the first of them.
_LEAD = re.compile(
    r"^.*(?:分别(?:是|为|与|和|有)?|包括|就是|即|指的?是?|有|是|为|:|推动|支持|依托|建设)"
)
_ONE_AND_OTHER = re.compile(
    r"(?:一个?是|其一是?)([^,。;]{2,40})[,;](?:另一个是|二是|其二是?)([^,。;]{2,40})(?:[,;]三是([^,。;]{2,40}))?"
)
_LAST_TWO = re.compile("以及|及(?!以|其)|[和与跟]")
# What is told of the last one, or how they are counted.
_TAIL = re.compile(
    rf"(?:(?:哪|谁|什么|啥|多少|几|怎|有什|分别|都|各自).*|等.*|打通|融合|[两三四五六七八九\d]+{_COUNTED}.*|(?:[^和与及跟、]*的[^和与及跟、]*))$"
)
_LONGEST = 24
# So many signs of a turn are read: an answer has no more.
_READ = 2_000


def named_by_place(text: str, history: Sequence[Turn]) -> str:
    """A normalised follow-up with what it means by 第二个 in its own words, by the last turn that told
    as many things; as it is where none did.

    >>> told = [Turn(role="assistant", content="三大改造是智能化改造、绿色化改造和技术改造。")]
    >>> named_by_place("第二个建几家工厂?", told), named_by_place("第四个呢?", told)
    ('绿色化改造建几家工厂?', '第四个呢?')
    """
    match = _NTH.search(text)
    if match is None:
        return text
    place = 2 if match["latter"] else 1
    if match["last"]:
        place = 0
    elif match["nth"]:
        place = int(match["nth"]) if match["nth"].isdigit() else han_to_int(match["nth"]) or 10
    only_two = bool(match["latter"] or match["former"])
    for items in _told(history):
        if len(items) >= max(place, 2) and (len(items) == 2 or not only_two):
            return f"{text[: match.start()]}{items[place - 1]}{text[match.end() :]}"
    return text


def _told(history: Sequence[Turn]) -> Iterator[list[str]]:
    """The enumerations of earlier turns, the last one first, of one turn the longest first."""
    for turn in reversed(history):
        told = normalize(turn["content"][:_READ])
        if match := _ONE_AND_OTHER.search(told):
            yield [item for item in match.groups() if item]
        lists = [_items(found) for found in _LIST.findall(told)]
        yield from sorted((items for items in lists if len(items) > 1), key=len, reverse=True)


def _items(found: str) -> list[str]:
    *first, last = found.split("、")
    # The last two are joined by a word (甲、乙和丙), or all are by commas.
    both = _LAST_TWO.split(last, maxsplit=1) if not first or _LAST_TWO.search(last) else [last]
    items = [*first, *both]
    items[0] = _LEAD.sub("", items[0])
    items[-1] = _TAIL.sub("", items[-1]) or items[-1]
    items = [item.strip("“”《》 ") for item in items]
    return items if all(1 < len(item) <= _LONGEST for item in items) else []
