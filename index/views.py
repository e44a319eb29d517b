"""The views of a plan's passages: paragraphs, sentences, table rows in words, expansions."""

import re
from collections.abc import Sequence

from corpus import Indicator, Passage, Plan
from corpus.sentences import sentences
from index.messages import off_plan
from index.types import View

_MIN_SENTENCE = 10
_NUMBERING = re.compile(r"^(?:第[^章节]{1,4}[章节]|(?:专栏|表)\d+[:\uff1a]?)\s*")


def build_views(plan: Plan, unrelated: Sequence[str] | None = None) -> list[View]:
    """Every view of the plan in a fixed order; the ids are their places in it.

    Args:
        unrelated: messages that it does not answer; those of `index.messages` when not given.
    """
    views: list[View] = []
    rows = {indicator.passage_id: indicator for indicator in plan.indicators}

    def add(kind: str, text: str, passage_id: str, start: int, end: int) -> None:
        views.append(View(f"v{len(views):06d}", kind, text, passage_id, start, end))  # type: ignore[arg-type]

    for passage in plan.passages:
        indicator = rows.get(passage.id)
        text = row_in_words(indicator, plan) if indicator else passage.text
        add("passage", f"{heading_text(passage)} {text}", passage.id, passage.start, passage.end)
        if indicator is None:
            for start, end in sentences(passage.text, passage.start):
                if end - start >= _MIN_SENTENCE and end - start < len(passage.text):
                    add("sentence", plan.markdown[start:end], passage.id, start, end)
    for expansion in plan.expansions:
        held_by = plan.passage_at(expansion.start)
        if held_by is None:  # a heading: nothing can be cited there
            continue
        for question in expansion.questions:
            add("question", question, held_by.id, expansion.start, expansion.end)
        for question in expansion.unanswered:
            add("unanswered", question, held_by.id, expansion.start, expansion.end)
    for message in off_plan() if unrelated is None else unrelated:
        add("unanswered", message, "", 0, 0)
    return views


def heading_text(passage: Passage) -> str:
    """The heading path without its numbering: what the passage is about."""
    return " ".join(map(without_numbering, passage.path))


def without_numbering(heading: str) -> str:
    """A heading in its own words.

    >>> without_numbering("第一节 “十三五”成就突出")
    '“十三五”成就突出'
    """
    return _NUMBERING.sub("", heading)


def row_in_words(indicator: Indicator, plan: Plan) -> str:
    """A table row as a sentence, so that prose questions can meet it.

    “劳动生产率(万元/人·年):2025年目标72.8,2020年基数45.2,年均增长10,预期性”
    """
    cells = [
        (f"{plan.info.target_year}年目标", indicator.target),
        (f"{plan.info.base_year}年基数", indicator.base),
        ("年均增长", indicator.growth),
        ("", indicator.nature),
    ]
    told = ",".join(f"{label}{cell.text}" for label, cell in cells if cell.text)
    return f"{indicator.name}({indicator.unit}):{told}"
