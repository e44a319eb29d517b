"""What is worked out of two figures of the plan: their difference, their ratio, the years between."""

import re
from enum import StrEnum
from itertools import pairwise

from assistant.question import Question
from corpus.sentences import clauses
from index.figures import Figure, amounts, figures, plain, same_kind

Pair = tuple[Figure, Figure]


class Derived(StrEnum):
    """What a question wants worked out."""

    DIFFERENCE = "difference"
    RATIO = "ratio"
    YEARS = "years"
    GROWTH = "growth"


# 多改几个, 高出多少: one sign for what is done may stand between.
_DIFFERENCE = re.compile(
    r"差(?:多少|几|距|额|值|了)|相差|(?<![至最减提增])(?:多|少|高|低)(?:了|出|出来)?[\u4e00-\u9fff]?(?:出|了)?(?:多少|几)(?![年月天乎])|"
    r"\b(?:difference|by how (?:many|much)|how (?:many|much) more)\b"
)
_RATIO = re.compile(r"(?:多少|几)倍|翻(?:了)?几番|\b(?:how many times|ratio)\b")
_YEARS = re.compile(
    r"(?:隔|差|距|早|晚|先|后|迟)(?:了|着|开|出)?(?:有|上)?(?:多少|几)年|\bhow many years\b"
)
# How far something has gone from one figure to another.
_GROWN = re.compile(
    r"(?:增|涨|升|降|减|长|扩|缩|多)[加长了高低少大小出]*(?:出来|出去|上去|下来|了)*(?:多少|几)|增量|增幅|净增|变化"
)
_FROM_TO = re.compile(
    r"(?:由|从)(?P<first>[^,。;、由从]*?\d[^,。;、]*?)(?:增长|增加|提高|提升|上升|下降|降低|减少|扩大|发展)?(?:到|至)(?P<last>[^,。;、]*?\d[^,。;、]*)"
)
_RESPECTIVE = re.compile(r"(?P<things>[^,。;]*)分别(?P<figures>[^,。;]*)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_COUNTERS = frozenset(
    [
        "个",
        "家",
        "座",
        "所",
        "处",
        "项",
        "条",
        "户",
        "件",
        "万件",
        "万户",
        "人",
        "万人",
        "名",
        "位",
        "人次",
        "套",
        "台",
        "辆",
        "张",
        "期",
        "批",
        "次",
    ]
)
# The fewest pairs of signs by which a question names things.
_NAMED = 2


def derived(question: Question) -> Derived | None:
    """What a question wants worked out of two figures; None when nothing."""
    for kind, words in (
        (Derived.YEARS, _YEARS),
        (Derived.RATIO, _RATIO),
        (Derived.DIFFERENCE, _DIFFERENCE),
        (Derived.GROWTH, _GROWN),
    ):
        if words.search(question.text):
            return kind
    return None


def worked_out(kind: Derived, pair: Pair) -> tuple[str, tuple[str, ...]]:
    """The result in words, and every figure in it; nothing where their units differ or one is only
    a bound or a range.

    >>> worked_out(Derived.RATIO, tuple(figures("2500亿元,100亿元")))
    (';按此计算:2500÷100=25倍', ('2500', '100', '25'))
    """
    first, other = pair
    if any(f.upper is not None or f.bound for f in pair) or first.unit != other.unit:
        return "", ()
    low, high = sorted((first.value, other.value))
    if kind is Derived.RATIO and low:
        ratio = plain(high / low)
        sign = "=" if float(ratio) * low == high else "≈"
        return f";按此计算:{high:g}÷{low:g}{sign}{ratio}倍", (f"{high:g}", f"{low:g}", ratio)
    unit = "个百分点" if first.unit == "%" else first.unit
    told = (f"{high:g}", f"{low:g}", plain(high - low))
    return f";按此计算:{told[0]}-{told[1]}={told[2]}{unit}", told


def pair_in(question: Question, kind: Derived, text: str) -> Pair | None:
    """The two figures of one text, in normal form, that a question sets against each other."""
    if kind is Derived.YEARS:
        return _years(text)
    from_to = _from_to(question.text, text) if _GROWN.search(question.text) else None
    if kind is Derived.GROWTH:  # 新增甲、乙各多少: what is told together is not subtracted
        return from_to
    return _respective(question.text, text) or _named(question.text, text) or from_to


def pair_of(question: Question, kind: Derived, one: str, other: str) -> Pair | None:
    """The figures of two texts, in normal form, that a question sets against each other."""
    if kind is Derived.YEARS:
        years = [_years_of(text) for text in (one, other)]
        return (years[0][0], years[1][0]) if all(len(y) == 1 for y in years) else None
    return paired_figures(question.text, one, other, question.unit)


def paired_figures(question: str, one: str, other: str, unit: str = "") -> Pair | None:
    """The figures whose items share most with each other and with the question; else those of the
    only unit, or of the asked one, of which each text gives one. None when that is not one pair.

    >>> pair = paired_figures("年税收差多少", "甲营收100亿元,年税收5亿元", "乙营收30亿元,年税收1亿元")
    >>> [figure.value for figure in pair]
    [5.0, 1.0]
    >>> paired_figures("which cost more", "甲投资4.7亿元", "乙投资3.5亿元,占地40亩")[1].value
    3.5
    """
    asked = _pairs_of_signs(question)
    found = sorted(
        (
            (len(asked & _pairs_of_signs(a) & _pairs_of_signs(b)), f, g)
            for a, f in _single_figures(one)
            for b, g in _single_figures(other)
            if same_kind(f.unit, g.unit) and _counts_alike(a, f, b, g)
        ),
        key=lambda pair: -pair[0],
    )
    found = [pair for pair in found if pair[1].unit == unit] or found
    if found and found[0][0] and (len(found) == 1 or found[0][0] > found[1][0]):
        return found[0][1], found[0][2]
    return None if found and found[0][0] else _only_pair(one, other, unit)


def _counts_alike(one: str, figure: Figure, other: str, figure_there: Figure) -> bool:
    """Whether two figures count the same sort of thing (63个老旧小区, 73个老旧小区), if they count."""
    if figure.unit not in _COUNTERS:
        return True
    things = (_counted(one, figure), _counted(other, figure_there))
    return bool(_pairs_of_signs(things[0]) & _pairs_of_signs(things[1]))


def _counted(text: str, figure: Figure) -> str:
    """What a figure counts: the words behind it, or those before it where it stands last."""
    behind = re.split(r"[,。;、]", text[figure.end :])[0]
    return behind if _pairs_of_signs(behind) else re.split(r"[,。;、]", text[: figure.start])[-1]


def _only_pair(one: str, other: str, asked: str) -> Pair | None:
    pairs = [
        (first[0], second[0])
        for unit in {f.unit for f in amounts(one) if f.unit}
        if len(first := [f for f in amounts(one) if f.unit == unit]) == 1
        and len(second := [f for f in amounts(other) if f.unit == unit]) == 1
        and _counts_alike(one, first[0], other, second[0])
    ]
    of_unit = [pair for pair in pairs if pair[0].unit == asked] or pairs
    return of_unit[0] if len(of_unit) == 1 else None


def _respective(question: str, text: str) -> Pair | None:
    """The two figures of one unit behind the 分别 of what is asked; None when there are more or
    fewer."""
    match = _RESPECTIVE.search(text)
    if match is None or len(_pairs_of_signs(question) & _pairs_of_signs(match["things"])) < _NAMED:
        return None
    told = figures(match["figures"])
    return (told[0], told[1]) if len(told) == 2 and told[0].unit == told[1].unit else None


def _named(question: str, text: str) -> Pair | None:
    """The figures of the two items of an enumeration that a question names; None when it names
    another number of them.

    >>> pair = _named("世界500强比国内500强多几家", "包括世界500强15家,国内500强10家,行业百强20家")
    >>> [figure.value for figure in pair]
    [15.0, 10.0]
    """
    items = [
        (_pairs_of_signs(item), given[-1])
        for a, b in clauses(text)
        for item in text[a:b].split("、")
        if (given := figures(item))
    ]
    asked = _pairs_of_signs(question)
    named = [
        figure
        for n, (signs, figure) in enumerate(items)
        if asked & signs.difference(*(s for m, (s, _) in enumerate(items) if m != n))
    ]
    return (named[0], named[1]) if len(named) == 2 and named[0].unit == named[1].unit else None


def _from_to(question: str, text: str) -> Pair | None:
    """The two ends of what the asked thing went through.

    >>> pair = _from_to("GDP涨了多少", "辖区生产总值由138亿元增长到239.5亿元")
    >>> [figure.value for figure in pair]
    [138.0, 239.5]
    """
    asked = _pairs_of_signs(question)
    ends = []
    for a, b in clauses(text):
        if match := _FROM_TO.search(text[a:b]):
            pair = [amounts(match["first"]), amounts(match["last"])]
            if all(len(f) == 1 for f in pair) and pair[0][0].unit in ("", pair[1][0].unit):
                ends.append((len(asked & _pairs_of_signs(text[a:b])), pair[0][0], pair[1][0]))
    ends.sort(key=lambda end: -end[0])
    if not ends or (len(ends) > 1 and ends[0][0] == ends[1][0]):
        return None
    _, first, last = ends[0]
    return Figure(first.value, None, last.unit, "", first.start, first.end), last


def _years(text: str) -> Pair | None:
    years = _years_of(text)
    return (years[0], years[1]) if len(years) == 2 else None


def _years_of(text: str) -> list[Figure]:
    """The years of a text, each once."""
    found = {
        int(m[1]): Figure(float(m[1]), None, "年", "", *m.span()) for m in _YEAR.finditer(text)
    }
    return [found[year] for year in sorted(found)]


def _single_figures(text: str) -> list[tuple[str, Figure]]:
    """Each item of a text that gives one figure, years left out."""
    items = (item for a, b in clauses(text) for item in text[a:b].split("、"))
    told = ((item, amounts(item)) for item in items)
    return [(item, given[0]) for item, given in told if len(given) == 1]


def _pairs_of_signs(text: str) -> set[str]:
    signs = re.sub(r"[^\u4e00-\u9fff]", " ", text)
    return {pair for pair in map("".join, pairwise(signs)) if " " not in pair}
