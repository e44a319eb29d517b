"""The indicators from base to target, as one Plotly figure that draws nothing the plan lacks.

Their units differ, so the axis is the target as a share of the base (base = 100). An indicator
without two numbers has no points: its row says in words what the plan gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assistant.page.indicators import question_about
from assistant.page.texts import Texts
from corpus import Indicator, PlanInfo

_ROW_PIXELS = 50
_MARGIN_PIXELS = 84
_BOUNDS = (">", "≥")


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a figure, those of the page; ``paper`` is what it lies on."""

    text: str
    faint: str
    paper: str
    accent: str


LIGHT = Ink(text="#1f2a37", faint="#5b6675", paper="#ffffff", accent="#0b5cad")
DARK = Ink(text="#e6eaf0", faint="#a3adba", paper="#1a2029", accent="#7db4f0")
_FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'


def ratio(indicator: Indicator) -> float | None:
    """Target over base, times 100; None unless the plan gives a number for both.

    A base of 0 has no ratio either.
    """
    base, target = indicator.base.number, indicator.target.number
    return target / base * 100 if base and target is not None else None


def is_bound(indicator: Indicator) -> bool:
    """Whether the target is a floor (≥500), not a point."""
    return (indicator.target.text or "").startswith(_BOUNDS)


def in_words(indicator: Indicator, texts: Texts) -> str:
    """The row's values as the plan writes them."""
    base, target = indicator.base.text, indicator.target.text
    unit = "" if indicator.unit in ("", "%") else f" {indicator.unit}"
    percent = "%" if indicator.unit == "%" else ""
    if ratio(indicator) is not None:
        return texts("chart.row", base=f"{base}{percent}", target=f"{target}{percent}{unit}")
    nothing = texts("chart.nothing")
    target_unit = f"{percent}{unit}" if indicator.target.number is not None else ""
    told = f"{target}{target_unit}" if target else nothing
    if base:
        return texts("chart.only_base", base=f"{base}{percent}{unit}", target=told)
    return texts("chart.only_target", target=told)


def figure(indicators: Sequence[Indicator], info: PlanInfo, texts: Texts, ink: Ink) -> go.Figure:
    """One row an indicator, in the given order from top to bottom."""
    drawn = [(row, i, r) for row, i in enumerate(indicators) if (r := ratio(i)) is not None]
    asks = [question_about(i, info.target_year) for _, i, _ in drawn]
    rows = [row for row, _, _ in drawn]
    chart = go.Figure()
    chart.add_scatter(
        x=[100.0] * len(drawn),
        y=rows,
        mode="markers",
        name=texts("chart.base", year=info.base_year),
        marker={"size": 11, "color": ink.paper, "line": {"width": 2, "color": ink.faint}},
        customdata=asks,
        hoverinfo="skip",
    )
    chart.add_scatter(
        x=[value for _, _, value in drawn],
        y=rows,
        mode="markers",
        name=texts("chart.target", year=info.target_year),
        marker={
            "size": 13,
            "color": ink.accent,
            "symbol": ["triangle-right" if is_bound(i) else "circle" for _, i, _ in drawn],
        },
        customdata=asks,
        text=[f"{i.name}:{in_words(i, texts)}" for _, i, _ in drawn],
        hovertemplate="%{text}<extra></extra>",
    )
    highest = max((value for _, _, value in drawn), default=200.0)
    _lay_out(chart, len(indicators), highest, info, texts, ink)
    # All at once: Plotly checks the whole layout again for each one that is added.
    chart.update_layout(
        shapes=[_line(row, value, ink) for row, _, value in drawn],
        annotations=[
            label
            for row, indicator in enumerate(indicators)
            for label in _labels(row, indicator, texts, ink)
        ],
    )
    return chart


def _line(row: int, value: float, ink: Ink) -> dict[str, Any]:
    line = {"color": ink.accent, "width": 3}
    return {
        "type": "line",
        "x0": 100,
        "x1": value,
        "y0": row,
        "y1": row,
        "line": line,
        "layer": "below",
    }


def _labels(row: int, indicator: Indicator, texts: Texts, ink: Ink) -> list[dict[str, Any]]:
    """The name over the row at its left, the values at its right: nothing to cut off on a phone.
    A row without points has its words where those would be."""
    shared = {"xref": "paper", "showarrow": False, "yanchor": "middle"}
    left, right = {"x": 0, "xanchor": "left"}, {"x": 1, "xanchor": "right"}
    over, on = {"y": row - 0.36}, {"y": row + 0.05}
    place = {**right, **over} if ratio(indicator) is not None else {**left, **on}
    words = {"text": in_words(indicator, texts), "font": {"size": 12, "color": ink.faint}}
    name = {"text": indicator.name, "font": {"size": 13, "color": ink.text}}
    return [{**shared, **left, **over, **name}, {**shared, **place, **words}]


def _lay_out(
    chart: go.Figure, rows: int, highest: float, info: PlanInfo, texts: Texts, ink: Ink
) -> None:
    chart.update_layout(
        height=rows * _ROW_PIXELS + _MARGIN_PIXELS,
        margin={"l": 8, "r": 8, "t": 44, "b": 40},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "color": ink.text},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 12}},
        dragmode=False,
        hoverlabel={"font": {"family": _FONT}},
    )
    chart.update_xaxes(
        range=[92, max(highest, 110) * 1.06],
        title={"text": texts("chart.index", base=info.base_year), "font": {"size": 12}},
        tickfont={"size": 11, "color": ink.faint},
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    chart.update_yaxes(range=[rows - 0.4, -0.7], visible=False, fixedrange=True)
