"""The unit in which a question wants its figure."""

import re

_UNITS = (
    "个百分点|个点(?!位)|亿美元|亿元|万元|万吨|万人|公里|平方米|平方公里|分钟|个|家|条|所|座|亩|项|户|名|人|处|张|件|吨|元|%|倍|"
    "米|年|次|位|级|类|辆|钱|口人|口子|口(?!人)"
)
# 公园有多大 asks for an area, 规模有多大 and 多大比例 do not.
_EXTENT = r"(?:园|湖|场|地|绿|水|林|区|库|馆)[^,。?]{0,6}"
_BUILT = r"(?:楼|塔|厦|桥|树|墙|路|河|建筑)[^,。?]{0,4}"
_NO_EXTENT = r"(?:比例|份额|规模|盘子|力度|的量|名头|口气|幅度|产值|投入|作用|影响)"
# The unit stands behind "how many", or at the end of a terse question ("2025年目标,亿元").
_UNIT_ASKED = re.compile(
    rf"(?:多少|几|how many|how much)\s*(?:个(?=亿|万))?({_UNITS}|亿|万(?=[??]|$))|[,\s]({_UNITS})[??]?$|[(]({_UNITS})(?:/[^)]+)?[)][?]?$|(百分之(?:多少|几|好多)|百分比|几成)|(占地(?!区|方)|面积)|多(长|远)(?!时间)|{_BUILT}多(高|宽)|{_EXTENT}多(大)(?![^,。?]*{_NO_EXTENT})|(造价|估算|概算|预算|经费(?!(?:投入|支出)?(?:的)?(?:强度|占|比))|票价|费用|学费|租金|房价|补贴|补助|工资|门票|subsid|price|cost|salary|rent)"
)
_UNIT_OF = {
    "个点": "个百分点",
    "亿": "元",
    "万": "元",
    "占地": "亩",
    "面积": "亩",
    "大": "亩",
    "长": "公里",
    "远": "公里",
    "高": "米",
    "宽": "米",
    "造价": "元",
    "估算": "元",
    "概算": "元",
    "预算": "元",
    "经费": "元",
    "票价": "元",
    "费用": "元",
    "学费": "元",
    "租金": "元",
    "房价": "元",
    "钱": "元",
    "口人": "人",
    "口子": "人",
    "口": "人",
    "补贴": "元",
    "补助": "元",
    "工资": "元",
    "门票": "元",
    "subsid": "元",
    "price": "元",
    "cost": "元",
    "salary": "元",
    "rent": "元",
}
_SHARE_OF = ("百分之", "百分比", "几成")
# Some years, not how many; whichever (如果哪年税收不好,…).
SOME = re.compile(
    r"(?:如果|要是|假如|万一|不管|不论|无论|哪怕)[^,。;?]{0,8}哪一?(?:年|个|家|天)[^,。;?]*(?=,)|(?:咋|怎么?)(?:就|才)?[这那]么(?=[多少高低大小贵慢快长短])|(?:不下|不了|没|没有)几(?:个|天|年|家|口)|十几(?:个|位|年|天|次|家|岁|口|亩|里|万|户|人)|几年(?:后|之后|以后|内|里|间|来)|(?:前|这|近|过去|再?过|往|头|后|未来|今后|接下来)(?:的)?(?:十)?几(?:年|个月|天)|(?:这|那|好|跟|同|带|找|约|[我俺们家里]有|们|姐|哥|弟|妹|边|另|其他|其它)(?:着|了)?几(?:个|位|年|天|次|家|条|样|种|项|类|件|句|块|处|座|所)(?!.{0,6}[?]$)"
)


_IN_ENGLISH = tuple(
    (re.compile(words), unit)
    for words, unit in (
        (r"\bpercentage points?\b", "个百分点"),
        (r"\b(?:what|which|how many|by what) (?:\w+ )?per ?cent(?:age)?\b", "%"),
        (
            r"\bhow much (?:money|investment|funding|capital)\b|\bhow (?:many|much) (?:[\w-]+ ){0,2}yuan\b",
            "元",
        ),
        (r"\bhow many (?:people|persons|residents|inhabitants)\b", "人"),
        (r"\bhow many (?:households|families)\b", "户"),
        (r"\bhow many mu\b|\bhow much land\b", "亩"),
        (r"\bhow many (?:km|kilomet(?:re|er)s)\b", "公里"),
        (r"\bhow many ton(?:ne)?s\b", "吨"),
    )
)


def asked_unit(text: str) -> str:
    """The unit asked for, "" when none is: 多少家 → 家, 造价 → 元.

    >>> asked_unit("要建多少处游园"), asked_unit("有没有游园"), asked_unit("我们几个想去游园")
    ('处', '', '')
    >>> asked_unit("每年要增百分之几"), asked_unit("涨几个点才达标")
    ('%', '个百分点')
    >>> asked_unit("how much money goes into it?"), asked_unit("how many are there?")
    ('元', '')
    """
    if in_english := next((unit for words, unit in _IN_ENGLISH if words.search(text)), ""):
        return in_english
    match = _UNIT_ASKED.search(SOME.sub("", text))
    if match is None:
        return ""
    unit: str = next(filter(None, match.groups()))
    return _UNIT_OF.get(unit, "%" if unit.startswith(_SHARE_OF) else unit)
