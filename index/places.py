"""Names of provinces, cities and counties in a text.

The names are those of the national standard GB/T 2260, as the package ``gb2260`` carries them.
"""

import re
from functools import lru_cache
from pathlib import Path

from gb2260 import data

_PINYIN = Path(__file__).with_name("places.tsv")
_SUFFIX = re.compile(
    r"(?:(?:[\u4e00-\u9fff]{1,6}族)*自治[区州县]|特别行政区|地区|林区|新区|[省市县区])$"
)
# What is named after a place lies somewhere else: 中山路, 湘江大桥.
_NAMED_AFTER = r"(?!\w?(?:路|街|大道|桥|河|湖|小学|中学|公园|小区|社区|庄|村))"
_LINES = "road|railway|rail|line|expressway|highway|street|avenue|river|bridge"
# Words in which the name of a place is none.
_NO_PLACE = re.compile("真金白银|(?<![六西吉雅淮延泰])安不安全?|不安全")
# Larger wholes of which a plan's own place is only a part, and countries often compared with.
_WHOLES = (
    "全国",
    "全省",
    "全市",
    "全球",
    "我国",
    "中国",
    "美国",
    "日本",
    "韩国",
    "德国",
    "英国",
    "印度",
)
_OF_THE_NATION = re.compile(
    r"(?:国家|国内|中国|我国)[^。;]*(?:排名|位居|位列|第[一二三\d]|最|首|强|领先)"
)
_WORDS_OF = {
    "全国": _OF_THE_NATION,
    "我国": _OF_THE_NATION,
    "中国": _OF_THE_NATION,
    "日本": re.compile("日韩"),
    "韩国": re.compile("日韩"),
}
# The one sign by which a province is called.
_SIGNS = dict(
    pair.split(":")
    for pair in [
        "北京:京",
        "天津:津",
        "上海:沪",
        "重庆:渝",
        "河北:冀",
        "山西:晋",
        "辽宁:辽",
        "黑龙江:黑",
        "江苏:苏",
        "浙江:浙",
        "安徽:皖",
        "福建:闽",
        "江西:赣",
        "山东:鲁",
        "河南:豫",
        "湖北:鄂",
        "湖南:湘",
        "广东:粤",
        "广西:桂",
        "海南:琼",
        "四川:川",
        "陕西:陕",
    ]
)
_ANY_SIGN = f"[{''.join(_SIGNS.values())}]"
# Signs stand for provinces where several stand together (京津冀, 京、沪).
_SIGNS_LISTED = re.compile(f"{_ANY_SIGN}(?:、?{_ANY_SIGN})+")
_GENERIC = frozenset(
    {
        "老城区",
        "新城区",
        "城中区",
        "市中区",
        "市辖区",
        "县",
        "城区",
        "郊区",
        "矿区",
        "新区",
        "市区",
        "省直辖县级行政区划",
    }
)


@lru_cache(maxsize=1)
def _codes() -> dict[str, list[str]]:
    """Name → the codes of the places so called: two digits a province, four a city, six a county."""
    codes: dict[str, list[str]] = {}
    for code, name in data.data[None].items():
        if name in _GENERIC or len(name) < 3:
            continue
        within = re.sub(r"(?:00)+$", "", str(code))
        codes.setdefault(name, []).append(within)
        # A county's short name is often an everyday word (惠民, 新建, 和平): it needs its suffix.
        if code % 100 == 0 and len(short := _SUFFIX.sub("", name)) >= 2:
            codes.setdefault(short, []).append(within)
    return codes


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted({*_WHOLES, *_codes()}, key=lambda name: (-len(name), name))
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){_NAMED_AFTER}")


@lru_cache(maxsize=1)
def _in_english() -> dict[str, str]:
    """Pinyin → name: ``zhengzhou``, ``linying county``."""
    lines = _PINYIN.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))


@lru_cache(maxsize=1)
def _english_pattern() -> re.Pattern[str]:
    longest_first = sorted(_in_english(), key=lambda name: (-len(name), name))
    names = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![-\w])(?:{names})(?![-\w]| (?:{_LINES}))")


def places(text: str) -> tuple[str, ...]:
    """The places that a normalised text names, each once, Chinese names first, in order.

    >>> places("许昌和召陵区的中山路"), places("what is zhengzhou's target?")
    (('许昌', '召陵区'), ('郑州',))
    >>> places("is zhengzhou road to be widened?")
    ()
    """
    english = (_in_english()[name] for name in _english_pattern().findall(text))
    return tuple(dict.fromkeys([*_pattern().findall(_NO_PLACE.sub(" ", text)), *english]))


def holds(whole: str, part: str) -> bool:
    """Whether one place lies in the other.

    >>> holds("河南省", "漯河"), holds("郑州", "漯河")
    (True, False)
    """
    codes = _codes()
    return any(p.startswith(w) for w in codes.get(whole, ()) for p in codes.get(part, ()))


def is_named(place: str) -> bool:
    """Whether it is a place of its own, not a whole such as 全国 that is often only a yardstick."""
    return place in _codes()


# 高于全国、全市平均水平
_AVERAGE = re.compile(r"((?:全[国省市][、和]?)+)的?平均")


def averages(text: str) -> frozenset[str]:
    """The places whose average a text speaks of.

    >>> sorted(averages("高于全国、全市平均水平"))
    ['全国', '全市']
    """
    return frozenset(re.findall("全[国省市]", "".join(_AVERAGE.findall(text))))


def without_averages(text: str) -> str:
    """A text without the averages that it only measures by.

    >>> without_averages("高于全市平均水平")
    '高于水平'
    """
    return _AVERAGE.sub("", text)


def speaks_of(text: str, place: str) -> bool:
    """Whether a text names a place: by its name, a province also by its sign among others, the
    nation also by what ranks within it. A count of 国家级 things is none of the whole nation's.

    >>> speaks_of("在国家级开发区中排名", "全国"), speaks_of("国家级企业24家", "全国")
    (True, False)
    >>> speaks_of("精耕京、沪、闽、粤、浙几大区域", "浙江"), speaks_of("晋级四星级", "山西")
    (True, False)
    """
    if place in text:
        return True
    if pattern := _WORDS_OF.get(place):
        return bool(pattern.search(text))
    sign = _SIGNS.get(_SUFFIX.sub("", place))
    return sign is not None and sign in "".join(_SIGNS_LISTED.findall(text))
