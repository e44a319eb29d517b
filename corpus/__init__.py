"""A plan becomes a tree: chapters, sections, boxes, tables and passages with their offsets."""

from corpus.errors import CorpusError, PlanFormatError, PlanNotFound
from corpus.plan import DEFAULT_PLAN, load_plan
from corpus.types import Cell, Expansion, Indicator, Passage, Plan, PlanInfo, Section

__all__ = [
    "DEFAULT_PLAN",
    "Cell",
    "CorpusError",
    "Expansion",
    "Indicator",
    "Passage",
    "Plan",
    "PlanFormatError",
    "PlanInfo",
    "PlanNotFound",
    "Section",
    "load_plan",
]
