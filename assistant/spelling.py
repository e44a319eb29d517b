"""Question words as people mistype them, spelled right."""

import re

from index.figures import han_to_int

# Sound or look alike; only what is no word of its own. Then what is said in more words than written.
_MISSPELT = (
    (
        re.compile("(?<=[省市县区])一级(?=[的那,。?]|平台|企业|工程技术|单位)|(?<=国家)一级(?=的)"),
        "级",
    ),
    (re.compile("时侯(?!期)|(?<=什么)时后|(?<=啥)时后|(?<=么)时后(?=[^勤来])"), "时候"),
    (re.compile("神马(?!股份|集团)|什末|什幺|什嘛|甚么"), "什么"),
    (re.compile("肿么|怎摸|怎莫|咋摸"), "怎么"),
    (
        re.compile(
            "多(?:烧|邵)(?=[个家户亩条所座项处名人张件吨元块钱公万亿%])|多小(?=[个家亩条所座项处名人张件吨元块钱万亿%])"
        ),
        "多少",
    ),
    (re.compile("有木有"), "有没有"),
    (re.compile("是不事(?=[^情])"), "是不是"),
    (re.compile("(?<=有)那(?=[些几][^,。?]{0,12}[?]$)"), "哪"),
    (re.compile("増"), "增"),
    (re.compile("(?<=[几多少])(?:陪|备|背)(?=[呀啊呢吗,。?]|$)"), "倍"),
    # As Cantonese is written, in simplified signs; longer words first.
    (re.compile("唔系|唔是"), "不是"),
    (re.compile("系咪"), "是不是"),
    (re.compile("仲系"), "还是"),
    (re.compile("(?<![伯杜昆])仲(?=有|要|会|未|冇|差|可以|想)"), "还"),
    (
        re.compile(
            "(?<![体关联派谱院水干直星母])系(?=多少|几多|哪|乜|咩|边[个啲间处度]|劣)|(?<=[都各就])系(?![统列数])"
        ),
        "是",
    ),
    (re.compile("几多(?=[年个家户亩条所座项处名人张件吨元块钱公万亿%,。?]|$)"), "多少"),
    (
        re.compile(
            "(?<![那这旁路河海周身手里外东南西北左右前后上下一两单双])边(?=[个啲间处度][^,。?]*(?:[?]|$))"
        ),
        "哪",
    ),
    (re.compile("[乜咩](?:嘢|野)?(?=[^?])"), "什么"),
    (re.compile("咩(?=[?]|$)"), "吗"),
    (re.compile("点解"), "为什么"),
    (re.compile("点样"), "怎样"),
    (re.compile("[而依]家(?![庭长里人乡居])"), "现在"),
    (re.compile("啲"), "些"),
    (re.compile("嘅"), "的"),
    (re.compile("咁"), "这么"),
    (re.compile("冇"), "没有"),
    (re.compile("喺"), "在"),
    (re.compile("唔"), "不"),
    (re.compile("佢"), "他"),
    (re.compile("睇"), "看"),
    (re.compile("嚟"), "来"),
)


_HAN_YEAR = re.compile(
    "(?<![〇零一二三四五六七八九十百千万])(?:二[〇零o]|一九)[〇零o一二三四五六七八九]{2}(?=年|底|末|的|目标)"
)


def respelled(text: str) -> str:
    """A question in normal form with its question words spelled right.

    >>> respelled("什么时后开工,要投多小钱")
    '什么时候开工,要投多少钱'
    """
    for pattern, word in _MISSPELT:
        text = pattern.sub(word, text)
    return _HAN_YEAR.sub(lambda year: str(han_to_int(year.group().replace("o", "〇"))), text)
