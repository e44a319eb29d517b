"""What a question asks for, read off its words: kind of answer, years, period, unit."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant import english
from assistant.asked_period import Period, period_asked, spans_periods, with_period_names
from assistant.asked_place import places_asked
from assistant.asked_unit import SOME, asked_unit
from assistant.confirming import CONFIRMATION, SURELY, TO_CHECK, asks_to_confirm
from assistant.operations import Operation, operations
from assistant.spelling import respelled
from assistant.stated import stated_figures, stated_years
from corpus import PlanInfo
from corpus.sentences import sentences
from index.figures import Figure, arabic, figures
from index.normalize import normalize


class Asks(StrEnum):
    """The kind of answer that a question wants."""

    QUANTITY = "quantity"
    TIME = "time"
    PLACE = "place"
    WHO = "who"
    LIST = "list"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    REASON = "reason"
    MANNER = "manner"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question and what could be read off it. ``text`` is normalised; ``compares``
    tells that it sets two things of the plan against each other (not one against a figure of its
    own); ``places`` are those that it names besides the plan's own; ``operations`` what it wants worked
    out of figures."""

    text: str
    asks: Asks
    years: tuple[int, ...]
    period: Period | None
    unit: str
    figures: tuple[Figure, ...]
    compares: bool
    places: tuple[str, ...]
    is_english: bool
    operations: frozenset[Operation]

    @property
    def spans_periods(self) -> bool:
        """Whether it asks of what was achieved and of what is planned at once."""
        return spans_periods(self.text)

    @property
    def wants_opinion(self) -> bool:
        """Whether it is asked if something is good, easy or cheap enough: the plan's words may bear
        on it, but no yes or no is theirs to give."""
        return not self.figures and bool(_OPINION.search(_asking(self.text)))


_TRAILING = re.compile(r"\s*[((][^))]*[))]\s*$")
_COMPARISON = re.compile(
    r"相比|对比|比较|孰|何者|差额|哪个(?:更|比较)?(?:多|高|大|快|早|长|低|少|小)|的(?:多|高|大|快|早|长|低|少|小)还是[^,。?]+的?(?:多|高|大|快|早|长|低|少|小)|哪(?:个|家|项|一个).*更|谁(?:更|多|高|大)|哪(?P<one>[个家条边座处块项])[^,。?]{1,14}[,、]哪(?P=one)|"
    r"(?<![最至])(?:多|高|大|快|少|低|小|增加|增长|提高|上升|下降|变化|翻|提升)了?(?:多少|几倍|几个|几番)|差(?:多少|距|别|了多少)|"
    r"相差|是[^,。?]+的(?:多少|几)倍|区别|差别|不同|(?:啥|什么|哪里?|何|有)不一样|不一样在|(?:相当于|等于|抵得?上?|顶得?上?)(?!\s*20\d\d)[^,。?]*(?:多少|几)倍|分别(?!指|有|叫|是[什哪啥])|各[^,。?]{0,6}?(?:多少|几)|[和与跟及同、][^。?]*(?<![首])各(?:自|家)?(?:[是有要]|[^,。?是]{0,4})?(?:什么|啥|哪些|怎么?样|如何)|(?:数|率|量|额|值|目标|比重|个|家|人|的)(?:是不是|是否|会不会|会|要|应|也|都|是)*(?:高于|低于|多于|少于|大于|小于)(?!全|上|[^,。;?]{0,8}(?:平均|水平|\d))|哪(?:个|边|家|处|块|座)[^,。?]{0,4}(?:多|高|大|早|长|低|少|小)(?=[,。?]|$)|[和跟与].+比(?!例|重|率)|(?<!占)比(?!例|重|率).+(?:多|少|高|低|大|小|快|慢)|"
    r"\b(?:compare[ds]?|versus|vs|difference|higher|lower|than)\b"
)
_QUANTITY = re.compile(
    r"多少|(?<![哪报说举讲列来点好])(?<!几[类级等档星期步][成到为])几(?!乎|何|十|百|千|[类级等档星期步](?:[^别型限间待]|$))[\u4e00-\u9fff%]|"
    r"多(?:长|大|高|宽|远|重|快|久)|(?:比例|占比|比重|增速|增长率|覆盖率|目标(?:值|数)?|指标值|数值|个数|家数|总数|基数|数量|总量|规模|金额|投资额|比率|率)"
    r"(?:是|为|达到|要|有|目标|指标|要求)?(?:多少|几)?[??]?$|[,\s](?:亿元|万元|亿美元|万人|万吨|平方公里|公里|亩|家|个|人|%)$|百分之几|百分比|第几|"
    r"(?:面积|投资|投入|估算|概算|造价|预算|费用|价格|票价|经费|额度?|人数|户数|家数|长度|里程|产能|产量|营收|收入|税收|产值|利润|人口|规模|编制|床位数?|学位数?|份额|名次|排名|增量|得分|(?<![质力])量)[??]?$|"
    r"\bhow (?:many|much|long|large|big|high|far)\b|\b(?:percentage|ratio|share|number|amount|size) of\b|"
    r"\bwhat\b.*\b(?:rate|share|ratio|percentage|number|amount|value|level|target|figure|proportion|coverage|population|output|revenue|length|area|size|budget|cost|price)\b"
)
_TIME = re.compile(
    r"什么时候|啥时候|何时|哪(?:一)?年|哪(?:个)?月|几时|几月|多会儿|时间表|\bwhen\b|\bwhich year\b|什么时间|哪(?:一)?天|几号|几点|年底前?吗|"
    r"(?:时间|日期|(?<!教育)年限|期限|时限|年份|节点|工期|进度安排)[??]?$"
)
_PLACE = re.compile(
    r"哪里|哪儿|在哪|什么地方|啥地方|何处|位置|地址|(?:地点|选址)[??]?$|哪(?:条|些|几条)(?:路|街|河)|\bwhere\b"
)
_WHO = re.compile(
    r"谁|(?:负责人|牵头单位|责任单位|承建(?:方|单位)|联系人)[??]?$|哪(?:个|家|些)?(?:部门|单位|公司|企业|机构|领导|人)|什么(?:人|部门|单位|公司|企业)|\bwho\b|\bwhich (?:company|companies)\b"
)
_LIST = re.compile(
    r"哪些|哪[几两二三四五六七八九十2-9]+|有(?:什么|啥)|包括(?:什么|哪|啥)?|分别(?:是|有|指)|都有|清单|名单|名录|条目|点名|列(?:出|举|一下|条|明)|几(?:条|大|项)(?!.*多少)|什么(?:项目|措施|内容|任务|目标)|"
    r"(?:是)?指(?:什么|哪)|内涵|具体(?:是|有|包括|指)|\bwhat are\b|\blist\b|\bwhich\b|\bname the\b"
)
_YES_NO = re.compile(
    r"(?:吗|嘛|(?<![什怎那这要])么|(?<![对要是好行])不|没|没有|吧|否)[??。!\s]*$|([\u4e00-\u9fff])[不没]\1|(?:吗|(?<![什怎那这要])么|吧|对不对|是不是)[??]|(?:对|是)(?:吗|吧|不|么)|\b(?:right|correct|true)\?|是不是|是否|难道|岂不|可曾|可有(?:讲|提|说|写)|有没有|会不会|能不能|可不可以|要不要|能否|可否|对不对|有无|"
    r"(?:^|[,.;!?:–—]\s*(?:(?:so|and|but)\s+)?)(?:is|are|does|do|did|will|can|has|have|was|were|must|should)\b|"
    # The asking, and then what it is asked for (…是规划里定的吗,我好去告诉他); a tale to check.
    r"(?<![在好行])吗[,。;!]|真的假的|是真是假|不是[??]|没(?:哄|骗|蒙|忽悠|诓)(?:我|俺|人)|(?:对|属实|正确|准确|成立|符合)(?:与否|否|不)|(?<![不许宁认])可(?:提|写|说|讲|有|是|会|能|要|曾|给)[^,。?]*[?]|是这(?:回事|意思)不|有这(?:个|么)?(?:说法|回事儿?|事儿?|一说)(?:没有?|不|吗|么)?(?=[,。?]|$)|(?:当真|真(?:的)?)(?:要|会|有|能|是|归|算)[^,。?]*[?]|"
    r"判断正误|可否确认|是否[??。]|\btrue or (?:not|false)\b|n't (?:it|they|there|he|she|we)\?|\b(?:wonder|know|confirm|check|ask) (?:if|whether)\b|\byes or no\b"
)
# Words that ask for something else than yes or no.
ASKS_WHAT = re.compile(
    r"多少|几|什么|啥|哪|谁|何|(?:怎|咋)(?!么?(?:也|都|着也))|为啥|多(?:长|大|高|宽|远|久)|\b(?:what|which|how|who|when|where|why)\b"
)
# A longer sentence is no polite tail (can you tell me, 能告诉我吗).
_POLITE, _POLITE_HAN = 40, 14
# A shorter question mark only announces one (想问个事?).
_PREFACE = 8
_ENGLISH_STOP = re.compile(r"(?<=[a-z][.!]) (?=[a-z])")
# A last clause that asks whether, and nothing else.
_WHETHER = re.compile(
    rf"[,。;?!](?=[^,。;?!]*(?:是不是|是否)|(?:就|真)?是[^,。;?!]+[?]$)(?![^,。;?!]*(?:是[^,。;?!]+还是(?![真假编])|[多少高低大小快慢早晚]还是|{ASKS_WHAT.pattern}))[^,。;?!]*[?]?$"
)
# What asks by itself: a question with none of it ("…, 是不是这样") leans on what stands before.
_ASKS = re.compile(f"{ASKS_WHAT.pattern}|{_YES_NO.pattern}")
# 是甲还是乙
_OR = re.compile("是[^,。;?]+还是")
_CHOICE = re.compile(r"还是|什么|啥|哪|几|\bor\b|\bwhat\b")
# An adjective that judges, at the end of a question or as a choice (方便吗, 贵不贵).
_JUDGING = "方便|便利|便宜|贵|舒服|舒适|热闹|好玩|好看|漂亮|干净|安全|放心|靠谱|划算|值得|够用|够不够|容易|难|轻松|辛苦|好找|好办|好走|好坐|好停|堵|挤|吵|严重|厉害|快|慢|好"
_OPINION = re.compile(
    rf"(?<![不没更要加放做改弄接办搞建管])(?:{_JUDGING})(?:些|点|一点)?(?:吗|么|嘛|不|呢)?[??。!\s]*$|([方便安容贵难堵挤好快值])不\1|\b(?:easy|convenient|cheap|safe|good|nice|expensive|crowded)\b[^,.]{{0,20}}\?$"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_REASON = re.compile(r"为什么|为啥|为何|原因|凭什么|\bwhy\b")
_MANNER = re.compile(
    r"怎么|怎样|如何|咋|什么(?:办法|措施|政策|举措|打算|安排|支持|帮助|好处|计划)|打算|办法|举措|\bhow\b"
)
_STATED = re.compile(r"(?:是|为|属|列(?:为|入|在)?|纳入|归|由|在)[^,。?]{2,}[?]$")
# After a story, whether the plan has anything to say to it.
_ANYTHING = re.compile(
    r"(?:^|[,。;?!])(?:那|对此|这方面|这事儿?|这块儿?|这个|规划|规化|政府|区里|区上|上头|上面|文件|纲要|里头|里面|里|中|上|以后|今后|接下来|到底|有没有|有|给|个|啥|什么|点|相关的?|具体)+(?:说法|安排|打算|规定|办法|措施|考虑|章程|盼头|动静|政策|支持|帮助)(?:没有|没|吗|么|不|呢)*[?。]*$"
)
_MORE = re.compile(r"还有(?:没有?)?(?:别的|其[他它]的?|旁的)")
# How what was told came about, at the end of a question.
BY_WHAT = re.compile(
    r"(?:咋|怎么|怎样|如何|靠(?:啥|什么))[^,。]{0,3}(?:做到|办到|弄成|搞成|实现|达到|办成|做成)[^,。]{0,2}的?\??$"
)


def understand(text: str, info: PlanInfo) -> Question:
    """Read a standalone question; rules only, so it never fails."""
    asked = respelled(normalize(text))
    # What only asks for confirmation names nothing that could be found.
    in_english = english.is_english(asked)
    told = english.without_confirmation(asked) if in_english else asked
    text = CONFIRMATION.sub("", TO_CHECK.sub("", told)).strip() or asked
    text = with_period_names(text, info)
    years = stated_years(text)
    claimed = stated_figures(arabic(text))
    return Question(
        text=text,
        asks=(_asks_in_english(asked) if in_english else None) or _asks_in(asked),
        years=years,
        period=period_asked(text, years, info),
        unit=_unit(_asking(text)),
        figures=claimed,
        compares=(english.compares(text) if in_english else bool(_COMPARISON.search(text)))
        and all(f.unit == "倍" for f in claimed),
        places=places_asked(text, _asking(text), info),
        is_english=in_english,
        operations=operations(_asking(text)),
    )


def _unit(text: str) -> str:
    """The asked unit; a share of something (占…几成) is worked out of figures of any."""
    unit = asked_unit(text)
    return "" if unit == "%" and "占" in text else unit


def _asking(text: str) -> str:
    """The sentences of a message that ask, without the story around them; else all of it."""
    told = [one for a, b in sentences(text) for one in _ENGLISH_STOP.split(text[a:b].strip())]
    # The last one asks without its mark (2020年是多少?两者差多少件).
    asking = [
        one
        for one in told
        if one.endswith("?") or (one is told[-1] and (operations(one) or asks_to_confirm(one)))
    ]
    rest = [one for one in told if one not in asking]
    # A polite tail (…要建多少处。能告诉我吗?) asks nothing by itself.
    by_itself = any(
        ASKS_WHAT.search(SOME.sub("", one))
        or (one.isascii() and len(one) > _POLITE)
        or (one is told[-1] and len(one) > _POLITE_HAN)
        for one in asking
    ) or not any(ASKS_WHAT.search(SOME.sub("", one)) for one in rest)
    asks = any(_ASKS.search(one) for one in asking) and by_itself
    # "…要挪走?我在那儿上班,慌得很": nothing asks but the mark.
    marked = any(len(one) > _PREFACE for one in asking) and not _ASKS.search(SOME.sub("", text))
    return " ".join(asking) if asks or marked else text


def _asks_in_english(text: str) -> Asks | None:
    """What the grammar of an English question tells of its kind; None where words have to."""
    compares = english.compares(text)
    if english.asks_whether(text) and not (compares and english.asks_amount(text)):
        return Asks.YES_NO
    return Asks.COMPARISON if compares else None


def _asks_in(text: str) -> Asks:
    return Asks.YES_NO if _WHETHER.search(text) else _asks(_asking(text))


def _asks(text: str) -> Asks:
    text = _TRAILING.sub("", text)
    rules = (
        (Asks.COMPARISON, _COMPARISON),
        (Asks.REASON, _REASON),
        (Asks.TIME, _TIME),
        (Asks.QUANTITY, _QUANTITY),
        (Asks.PLACE, _PLACE),
        (Asks.WHO, _WHO),
        (Asks.LIST, _LIST),
        (Asks.MANNER, _MANNER),
        (Asks.YES_NO, _YES_NO),
    )
    if _MORE.search(text):
        return Asks.LIST
    if _ANYTHING.search(text):
        return Asks.MANNER
    if not ASKS_WHAT.search(SOME.sub("", text)) and _claims(text):
        return Asks.YES_NO
    if BY_WHAT.search(text):
        return Asks.MANNER
    if SURELY.search(text) and not _REASON.search(text):
        return Asks.YES_NO
    # Whatever a tale names as unknown or many: "2020年是多少空着没填,我没看走眼吧?"
    if asks_to_confirm(text):
        return Asks.YES_NO
    # A yes/no frame around a wh-word ("知道有多少家吗") still asks the wh-question, so it is last.
    text = SOME.sub("", text)
    kind = next((kind for kind, pattern in rules if pattern.search(text)), Asks.OPEN)
    # What states a figure claims it; what grows is compared with nothing else.
    if (
        kind is Asks.OPEN
        and operations(text) - {Operation.GROWTH}
        and not stated_figures(arabic(text))
    ):
        return Asks.COMPARISON
    # A statement with a question mark and no question word asks whether it is so.
    stated = text.endswith("?") or TO_CHECK.match(text)
    if kind is Asks.OPEN and stated and not _CHOICE.search(text) and _HAN.search(text):
        return Asks.YES_NO
    return kind


def _claims(text: str) -> bool:
    """Whether a sentence asks for confirmation: by its particle, or by stating a figure or a year
    ("时间节点是2025年底?") or what something is (“…属预期性指标?”) with a question mark behind."""
    if _YES_NO.search(text):
        return True
    if _OR.search(text):
        return False
    stated = bool(figures(arabic(text))) and "是" in text
    return text.endswith("?") and (stated or bool(_STATED.search(text)))
