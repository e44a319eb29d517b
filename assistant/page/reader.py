"""The whole plan as HTML, every line at its offsets in ``plan.md``.

A block carries ``data-start`` and ``data-end``, and its text is the plan's text of that span,
character for character (a table row: its cells); so a citation's offsets find their place in it.
"""

from collections.abc import Iterator
from itertools import groupby

from assistant.page import html
from assistant.page.texts import Texts
from corpus import Plan
from corpus.markdown import Line, is_group_row, lead_of, lines, split_row

_RULE = "| ---"


def reader_html(plan: Plan) -> str:
    """The text. Its headings have the ids that `contents_html` links to."""
    headings = {section.start: section.level for section in plan.sections}
    first = min(headings, default=len(plan.markdown))
    parts: list[str] = []
    in_box = False
    for is_table, group in groupby(lines(plan.markdown), key=lambda line: line.is_table):
        if is_table:
            parts.append(_table(list(group)))
            continue
        for line in group:
            if level := headings.get(line.start):
                in_box = level == 3
                parts.append(_heading(line, level))
            elif line.start < first and line.text[-1] not in "。!?":
                parts.append(_block("p", line, "plan-title"))
            else:
                parts.append(_paragraph(line, in_box))
    return f'<div class="plan-text" lang="zh-CN">{"".join(parts)}</div>'


def _heading(line: Line, level: int) -> str:
    # The page's own headings are above: a chapter is an h3.
    return (
        f'<h{level + 2} id="s-{line.start}" tabindex="-1" class="level-{level}">'
        f"{html.text(line.text.lstrip('# '))}</h{level + 2}>"
    )


def _block(tag: str, line: Line, kind: str, inner: str | None = None) -> str:
    given = html.attributes(**{"class": kind or None}, data_start=line.start, data_end=line.end)
    return f"<{tag}{given}>{html.text(line.text) if inner is None else inner}</{tag}>"


def _paragraph(line: Line, in_box: bool) -> str:
    """A paragraph, its run-in heading in bold."""
    lead = lead_of(line.text)
    if lead and line.text.startswith(lead):
        inner = f"<b>{html.text(lead)}</b>{html.text(line.text[len(lead) :])}"
    else:
        inner = html.text(line.text)
    return _block("p", line, "boxed" if in_box else "", inner)


def _table(rows: list[Line]) -> str:
    header, *body = (row for row in rows if not row.text.startswith(_RULE))
    return (
        '<div class="scroller" tabindex="0" role="region" aria-label="表"><table><thead>'
        f"{_row(header, 'th')}</thead><tbody>{''.join(_row(row, 'td') for row in body)}"
        "</tbody></table></div>"
    )


def _row(row: Line, cell: str) -> str:
    values = split_row(row.text)
    if is_group_row(row.text):
        inner = f'<th colspan="{len(values)}" scope="rowgroup">{html.text(values[0])}</th>'
    else:
        scope = ' scope="col"' if cell == "th" else ""
        inner = "".join(
            f"<{cell if value else 'td'}{scope if value else ''}>{html.text(value)}</{cell if value else 'td'}>"
            for value in values
        )
    return _block("tr", row, "", inner)


def toolbar_html(plan: Plan, texts: Texts) -> str:
    """Contents, where one stands, and the search."""
    search = html.attributes(
        type="search",
        id="find",
        autocomplete="off",
        maxlength=60,
        placeholder=texts("reader.search"),
        aria_label=texts("reader.search"),
    )
    return (
        '<div class="reader-bar"><button type="button" class="quiet" data-do="contents"'
        f' aria-expanded="false" aria-controls="contents">{html.icon("contents")}'
        f"<span>{html.text(texts('reader.contents'))}</span></button>"
        f'<form class="finder" role="search">{html.icon("search")}<input{search}>'
        '<output class="found" aria-live="polite"></output>'
        + html.icon_button("previous", texts("reader.previous"), "find-previous", hidden=True)
        + html.icon_button("next", texts("reader.next"), "find-next", hidden=True)
        + html.icon_button("close", texts("reader.clear"), "find-clear", hidden=True)
        + "</form></div>"
        f'<nav id="contents" hidden aria-label="{html.text(texts("reader.contents"))}">'
        f"{contents_html(plan)}</nav>"
    )


def contents_html(plan: Plan) -> str:
    """Chapters with their sections, boxes and tables, as links into the text."""
    return f'<ol class="contents" lang="zh-CN">{"".join(_chapters(plan))}</ol>'


def _chapters(plan: Plan) -> Iterator[str]:
    for chapter in (section for section in plan.sections if section.level == 1):
        inside = [s for s in plan.sections if chapter.start < s.start < chapter.end]
        items = "".join(
            f'<li class="level-{s.level}"><a href="#s-{s.start}" data-do="section">'
            f"{html.text(s.heading)}</a></li>"
            for s in inside
        )
        yield (
            f'<li><a href="#s-{chapter.start}" data-do="section">{html.text(chapter.heading)}</a>'
            f"<ol>{items}</ol></li>"
        )
