"""Where a quotation stands, in words."""

from assistant.types import Citation
from corpus import Plan


def place_of(citation: Citation, plan: Plan) -> str:
    """“章 › 节 › 表” of a citation; a heading or a table's header is placed by its section."""
    if citation.chapter:
        return " › ".join(part for part in (citation.chapter, citation.section) if part)
    holders = [s for s in plan.sections if s.start <= citation.start < s.end]
    return " › ".join(max(holders, key=lambda s: s.level).path) if holders else plan.title
