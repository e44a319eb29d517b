"""A follow-up and its history → a standalone question, by rule.

A follow-up leaves out what the turn before it said. What it leaves out decides what is taken over:

- nothing but a year, a period or a column ("那2020年呢?") → the earlier topic with that year;
- a pronoun, or no topic of its own ("它们在哪?", "为什么?") → the earlier topic;
- a new topic in the old frame ("工业用水呢?") → the new topic with the earlier frame (what was
  asked, of which time), without the earlier topic;
- a correction ("我说的是道路,不是公园") → the same, with the corrected topic.

Everything else stands alone, so that a change of topic drags nothing along. Where the words leave
two readings open, both are given, the likelier first: the evidence that each finds decides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.compared_turns import compared
from assistant.english import is_english
from assistant.operations import OF_ONE, operations
from assistant.question import BY_WHAT
from assistant.told_items import named_by_place
from assistant.types import Turn
from corpus.sentences import clauses, sentences
from index.normalize import normalize

_MAX_TURNS = 4
_SHORT = 16
_MOST_SUBSTITUTED = 3
# A message of more signs than _LONG is also read without all but so many of its last clauses.
_LONG, _TAIL_CLAUSES = 40, (2, 3)

_LEAD = re.compile(
    r"^(?:那么|那|哦|嗯|好的?|噢|ok|还有|另外|再问(?:一下)?|请问|and|so|then|,|,|。|\s)+"
)
_TAIL = re.compile(
    r"(?:也?(?:报|说|讲|列|查|给)(?:一下|一遍|说)|^(?:请|能)?(?:再)?(?:具体|详细|展开|细)(?:地|点儿?|一点)?(?:说|讲|介绍|谈)?(?:说|讲|点儿?|一下)?|[呢嘞咧哩捏]|呀|啊|哈|吧|[??!!。\s])+$"
)
_ASKS_BACK = re.compile(
    r"[呢嘞咧哩捏][??。!\s]*$|也(?:报|说|讲|列|查|给)(?:一下|一遍|说)?[??。!\s]*$|^(?:那|那么|还有|另外|and|what about|how about)"
)
# A topic set before the question by its particle.
_NAMED_FIRST = re.compile(r"(?P<topic>[^,;?呢]{1,14}?)(?:呢|哩|嘞|咧|捏)[,?](?P<asked>.{3,})$")
_BY_WHAT = re.compile(rf"^(?:这|那|都|又)?是?{BY_WHAT.pattern}")
_ABOUT = re.compile(r"^(?:what about|how about|and)\s+(?:the\s+)?")
PRONOUN = re.compile(
    r"它们?|他们|她们|这些|那些|这(?:个|项|条|里|件|家|座|块|方面|几)?|那(?:个|项|里|边|家|座|几)|其(?:中|他|它|余)?|该|上述|前者|后者|刚才|上面|(?<![\u4e00-\u9fff])里(?:头|面|边)|\b(?:it|they|them|its|their|that|this|these|those)\b"
)
_CORRECTIONS = (
    re.compile(
        r"(?:我(?:说|问|指|想问|要问|想知道)的?是|应该是|是问|(?<!就)是说)(?P<right>[^,,。;;不]+?)(?:[,,。;;]?\s*(?:而)?(?:不是|并非|没问|不问)(?P<wrong>[^,,。;;]+))?[。!!??\s]*$"
    ),
    re.compile(
        r"^(?:不是|不对|错了|不)[,,]?\s*(?:不是)?(?P<wrong>[^,,。是]{0,12})[,,]?\s*是(?P<right>[^,,。]+?)[。!!??\s]*$"
    ),
)
_WH = re.compile(r"多少|几|哪|啥|什么|咋|怎|谁|为何")
_ASKED_AGAIN = re.compile(r"我(?:说|问|指|想问|要问|想知道)的?(?:就)?是(?P<right>[^;;]+)$")
# What was told is doubted, in other words than the plan's.
_DOUBTS = re.compile(
    r"(?:^|(?<=[,。]))(?:不(?:对|会|可能|是)吧|真的?(?:假的)?(?:吗|啊|呀)?|[你您]?(?:确定|肯定)?[你您]?没(?:搞|弄|记|看|查)错|[你您]?(?:确定|肯定)(?!的)|[你您](?:搞|弄|记|看|查)错)|"
    r"[你您]?(?:再|重新)(?:给我|帮我)?(?:仔细|好好)?(?:查|看|核|确认|数|算)(?:[查看对实]|一下|一遍|下|遍)*(?=[,。?!]|$)|\b(?:are you sure|double[- ]check|check again)\b"
)
# The rule that asks the earlier question once more, for the same answer.
DOUBTED = "doubted"
# The rule that takes nothing over.
AS_ASKED = "as asked"
# Both of what the last two turns were about.
_BOTH_TURNS = re.compile(
    r"(?:(?:这|那|上面|刚才|前面|刚说的?|说的)+|^(?=(?:两|俩)[^,。?\d]{1,6}(?:哪|谁|差|加|一共|都|各|比|合)))(?:两|俩|(?<!\d)2)"
    r"(?:笔|个|样|件|项|者|条|处|座|家|种|块|边|类|组|项目|数)(?:钱|事儿?|数字?|东西|项目|指标|地方|公园|企业|产业|目标)?(?!人|月|年|百分|亿|万)|"
    r"[它他]们?俩|二者|\b(?:these two|those two|(?:the two|both) of them)\b(?: (?:figures|numbers|targets|amounts|things|projects))?"
)
_NAMES_TWO = re.compile(r"[和与跟]|\band\b")
# Where the other words come from (我邻居说是50处).
_HEARD = re.compile(r"听|说|记得|印象")
_ASKING = re.compile(r"[?]|吗|多少|哪|啥|什么|咋|怎么|几|谁")
# The frame of a question: time, kind of value, what is asked. The rest of it is its topic.
_TIME = re.compile(
    r"(?:到|截至|截止)?(?:19|20)\d{2}年?(?:底|末|前)?|(?<!\d)[1-4]\d年(?:底|末)?|“?十[二三四五]五”?(?:期间|时期|末|规划)?|过去五年|未来五年|今后五年|目前|现在|现状|以前|将来|远景|by 20\d{2}|in 20\d{2}"
)
_VALUE = re.compile(
    r"营业收入|营收|税收|产值|销售额|利润|产能|床位数?|人数|户数|家数|长度|名单|名称|地点|位置|进度|原因|措施|做法|目标值?|基数|指标值?|年均(?:增[长速幅]率?)?|增速|增长率|增幅|增长|差额|差值|差距|合计|总和|倍数|属性|单位(?=[是为用?]|$)|占比|比重|比例|数量|总量|规模|总投资|投资额?|占地面积?|面积|约束性|预期性|target|base|growth"
)
_TIMED_VALUES = frozenset({"目标", "目标值", "基数", "target", "base"})
_ASKED = re.compile(
    r"(?:请|麻烦)?(?:帮我|给我|替我|你)?(?:算|查)(?:一)?(?:算|下)|是?多少[个家条所座亩项户名人处吨件元公里米平方钱万亿美%]*|几[个家条所座亩项类种户名处]|有?哪些|哪几[个条家]|哪[里儿]|在哪|什么时候|何时|哪年|谁|怎么样?|如何|为什么|有没有|是不是|会不会|能不能|多[长大高远久]|"
    r"要?达到|是|(?<![拥所国公私])有(?![效限序机])|(?<![主重需])要(?![素闻])|(?<![社协])会(?![议展计员])|将|(?<![功产智性节职技效])能(?![耗源力])|吗|累计|新增|新建|建成|建设|一共|总共|分别|计划|打算|什么|\b(?:how many|how much|what is|what are|what's|the|is|are|of)\b"
)
_AMOUNT = re.compile(r"多少|how (?:many|much)")


@dataclass(frozen=True, slots=True)
class Condensed:
    """The standalone question, the rule that made it ("as asked" when it stood alone), and other
    readings of it, likelier first."""

    text: str
    rule: str
    others: tuple[str, ...] = ()


def condense(
    question: str, history: Sequence[Turn], content: Callable[[str], list[str]]
) -> Condensed:
    """Resolve a question against the user turns before it.

    Args:
        content: text → its content words, as the index tokenises.
    """
    earlier = [t["content"] for t in history if t.get("role") == "user" and t.get("content")]
    standing, before_it = "", ""
    for turn in earlier[-_MAX_TURNS:]:
        before_it, standing = (
            standing,
            _resolve(normalize(turn), standing, content).text,
        )
    asked = normalize(question)
    if both := compared(asked, before_it, standing, content):
        return Condensed(both, "compared")
    text = named_by_place(asked, history[-2 * _MAX_TURNS :])
    if before_it and (both := _of_both(text, before_it, standing)):
        return Condensed(both, "both topics")
    return _resolve(text, standing, content)


def gists(text: str) -> tuple[str, ...]:
    """What a long message asks at its end, without the story before it; nothing for a short one or one
    in English.

    >>> gists("我在这儿住了快二十年了,门口的路修了又修,邻居都说好,可我还是想问问,老旧小区要改造几个?")
    ('可我还是想问问,老旧小区要改造几个?', '邻居都说好,可我还是想问问,老旧小区要改造几个?')
    >>> gists("我在这儿住了快二十年了,门口的路修了又修,老旧小区要改造几个?我好去告诉楼上的老李,他也等着。")[0]
    '门口的路修了又修,老旧小区要改造几个?'
    """
    # Of an English message the clauses end otherwise, and lose what they refer to.
    if len(text) <= _LONG or is_english(text):
        return ()
    told = [span for begin, end in sentences(text) for span in clauses(text[begin:end], begin)]
    last = max((n for n, (a, b) in enumerate(told) if _ASKING.search(text[a:b])), default=0)
    # What is said after the asking may be a part of it (要2020年的) or not (我好去告诉他).
    ends = [told[last][1], *([len(text)] if last < len(told) - 1 else [])]
    return tuple(
        dict.fromkeys(
            text[told[last - count + 1][0] : end].strip()
            for end in ends
            for count in _TAIL_CLAUSES
            if count <= last
        )
    )


def _resolve(text: str, before: str, content: Callable[[str], list[str]]) -> Condensed:
    if not before:
        return Condensed(text, AS_ASKED)
    if match := next(filter(None, (pattern.search(text) for pattern in _CORRECTIONS)), None):
        right, wrong = match["right"].strip(), (match["wrong"] or "").strip()
        if right and not wrong and _ASKED.search(right):
            # What is put right is the asking, not the topic.
            asked_again = f"{topic_of(before)} {right}"
            return Condensed(asked_again, "correction", (_replace_topic(before, right, wrong),))
        if right:
            others = _substituted(before, right, content) if not wrong else ()
            return Condensed(_replace_topic(before, right, wrong), "correction", others)
    if (match := _ASKED_AGAIN.search(text)) and _ASKED.search(match["right"]):
        asked_again = f"{topic_of(before)} {match['right'].strip()}"
        return Condensed(asked_again, "correction", (match["right"].strip(),))
    doubted = _DOUBTS.sub(" ", text)
    doubts = doubted != text and len(text) <= _LONG and not _WH.search(text)
    if doubts and (_HEARD.search(doubted) or not content(topic_of(_TAIL.sub("", doubted)))):
        return Condensed(before, DOUBTED, (text,))
    rest = _TAIL.sub("", _ABOUT.sub("", _LEAD.sub("", text))).strip()
    if not rest:
        return Condensed(before, "repeated")
    topic = topic_of(rest)
    asks_back = bool(_ASKS_BACK.search(text))
    if not content(topic) or _BY_WHAT.search(rest):
        return Condensed(_with_frame(before, rest), "earlier topic")
    if named := _NAMED_FIRST.match(rest):
        # "利通呢,支持它弄个啥": what is asked is asked of the new topic.
        asked = f"{PRONOUN.sub('', named['topic'])} {PRONOUN.sub('', named['asked'])}"
        return Condensed(asked, "new topic", (f"{topic_of(before)} {asked}",))
    # What is worked out needs what it is worked out of.
    of_told = bool(operations(rest) & OF_ONE)
    if PRONOUN.search(rest) and (of_told or len(rest) <= 2 * _SHORT):
        others = () if of_told else (rest,)
        return Condensed(f"{topic_of(before)} {rest}", "pronoun", others)
    if asks_back and _is_short(rest):
        if _ASKED.search(rest.replace("是", "")) and len(content(topic)) > 1:
            return Condensed(rest, AS_ASKED, (f"{topic_of(before)} {rest}",))
        others = (*_substituted(before, rest, content), f"{before} {rest}")
        return Condensed(_replace_topic(before, rest, ""), "earlier frame", others)
    if len(rest) <= _SHORT // 2 and not _ASKED.search(rest):
        others = (rest, *_substituted(before, rest, content))
        return Condensed(_replace_topic(before, rest, ""), "earlier frame", others)
    others = (f"{topic_of(before)} {rest}",) if _is_short(rest) else ()
    return Condensed(text, AS_ASKED, others)


def _of_both(text: str, one: str, other: str) -> str:
    """What is asked of the topics of the last two turns (这两笔钱哪个多), "" when it is not."""
    if not (match := _BOTH_TURNS.search(text)):
        return ""
    rest = _TAIL.sub("", _LEAD.sub("", f"{text[: match.start()]}{text[match.end() :]}")).strip()
    topics = [topic_of(one), topic_of(other)]
    # The last turn alone may have been about two things.
    if not all(topics) or topics[0] == topics[1] or _NAMES_TWO.search(topics[1]):
        return ""
    return f"{topics[0]}和{topics[1]},{rest}"


def _is_short(text: str) -> bool:
    """Too short to carry a topic and all that is asked of it; Latin words are longer than signs."""
    return len(text) <= _SHORT or (text.isascii() and len(text.split()) <= _SHORT // 2)


def _substituted(before: str, topic: str, content: Callable[[str], list[str]]) -> tuple[str, ...]:
    """The earlier question with one of its words exchanged for the new topic."""
    words = sorted(set(content(topic_of(before))), key=lambda word: (-len(word), word))
    words = [w for w in words if len(w) > 1 and w in before]
    kept = [w for i, w in enumerate(words) if not any(w in longer for longer in words[:i])]
    return tuple(before.replace(word, topic) for word in kept[:_MOST_SUBSTITUTED])


def topic_of(text: str) -> str:
    """What a question is about: its text without time, kind of value and question words."""
    for frame in (_TIME, _VALUE, _ASKED):
        text = frame.sub(" ", text)
    return re.sub(r"[\s,,。??!!“”的了在]+", " ", text).strip()


def _with_frame(before: str, frame: str) -> str:
    """The earlier topic asked in a new frame; parts of the old frame that stay unsaid are kept."""
    parts = [topic_of(before)]
    # 目标 and 基数 name their time themselves.
    timed = _TIME.search(frame) or any(v in frame for v in _TIMED_VALUES)
    if not timed and (time := _TIME.search(before)):
        parts.append(time.group())
    if not _VALUE.search(frame) and not _ASKED.search(frame):
        # Base and target belong to their years: with a new year they are not taken over.
        dropped = _TIMED_VALUES if _TIME.search(frame) else frozenset()
        parts += [v for m in _VALUE.finditer(before) if (v := m.group()) not in dropped][:1]
        # That an amount was asked is what a year without one is missing.
        parts += [m.group() for m in _AMOUNT.finditer(before)][:1]
    return " ".join([*parts, frame])


def _replace_topic(before: str, topic: str, wrong: str) -> str:
    """The earlier question about another topic."""
    if wrong and wrong in before:
        return before.replace(wrong, topic)
    frame = [m.group() for m in _VALUE.finditer(before)]
    asked = [m.group() for m in _ASKED.finditer(before) if len(m.group()) > 1]
    time = [m.group() for m in _TIME.finditer(before)] if not _TIME.search(topic) else []
    return " ".join([*time[:1], topic, *frame, *asked])
