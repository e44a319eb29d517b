"""The arithmetic that a question wants done with figures of the plan, read off its words."""

import re
from enum import StrEnum

from assistant.english import COMPARATIVE


class Operation(StrEnum):
    """What is worked out of figures."""

    SUM = "sum"
    SHARE = "share"
    RATIO = "ratio"
    DIFFERENCE = "difference"
    WHICH = "which"
    GROWTH = "growth"
    YEARS = "years"
    MEAN = "mean"
    WHOLE_PERIOD = "whole_period"
    BY_THE_YEAR = "by_the_year"
    BY_THE_MONTH = "by_the_month"


# What is worked out of a single figure, or of two of one clause.
OF_ONE = frozenset(
    [
        Operation.MEAN,
        Operation.WHOLE_PERIOD,
        Operation.BY_THE_YEAR,
        Operation.BY_THE_MONTH,
    ]
)
_HOW_MANY = r"(?:多少|几|多大|啥)"
_MORE = r"多|少|高|低|大|小(?![区学镇微组时企吃型巨散麦院])|长|短|快|慢|贵|超|领先|落后|胜|拉开|甩开|富余|盈余"
_MOVED = r"增|涨|升|降|减|扩|缩|翻|提|长|抬|拔|添|掉|落"
_ADDS_UP = (
    r"加(?:起|在一|到一|一)[起块道]?|汇总|夹埋|凑(?:够|足|满)|加(?:总|和|拢|埋|上)|(?:相|累|叠)加|(?<=[\u4e00-\u9fff])\+|"
    r"合(?:计|共|起来|在一|到一|一起|一块|并)|之和|和(?:是|为)(?:多少|几)|"
    r"凑(?:一|到|在|成|个|起|拢)|(?:都|全|一起|一并|一块儿?)算(?:上|进|在|一起)|打总|归总|[两三俩][级类个项样种家者边头](?:一|总|拢|合)共|"
    r"\b(?:sum|altogether|combined|together|add(?:ed)? up|plus)\b"
)
# Adds something up only where several things are named.
_IN_ALL = r"总(?:共|计|和)|(?:一|共|拢|统|通|满|全)共|共计|一起有(?:多少|几)|\bin (?:all|total)\b"
_WORDS: tuple[tuple[Operation, str], ...] = (
    (Operation.SUM, rf"{_ADDS_UP}|{_IN_ALL}"),
    (
        Operation.SHARE,
        r"占(?!地)[^,。;?]{0,18}(?:(?:多少|几|啥)(?![亩公平家个户条座处块]|以[上下])|多大(?=的?[比份])|比例|比率)|占比|份额|比重|(?:所占|之)比|的比[例率]|"
        r"(?:多少|几)(?:成|分之)|百分之?(?:多少|几|好多)|百分比|[增涨升降跌减]幅|增长率|"
        r"\b(?:share|proportion|fraction|per ?cent(?:age)? of|(?:what|which|by|in|how many)\b[^,.?\d]{0,24}\bper ?cent(?:age)?(?! points?))\b",
    ),
    (
        Operation.RATIO,
        r"÷|除以|(?:多少|几)(?:来|个)?倍|倍数|几番|(?:顶|抵|相当于|等于|合)(?:得?上|得?了|了)?(?:多少|几)个|(?:顶|抵)得?上[^,。;?]{0,14}(?:多少|几)个|翻了?几个?(?:跟头|倍)|(?:能|够)(?:装|放|盖|容)得?下(?:多少|几)[个座栋]|"
        r"\b(?:how many times|ratio|multiple of|times (?:as|more|larger|bigger|the)|\w+fold)\b",
    ),
    (
        Operation.YEARS,
        r"(?:隔|差|距|早|晚|先|后|迟|推后|提前)(?:了|着|开|出|有|上|来)*(?:多少|几)(?:个)?年|"
        r"(?:隔|差|早|晚|迟|推后|提前)(?:了|着|开|出|有)*(?:多久|多长时间|多长)|从[^,。;?]{2,14}到[^,。;?]{2,14}(?:多少|几)(?:个)?年|(?:前后脚|相隔|历时|还剩|还有|还要|等)[^,。;?]{0,4}(?:多少|几)(?:个)?年|(?:再等|再过|离|距)[^。;?]{0,16}(?:多少|几)(?:个)?年|[早晚]于[^,。;?]{2,14}(?:多少|几)(?:个)?年|"
        r"\bhow (?:many years|long)(?: \w+){0,2} (?:between|apart|after|before|later|earlier|from|pass|until|till)",
    ),
    (
        Operation.DIFFERENCE,
        rf"相(?:差|距|减|隔)|之差|差(?:额|值|距|数)|差(?:了|着|出|上|下|个)*(?:多少|几|多大|多远|啥|好多)|差\??$|"
        rf"(?<![至最不减提增])(?!(?:超过?|[大高]过|[大高多低少小]于)(?:多少|几))(?:{_MORE})(?!概|约|致)(?:了|出|过|去|上|着|来|人家|它|他)*[\u4e00-\u9fff]{{0,2}}?(?:出|了)?(?:多少|几|一截|多大)(?![年月天乎])|"
        rf"(?:较|(?<!占)比(?!例|重|率|较))[^,。;?]{{0,10}}(?:{_MORE}|{_MOVED})|"
        r"(?:减|扣|除|刨|抛|撇)(?:去|掉|下)|[刨抛撇]开|去掉|一减|[余剩](?:下)?[^,。;?]{0,6}(?:多少|几)|缺口|悬殊|"
        r"\b(?:difference|by how (?:many|much)|how far (?:ahead|behind|short)|how (?:many|much) (?:(?!times)[\w-]+ ){0,4}?(?:more|less|fewer|higher|lower|larger|bigger|longer)\b|how far\b[^?]*\b(?:above|below|over|under|short|ahead|behind|apart)|gap|minus|subtract\w*|exceeds? [^,.?]+ by)\b",
    ),
    (
        Operation.GROWTH,
        rf"(?:{_MOVED})[加长了高低少大小出幅]*(?:出来|出去|上去|上来|下去|下来|了|起|咗)*(?:多少|几|好多|百分)|"
        rf"百分[^,。;?]{{0,8}}(?:{_MOVED})|增量|[增涨升降跌减]幅|净增|变化|增长率|"
        r"\b(?:grow(?:n|th)?|grew|rise|rose|increase[ds]?|change[ds]?|go(?:es|ing)? up|went up|climb(?:ed|s)?|gain(?:ed|s)?|move[sd]? (?:up|down)|(?:be|is|are|was|were) up(?! to)|put(?:s|ting)? on|f[ae]ll|drop(?:ped|s)?|decline[ds]?|go(?:es)? down|went down|added (?:to|since|between|from))\b",
    ),
    (
        Operation.WHICH,
        rf"孰|何者|(?:哪|谁)[^,。;?]{{0,10}}更|(?:哪|谁|何)[^,。;?]{{0,10}}(?:更|最|比较|要|排|算)?(?:{_MORE}|早|晚|强|厉害|靠前|居前|满|重|占优)|"
        r"(?:多|大|高|早|快)的(?:是|那|一)|(?P<so>[多大高早长快])还是[^,。;?]{1,12}(?P=so)|"
        rf"\b(?:which|who|what)\b(?: [\w'-]+){{0,12}} {COMPARATIVE}\b",
    ),
)
_PATTERNS = tuple((operation, re.compile(words)) for operation, words in _WORDS)
PATTERNS = tuple(pattern for _, pattern in _PATTERNS)


# What falls to one of them; what so much a year comes to by the period's end.
_PER = (
    re.compile(
        r"平均(?:下来|算下来|摊下来|到)?(?<![第这那\d另])(?:每|一|1)(户|家|个(?!百分|月|点)|所|处|条|座|亩|位|名|项)|"
        r"(?<![第这那\d另])(?:每|一|1)(户|家|个(?!百分|月|点)|所|处|条|座|亩(?!地)|亩地|位|名)(?:人家|项目|企业|公司)?(?:大概|大约|约|平均|均|摊|合)+[^,。;?]{0,4}(?:多少|几)|"
        r"(?:每|一|1)(公里|平方米)(?:路)?[摊合匀]得?到?(?:多少|几)|([户村企])均[^,。;?]{0,4}(?:多少|几)|"
        r"(?:合|折|摊|划|匀|分)(?:到|成|合|给|下来)?(?:每|一|1)(户|家|个(?!百分|月|点)|所|处|条|座|亩(?!地)|亩地|位|名)[^,。;?]{0,4}(?:多少|几)|"
        # 折算单个项目平均体量
        r"(?:单|每)一?(户|家|个(?!百分|月|点)|所|处|条|座|项)[^,。;?]{0,8}平均|平均[^,。;?]{0,6}单一?(户|家|个|所|处|条|座|项)|"
        # 一个医生要管几张床
        r"(?<![第这那\d另])(?:每|一|1)(户|家|个|所|处|条|座|位|名)(?!月|点|百分|项目库)[\u4e00-\u9fff]{1,6}?(?:要|得|能)?(?:管|摊|分到|合|配|照看|照顾|负责|服务|对应|伺候|看)(?:着|上|到)?(?:多少|几)"
    ),
    re.compile(
        r"\b(?:per|(?:in |of )?each|for every|average (?:\w+ )?(?:of|for|per))(?! (?:capita|thousand|year|month|\d))(?: (?:of the|the)?)?(?: [\w-]+){0,4}? (household|famil|mu\b|project|company|companies|firm|enterprise|doctor|road|street|lane|estate|park\b|parks\b|village|school|centre|station|clinic)"
    ),
)
_PER_UNIT = {
    "household": "户",
    "famil": "户",
    "mu": "亩",
    "亩地": "亩",
    "村": "个",
    "企": "家",
    "project": "个",
    "company": "家",
    "companies": "家",
    "firm": "家",
    "road": "条",
    "street": "条",
    "lane": "条",
    "estate": "个",
    "park": "处",
    "parks": "处",
    "village": "个",
    "school": "所",
    "centre": "家",
    "station": "个",
    "clinic": "个",
    "enterprise": "家",
    "doctor": "人",
}
_FIVE = r"(?<!\d)(?:五|5)年"
# So much of a whole period's total falls to a year.
_BY_THE_YEAR = re.compile(
    rf"(?:平均|平摊|均摊|分摊|摊|折|匀)(?:下来|算|开)?(?:到|在|给|成|合)?(?:了)?(?:每|一|各)(?:一)?年|折(?:合|算)?(?:成|到|下来)?年均|(?:按|分|除以)(?:着)?{_FIVE}(?:来)?(?:平均|平摊|均摊|摊|算|分)|"
    rf"(?:平均|平摊|均摊|分摊|匀|摊)(?:到|在|成|给)?(?:这)?{_FIVE}|{_FIVE}(?:来)?(?:平均|平摊|均摊|匀|摊|分摊)|(?:每|一)年(?:平均|均|[摊匀分])[^,。;?]{{0,8}}(?:多少|几)|分(?:到|给|摊)[^,。;?]{{0,6}}每年|{_FIVE}[里内]?[建做修盖完干弄搞][^,。;?]{{0,3}},每年[^,。;?]{{0,6}}(?:多少|几)|{_FIVE}(?:里头?|内|间)?,?每年(?:得|要)[^,。;?]{{0,4}}(?:多少|几)|\bspread evenly\b|\bper year,? how many\b|\b(?:average per year|per year on average|a year on average|averaged? over)\b"
)
_WHOLE_PERIOD = re.compile(
    rf"{_FIVE}(?:[里内间]|下来|加起来|一共|总共|合计|累计|总量|共)+[^,。;?]*(?:多少|几|至少)|"
    rf"(?:折算|推算|换算|(?<![预概决估])算)[^,。;?]{{0,6}}{_FIVE}|"
    rf"{_FIVE}[^,。;?]{{0,4}}(?:总量|合计|累计|加起来|总共|一共)|(?:每年|一年|年均)[^。;?]*?(?:整个|全|连[\u4e00-\u9fff]?|满|这)?(?:“?十四五”?|{_FIVE}|规划期)(?:全期|期间|期|整体|[里内])*[^。;?]{{0,10}}(?:多少|几)|(?:每年|一年|年均)[^。;?]*?(?:期末|年底|到头|末|收官)[^,。;?]{{0,4}}(?:累计|积|攒|凑)[^,。;?]{{0,6}}(?:多少|几)|\b(?:over|in|across|during|by the end of) (?:the |all )?(?:five|5) years\b|\bby the end of the (?:period|plan)\b|\b(?:each|every|a|per) year\b.*\b(?:whole|entire|full) (?:plan )?period\b"
)
# What a year is to grow by is told by the plan.
_RATE = re.compile(r"增速|增长|百分|%|比例|增幅|提高|上升|下降|降低|涨")
_ADDED_UP = re.compile(_ADDS_UP)
_SEVERAL = re.compile(r"[、和与及跟+]|[两俩三四五六][个类项样种家条处件者笔]|\b(?:and|both)\b")
_TWICE = re.compile(r"(?:多少|几)[^。?]*[、,和](?:[^。?]{0,6})(?:多少|几)")
_YEARLY = re.compile(r"年均|每年|一年|\b(?:annual(?:ly)?|yearly|(?:per|a|each|every) year)\b")
_QUOTED = re.compile(r"“[^”]*”")
_HOW_MUCH = re.compile(
    r"多少|几|多[长大]|\bhow\b|\bwhat\b|^(?:so|and|then|that's|,|\s)*(?:per|a|each|every) (?:year|month)\b"
)
_SUGGESTS = (
    (
        Operation.BY_THE_YEAR,
        re.compile(
            r"(?:每|一|按|逐)一?年|年均|\b(?:per|a|each|every) year\b|\byearly\b|\bannually\b"
        ),
    ),
    (
        Operation.BY_THE_MONTH,
        re.compile(r"(?:每|一|1|按)个?月|月均|\b(?:per|a|each|every) month\b|\bmonthly\b"),
    ),
    (
        Operation.WHOLE_PERIOD,
        re.compile(
            r"(?:(?:五|5)年|十四五|规划期|期末|期满|到头)[^,。;?]{0,6}(?:共|总|累计|加|合|下来|攒|凑|满|全|整)|"
            r"(?:共|总|累计|整个|全|满|整)[^,。;?]{0,6}(?:(?:五|5)年|十四五|规划期)|"
            r"\b(?:whole|entire|full|total|all)\b.*\b(?:period|five years|five-year)\b|\b(?:(?:over|across|during|by the end of) (?:the |all )?(?:(?:five|5) years|period|plan)|in (?:all )?(?:five|5) years)\b"
        ),
    ),
)
# What is waved aside is not what is asked: 不是一年涨多少.
_ASIDE = re.compile(r"(?:(?<!是)不是|不要|不算|(?<![区分特类级个性差识])别|甭|不问)[^,。;?]*")


def operations(text: str) -> frozenset[Operation]:
    """Every operation that a question, in normal form, asks for. In all (一共) says nothing beside
    another one, and what grows by the year is told by the plan or not at all.

    >>> sorted(operations("甲和乙一共差多少,哪个多"))
    [<Operation.DIFFERENCE: 'difference'>, <Operation.WHICH: 'which'>]
    """
    wanted = {operation for operation, words in _PATTERNS if words.search(text)}
    if per_unit(text):
        wanted.add(Operation.MEAN)
    if _WHOLE_PERIOD.search(text):
        wanted.add(Operation.WHOLE_PERIOD)
    if _BY_THE_YEAR.search(text) and not _RATE.search(text):
        wanted.add(Operation.BY_THE_YEAR)
        wanted.discard(Operation.WHOLE_PERIOD)
    if _YEARLY.search(_QUOTED.sub("", without_aside(text))):
        wanted.discard(Operation.GROWTH)
    if wanted - {Operation.SUM, *OF_ONE} and len(wanted) > 1 and not adds_up(text):
        wanted.discard(Operation.SUM)
    # 一共改了多少条小巷、多少个小区 asks twice.
    if not adds_up(text) and (not _SEVERAL.search(text) or _TWICE.search(text)):
        wanted.discard(Operation.SUM)
    return frozenset(wanted)


def suggested(text: str) -> frozenset[Operation]:
    """What of one figure a question may want, however it says so: the figure decides, which is told for
    another time than the one it speaks of.

    >>> sorted(suggested("背街小巷算起来每年要翻修几条"))
    [<Operation.BY_THE_YEAR: 'by_the_year'>]
    """
    if not _HOW_MUCH.search(text):
        return frozenset()
    wanted = {operation for operation, words in _SUGGESTS if words.search(text)}
    if _RATE.search(text):
        wanted.discard(Operation.BY_THE_YEAR)
    return frozenset(wanted)


def adds_up(text: str) -> bool:
    """Whether a question adds up several things (甲和乙合计); in all (一共) may be said of one.

    >>> adds_up("两项合计多少"), adds_up("一共多少")
    (True, False)
    """
    return bool(_ADDED_UP.search(text))


def without_aside(text: str) -> str:
    """A question without what it does not want.

    >>> without_aside("总共涨多少?我说的不是一年涨多少,是五年")
    '总共涨多少?我说的,是五年'
    """
    return _ASIDE.sub("", text)


def per_unit(text: str) -> str:
    """The unit of which one is asked about, "" when none is.

    >>> per_unit("平均一户几口人"), per_unit("一共几户")
    ('户', '')
    """
    match = next(filter(None, (pattern.search(text) for pattern in _PER)), None)
    if match is None:
        return ""
    found: str = next(filter(None, match.groups()))
    return _PER_UNIT.get(found, found)
