"""The table of main indicators: as HTML to sort and filter, and as CSV."""

import csv
import io

from assistant.page import html
from assistant.page.texts import Texts
from corpus import Cell, Indicator, Plan


def indicators_html(plan: Plan, texts: Texts) -> str:
    """Filters, the count of rows shown, and the table. Sorting and filtering happen in the browser."""
    info = plan.info
    intro = texts(
        "indicators.intro",
        count=len(plan.indicators),
        base=info.base_year,
        target=info.target_year,
    )
    groups = tuple(dict.fromkeys(i.group for i in plan.indicators))
    natures = tuple(dict.fromkeys(i.nature.text for i in plan.indicators if i.nature.text))
    return (
        f'<div class="indicators"><h2>{html.text(texts("indicators.title"))}</h2>'
        f'<p class="intro">{html.text(intro)}</p><div class="filters">'
        f"{_choice('group', groups, texts)}{_choice('nature', natures, texts)}{_order(plan, texts)}"
        '<output class="shown" aria-live="polite"></output>'
        f'<a class="quiet" href="page/indicators.csv" download>{html.icon("export")}'
        f"<span>{html.text(texts('indicators.csv'))}</span></a></div>"
        f'<div class="scroller" tabindex="0" role="region"'
        f"{html.attributes(aria_label=texts('indicators.label'))}>{_table(plan, texts)}</div></div>"
    )


def _choice(name: str, options: tuple[str, ...], texts: Texts) -> str:
    """A select that narrows the table to one value of a column."""
    items = "".join(f'<option lang="zh-CN">{html.text(option)}</option>' for option in options)
    return (
        f"<label><span>{html.text(texts(f'indicators.{name}'))}</span>"
        f'<select data-filter="{name}"><option value="">{html.text(texts("indicators.every"))}'
        f"</option>{items}</select></label>"
    )


def _columns(plan: Plan, texts: Texts) -> dict[str, str]:
    """The columns' keys and labels, from left to right."""
    return {
        "name": texts("indicators.name"),
        "base": texts("indicators.base", year=plan.info.base_year),
        "target": texts("indicators.target", year=plan.info.target_year),
        "growth": texts("indicators.growth"),
        "nature": texts("indicators.nature"),
    }


def _order(plan: Plan, texts: Texts) -> str:
    """Sorting for a phone, where the table has no head to press."""
    items = "".join(
        f'<option value="{key}">{html.text(label)}</option>'
        for key, label in _columns(plan, texts).items()
    )
    return (
        f'<label class="order"><span>{html.text(texts("indicators.order"))}</span>'
        f'<select data-order><option value="">{html.text(texts("indicators.plan_order"))}</option>'
        f"{items}</select></label>"
    )


def _table(plan: Plan, texts: Texts) -> str:
    columns = _columns(plan, texts)
    heads = "".join(
        f'<th scope="col" class="{key}" aria-sort="none"><button type="button" data-do="sort"'
        f"{html.attributes(data_key=key, aria_label=texts('indicators.sort', column=label))}>"
        f"{html.text(label)}</button></th>"
        for key, label in columns.items()
    )
    rows = "".join(
        _row(indicator, columns, plan.info.target_year, texts) for indicator in plan.indicators
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(indicator: Indicator, labels: dict[str, str], target_year: int, texts: Texts) -> str:
    """One indicator; on a phone, where the head is not shown, a cell brings its label along."""
    given = html.attributes(
        data_number=indicator.number,
        data_group=indicator.group,
        data_nature=indicator.nature.text,
        data_base=indicator.base.number,
        data_target=indicator.target.number,
        data_growth=indicator.growth.number,
    )
    ask = html.attributes(
        **{"type": "button", "class": "row-ask", "data_do": "ask", "lang": "zh-CN"},
        data_question=question_about(indicator, target_year),
        title=texts("indicators.ask", name=indicator.name),
    )
    values = "".join(
        f"<td{html.attributes(class_=f'number {key}', data_label=labels[key])}>"
        f"{_cell(cell, texts)}</td>"
        for key, cell in (
            ("base", indicator.base),
            ("target", indicator.target),
            ("growth", indicator.growth),
        )
    )
    nature = indicator.nature.text or ""
    badge = "binding" if nature == "约束性" else "expected"
    under = " · ".join(part for part in (indicator.unit, indicator.group) if part)
    return (
        f'<tr{given}><th scope="row"><button{ask}>{html.text(indicator.name)}'
        f'<span class="unit">{html.text(under)}</span></button></th>{values}'
        f'<td><span class="badge {badge}" lang="zh-CN">{html.text(nature)}</span></td></tr>'
    )


def _cell(cell: Cell, texts: Texts) -> str:
    """The cell's own words; a dash that says what it means where the plan gives nothing."""
    if cell.text is None:
        return (
            f'<span aria-hidden="true">{html.text(texts("indicators.missing"))}</span>'
            f'<span class="unseen">{html.text(texts("indicators.missing_label"))}</span>'
        )
    kind = ' class="words"' if cell.number is None else ""
    return f'<span lang="zh-CN"{kind}>{html.text(cell.text)}</span>'


def question_about(indicator: Indicator, target_year: int) -> str:
    """In the plan's language, whichever the page's is."""
    return f"{indicator.name}到{target_year}年的目标是多少?"


def indicators_csv(plan: Plan) -> str:
    """The table's own words, an empty field where the plan gives nothing."""
    info = plan.info
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "序号",
            "分组",
            "指标",
            "单位",
            f"{info.base_year}年基数",
            f"{info.target_year}年目标",
            "年均增长(%)",
            "属性",
        ]
    )
    for i in plan.indicators:
        cells = (i.base, i.target, i.growth, i.nature)
        writer.writerow([i.number, i.group, i.name, i.unit, *(cell.text or "" for cell in cells)])
    return out.getvalue()
