"""The years and the amounts that a text states."""

import re

from index.figures import Figure, figures, han_to_int

_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\d)|(?<![\d来近去后前这每满约])(\d{2})年(?!级|以上|期|来|内|后|间|左右|时间)|([〇零一二三四五六七八九]{4})年?|(?<![〇零一二三四五六七八九十百千第])(二[〇零一二四五六七八九]|三[〇零五])年(?!级|期|来|内|后|间)"
)
_PLAN_YEARS = 5
# The last year of a five-year plan that is neither this one nor the one before.
_OTHER_PLANS = {"十一五": 2010, "十二五": 2015, "十五五": 2030}
_NO_AMOUNT = re.compile(r"每一?$|(?:(?<![代仪手])表|专栏|附件)\s*$")
_HEADS = ("人", "口", "户", "万人")
_PERIOD_OF_PLAN = re.compile(r"(?:未来|今后|过去|这|前|后|头|十[三四])(?:的|那)?$")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_DURATION = re.compile(r"(?:期限|年限|期|租|满)(?:是|为|达|到)?$")


def stated_years(text: str) -> tuple[int, ...]:
    """The years of a text, each once: 2025, 25年, 二〇二五年, 二五年; 十五五 is by its last one."""
    found: list[int] = []
    for full, short, han, han_short in _YEAR.findall(text):
        if full:
            found.append(int(full))
        elif han and (year := han_to_int(han)) and 1900 < year < 2100:
            found.append(year)
        elif han_short:
            found.append(2000 + (han_to_int(han_short) or 0))
        elif short and 10 <= int(short) <= 49:
            found.append(2000 + int(short))
    found += [year for name, year in _OTHER_PLANS.items() if name in text]
    return tuple(dict.fromkeys(found))


def stated_figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text in digits that state an amount: no years (2025, 25年), no five years of
    a plan, no head counts of a rate (每一万人, 平均1000口), no numbers of tables."""
    years = {match.start() for match in _YEAR.finditer(text)}
    return tuple(f for f in figures(text) if not _no_amount(text, f, years))


def _no_amount(text: str, figure: Figure, years: set[int]) -> bool:
    before, after = text[: figure.start], text[figure.end :]
    if figure.unit in ("年", "") and 1900 < figure.value < 2100:
        return True
    if figure.unit == "年" and not _DURATION.search(before):
        named = _PERIOD_OF_PLAN.search(before) or re.match("规划|内|里|累计|下来|间", after)
        return figure.start in years or (figure.value == _PLAN_YEARS and bool(named))
    if _ORDINAL.match(after):
        return True
    if figure.unit in _HEADS and before.endswith("平均"):
        return True
    return bool(_NO_AMOUNT.search(before))
