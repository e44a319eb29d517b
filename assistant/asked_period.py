"""Which of the plan's times a question asks of."""

import re
from enum import StrEnum

from corpus import PlanInfo


class Period(StrEnum):
    """Which of the plan's times a question or a clause speaks of."""

    PAST = "past"
    CURRENT = "current"
    VISION = "vision"


_YEARS_THROUGH = re.compile(
    r"(?<!\d)(20\d{2})年?\s*(?:[-–—~]+|到|至|to|through)\s*(20\d{2})(?!\d)年?(?!底|末|的?目标)"
)
_TO_COME = re.compile(r"以后|将来|到时候|今后|五年后|未来")
# What is to be done now is no state that was reached.
_FROM_NOW_ON = re.compile(
    r"(?:现在|目前|眼下)(?:就|又|还|正|也)?(?:要|准备|打算|计划|想|得)(?!多少|几)"
)
# Nor is what is to be done for those who already are something: 已经失业的,要帮多少人.
_FOR_THOSE_ALREADY = re.compile(r"已经?[^,。;?]{1,8}的[^。;?]*(?:要|打算|准备)(?![求点素])")
_PERIOD_WORDS: tuple[tuple[Period, str], ...] = (
    (Period.VISION, r"2035|二〇三五|二零三五|远景|长远|十五年后|15年后"),
    (
        Period.PAST,
        r"十三五|过去(?:的)?(?:五|5|几)年|前五年|这五年来|上(?:一)?个五年|此前|以前|已经(?!打算|计划|准备|谋划|规划|要)|目前|现在|现状|截至|截止|13th|\b(?:previous|past|last|preceding) (?:plan|period|five|round)|\bso far\b",
    ),
    (
        Period.CURRENT,
        r"十四五|未来(?:的)?(?:五|5|几)年|今后|五年后|5年后|到时候|届时|接下来|下一步|将来|以后|打算|计划|目标|规划|要达到|将|14th|\b(?:planned|will|supposed to|meant to|(?:is|are) to|going to|upcoming|(?:this|new|current|coming|next) (?:plan|period|five|round))\b",
    ),
)
# The two periods by name, not by a tense.
_PAST_NAMED = re.compile(
    r"已经?[^,。;?]{0,4}[\u4e00-\u9fff](?:好|完|成|了|过)?的|十三五|(?:过去|前|上)(?:的)?(?:一?个)?[五5](?:个)?年|13th five|\b(?:previous|past|last|preceding) (?:plan|period|five|round)|\bbefore 20(?:20|21)\b"
)
_CURRENT_NAMED = re.compile(
    r"(?:打算|还要|将要?|准备|计划|要)(?:再)?[\u4e00-\u9fff]{0,2}[修建改盖造办引增治拆][\u4e00-\u9fff]?的|(?:这|本)(?:个)?(?:[五5]年|回|次)(?=(?:又|还|要|打算|计划|准备|再|想|得))|十四五|(?:未来|后(?:头|边|面)?|今后|接下来|下|往后)(?:的|这)?(?:一?个)?[五5](?:个)?年|14th five|\b(?:this|new|current|coming|next) (?:plan|period|five|round)\b|\bstill to be\b"
)


def period_asked(text: str, years: tuple[int, ...], info: PlanInfo) -> Period | None:
    """The period that a question speaks of; None where it names none, or several.

    Args:
        years: those that it names; of one period they decide.
    """
    if years:
        if all(year <= info.base_year for year in years):
            return Period.PAST
        if all(info.base_year < year <= info.target_year for year in years):
            return Period.CURRENT
        if all(year >= info.vision_year for year in years):
            return Period.VISION
        return None
    named = [period for period, words in _PERIOD_WORDS if re.search(words, text)]
    # "现在满街都是车,以后…" speaks of both.
    both = Period.PAST in named and any(
        words.search(text) for words in (_TO_COME, _FROM_NOW_ON, _FOR_THOSE_ALREADY)
    )
    return named[0] if named and not both else None


def spans_periods(text: str) -> bool:
    """Whether a question asks of what was achieved and of what is planned at once."""
    return bool(_PAST_NAMED.search(text) and _CURRENT_NAMED.search(text))


def with_period_names(text: str, info: PlanInfo) -> str:
    """The text with a whole period by its name: 2016-2020 is 十三五, not two years of it."""

    def named(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2])
        if last == info.base_year and last - first in (4, 5):
            return f"“{info.past_period.strip('“”')}”"
        if last == info.target_year and first == info.base_year + 1:
            return f"“{info.current_period.strip('“”')}”"
        return match.group()

    return _YEARS_THROUGH.sub(named, text)
