"""What a yes/no question asserts, and whether it denies it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.asked_period import Period
from assistant.columns import NATURES
from assistant.confirming import CLAUSE_END, CONFIRMING
from assistant.english import affirmed
from assistant.extract import Weigh
from assistant.question import Question
from assistant.stated import stated_figures
from index.figures import Figure, arabic, figures, step

_OVER = re.compile(
    r"(?<!不)(?:超过|大于|高于|多于)|突破|不止|(?<!规模)以上|超|过(?=\d)|(?<!no )(?<!not )(?:more|higher) than|(?<!not )\bover\b|at least|(?<!not )exceed|(?:no|not) (?:less|fewer|lower) than|not (?:under|below)|minimum of|不低于|不少于|至少|≥|>|(?<!not )above"
)
_UNDER = re.compile(
    r"不到|(?<!不)(?:低于|少于|小于)|不足|以下|以内|(?<!no )(?<!not )(?:less|fewer|lower) than|(?<!not )\bunder\b|(?<!not )below|(?:no|not) (?:more|higher) than|not (?:over|above|exceed)|at most|maximum of|不超过|最多|至多|≤|<"
)
_NEARLY = re.compile(r"接近|将近|近(?=\d)|快(?:到|有)?(?=\d)|差不多|nearly|almost")
_ABOUT = re.compile(r"大约|大概|约|左右|上下|about|around|approximately")
_AND_MORE = re.compile(r"^(?:[多余]|还要?多|出头|挂零|几(?=[亿万]))")
# Words that deny; not where they belong to a comparison (不到) or to a word of its own (不断).
_DENIAL = re.compile(
    r"没(?!错|落(?!实|户|地|成|后)|差|漏|有?\W*$)|取消|停止|仍未|尚未|并未|不(?!(?:能|可|许)(?:少|缺|落)|到|低于|少于|高于|大于|小于|足|超过|止|断|同|知|清|确定|明白|懂|了解|"
    r"仅|管(?!\W*$)|论|得不|如|少|过|落(?!实|户|地|成|后)|漏|差|误|良|锈钢|动产|只|\W*$)|\b(?:not(?! (?:less|fewer|lower|more|higher|over|above|under|below|exceed))|no longer|never|without)\b|n't\b"
)
# Words that leave it open, and a 不是 that expects a yes (不是有40家吗).
_CHOICE = re.compile(
    r"([\u4e00-\u9fff]{1,2})[不没]\1|有无|有没有|不是(?=.+(?:吗|么))|是[^,。;?]{1,8}不是(?=\W*$)|\bor not\b|[\u4e00-\u9fff](?:不清|不准|不懂|不着|不到底)"
)
# What the asker thinks of it (我印象里好像不是这个数).
_DOUBT = re.compile(
    r"(?:不是|没有?|不像)(?:这|那)(?:个|么|样|回|种)?(?:数|样|多|少|高|低|大|事儿?|说法|话|回事)?$|"
    r"不(?:太|大|敢)?(?:对劲|信|相信|确定|放心|踏实)$"
)
_RANKED = re.compile(r"(?:排|列|位居|居)?第[一二三四五六七八九十\d]+(?!章|节|产业|期)位?")
_ASKED = re.compile(r"([\u4e00-\u9fff]{1,2})[不没]\1|是否|能否|可否")
# What the same line of exclusive words calls otherwise.
_SAME_AS = (
    *((words, nature) for nature, words in NATURES),
    (
        re.compile(
            r"不(?:用|要|收|花|必|需)(?:交|出|掏)?(?:一分)?钱|\bfor free\b|\bfree of charge\b"
        ),
        "免费",
    ),
    (re.compile(r"三甲|grade 3a?|class iii|tertiary"), "三级"),
    (re.compile(r"grade 2|class ii\b|secondary hospital"), "二级"),
    (re.compile(r"全球|\b(?:the (?:whole )?world|worldwide|world's)\b"), "世界"),
    (re.compile(r"\basia(?:'s|n)?\b"), "亚洲"),
    (re.compile(r"\bnational(?:-level)?\b"), "国家级"),
    (re.compile(r"\bprovincial(?:-level)?\b"), "省级"),
)
# What a claim sets itself against (是谋划而不是已经完成).
_REJECTED = re.compile(
    r",?而(?:不是|非|并非)[^,。;?]*|"
    r"(?<=的),(?:可|并|却)不是[^,。;?]*的(?=[,。;?]|$)|"
    r"(?:,(?:可|并|却)|(?<=[个家元亩%人所处条的”吧]),)(?:不是|非|并非)[^,。;?吗么吧]*(?=[,。;?])"
)
_AROUND, _AROUND_TIMES = 6, 16
# Whether so much is reached or can be, which more than that bears out as well.
_REACHED = re.compile(
    r"(?:(?<![产功节职才])能(?![耗源力])|(?<!社)会|够|可以|有没有|有无|是否|超过|到了)[^,。;、]{0,6}$"
)
# 一百个人里头有95个 is 95%.
_OF_A_HUNDRED = re.compile(
    r"(?:每)?100(?:个|人|家|户|名|所|条|辆|块|口)[^,。;\d]{0,6}?(?:里|中|当中|之中)[^,。;\d]{0,8}(\d+(?:\.\d+)?)(?:来)?(?:个|人|家|户|名|所|条|辆|块|口)(?:人)?"
)
# Nothing that a claimed figure is of follows it.
_NO_MORE = re.compile(r"(?:的|吗|么|呢|就?(?:行|够|成|可以|算)了?|即可|才行)*(?:[,。;?]|$)")
_NAMES = re.compile("[、和与及]")
_SIGNS = (">", "≥", "<", "≤", ">=", "<=")


@dataclass(frozen=True, slots=True)
class Claim:
    """The asserted text, its figures and years, and whether it is denied ("不再举办吗")."""

    text: str
    figures: tuple[Figure, ...]
    years: tuple[int, ...]
    denied: bool

    @classmethod
    def of(cls, question: Question) -> "Claim":
        text = _REJECTED.sub("", affirmed(question.text))
        text = _OF_A_HUNDRED.sub(r"\1%", arabic(text))
        for pattern, word in _SAME_AS:
            text = pattern.sub(word, text)
        kept = tuple(
            f
            for f in stated_figures(text)
            if (f.unit or f.value >= 10 or f.value % 1) and not _counts_named(text, f)
        )
        return cls(text, kept, question.years, _denies(text))

    def clause_of(self, figure: Figure) -> str:
        """The clause of the claim, or the item of its enumeration, that holds a figure."""
        before = re.split(r"[,。;、和]", self.text[: figure.start])[-1]
        return before + re.split(r"[,。;、和]", self.text[figure.start :])[0]

    def states_bound(self, figure: Figure) -> bool:
        """Whether the claim gives a figure with its bound as the value (目标为35%以上), not as what
        is exceeded (有没有达到35%以上)."""
        before = self.text[: figure.start]
        if figure.bound in _SIGNS:
            return True
        ends = _NO_MORE.match(self.text[figure.end :])
        return figure.bound in ("以上", "以下") and bool(ends) and not _REACHED.search(before)

    def bounds(self, figure: Figure) -> tuple[float, float]:
        """The lowest and highest value that bears a claimed figure out, by the words around it."""
        # 超过2020年基期值的两倍: what is multiplied stands between.
        far = figure.unit == "倍" or self.text.isascii()  # more than 900
        reach = _AROUND_TIMES if far else _AROUND
        before = re.split(r"[,。;]", self.text[max(0, figure.start - reach) : figure.end])[-1]
        behind = self.text[figure.end : figure.end + _AROUND]
        # "以上" behind belongs to this figure, "超过" behind to the next one.
        around = before + (re.match(r"[^,。;\d]{0,3}", behind) or [""])[0]
        value, infinite = figure.value, float("inf")
        if _UNDER.search(around):
            return -infinite, value
        if _OVER.search(around):
            return value, infinite
        if figure.bound in ("多", "余") or _AND_MORE.match(behind):
            return value, value + 0.999 * step(value)  # 60多 is below 70
        if _NEARLY.search(around):
            return 0.9 * value, value
        if _ABOUT.search(around):
            return 0.9 * value, 1.1 * value
        return value, value


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the plan says of the claim: the quoted text, its clauses, the one that is most about the
    claim, and the sentence around it, all normalised.

    ``weigh`` tells how much a text says of what the claim is about, ``weigher`` gives the same for
    a part of the claim; ``companies`` are the names that the plan knows.
    """

    text: str
    parts: Sequence[str]
    about: str
    sentence: str
    period: Period
    weigh: Weigh
    weigher: Callable[[str], Weigh]
    companies: frozenset[str]


def _counts_named(text: str, figure: Figure) -> bool:
    """Whether a figure counts what the claim names before it, and claims nothing (甲、乙两座)."""
    named = _NAMES.split(re.split(r"[,。;:?]", text[: figure.start])[-1])
    return 1 < len(named) == figure.value and bool(named[-1])


def without_values(text: str) -> str:
    """A claim without its figures, years and ranks: what it is about."""
    bare = _RANKED.sub(" ", text)
    for figure in sorted(figures(bare), key=lambda f: -f.start):
        bare = f"{bare[: figure.start]} {bare[figure.end :]}"
    return bare.strip() or text


def _denies(text: str) -> bool:
    """Whether the clause that is asked about denies: the last one with a choice (是不是), else the
    last one. Doubts before it (我也不太懂) do not count."""
    told = [
        c
        for c in CLAUSE_END.split(text)
        if c.strip() and not CONFIRMING.search(c) and not _DOUBT.search(c)
    ]
    asked = [clause for clause in told if _ASKED.search(clause)] or told
    return bool(asked) and bool(_DENIAL.search(_CHOICE.sub("", asked[-1])))


def chosen_clause(text: str) -> str:
    """The last clause that leaves a choice (会不会有…); all of the text where none does. What stands
    before it may be taken for granted (二期弄好了,会不会…)."""
    asked = [clause for clause in CLAUSE_END.split(text) if _ASKED.search(clause)]
    return asked[-1] if asked else text


def denies(text: str) -> bool:
    """Whether a clause of the plan denies."""
    return bool(_DENIAL.search(text))
