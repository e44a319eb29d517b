"""Numbers with their units, read out of Chinese prose."""

import re
from dataclasses import dataclass
from functools import partial

from index.english_numbers import english_in_digits
from index.normalize import normalize

_UNITS = (
    "个百分点|亿美元|万美元|亿元|万元|万亿元|万平方米|万m2|平方米|平方公里|万吨标准煤|吨标准煤|立方米|"
    "万吨|公里|千米|公顷|分钟|小时|万人次|人次|万人|万件|万户|"
    "%|‰|倍|亿|元|吨|亩|家|个|户|名|所|条|座|件|项|处|张|人|年|月|日|天|米|m2|m|级|类|位|辆|岁|期|批|次|公斤|斤|台|套|种|度|万"
)
_FIGURE = re.compile(
    r"(?P<before>≥|≤|>|<|超过|不低于|不少于|至少|低于|不超过|突破|超|近|约)?\s*"
    r"(?P<number>\d+(?:\.\d+)?)(?:\s*[-~至到—]\s*(?P<upper>\d+(?:\.\d+)?))?\s*"
    # 1200余家, 60多个
    rf"(?:(?P<more>[多余])(?=\s*(?:{_UNITS})))?\s*(?P<unit>{_UNITS})?(?P<after>以上|以下|左右|以内|多|余)?"
)
_DIGIT_RUN = re.compile(r"\d+(?:\.\d+)?")
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_NUMBER = re.compile(r"[〇零一二两三四五六七八九十百千万亿]+")
_HAN_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written: value, upper end of a range, unit, bound words, place in the text."""

    value: float
    upper: float | None
    unit: str
    bound: str
    start: int
    end: int


def figures(text: str) -> list[Figure]:
    """Every figure of a text, in order; offsets are into ``text`` as given.

    >>> [(f.value, f.unit, f.bound) for f in figures("污水处理能力达到19万吨/日,年均增速8%以上")]
    [(19.0, '万吨', ''), (8.0, '%', '以上')]
    """
    return [
        Figure(
            value=float(m["number"]),
            upper=float(m["upper"]) if m["upper"] else None,
            unit=m["unit"] or "",
            bound=(m["before"] or m["more"] or m["after"] or ""),
            start=m.start(),
            end=m.end(),
        )
        for m in _FIGURE.finditer(text.translate(_FULL_WIDTH))
    ]


# Full-width digits and signs, one for one, so that offsets stay.
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}


# Units that measure the same kind of thing.
_KINDS = (
    ("亩", "平方米", "万平方米", "平方公里", "公顷", "m2", "万m2"),
    ("公里", "千米", "米", "m"),
    ("元", "万元", "亿元", "万亿元", "万美元", "亿美元", "亿", "钱"),
    ("吨", "万吨", "公斤", "斤"),
    ("人", "万人", "名", "人次", "万人次"),
    ("个", "家", "座", "所", "处", "项", "条", "户", "件", "万件", "万户"),
    ("个", "人", "万人", "名", "位"),
    ("年", "月", "日"),
)


def same_kind(one: str, other: str) -> bool:
    """Whether two units can answer the same question.

    >>> same_kind("亩", "平方米"), same_kind("元", "亿元"), same_kind("亩", "元")
    (True, True, False)
    """
    return one == other or any(one in kind and other in kind for kind in _KINDS)


_HAN = "[〇零一二两三四五六七八九十百千]"
_SCALES = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))
_HALF = re.compile(r"一半|半数|\bhalf\b")
_OVER_HALF = re.compile(r"超?过一?半(?![年月天])")
_LOOSE = re.compile(r"(?<=[\d一二两三四五六七八九十百千])个(?=[亿万])")  # 3.5个亿
_LOOSELY_MORE = re.compile(r"([\d一二两三四五六七八九十百千])个多([亿万])")  # 六个多亿
_FRACTION = re.compile("([二三四五六七八九十])分之([一二三四五六七八九])")
# 四亿七, 两万五
_TENTHS = re.compile(
    rf"(?<!{_HAN})(?P<whole>[一二两三四五六七八九])(?P<unit>[亿万])(?P<tenths>[一二三四五六七八九])(?!{_HAN})(?=[,。;?!、的了还\s]|$)"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LONE_ONE = re.compile("(?<![第“十之])一(?=(?:万亿|亿|万)(?:美?元|人|亩|吨|户|件|平方米)?)")


def amount(figure: Figure) -> float:
    """The value without its multiple of ten thousand, so that 1万人 and 5000人 can be compared.

    >>> [amount(f) for f in figures("1万人,5000人,4.7亿元")]
    [10000.0, 5000.0, 470000000.0]
    """
    return figure.value * scaled(figure.unit)[0]


def scaled(unit: str) -> tuple[float, str]:
    """By how much a unit counts more than what it is of, and that: 万元 is ten thousand 元.

    >>> scaled("万元"), scaled("亿"), scaled("家")
    ((10000.0, '元'), (100000000.0, ''), (1.0, '家'))
    """
    name, times = next(((n, t) for n, t in _SCALES if unit.startswith(n)), ("", 1.0))
    return times, unit.removeprefix(name)


def step(value: float) -> float:
    """One of the last place that a round number is told in: 4 → 1, 60 → 10, 2.5 → 0.1.

    >>> step(4.0), step(60.0), step(2.5)
    (1.0, 10.0, 0.1)
    """
    digits = f"{value:g}"
    if "." in digits:
        return float(10 ** -len(digits.split(".")[1]))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def amounts(text: str) -> list[Figure]:
    """The figures of a text that are no years.

    >>> [f.value for f in amounts("到2025年达到40家")]
    [40.0]
    """
    return [figure for figure in figures(text) if not 1990 < figure.value < 2060]


def numbers(text: str) -> set[str]:
    """The digit runs of a text in normal form, for grounding: "10.0亿" → {"10.0"}.

    >>> sorted(numbers("从4.8亿元增长到10.0亿元"))
    ['10.0', '4.8']
    """
    return set(_DIGIT_RUN.findall(normalize(text)))


_SHORT = re.compile("([千百])[一二三四五六七八九]$")
_SPOKEN = (
    (re.compile(rf"百分之({_HAN}+)(?:点({_HAN}+))?"), "%"),
    (re.compile(rf"({_HAN})成({_HAN})?(?![为立果效功员都本长了]|就(?![行够好可]))"), "成"),
    (re.compile(rf"(?<![第“十几数好])(?!十[一二三四五]五)({_HAN}{{2,}})(?=(?:{_UNITS}))"), ""),
    (
        re.compile(
            rf"(?<![第“十几数好{_HAN[1:]})([两二三四五六七八九十])(?=(?:个百分点|亿|万|公里|亩|倍|吨|座|所|条|家|户|名))"
        ),
        "",
    ),
)


def arabic(text: str) -> str:
    """Spoken numbers in digits, as far as they count something; English ones too.

    >>> arabic("八成以上,百分之九十五,一百二十亩,翻一番,四分之一,10,000人,一万人,四亿七")
    '80%以上,95%,120亩,2倍,25%,10000人,1万人,4.7亿'
    >>> arabic("几十户,好几百亩")  # no number
    '几十户,好几百亩'
    """
    text = _THOUSANDS.sub("", re.sub("翻(?:了)?(?:一)?番", "2倍", text))
    text = english_in_digits(text)
    text = _LOOSE.sub("", _LOOSELY_MORE.sub(r"\1\2多", text))
    text = _OVER_HALF.sub("超过50%", text)
    text = _LONE_ONE.sub("1", _HALF.sub("50%", text))
    text = _TENTHS.sub(_tenths, _FRACTION.sub(_share, text))
    for pattern, unit in _SPOKEN:
        text = pattern.sub(partial(_spoken, unit=unit), text)
    return text


def _tenths(match: re.Match[str]) -> str:
    whole, tenths = (han_to_int(match[group]) for group in ("whole", "tenths"))
    return f"{whole}.{tenths}{match['unit']}"


def _share(match: re.Match[str]) -> str:
    whole, part = (han_to_int(group) or 1 for group in match.groups())
    return f"{100 * part / whole:g}%"


def _spoken(match: re.Match[str], *, unit: str) -> str:
    value = han_to_int(match[1])
    rest = han_to_int(match[2] or "") if match.lastindex == 2 else None
    if value is None or (not unit and value == 1):  # 一家, 一个: a thing, not a count
        return match.group()
    if unit == "成":
        return f"{value * 10 + (rest or 0)}%"
    return f"{value}.{rest}%" if unit and rest is not None else f"{value}{unit}"


def han_to_int(text: str) -> int | None:
    """A Chinese number below ten thousand, or digit by digit for years; 三千六 leaves out 百.

    >>> han_to_int("二〇三五"), han_to_int("二十五"), han_to_int("三百零二"), han_to_int("三千六")
    (2035, 25, 302, 3600)
    """
    if not text or not _HAN_NUMBER.fullmatch(text):
        return None
    if all(c in _HAN_DIGITS for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    if match := _SHORT.search(text):
        text += "百" if match[1] == "千" else "十"
    total, digit = 0, 0
    for c in text:
        if c in _HAN_DIGITS:
            digit = _HAN_DIGITS[c]
        elif c in _HAN_MULTIPLIERS:
            total += (digit or 1) * _HAN_MULTIPLIERS[c]
            digit = 0
        else:
            return None
    return total + digit


def plain(value: float) -> str:
    """A worked-out number as one writes it.

    >>> plain(27.599999999999998), plain(500.0), plain(0.114)
    ('27.6', '500', '0.114')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"
