"""What a text claims with every number in it: how much, of what, and when.

An answer and its sources are read by the same rules, so that a number of the one can be held
against the number of the other. Everything here works on text in normal form (``flat``).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant.numerals import NAME, Number, numbers_and_years
from corpus.sentences import sentences

Bound = Literal["", "least", "most", "about"]
Terms = frozenset[str]

# Where one statement of a sentence ends and the next begins; a comma inside a number is none.
_CUT = re.compile(r"[,:、;()|](?!\d{3}(?!\d))|(?<!\d)[,:、;()|]|(?:以及|及|和|与)(?=\d)")
_LEAST_BEFORE = re.compile(
    r"(?:≥|>=?|不低于|不少于|不小于|至少|高于|大于|多于|超过|超出|突破|超|逾)了?$"
)
_MOST_BEFORE = re.compile(r"(?:≤|<=?|不超过|不高于|不多于|低于|少于|小于|不足|不到|至多|最多)了?$")
_ABOUT_BEFORE = re.compile(r"(?:大约|约|将近|近|接近|大概)$")
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("least", re.compile(r"^(?:/[^\d,。、;]{1,4}?)?(?:及?以上|多|余)")),
    ("most", re.compile(r"^(?:/[^\d,。、;]{1,4}?)?(?:及?以下|以内|之内)")),
    ("about", re.compile(r"^(?:/[^\d,。、;]{1,4}?)?(?:左右|上下)")),
)
_FROM = re.compile(r"(?:由|从|自)(?:\d{4}年的?)?$")
_APPORTIONED = re.compile(r"(?P<items>[^,;:。()]*),?分别(?P<rest>[^,;。()]*)")
_JOINT = re.compile(r"、|以及|及|和|与")
_RANGE = re.compile(r"年?[-~至到和、与]")
_NEIGHBOURS = 6
# Words of an answer that say nothing about what a number is about.
GENERIC = frozenset(
    """
    目标 规划 纲要 计划 数量 总量 总数 数值 数字 数据 情况 水平 方面 时间 期间 时期 年底
    年末 要求 内容 部分 原文 资料 引文 文件 指标 基数 单位 全区 地区 区域 园区 本地
    区内 达到 实现 完成 预计 将要 力争 增长 提高 提升 增加 超过 突破 大约 左右 以上 以下
    以内 其中 同时 此外 分别 包括 以及 并且 共有 共计 累计 合计 总共 每年 年均 需要
    根据 按照 依据 提出 明确 表示 显示 指出 属性 预期 预期性 约束性 表中 没有 给出
    底前 届时 届 基础 百分点 年度 当年 截至
    """.split()  # noqa: SIM905  a word list reads best as words
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number with its unit and bound, and what its sentence says it is about.

    ``own`` are the terms of ``words``, the statement it stands in, or of the last one before it
    that names something; ``near`` is always its own. ``shared`` are those that parallel numbers
    share ("甲、乙企业分别为1家、2家"); ``lead`` those of the number-free statements before it;
    ``said`` is its sentence up to the end of its statement, ``said_last`` that statement. ``years`` govern it. ``left`` are the
    six characters before it.
    """

    number: str
    unit: str
    bound: Bound
    is_start: bool
    start: int
    end: int
    own: Terms
    shared: Terms
    lead: Terms
    words: str
    near: str
    lead_words: str
    said: str
    said_last: str
    years: tuple[int, ...]
    left: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year with the words from its statement up to the next year's: what happens in it."""

    year: int
    words: str
    start: int


class ClaimReader:
    """Reads the claims and years of a flat text."""

    def __init__(self, terms: Callable[[str], Sequence[str]]) -> None:
        self._terms = terms

    def claims(self, text: str) -> list[Claim]:
        """Every number that is no year and no part of a name, in order."""
        found: list[Claim] = []
        for order, (start, end) in enumerate(sentences(text)):
            found.extend(self._of_sentence(text[start:end], start, order))
        return found

    def years(self, text: str) -> list[Year]:
        """Every year with what it governs."""
        marks = numbers_and_years(text)[1]
        if not marks:
            return []
        begins = [_segment_start(text, place) for _, place in marks]
        ends = [*begins[1:], len(text)]
        return [
            Year(year, text[begin : max(begin, end)] or text[begin : place + 12], place)
            for (year, place), begin, end in zip(marks, begins, ends, strict=True)
        ]

    def terms(self, text: str) -> Terms:
        """Content terms without numbers."""
        return frozenset(t for t in self._terms(text) if not t[0].isdigit() and len(t) > 1)

    def about(self, text: str) -> Terms:
        """The terms that say what a statement is about."""
        return self.terms(text) - GENERIC

    def _of_sentence(self, sentence: str, offset: int, order: int) -> list[Claim]:
        numbers, years = numbers_and_years(sentence)
        segments = _segments(sentence)
        found: list[Claim] = []
        for number in numbers:
            place = next(
                i for i, (a, b) in enumerate(segments) if a <= number.start < max(b, a + 1)
            )
            start, end = segments[place]
            own = ""
            # A statement of a bare number ("、20家") is about what the one before it is about.
            for a, b in reversed(segments[: place + 1]):
                words = _without_numbers(sentence[a:b], numbers, a)
                if self.about(words):
                    own = words
                    break
            lead = "".join(
                sentence[a:b]
                for a, b in segments[:place]
                if not any(a <= n.start < b for n in numbers)
            )
            before = sentence[: number.start]
            until = _told_until(sentence, segments[place:], numbers)
            found.append(
                Claim(
                    number=number.number,
                    unit=number.unit,
                    bound=_bound(sentence, number),
                    is_start=bool(_FROM.search(_LEAST_BEFORE.sub("", before))),
                    start=offset + number.start,
                    end=offset + number.end,
                    own=self.terms(own),
                    shared=frozenset(),
                    lead=self.terms(lead),
                    words=own,
                    near=_without_numbers(sentence[start:end], numbers, start),
                    lead_words=lead,
                    said=sentence[:until].rstrip("。!?;"),
                    said_last=sentence[start:until].rstrip("。!?;"),
                    years=_governing(sentence, years, number.start, end),
                    left=before[-_NEIGHBOURS:],
                    sentence=order,
                )
            )
        return self._apportioned(sentence, offset, found)

    def _apportioned(self, sentence: str, offset: int, claims: list[Claim]) -> list[Claim]:
        """Of "甲、乙企业分别为1家、2家" the first number is 甲's, the second 乙's."""
        for match in _APPORTIONED.finditer(sentence):
            items = [item for item in _JOINT.split(match["items"]) if item]
            inside = [
                i
                for i, c in enumerate(claims)
                if match.start("rest") <= c.start - offset < match.end("rest")
            ]
            if len(items) < 2 or len(items) != len(inside):
                continue
            head, shared = self._first_word(items[-1])
            for i, item in zip(inside, [*items[:-1], head], strict=True):
                claims[i] = replace(
                    claims[i], own=self.terms(item), shared=self.terms(shared), words=item + shared
                )
        return claims

    def _first_word(self, item: str) -> tuple[str, str]:
        """What tells the last of parallel things from the others, and what they share."""
        if match := NAME.match(item):
            return match.group(), item[match.end() :]
        known = [t for t in self._terms(item) if item.startswith(t) and len(t) > 1]
        first = min(known, key=len, default=item[:2])
        return first, item[len(first) :]


def _segments(sentence: str) -> list[tuple[int, int]]:
    cuts = [m.start() for m in _CUT.finditer(sentence)]
    edges = [0, *(c for c in cuts if c), len(sentence)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _segment_start(text: str, place: int) -> int:
    before = [m.end() for m in re.finditer(r"[,;。:!?]", text) if m.end() <= place]
    return before[-1] if before else 0


def _told_until(
    sentence: str, segments: Sequence[tuple[int, int]], numbers: Sequence[Number]
) -> int:
    """A statement's words go on over 、 ("40亩的联创大厦、市职工之家") up to the next number."""
    end = segments[0][1]
    for a, b in segments[1:]:
        if sentence[a] != "、" or any(a <= n.start < b for n in numbers):
            break
        end = b
    return end


def _without_numbers(segment: str, numbers: Sequence[Number], offset: int) -> str:
    for n in reversed([n for n in numbers if n.number.isascii()]):
        a, b = n.start - offset, n.end - offset
        if 0 <= a < len(segment):
            segment = segment[:a] + " " + segment[b:]
    return re.sub(r"\d{4}年?", " ", segment)


def _governing(
    sentence: str, years: Sequence[tuple[int, int]], place: int, end: int
) -> tuple[int, ...]:
    """The last year before the number ("2021-2025年" is two), or one behind it in its statement."""
    before = [(year, at) for year, at in years if at < place]
    if not before:
        return tuple(year for year, at in years if place < at < end)
    governing = [before[-1]]
    for year, at in reversed(before[:-1]):
        if not _RANGE.fullmatch(sentence[at + 4 : governing[0][1]]):
            break
        governing.insert(0, (year, at))
    return tuple(year for year, _ in governing)


def _bound(sentence: str, number: Number) -> Bound:
    before, after = sentence[: number.start], sentence[number.start : number.end + 8]
    if _LEAST_BEFORE.search(before) and not _MOST_BEFORE.search(before):
        return "least"
    if _MOST_BEFORE.search(before):
        return "most"
    if _ABOUT_BEFORE.search(before):
        return "about"
    tail = sentence[number.end :]
    tail_in = re.search(r"(?:以上|以下|左右|以内|多|余)$", sentence[number.start : number.end])
    if tail_in:
        tail = tail_in.group() + tail
    if re.match(r"[\d.]+(?:-[\d.]+)?[余多]", after):
        return "least"
    return next((bound for bound, pattern in _AFTER if pattern.search(tail)), "")
