"""Small pieces of HTML. Whatever a reader, a model or a plan wrote goes through `text`."""

import html
import re

# A marker [1] in an answer's text.
MARKER = re.compile(r"\[(\d{1,3})\]")

# 24 x 24 outlines, drawn for this page.
_ICONS = {
    "send": "M12 19V5M6 11l6-6 6 6",
    "stop": "M7 7h10v10H7z",
    "copy": "M9 9h10v11H9zM5 15V4h10",
    "retry": "M19 12a7 7 0 1 1-2.1-5M19 4v4h-4",
    "edit": "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "up": "M7 11v9H4v-9zM7 11l4-7c1.5 0 2.5 1 2.2 2.6L12.6 10H18c1.3 0 2 1 1.8 2.1l-1.2 6.2c-.2 1-1 1.7-2 1.7H7",
    "down": "M17 13V4h3v9zM17 13l-4 7c-1.5 0-2.5-1-2.2-2.6l.6-3.4H6c-1.3 0-2-1-1.8-2.1l1.2-6.2c.2-1 1-1.7 2-1.7h9.6",
    "export": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "new": "M12 5v14M5 12h14",
    "theme": "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
    "chat": "M4 5h16v11H10l-5 4v-4H4z",
    "plan": "M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7",
    "chart": "M4 20h16M7 20v-7M12 20V6M17 20v-10",
    "contents": "M4 6h16M4 12h11M4 18h14",
    "search": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4 4",
    "previous": "M6 14l6-6 6 6",
    "next": "M6 10l6 6 6-6",
    "close": "M6 6l12 12M18 6L6 18",
    "ask": "M4 5h16v11H10l-5 4v-4H4zM9 10h6",
}


def text(value: str) -> str:
    """Text that shows as itself.

    >>> text('<img onerror="x">')
    '&lt;img onerror=&quot;x&quot;&gt;'
    """
    return html.escape(value, quote=True)


def attributes(**values: str | float | bool | None) -> str:
    """Attributes with their values escaped; True stands alone, None and False are left out.

    >>> attributes(data_do="ask", disabled=True, hidden=False)
    ' data-do="ask" disabled'
    """
    parts: list[str] = []
    for name, value in values.items():
        key = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {key}")
        elif value is not None and value is not False:
            parts.append(f' {key}="{text(str(value))}"')
    return "".join(parts)


def icon(name: str) -> str:
    """A drawing that says nothing: the button around it has the label."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{_ICONS[name]}"/></svg>'
    )


def icon_button(name: str, label: str, do: str, **values: str | float | bool | None) -> str:
    """A button that shows a drawing and is named for what it does."""
    given = attributes(
        **{"type": "button", "class": "tool", "data_do": do, "aria_label": label, "title": label},
        **values,
    )
    return f"<button{given}>{icon(name)}</button>"


def button(label: str, do: str, **values: str | float | bool | None) -> str:
    return f"<button{attributes(type='button', data_do=do, **values)}>{text(label)}</button>"


def cells(row: str) -> list[str]:
    """The filled cells of a Markdown table row.

    >>> cells("| 2 | 劳动生产率 | 45.2 |  |")
    ['2', '劳动生产率', '45.2']
    """
    return [cell.strip() for cell in row.strip().strip("|").split("|") if cell.strip()]
