"""Yes or no: a question's claim against the words that speak of it.

What a claim can get wrong is compared piece by piece: its figures, its years, its period, whether
it says "all", and words of which only one can be true (国家级 or 省级). Words that merely ask for
confirmation (对不对, 没记错吧) claim nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.columns import cell_of, columns_asked
from assistant.extract import whole_sentence
from assistant.periods import Periods
from assistant.question import Question
from assistant.types import Span
from corpus import Indicator, Plan
from corpus.sentences import clauses
from index.figures import Figure, arabic, figures, han_to_int, same_kind
from index.normalize import normalize

_OVER = re.compile(
    r"超过|大于|高于|多于|突破|不止|以上|超|过(?=\d)|more than|over|at least|exceed|不低于|不少于|至少|≥|>"
)
_UNDER = re.compile(
    r"不到|低于|少于|小于|不足|以下|以内|less than|under|below|不超过|最多|至多|≤|<"
)
_NEGATED_QUESTION = re.compile(
    r"(?:没有|不会|不是|不再|没|取消|停止|减少|不)(?=.+(?:吗|吧|么)[??。!\s]*$)"
)
_A_NOT_A = re.compile(r"是不是|有没有|会不会|能不能|可不可以|要不要|是否|能否|可否|有无|对不对")
_ALL = re.compile(
    r"每一?(?:家|个|所|户|条|名|人)|全部|全都|所有|一律|统统|都(?:要|得|会|能|必须|已|是)"
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")
_ONLY = re.compile(r"仅|只有|唯一|只此|\bonly\b")
_SEVERAL = re.compile(r"、|和|及|[两二三四五六七八九十]条|以及")
_RANK = re.compile(r"第([一二三四五六七八九十\d]+)(?!章|节|条|期|次|个五年|届)")
_GRADE = re.compile(r"\d+a")
# Of each line a thing is only one: the scale, the rank, the nature.
_EXCLUSIVE = (
    ("十亿", "百亿", "千亿", "万亿"),
    ("国家级", "省级", "市级", "县级", "区级"),
    ("一级", "二级", "三级"),
    ("约束性", "预期性"),
    ("免费", "收费"),
)
_SAME_AS = (
    (re.compile(r"硬性|硬指标|刚性|必须完成|强制|\bbinding\b"), "约束性"),
    (re.compile(r"软指标|弹性|\b(?:expected|anticipatory|indicative)\b"), "预期性"),
    (re.compile(r"三甲|grade 3a?|class iii|tertiary"), "三级"),
    (re.compile(r"grade 2|class ii\b|secondary hospital"), "二级"),
)
_NAMEABLE = 10
_HAS = re.compile(r"有没有|有无|^有|设有|有.*(?:吗|么)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a yes/no question asserts: its text without confirmation tags, and its figures."""

    text: str
    figures: tuple[Figure, ...]
    years: tuple[int, ...]

    @classmethod
    def of(cls, question: Question) -> "Claim":
        text = arabic(question.text)
        told = text
        for pattern, word in _SAME_AS:
            told = pattern.sub(word, told)
        counted = (f for f in figures(told) if f.unit or f.value >= 10)
        kept = tuple(f for f in counted if not (f.unit in ("年", "") and 1900 < f.value < 2100))
        return cls(told, kept, question.years)

    @property
    def negated(self) -> bool:
        return bool(_NEGATED_QUESTION.search(self.text)) and not _A_NOT_A.search(self.text)


def verdict(
    question: Question,
    spans: Sequence[Span],
    plan: Plan,
    periods: Periods,
    weigh: Callable[[str], float],
) -> bool:
    """Whether the first span bears out what a yes/no question claims.

    Args:
        weigh: text → how much of the question it covers; it finds the clause that a claim is about.
    """
    claim = Claim.of(question)
    span = spans[0]
    text = normalize(span.text(plan))
    parts = [text[a:b] for a, b in clauses(text)]
    about = max(parts, key=weigh) if parts else text
    if _contradicts(claim.text, text) or _not_all(claim.text, about) or _not_only(claim.text, text):
        return claim.negated
    if _graded(claim.text) and _graded(text) and not _graded(claim.text) & _graded(text):
        return claim.negated
    holds = all(_borne_out(f, parts, weigh, claim.text) for f in claim.figures)
    whole = normalize(whole_sentence(span, plan).text(plan))
    holds = holds and _year_holds(claim.years, [whole[a:b] for a, b in clauses(whole)], about)
    if holds and question.period is not None and not claim.years and _names_period(claim.text):
        holds = periods.at(span.start) is question.period
    return holds != claim.negated


def row_verdict(question: Question, indicator: Indicator, plan: Plan) -> bool:
    """Whether a row of the indicator table bears out the claim."""
    claim = Claim.of(question)
    if _contradicts(claim.text, indicator.nature.text or ""):
        return claim.negated
    columns = columns_asked(question, plan.info)
    cells = [cell for column in columns if (cell := cell_of(indicator, column)) and cell.text]
    given = [f for cell in cells for f in figures(cell.text or "")]
    holds = all(_matches(claimed, given, claim.text) for claimed in claim.figures)
    return holds != claim.negated


def opening(question: Question, holds: bool) -> str:
    """The verdict in a word: "有" and "没有" to a question about having, else "是" and "不是"."""
    if _HAS.search(Claim.of(question).text):
        return "有" if holds else "没有"
    return "是" if holds else "不是"


def _contradicts(asked: str, given: str) -> bool:
    """Whether the question names one of several exclusive words and the text only another."""
    for words in _EXCLUSIVE:
        named = {word for word in words if word in asked}
        said = {word for word in words if word in given}
        if named and said and not named & said:
            return True
    return False


def _not_all(asked: str, about: str) -> bool:
    """Whether all are claimed where the clause speaks of a share of them."""
    shares = [float(share) for share in _SHARE.findall(about)]
    return bool(_ALL.search(asked)) and bool(shares) and max(shares) < 100


def _not_only(asked: str, given: str) -> bool:
    """Whether one thing alone is claimed where the text names several."""
    return bool(_ONLY.search(asked)) and bool(_SEVERAL.search(given)) and not _ONLY.search(given)


def _graded(text: str) -> frozenset[str]:
    """The ranks and grades that a text names, in digits: 第二, 3A."""
    ranks = (han_to_int(match) or match for match in _RANK.findall(text))
    return frozenset({f"第{rank}" for rank in ranks} | set(_GRADE.findall(text)))


def _borne_out(
    claimed: Figure, parts: Sequence[str], weigh: Callable[[str], float], asked: str
) -> bool:
    """The claimed figure against those of its unit in the clause that is most about it."""
    holding = [
        (weigh(part), -n, same)
        for n, part in enumerate(parts)
        if (same := [f for f in figures(part) if _same_unit(claimed.unit, f.unit)])
    ]
    if not holding:
        # Nothing of that kind is said: another figure in its place speaks against the claim, but a
        # small count may be of things that are named (利通、汇龙两家).
        return claimed.value < _NAMEABLE or not any(figures(part) for part in parts)
    best = max(weight for weight, _, _ in holding)
    near = [f for weight, _, same in holding if weight >= best - 0.05 for f in same]
    return _matches(claimed, near, asked)


def _matches(claimed: Figure, given: Sequence[Figure], asked: str) -> bool:
    around = asked[max(0, claimed.start - 4) : claimed.end + 3]
    if _OVER.search(around):
        return any(f.value >= claimed.value for f in given)
    if _UNDER.search(around):
        return any(f.value <= claimed.value for f in given)
    return any(claimed.value in (f.value, f.upper) for f in given)


def _year_holds(years: Sequence[int], parts: Sequence[str], about: str) -> bool:
    """Whether the clause about the claim names none but the claimed years.

    A clause without a year takes the last one before it; a text without any says nothing of it.
    """
    if not years:
        return True
    told: list[int] = []
    for part in parts:
        if here := [int(f.value) for f in figures(part) if 1990 < f.value < 2060]:
            told = here
        if about in part or part in about:
            break
    return not told or any(year in told for year in years)


def _same_unit(one: str, other: str) -> bool:
    return not one or same_kind(one, other) or (bool(other) and (one in other or other in one))


def _names_period(text: str) -> bool:
    return bool(re.search(r"十[二三四五]五|已经|过去|现在|目前", text))
