"""Which time a stretch of the plan speaks of: achieved, aimed at, or the long-range vision."""

import re
from bisect import bisect_right
from functools import cached_property

from assistant.asked_period import Period
from corpus import Passage, Plan
from corpus.sentences import sentences


class Periods:
    """The period of every sentence of a plan, read once when it is opened.

    A sentence's own words decide; without any it inherits from its section's heading, and failing
    that speaks of the plan's current period.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        past, current = plan.info.past_period.strip("“”"), plan.info.current_period.strip("“”")
        self._past = re.compile(
            rf"“?{past}”?(?:期间|时期|以来)|已(?:成为|经|入驻|建成)|{plan.info.base_year}年|过去五年|累计完成|增长到"
        )
        self._current = re.compile(
            rf"“?{current}”?(?:末|期间|时期)?|到{plan.info.target_year}年|{plan.info.target_year}年|力争|将|加快|推进|计划"
        )
        self._vision = re.compile(rf"{plan.info.vision_year}|二〇三五|远景|未来15年")
        self._past_heading = re.compile(past)

    @cached_property
    def _sentences(self) -> tuple[list[int], list[Period]]:
        starts: list[int] = []
        periods: list[Period] = []
        for passage in self._plan.passages:
            if passage.kind == "table_row":
                continue
            inherited = self._heading_period(passage)
            for start, end in sentences(passage.text, passage.start):
                starts.append(start)
                periods.append(self._read(self._plan.markdown[start:end]) or inherited)
        return starts, periods

    def at(self, offset: int) -> Period:
        """The period of the sentence that holds a character."""
        starts, periods = self._sentences
        place = bisect_right(starts, offset) - 1
        return periods[place] if place >= 0 else Period.CURRENT

    def _heading_period(self, passage: Passage) -> Period:
        heading = passage.path[-1] if passage.path else ""
        if self._past_heading.search(heading):
            return Period.PAST
        return Period.VISION if self._vision.search(heading) else Period.CURRENT

    def _read(self, sentence: str) -> Period | None:
        if self._vision.search(sentence):
            return Period.VISION
        past, current = self._past.search(sentence), self._current.search(sentence)
        if past and not current:
            return Period.PAST
        return Period.CURRENT if current and not past else None
