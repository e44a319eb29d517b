"""Question words as people mistype them, spelled right."""

import re

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
)


def respelled(text: str) -> str:
    """A question in normal form with its question words spelled right.

    >>> respelled("什么时后开工,要投多小钱")
    '什么时候开工,要投多少钱'
    """
    for pattern, word in _MISSPELT:
        text = pattern.sub(word, text)
    return text
