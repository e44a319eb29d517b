"""What speaks against a span of the plan, however much it is like the question: another place, year
or period."""

import re

from assistant.asked_period import Period
from assistant.question import Asks, Question
from assistant.spans import SpanFacts
from corpus import PlanInfo
from index.places import averages, holds, speaks_of, without_averages

# The province in which the plan's place lies may go by that.
_PROVINCE = re.compile("全省|省级")


def is_foreign(question: Question, text: str, info: PlanInfo) -> bool:
    """Whether the question names places of which the passage is silent: any of those that are
    compared, all of those between which it leaves the choice (全国还是全省)."""
    if question.asks is Asks.YES_NO and averages(question.text) and averages(text):
        return False  # another yardstick in the plan's words sets the claim right
    if question.asks is Asks.QUANTITY and not question.compares:
        text = without_averages(text)  # 高于全市平均水平 tells nothing of the whole city
    silent = [
        not (
            speaks_of(text, p)
            or (_PROVINCE.search(text) and any(holds(p, name) for name in info.place_names))
        )
        for p in question.places
    ]
    return any(silent) if question.compares else bool(silent) and all(silent)


def year_absent(question: Question, facts: SpanFacts, info: PlanInfo) -> bool:
    """Whether years are asked of which neither the passage nor the span's period speaks."""
    if question.asks is Asks.YES_NO and facts.years:
        return False  # another year in the plan's words sets the claim right
    ends = {
        Period.PAST: info.base_year,
        Period.CURRENT: info.target_year,
        Period.VISION: info.vision_year,
    }
    spoken = {ends[facts.period]} if facts.indicator is None else {info.base_year, info.target_year}
    return bool(question.years) and not any(
        year in spoken or str(year) in facts.passage.text for year in question.years
    )


def wrong_year(question: Question, facts: SpanFacts) -> bool:
    """Whether the span speaks of years, and of none that is asked."""
    return bool(question.years and facts.years) and not facts.years & set(question.years)


def wrong_period(question: Question, facts: SpanFacts) -> bool:
    """Whether a period is asked of which the span does not speak; a row of the indicator table
    speaks of the past by its base."""
    if facts.indicator and question.period is Period.PAST:
        return not facts.indicator.base.text
    return question.period is not None and question.period is not facts.period
