"""Rows of the indicator table counted and listed in words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft
from assistant.types import Span
from corpus import Indicator, Plan


def by_nature(
    rows: Sequence[Indicator], groups: Sequence[str], first: str, *, difference: bool = False
) -> Draft:
    """How many indicators of each nature there are, and which; those of nature `first` come first.
    ``difference`` adds by how much the ones outnumber the others."""
    natures = sorted((i.nature.text or "" for i in rows), key=lambda nature: nature != first)
    counts = Counter(natures)
    label = "".join(f"“{group}”类" for group in groups) or "主要"
    told = ";".join(
        f"{nature}{count}项:"
        + "、".join(f"{i.name}[{n}]" for n, i in enumerate(rows, 1) if i.nature.text == nature)
        for nature, count in counts.items()
    )
    apart = ""
    if difference and len(counts) == 2:
        low, high = sorted(counts.values())
        apart = str(high - low)
        told += f";按此计算:{high}-{low}={apart}项"
    return Draft(
        text=f"{label}指标共{len(rows)}项,{told}。",
        spans=tuple(Span(i.start, i.end) for i in rows),
        computed=(str(len(rows)), *map(str, counts.values()), *filter(None, [apart])),
        by="table",
    )


def listed(chosen: Sequence[Indicator], names: Sequence[str]) -> Draft:
    label = "".join(names) or "主要"
    spans = tuple(Span(i.start, i.end) for i in chosen)
    listed = "、".join(f"{i.name}[{n}]" for n, i in enumerate(chosen, 1))
    head = ""
    if re.search(r"\d", label):  # the header names the years
        spans, head = (*spans, Span(*chosen[0].header)), f"[{len(chosen) + 1}]"
    return Draft(
        text=f"{label}指标{head}共{len(chosen)}项:{listed}。",
        spans=spans,
        computed=(str(len(chosen)),),
        by="table",
    )


def divided(plan: Plan) -> Draft:
    """How many indicators there are, and in which groups."""
    counts = Counter(i.group for i in plan.indicators)
    total, groups = len(plan.indicators), len(counts)
    told = "、".join(f"{group}({count}项)" for group, count in counts.items())
    spans = tuple(Span(i.start, i.end) for i in plan.indicators)
    marks = "".join(f"[{n}]" for n in range(1, total + 1))
    return Draft(
        text=f"主要指标共{total}项,分为{groups}类:{told}。{marks}",
        spans=spans,
        computed=(str(total), str(groups), *map(str, counts.values())),
        by="table",
    )


def largest_groups(plan: Plan, *, fewest: bool) -> Draft:
    """The groups with the most or the fewest indicators, several where they tie, how many, which."""
    counts = Counter(i.group for i in plan.indicators)
    most = (min if fewest else max)(counts.values())
    label = "、".join(f"“{group}”类" for group, count in counts.items() if count == most)
    told = listed([i for i in plan.indicators if counts[i.group] == most], [label])
    sizes = "、".join(f"{group}{count}项" for group, count in counts.items())
    text = f"{label}最{'少' if fewest else '多'},{'各' if label.count('类') > 1 else ''}{most}项({sizes})。{told.text}"
    computed = (*told.computed, *map(str, counts.values()))
    return replace(told, text=text, computed=computed)


def no_such_row(plan: Plan) -> Draft:
    count, last = len(plan.indicators), plan.indicators[-1]
    return Draft(
        text=f"主要指标表只有{count}项,最后一项是{last.name}[1]。",
        spans=(Span(last.start, last.end),),
        status="not_in_plan",
        reason=f"主要指标表只有{count}项",
        computed=(str(count),),
        by="table",
    )
