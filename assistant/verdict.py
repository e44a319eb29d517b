"""Yes or no: the question's claim against the span that speaks of it."""

import re

from assistant.periods import Periods
from assistant.question import Question
from assistant.types import Span
from corpus import Plan
from index.figures import Figure, figures
from index.normalize import normalize

_OVER = re.compile(
    r"超过|大于|高于|多于|突破|不止|以上|超|过(?=\d)|more than|over|at least|不低于|不少于|至少"
)
_UNDER = re.compile(r"不到|低于|少于|小于|不足|以下|以内|less than|under|below|不超过")
_NEGATED_QUESTION = re.compile(
    r"(?:是不是|难道|真的)?(?:没有|不会|不是|不再|没|取消|停止|减少|不)(?=.+(?:吗|吧|么)[??。!\s]*$)"
)
_A_NOT_A = re.compile(r"是不是|有没有|会不会|能不能|可不可以|要不要|是否|能否|可否|有无|对不对")
# Of each line a thing is only one: the scale, the rank, the nature, the owner.
_EXCLUSIVE = (
    ("十亿", "百亿", "千亿", "万亿"),
    ("国家级", "省级", "市级", "县级", "区级"),
    ("约束性", "预期性"),
    ("免费", "收费"),
    ("已经建成", "规划建设"),
)
_HAS = re.compile(r"有没有|有无|^有|设有|有.*(?:吗|么)")


def verdict(question: Question, span: Span, plan: Plan, periods: Periods) -> bool:
    """Whether the span bears out what a yes/no question claims.

    A figure of the question must agree with one of the same unit in the span; a period that it
    names must be the span's. Without either, a span found to speak of the claim bears it out.
    """
    text = span.text(plan)
    if _contradicts(question.text, text):
        return bool(_NEGATED_QUESTION.search(question.text))
    claimed = [f for f in question.figures if f.unit or f.value >= 10]
    holds = True
    if claimed:
        given = figures(normalize(text))
        holds = all(_borne_out(f, given, question.text) for f in claimed)
    if holds and question.period is not None and _names_period(question.text):
        holds = periods.at(span.start) is question.period
    negated = bool(_NEGATED_QUESTION.search(question.text)) and not _A_NOT_A.search(question.text)
    return holds != negated


def _contradicts(asked: str, given: str) -> bool:
    """Whether the question names one of several exclusive words and the span only another."""
    for words in _EXCLUSIVE:
        named = {word for word in words if word in asked}
        said = {word for word in words if word in given}
        if named and said and not named & said:
            return True
    return False


def opening(question: Question, holds: bool) -> str:
    """The verdict in a word: "有" and "没有" to a question about having, else "是" and "不是"."""
    if _HAS.search(question.text):
        return "有" if holds else "没有"
    return "是" if holds else "不是"


def _borne_out(claim: Figure, given: list[Figure], asked: str) -> bool:
    same_kind = [f for f in given if not claim.unit or not f.unit or _same_unit(claim.unit, f.unit)]
    before = asked[max(0, claim.start - 4) : claim.end + 3]
    if _OVER.search(before):
        return any(f.value >= claim.value for f in same_kind)
    if _UNDER.search(before):
        return any(f.value <= claim.value for f in same_kind)
    return any(f.value == claim.value or f.upper == claim.value for f in same_kind)


def _same_unit(one: str, other: str) -> bool:
    return one in other or other in one


def _names_period(text: str) -> bool:
    return bool(re.search(r"十[二三四五]五|20\d\d|已经|过去|现在|目前", text))
