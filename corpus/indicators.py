"""The table of main indicators → typed rows."""

import re

from corpus.errors import PlanFormatError
from corpus.markdown import is_group_row, lines, split_row
from corpus.types import Cell, Indicator, Passage

_COLUMNS = 6
_NAME_UNIT = re.compile(r"^(?P<name>.+?)\((?P<unit>[^()]+)\)$")
_GROUP_NUMBER = re.compile(r"^[一二三四五六七八九十]+、")


def parse_indicators(markdown: str, passages: tuple[Passage, ...]) -> tuple[Indicator, ...]:
    """The rows ``number | name(unit) | base | target | growth | nature`` below their group rows.

    A "-" or an empty cell is a missing value. A plan without such a table has no indicators.

    Raises:
        PlanFormatError: a row whose number of cells is not six.
    """
    row_at = {passage.start: passage for passage in passages if passage.kind == "table_row"}
    indicators: list[Indicator] = []
    group = ""
    header = (0, 0)
    in_table = False
    for line in lines(markdown):
        if line.is_table and not in_table:
            header = (line.start, line.end)
        in_table = line.is_table
        if line.is_table and is_group_row(line.text):
            group = _GROUP_NUMBER.sub("", split_row(line.text)[0])
        elif passage := row_at.get(line.start):
            cells = _cells(line.text, line.start)
            if len(cells) != _COLUMNS:
                raise PlanFormatError(
                    f"plan.md: the table row {line.text!r} has {len(cells)} cells, not {_COLUMNS}"
                )
            number, label, base, target, growth, nature = cells
            if not (number.text or "").isdigit():
                continue  # another kind of table: its rows are passages, not indicators
            name, unit = split_unit(label.text or "")
            indicators.append(
                Indicator(
                    number=int(number.text or 0),
                    name=name,
                    unit=unit,
                    group=group,
                    base=base,
                    target=target,
                    growth=growth,
                    nature=nature,
                    start=line.start,
                    end=line.end,
                    header=header,
                    passage_id=passage.id,
                )
            )
    return tuple(indicators)


def split_unit(label: str) -> tuple[str, str]:
    """
    >>> split_unit("劳动生产率(万元/人·年)")
    ('劳动生产率', '万元/人·年')
    >>> split_unit("单位工业增加值化学需氧量(COD)排放量(吨/万元)")
    ('单位工业增加值化学需氧量(COD)排放量', '吨/万元')
    """
    match = _NAME_UNIT.match(label)
    return (match["name"], match["unit"]) if match else (label, "")


def _cells(row: str, start: int) -> list[Cell]:
    cells: list[Cell] = []
    position = row.index("|") + 1
    for raw in row[position : row.rindex("|")].split("|"):
        text = raw.strip()
        begin = start + position + (len(raw) - len(raw.lstrip()) if text else 0)
        cells.append(Cell(text if text not in ("", "-") else None, begin, begin + len(text)))
        position += len(raw) + 1
    return cells
