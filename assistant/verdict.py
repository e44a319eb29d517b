"""Yes or no: a question's claim against the words that speak of it.

Whatever is said of a claim holds until one of the objections speaks against it.
"""

import re
from collections.abc import Callable, Sequence

from assistant.asked_period import Period
from assistant.claim import Claim, Evidence, denies, without_values
from assistant.claimed_figures import matches, within_rank
from assistant.columns import cell_of, columns_asked
from assistant.confirming import CLAUSE_END
from assistant.extract import Weigh, whole_sentence
from assistant.objections import NOT_YET, borne_out, contradicts, trend
from assistant.periods import Periods
from assistant.question import Question
from assistant.types import Span
from corpus import Indicator, Plan
from corpus.sentences import clauses
from index.figures import Figure, amount, figures
from index.normalize import normalize
from index.places import averages

_SILENT = re.compile(
    r"(?:(?<!有)没有?|未|不)(?:给出?|写|定|填|列|标|明确|公布|设|规定)|空着|空白|空缺|缺(?:失|少)?(?=[,。??]|$)|留空"
)
_TOLD = re.compile(
    rf"{_SILENT.pattern}|(?:给出|给了|写明|写了|填了|列出|列了|标明|标了|公布)|(?:有没有|有无|是否)(?:列|给|写|填|标(?!准|志)|设(?!施|备))|([列给写填标设])没\1"
)
_WHETHER = re.compile(r"([列给写填标设])没\1")
NAMED_PERIOD = re.compile(r"十[二三四五]五")
_TENSE = re.compile(r"已经|过去(?:的)?[五5几]年|现在|目前")
# Whether the plan has these very words (有没有“……”的表述).
_WORDING = re.compile(
    r"(?:有无|有没有|是否|是不是)[^“”]*“(?P<words>[^“”]{6,})”[^“”]*(?:判断|表述|说法|提法|字样|原话|措辞|句|写法)"
)
_SIDE = re.compile(r"(?<!不)(?:高于|低于)")
_NATURE = re.compile("约束性|预期性")
_LESS = re.compile(r"低于|少于|小于|比.+(?:少|低|小|慢|短)|不如|\b(?:less|fewer|lower|smaller)\b")
_UNCHANGED = re.compile(
    r"(?:不|没有?|未)(?:变|动)(?!化?大)|持平|原封不动|原样|不增不减|不升不降|没有?(?:往上|往高)?[加增涨升提][^,。;?]{0,4}没有?(?:往下|往低)?[减降落低]|\b(?:unchanged|(?:remain|stay|ke)\w* the same)\b"
)
# 有人说… tells a tale; what asks is whether it is so.
_HAS = re.compile(
    r"有没有|有无|^有(?!(?:个|位|的|些)?(?:人|同志|居民|网友|群众|同事|同学|朋友|邻居|领导|老师|专家|代表|委员|媒体|传言|消息|报道))|设有|有(?!人|个人|的人|同志|网友|消息|传言).*(?:吗|么)"
)
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_FROM = re.compile(r"(?:从|由|自|\bfrom)(?:20\d\d年?的?|现在的?|目前的?)?\s*$")
_IS = re.compile(r"是不是|是否|是.{0,6}(?:吗|么)")


def verdict(
    question: Question,
    spans: Sequence[Span],
    plan: Plan,
    periods: Periods,
    weigher: Callable[[str], Weigh],
    companies: frozenset[str],
    opinion: bool | None = None,
) -> bool:
    """Whether the first span bears out what a yes/no question claims.

    Args:
        weigher: a claim's words → text → how much it says of what they are about.
        companies: the names of companies that the plan knows.
        opinion: whether the claim model is sure that it is borne out, or that it is not.
    """
    wording = _WORDING.search(question.text)
    if wording and wording["words"] in normalize(whole_sentence(spans[0], plan).text(plan)):
        return not Claim.of(question).denied
    claim, weigh = Claim.of(question), weigher(without_values(question.text))
    span = spans[0]
    text = normalize(span.text(plan))
    parts = [text[a:b] for a, b in clauses(text)] or [text]
    sentence = normalize(whole_sentence(span, plan).text(plan))
    about = max(parts, key=weigh)
    period = periods.at(span.start)
    evidence = Evidence(text, parts, about, sentence, period, weigh, weigher, companies)
    if (ranked := within_rank(claim, evidence)) is not None:
        return ranked != claim.denied
    if opinion is False:
        return False
    if not borne_out(claim, evidence, sure=opinion is True):
        return False
    # What the far future holds is no aim of this plan's years, unless the plan says by when.
    early = bool(claim.years) and max(claim.years) <= plan.info.target_year
    if early and period is Period.VISION and not _YEAR.search(sentence):
        return False
    # A claim for a named period is about that one; "already" alone names none.
    named = question.period is not None and not claim.years and _names_period(claim.text)
    return not named or evidence.period is question.period or bool(NOT_YET.search(claim.text))


def row_verdict(question: Question, indicator: Indicator, plan: Plan) -> bool:
    """Whether a row of the indicator table bears out the claim."""
    claim = Claim.of(question)
    if contradicts(claim.text, indicator.nature.text or ""):
        return any(denies(part) for part in claim.text.split(",") if _NATURE.search(part))
    groups = [g for g in dict.fromkeys(i.group for i in plan.indicators) if g in claim.text]
    if groups and (indicator.group not in groups or not claim.figures):
        return (indicator.group in groups) != claim.denied
    columns = columns_asked(question, plan.info)
    cells = [cell for column in columns if (cell := cell_of(indicator, column)) and cell.text]
    if any(_other_side(claim.text, cell.text or "") for cell in cells):
        return claim.denied
    yardsticks = [
        averages(text) for text in (claim.text, "".join(cell.text or "" for cell in cells))
    ]
    if all(yardsticks) and not yardsticks[0] & yardsticks[1]:
        return claim.denied
    given = [f for cell in cells for f in figures(cell.text or "")]
    # 每万人…: a figure of the indicator's name claims nothing.
    named = {1e4} if "万" in indicator.name else {amount(f) for f in figures(indicator.name)}
    claimed = [f for f in claim.figures if amount(f) not in named]
    base, target = indicator.base.number, indicator.target.number
    if not claimed and base and target and _UNCHANGED.search(claim.text):
        return base == target
    if not claimed and base and target and (rise := trend(claim.text)):
        return ((target - base) * rise > 0) != claim.denied
    if base and target:  # 翻一番还多: of the target to the base
        ratio = Figure(target / base, None, "倍", "", 0, 0)
        given.append(ratio)
    began = figures(indicator.base.text or "")
    return (
        all(_bears_out(claim, f, began if began and _began(claim, f) else given) for f in claimed)
        != claim.denied
    )


def _began(claim: Claim, figure: Figure) -> bool:
    """Whether a figure is claimed as what it starts from (从22件到30件)."""
    return bool(_FROM.search(claim.text[: figure.start]))


def _other_side(claimed: str, cell: str) -> bool:
    """Whether one is said to lie above what the other lies below."""
    sides = [set(_SIDE.findall(text)) for text in (claimed, cell)]
    return all(sides) and not sides[0] & sides[1]


def _bears_out(claim: Claim, claimed: Figure, cells: Sequence[Figure]) -> bool:
    if claim.states_bound(claimed):  # >200 is no other way to say >300
        cells = [f for f in cells if not f.bound or amount(f) == amount(claimed)]
    return matches(claim, claimed, cells)


def compared_verdict(question: Question, one: Figure, other: Figure) -> bool:
    """Whether the first figure exceeds the second as claimed (more, less, so many times as much)."""
    claim = Claim.of(question)
    first, second = amount(one), amount(other)
    times = next((f.value for f in claim.figures if f.unit == "倍"), 1.0)
    less = _LESS.search(claim.text) is not None
    holds = first < second if less else first >= times * second if times > 1 else first > second
    return holds != claim.denied


def asks_whether_told(question: Question) -> bool:
    """Whether it is asked if the plan states a figure at all (是不是空着没填)."""
    return bool(_TOLD.search(question.text))


def claims_silence(question: Question) -> bool:
    """Whether it is claimed that the plan states none."""
    return bool(_SILENT.search(_WHETHER.sub("", question.text)))


def opening(question: Question, holds: bool) -> str:
    """The verdict in a word: "有" and "没有" to a question about having, else "是" and "不是"."""
    text = Claim.of(question).text
    if _HAS.search(text) and not _IS.search(text):
        return "有" if holds else "没有"
    return "是" if holds else "不是"


def _names_period(text: str) -> bool:
    """Whether a period is claimed, by its name or by a tense in the last clause: what stands before
    it may be a story (前年着过火,现在想起来还怕)."""
    told = [clause for clause in CLAUSE_END.split(text) if clause.strip()]
    return bool(NAMED_PERIOD.search(text) or (told and _TENSE.search(told[-1])))
