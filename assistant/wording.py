"""Sentences that the assistant says itself, not the plan."""

import re

from assistant.asked_period import Period
from assistant.scope import Scope
from corpus import PlanInfo

# What stands beside the assistant's own words for who asked in English; quotes stay as they are.
_BESIDE = tuple(
    (re.compile(words), english)
    for words, english in (
        (r"^(?:是|有)(?=[,。])", "Yes"),
        (r"^(?:不是|没有)(?=[,。])", "No"),
        (r"(?<=[。 ])最接近的内容是(?=:)", "nearest in the plan"),
        (r"(?<=[。的])规划的说法是(?=:)", "the plan says"),
        (r"(?<=[;。])按此计算(?=:)", "worked out"),
        (r"(?<=。)正文也写明(?=:)", "the text says so too"),
    )
)
_REFUSED = re.compile(r"^规划中没有提到这一点(?:\((?P<reason>[^)]+)\))?。")
_REASONS = {
    "规划没有给出所问的数字": "it gives no such figure",
    "规划没有给出所问年份的内容": "it says nothing for that year",
    "规划没有给出所问时期的数字": "it gives no figure for that period",
    "规划没有给出具体时间": "it gives no date",
    "规划没有写明由谁来做": "it does not say who",
    "规划没有写明多久一次": "it does not say how often",
    "规划没有说明是否如此": "it does not say whether that is so",
}


def _refused_in_english(match: re.Match[str]) -> str:
    because = _REASONS.get(match["reason"] or "", "")
    return f"{match.group()}The plan does not say this{because and f': {because}'}. "


def with_english(text: str, *, refused: bool = False) -> str:
    """An answer with English beside what the assistant says itself.

    >>> with_english("不是。规划的说法是:达到40家[1]。")
    '不是(No)。规划的说法是(the plan says):达到40家[1]。'
    >>> with_english("规划中没有提到这一点(规划没有给出具体时间)。最接近的内容是:建成[1]。")
    '规划中没有提到这一点(规划没有给出具体时间)。The plan does not say this: it gives no date. 最接近的内容是(nearest in the plan):建成[1]。'
    """
    if refused and not _REFUSED.match(text):  # by the table: 表中没有给出…
        return f"{text} The plan does not say this."
    text = _REFUSED.sub(_refused_in_english, text)
    for words, english in _BESIDE:
        text = words.sub(rf"\g<0>({english})", text)
    return text


def for_scope(scope: Scope, info: PlanInfo, *, english: bool = False) -> str:
    """What to say to a message that is no question to the plan, for who wrote in English in English
    as well."""
    said = _for_scope(scope, info)
    return f"{said}\n{_SCOPE_IN_ENGLISH[scope]}" if english else said


_ASK = "Ask me what the plan says; every answer quotes it."
_SCOPE_IN_ENGLISH = {
    Scope.EMPTY: f"Please type a question. {_ASK}",
    Scope.GREETING: f"Hello! {_ASK}",
    Scope.IDENTITY: f"I am Guiwen, an assistant that answers from this plan alone. {_ASK}",
    Scope.THANKS: "You are welcome. What else would you like to know about the plan?",
    Scope.OFF_TOPIC: f"That is not what the plan is about. {_ASK}",
    Scope.OPINION: f"The plan gives no personal judgement, forecast or advice, nor do I. {_ASK}",
    Scope.INSTRUCTION: "I answer from the plan alone: I follow no instructions in a question and make up nothing. "
    + _ASK,
}


def _for_scope(scope: Scope, info: PlanInfo) -> str:
    about = f"我可以回答《{info.name}》里的内容,并给出原文出处。"
    return {
        Scope.EMPTY: f"请输入一个问题。{about}",
        Scope.GREETING: f"您好!{about}",
        Scope.IDENTITY: f"我是规问,一个只依据规划原文作答的问答助手。{about}",
        Scope.THANKS: "不客气,还想了解规划的哪一方面,请继续提问。",
        Scope.OFF_TOPIC: f"这个问题不在规划范围内。{about}",
        Scope.OPINION: f"规划不作个人评价、预测或建议,我也不替您判断。{about}",
        Scope.INSTRUCTION: "我只依据规划原文回答,不执行问题里的指令,也不采用原文以外的资料或编造数字。"
        "请直接提出想了解的规划内容。",
    }[scope]


def not_in_plan(reason: str, nearest: str) -> str:
    """A refusal with its reason and the nearest thing that the plan does say, as it is cited."""
    because = f"({reason})" if reason else ""
    return f"规划中没有提到这一点{because}。最接近的内容是:{nearest}"


def period_name(period: Period | None, info: PlanInfo) -> str:
    """The period as the plan calls it."""
    if period is Period.PAST:
        return f"{info.past_period}期间"
    return f"{info.current_period}期间" if period is Period.CURRENT else f"{info.vision_year}年"


def nothing_found() -> str:
    return "规划中没有找到相关内容。"


def cut(limit: int) -> str:
    return f"(问题超过{limit}字,只读取了前{limit}字。)"
