"""The nouns of a plan. All are frozen; offsets are characters in ``plan.md``, end exclusive."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

PassageKind = Literal["paragraph", "list", "table_row", "box"]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, up to the next heading of the same or a higher level.

    ``level`` is 1 for a chapter, 2 for a section, 3 for a box or a table; ``path`` holds the
    heading lines from the chapter down to this one.
    """

    number: str
    title: str
    level: int
    path: tuple[str, ...]
    start: int
    end: int

    @property
    def heading(self) -> str:
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: a paragraph, a part of a box, or a table row.

    ``lead`` is the run-in heading with which the passage opens ("" when it has none).
    """

    id: str
    text: str
    start: int
    end: int
    path: tuple[str, ...]
    kind: PassageKind
    lead: str = ""

    @property
    def chapter(self) -> str:
        return self.path[0] if self.path else ""

    @property
    def section(self) -> str:
        """The section's heading line, followed by the box or table when the passage is in one."""
        return " › ".join(self.path[1:])


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the indicator table. A "-" or an empty cell has no ``text``: it is not zero."""

    text: str | None
    start: int
    end: int

    @property
    def number(self) -> float | None:
        """The number that the cell states ("≥500" → 500.0), None when it states none."""
        found = _NUMBER.search(self.text or "")
        return float(found.group()) if found else None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the table of main indicators; ``start`` and ``end`` span the whole row,
    ``header`` the row that names the columns."""

    number: int
    name: str
    unit: str
    group: str
    base: Cell
    target: Cell
    growth: Cell
    nature: Cell
    start: int
    end: int
    header: tuple[int, int]
    passage_id: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """A span of the plan with questions that it answers, and near misses that nothing answers.

    Document expansion after Nogueira, Yang, Lin & Cho, "Document Expansion by Query Prediction"
    (2019): the questions are further views of the passage for retrieval.
    """

    start: int
    end: int
    questions: tuple[str, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """What a plan's folder says about it (``plan.toml``)."""

    id: str
    name: str
    place: str
    place_names: tuple[str, ...]
    base_year: int
    target_year: int
    vision_year: int
    past_period: str
    current_period: str
    published: str
    source: str
    suggestions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Plan:
    """A parsed plan: the canonical Markdown and everything found in it, in document order."""

    info: PlanInfo
    title: str
    markdown: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    indicators: tuple[Indicator, ...]
    expansions: tuple[Expansion, ...]

    @cached_property
    def passage_by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that holds a character of ``plan.md``, None for headings and markup."""
        from bisect import bisect_right

        starts = self._starts
        place = bisect_right(starts, offset) - 1
        if place < 0 or offset >= self.passages[place].end:
            return None
        return self.passages[place]

    def path_at(self, offset: int) -> tuple[str, ...]:
        """The headings, outermost first, under which (or in which) a character stands."""
        held = [s for s in self.sections if s.start <= offset < s.end]
        return max(held, key=lambda s: s.level).path if held else ()

    @cached_property
    def _starts(self) -> list[int]:
        return [passage.start for passage in self.passages]
