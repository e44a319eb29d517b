"""Questions over the whole indicator table: how many, which, how it is divided, the most."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.columns import NATURES, Column, cell_of, in_words
from assistant.draft import Draft
from assistant.indicators import IndicatorTable
from assistant.operations import Operation
from assistant.question import Asks, Question
from assistant.table_told import by_nature, divided, largest_groups, listed, no_such_row
from assistant.types import Span
from corpus import Indicator, Plan, PlanInfo
from index.figures import arabic, figures, han_to_int

_TABLE = re.compile(
    r"指标|表格|[大总这那份标]表|表\s?2|表[里中上内]|(?<!专)[栏列](?:里|中|上|内|为|是|填|写)|indicator"
)
_ALL = re.compile(r"哪|多少|几|所有|全部|列|清单|一共|总共|数量?$|个数|how many|which|list")
_DIVIDED = re.compile(
    r"分(?:成|为|了|作)?(?:几|多少|哪几?)|(?:几|多少)(?:个)?(?:大)?(?:类|组|板块|方面|领域)|how many (?:groups|categories)"
)
_EXTREME = re.compile(
    r"最(?:为)?(?P<most>快|高|大|多|慢|低|小|少)|(?P<first>第一)|(?P<top>highest|fastest|largest)|(?P<least>lowest|slowest|smallest)"
)
# 最高的三项, 前三
_TOP = re.compile(
    r"(?:最[快高大多慢低小少]的|[前头])(?:那)?([两二三四五]|[2-5])(?:个|项|条|名|位|$)"
)
_GROWN = re.compile(r"增|涨|快|慢|提高|grow")
_COUNTED = re.compile(
    r"(?:多少|几|哪些|所有|全部)(?:个|项|条)?(?:主要)?指标|(?:一共|总共|合计|共有?)[^,。?]{0,6}(?:多少|几)(?:个|项|条|行)|指标.{0,8}(?:多少|几|哪)(?:个|项|类|些)|指标(?:总)?(?:数|个数|清单)|"
    r"(?:how many|which|list (?:all|the)) (?:\w+ ){0,3}indicators"
)
_MISSING = re.compile(
    r"(?:没有?|未|缺|无|空着?|没填)(?:给出|填写?|列出?|写|标|明确|有|设)?|不(?:给|填|写|列|标|设|定)|空白|[“\"'][-—–]+[”\"']|[横短]杠|横线|missing|without|\bno\b"
)
_LEFT_EMPTY = re.compile(
    r"(?:没有?|未)(?:给|填|列出|写|标明)|(?:数|字)(?:都|也)?没(?:有|给)|空着|空白|空缺|[横短]杠|横线|left (?:empty|blank)"
)
_ORDINAL = re.compile(r"第([〇一二三四五六七八九十\d]+)(?:项|行|个|条)")
_COLUMNS = (
    (Column.BASE, re.compile(r"基数|基期|现状|底数|底子|base")),
    (Column.TARGET, re.compile(r"目标|target")),
    (Column.GROWTH, re.compile(r"年均|增速|增长|growth")),
)
_EVERY = re.compile(
    r"全部|全都?(?:是|属|为)|全都|无一例外|清一色|均(?:属|为|是)|皆|所有|都(?:是|属|为)|一律|\ball\b"
)
_ANY_OF = re.compile(r"有没有哪|有哪(?:一)?(?:个|条|项)")
_ANY = re.compile(r"有没有|有无|是否有|有.*(?:吗|么)|\bany\b")
_CLAUSE = re.compile(r"(?:(?!但|而|却|不过|but)[^,。;?!])+")
# The group with the most or the fewest indicators.
_GROUP_SIZE = re.compile(
    r"(?:类|组|块|板块|方面|领域)[^,。?]{0,8}最(?P<most>多|少)|最(?P<more>多|少)的[^,。?]{0,6}(?:类|组|块|板块|方面|领域)|"
    r"(?P<english>most|fewest) indicators"
)
# All of them, asked beside those of one nature (合计多少项?约束性占几项).
_TOTAL = re.compile(r"(?:一共|总共|合计|总数|共有?)[^,。?]{0,6}(?:多少|几)")
_CLAUSES = re.compile(r"[^,。;?!]+")
# Rows are counted or listed, not told by one of them (念过几年书这条是约束性还是预期性).
_ROWS_ASKED = re.compile(
    r"(?:多少|几)(?:个|项|条)|各|分别|哪(?:些|几)|列(?:出|举)|清单|how many (?:of|are|indicators)|which (?:ones|indicators)|^list"
)
# What is worked out of some of them, never of all.
_OF_SOME = frozenset([Operation.DIFFERENCE, Operation.RATIO])
# What starts and ends alike.
_UNCHANGED = re.compile(
    r"一样|相同|一致|持平|相等|不变|没(?:有)?变|不(?:用|需|必)再?(?:涨|增|提|升|变)|unchanged|the same"
)
_BOTH_ENDS = re.compile(r"基数.*目标|目标.*基数|前后|头尾")


def about_table(question: Question, plan: Plan) -> Draft | None:
    """Counts, lists, groups and extremes over the table; None when the question is not about it."""
    text = question.text
    groups = [g for g in dict.fromkeys(i.group for i in plan.indicators) if _names_group(text, g)]
    if not plan.indicators or not (_TABLE.search(text) or (groups and _named_natures(text))):
        return None
    if match := _ORDINAL.search(text):
        return _one_row(question, plan, match[1])
    natures = _named_natures(text)
    both_years = {plan.info.base_year, plan.info.target_year} <= set(question.years)
    if _UNCHANGED.search(text) and (both_years or _BOTH_ENDS.search(text)):
        unchanged = [i for i in plan.indicators if _is_unchanged(i)]
        return listed(unchanged, ["目标与基数相同的"]) if unchanged else None
    if question.asks is Asks.YES_NO or (_ANY_OF.search(text) and len(natures) == 1):
        return _of_nature(text, plan, groups)
    if len(natures) > 1 and not _ROWS_ASKED.search(text):
        return None  # of one row, which it is
    if natures and (len(natures) > 1 or _of_all(text)) and _ALL.search(text):
        both = len(natures) > 1 and Operation.DIFFERENCE in question.operations
        return by_nature(_of_groups(plan, groups), groups, natures[0], difference=both)
    if not natures and not groups and (match := _GROUP_SIZE.search(text)):
        fewest = (match["most"] or match["more"]) == "少" or match["english"] == "fewest"
        return largest_groups(plan, fewest=fewest)
    chosen, names = _chosen(text, plan)
    if match := _EXTREME.search(text):
        return _extreme(text, chosen, match)
    if not names and _DIVIDED.search(text):
        return divided(plan)
    if not chosen or not _ALL.search(text) or not (names or _COUNTED.search(text)):
        return None
    if not names and question.operations & _OF_SOME:
        return None
    return listed(chosen, names)


def _named_natures(text: str) -> list[str]:
    return [nature for nature, words in NATURES if words.search(text)]


def _of_all(text: str) -> bool:
    """Whether a clause asks for the total of all natures."""
    return any(_TOTAL.search(c) and not _named_natures(c) for c in _CLAUSES.findall(text))


def _of_groups(plan: Plan, groups: Sequence[str]) -> list[Indicator]:
    """The rows of the named groups; all rows when none is named."""
    return [i for i in plan.indicators if not groups or i.group in groups]


def _of_nature(text: str, plan: Plan, groups: Sequence[str]) -> Draft | None:
    """Whether all, or any, of a group's indicators have a nature; None when it is not asked."""
    if counted := _of_count(text, plan):
        return counted
    natures, every = _named_natures(text), _EVERY.search(text)
    if not natures or not (every or _ANY.search(text)):
        return None
    rows = _of_groups(plan, groups)
    of_it = [i for i in rows if i.nature.text == natures[0]]
    holds = len(of_it) == len(rows) if every else bool(of_it)
    words = ("是", "不是") if every else ("有", "没有")
    told = by_nature(rows, groups, natures[0])
    return replace(told, text=f"{words[not holds]}。{told.text}")


def _of_count(text: str, plan: Plan) -> Draft | None:
    """Whether as many indicators of a group or nature as claimed; None when no count is claimed."""
    chosen, names = _chosen(text, plan)
    claimed = [f for f in figures(arabic(text)) if f.unit in ("项", "个", "条")]
    if not chosen or not names or not claimed or _EVERY.search(text):
        return None
    holds = any(f.value == len(chosen) for f in claimed)
    told = listed(chosen, names)
    return replace(told, text=f"{'是' if holds else '不是'}。{told.text}")


def _chosen(text: str, plan: Plan) -> tuple[list[Indicator], list[str]]:
    """The rows that the question's conditions leave, and the conditions in words."""
    chosen, names = list(plan.indicators), []
    for nature, words in NATURES:
        if words.search(text):
            chosen = [i for i in chosen if i.nature.text == nature]
            names.append(nature)
    for group in dict.fromkeys(i.group for i in plan.indicators):
        if group and _names_group(text, group):
            chosen = [i for i in chosen if i.group == group]
            names.append(f"“{group}”类")
    asked_cells = [told for told in _told_in_words(plan) if told in text]
    for told in asked_cells:
        columns = [c for c, words in _COLUMNS[1:] if words.search(text.replace(told, ""))]
        chosen = [
            i
            for i in chosen
            if any(
                (cell := cell_of(i, c)) and cell.text == told
                for c in (columns if len(columns) == 1 else (Column.TARGET, Column.GROWTH))
            )
        ]
        names.append(f"写明“{told}”的")
    # "没写数,只写“完成市定目标”" asks for no empty cell.
    for column, label in () if asked_cells else _missing_columns(text, plan.info):
        chosen = [i for i in chosen if (cell := cell_of(i, column)) and cell.text is None]
        names.append(f"没有给出{label}的")
    return chosen, names


def _names_group(text: str, group: str) -> bool:
    """民生福祉 is named by either half of it, as long as the other says nothing else."""
    half = len(group) // 2
    return group in text or bool(re.search(rf"{group[:half]}那?一?(?:类|组|块|方面)", text))


def _missing_columns(text: str, info: PlanInfo) -> list[tuple[Column, str]]:
    labels = {
        Column.BASE: f"{info.base_year}年基数",
        Column.TARGET: f"{info.target_year}年目标",
        Column.GROWTH: "年均增长",
    }
    years = {Column.BASE: info.base_year, Column.TARGET: info.target_year}
    named = {
        column: re.compile(f"{words.pattern}|{years.get(column, '年均')}")
        for column, words in _COLUMNS
    }
    # The columns of a clause that says so; the only one, wherever it is said that it is left empty.
    silent = [c for c in _CLAUSE.findall(text) if _MISSING.search(c)]
    asked = [column for column, words in named.items() if words.search(text)]
    return [
        (column, labels[column])
        for column in asked
        if any(named[column].search(c) for c in silent)
        or (len(asked) == 1 and _LEFT_EMPTY.search(text))
    ]


def _told_in_words(plan: Plan) -> list[str]:
    """Cells that state no number, longest first."""
    cells = {
        cell.text
        for i in plan.indicators
        for cell in (i.target, i.growth)
        if cell.text and cell.number is None
    }
    return sorted(cells, key=lambda told: (-len(told), told))


def _is_unchanged(indicator: Indicator) -> bool:
    base, target = indicator.base.number, indicator.target.number
    return base is not None and base == target


def _one_row(question: Question, plan: Plan, ordinal: str) -> Draft | None:
    """The row of that number: what is asked of it, or all of it."""
    number = int(ordinal) if ordinal.isdigit() else han_to_int(ordinal)
    row = next((i for i in plan.indicators if i.number == number), None)
    if row is None:
        return no_such_row(plan)
    if question.asks is not Asks.OPEN and (
        told := IndicatorTable(plan).about_rows(question, [row])
    ):
        return told
    cells = ",".join(
        f"{label}{in_words(row, column) or '没有给出'}"
        for label, column in (
            (f"{plan.info.target_year}年目标", Column.TARGET),
            (f"{plan.info.base_year}年基数", Column.BASE),
            ("年均增长", Column.GROWTH),
            ("属性", Column.NATURE),
        )
    )
    return Draft(
        text=f"第{row.number}项是{row.name}:{cells}[1][2]。",
        spans=(Span(row.start, row.end), Span(*row.header)),
        by="table",
    )


def _extreme(text: str, chosen: Sequence[Indicator], match: re.Match[str]) -> Draft | None:
    """The indicator whose growth is the largest or smallest, among those with a percentage."""
    if not _GROWN.search(text):
        return None
    grown = [
        i for i in chosen if i.growth.number is not None and "百分点" not in (i.growth.text or "")
    ]
    if not grown:
        return None
    least = match["least"] or match["most"] in ("慢", "低", "小", "少")
    in_order = sorted(grown, key=lambda i: i.growth.number or 0, reverse=not least)
    top = _TOP.search(text)
    count = (int(top[1]) if top[1].isdigit() else han_to_int(top[1])) if top else 1
    picked = in_order[: max(1, count or 1)]
    told = "、".join(
        f"{pick.name}年均增长{in_words(pick, Column.GROWTH)}[{n}]"
        for n, pick in enumerate(picked, 1)
    )
    return Draft(
        text=f"{told}[{len(picked) + 1}],"
        f"在给出年均增长百分比的{len(grown)}项指标中最{'低' if least else '高'}。",
        spans=(*(Span(pick.start, pick.end) for pick in picked), Span(*picked[0].header)),
        computed=(str(len(grown)),),
        by="table",
    )
