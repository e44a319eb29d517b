"""The numbers and years of a text, and its normal form."""

import re
from dataclasses import dataclass

from index.figures import figures
from index.normalize import normalize

_SPACE = re.compile(r"(?<![a-z0-9.]) | (?![a-z0-9.])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Numbers that are part of a name: PM2.5, 1+8+N, 5G, 3A, 110kV, 表2.
NAME = re.compile(
    r"[a-z]+-?\d+(?:\.\d+)?|\d+(?:\+[\da-z]+)+|\d+(?:g|a|kv|d)(?![a-z])|(?:表|专栏)\d+"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_HAN = "〇零一二两三四五六七八九十百千万亿壹贰叁肆陆柒捌玖拾佰仟廿"
_HAN_UNIT = (
    "个百分点|个|家|条|所|座|亩|项|户|名|人|处|张|件|倍|成|番|位|次|批|期|类|级|年|月|日|天|吨|公里|米|元|岁|大|种|"
    "支|辆|套|台|层|等|强|分之"
)
_HAN_CLAIM = re.compile(
    rf"百分之[{_HAN}点]+|[{_HAN}几数]*分之[{_HAN}几数]+|(?P<rank>第[{_HAN}几]+)|翻[{_HAN}几]*[番倍]|一半|半数|过半|大半|"
    rf"(?P<number>[上数几好]?[{_HAN}几]+)(?P<unit>{_HAN_UNIT})?"
)
# Words with a numeral in them that count nothing.
_NO_NUMBER = re.compile(
    "进一步|一些|一定|一方面|一并|一起|一同|一系列|一批|(?<!系)统一|一般|一体|逐一|一直|一旦|之一|同一|另一|唯一|一律|一共|一边|一致|"
    "一流|一线|第一时间|一站式|[一二三四五]是|[一二三四五]氧化|十分(?!钟|之)|千方百计|百姓|百花|零担|壹号|(?<![0-9#〇一二两三四五六七八九十百千上数几近])[千万](?:人|元|户)|十[一二三四五六]五|[一二三四五六七八九十]{1,2}[届次](?=[一二三四五六七八九十全会])"
)
# A quoted name is held against the sources letter by letter; it counts nothing.
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is no year and no part of a name; Han numerals as they stand."""

    number: str
    unit: str
    start: int
    end: int


def flat(text: str) -> str:
    """Normal form without the blanks around Chinese characters and thousands separators.

    >>> flat("分别达到 75.2吨、5,000 人")
    '分别达到75.2吨、5000人'
    """
    return _THOUSANDS.sub("", _SPACE.sub("", normalize(text)))


def names_with_numbers(text: str) -> list[str]:
    """
    >>> names_with_numbers("构建1+8+n体系,pm2.5改善5%")
    ['1+8+n', 'pm2.5']
    """
    return [match.group() for match in NAME.finditer(text)]


def years_of(text: str) -> tuple[int, ...]:
    """
    >>> years_of("2019年晋级,在2019家中排133位,到2021-2025年")
    (2019, 2021, 2025)
    """
    return tuple(dict.fromkeys(year for year, _ in numbers_and_years(text)[1]))


def numbers_and_years(text: str) -> tuple[list[Number], list[tuple[int, int]]]:
    """The numbers of a flat text in order, and its years as (year, place)."""
    masked = NAME.sub(lambda m: "#" * len(m.group()), text)
    numbers: list[Number] = []
    years: list[tuple[int, int]] = []
    for figure in figures(masked):
        digits = list(_DIGITS.finditer(masked, figure.start, figure.end))
        start = digits[0].start()
        if figure.unit in ("", "年") and all(
            len(d.group()) == 4 and 1900 < float(d.group()) < 2100 for d in digits
        ):
            years.extend((int(d.group()), d.start()) for d in digits)
            continue
        unit = figure.unit
        end = digits[-1].end()
        rest = re.sub(r"^\s*[余多]", "", masked[end:])
        if not unit and rest and (again := figures("1" + rest)[0]).start == 0:
            unit = again.unit if again.upper is None else ""
        numbers.append(
            Number("-".join(d.group() for d in digits), unit, start, max(end, figure.end))
        )
    for figure in figures(masked):
        masked = masked[: figure.start] + "#" * (figure.end - figure.start) + masked[figure.end :]
    for silent in (_QUOTED, _NO_NUMBER):
        masked = silent.sub(lambda m: "#" * len(m.group()), masked)
    for match in _HAN_CLAIM.finditer(masked):
        after = masked[match.end() : match.end() + 1]
        unit = match["unit"] or (after if after > "\u3000" and not match["rank"] else "")
        number = match["number"] or match.group()
        numbers.append(Number(number, unit, match.start(), match.end()))
    return sorted(numbers, key=lambda n: n.start), years
