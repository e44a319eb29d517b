"""What only asks whether something is so: 对吧, 是不是这样, 我没记错吧."""

import re

# At the end of a question, or beside what it is about: names nothing that could be found.
CONFIRMATION = re.compile(
    r"[,,。;;\s]*(?:(?:我)?(?:没|没有)(?:有)?(?:记|说|听|看|搞|弄|理解)?错(?:吧|吗)?|对不对|(?:是不是|是否)(?:真的|这样|属实|准确|正确)?(?:啊|呀|呢)?(?=[??]*$)|对(?:吗|吧|否|么)|是(?:吧|吗)(?=[??。!]*$)|确否|属实否|有(?:这|那)(?:么)?(?:一)?(?:回|个)?事(?:吗|吧|么)?|(?:规划|文件|纲要)?(?:里|中|上|里面)?(?:是不是|真的是|真是|是)?(?:这么|这样|如此)(?:写|说|讲|规定|定)的?(?:吗|吧|么)?(?=[??。!]*$)|是(?:这样|真的)(?:的)?(?:吗|吧|么)?(?=[??。!]*$)|"
    r"(?:这|那)?(?:个)?(?:说法|消息|话)?(?:是)?(?:真的(?:假的)?|属实|准确|正确|有误)(?:吗|吧|么|否|不)|真的假的|(?:right|correct|true)\s*(?=\?|$)|isn't it|is (?:that|it) (?:right|correct|true))",
    re.IGNORECASE,
)
# A clause that only asks whether what stands before it is so.
CONFIRMING = re.compile(
    r"^(?:规划|文件|上头|区里|原文|表)?(?:里|中|上|说的)?(?:是不是|是否|可是|是|真是?|可|果真)?(?:真的?)?"
    r"(?:这样|这么(?:写|说|定|讲|打算|规定|回事)?|如此|这个?意思|这回事|有这(?:话|事|说法|回事)|真的?)的?(?:吗|么|吧|不|呢|呀|啊)?[?]?$|"
    r"^真的?(?:这么)?(?:写|说|定|讲)(?:了|的|着)?(?:吗|么|吧|不)?[?]?$|"
    r"^(?:这|那|该|此)?(?:话|说法|消息|判断|表述|提法|理解|结论|数)(?:是否|对|正|属|成|准|有误|确|可)|"
    r"^[他她我俺人家]{0,3}没(?:有)?(?:(?:哄|骗|蒙|忽悠|诓|坑|糊弄|唬|诈|逗)(?:我|俺|人)|(?:记|看|听|说|弄|搞|理解)[^,。]{0,2}(?:错|岔|走眼|差))|"
    r"^[我俺他她](?:这么)?(?:理解|记|说|讲)[得的]?(?:对|没错|$)|^这(?:可)?不是(?:编|骗|假|瞎)|^我?(?:这么?(?:样|着)?|照这)(?:跟|给|对|和|同)?[^,。]{0,4}(?:说|讲|写|理解|报)[^,。]{0,4}(?:算|错|瞎|对|准|行|中|妥)|(?:这么|这样|照此)(?:写|报|讲|说|表述)(?:行|可|中|妥|准|对|成)|^(?:可否确认|请?(?:再)?(?:确认|核)|判断正误|成立与否|是否$)"
)
_END = re.compile(r"[?!。\s]+$")
_CLAUSE = re.compile(r"[,。;!?]")


def asks_to_confirm(text: str) -> bool:
    """Whether the last clause of a text only asks to confirm what stands before it.

    >>> asks_to_confirm("2020年是多少空着没填,我没看走眼吧?"), asks_to_confirm("有多少家?")
    (True, False)
    """
    clauses = _CLAUSE.split(_END.sub("", text))
    last = clauses[-1].strip()
    return len(clauses) > 1 and bool(CONFIRMING.search(last) or not CONFIRMATION.sub("", last))
