"""Sentences that the assistant says itself, not the plan."""

from assistant.asked_period import Period
from assistant.scope import Scope
from corpus import PlanInfo


def for_scope(scope: Scope, info: PlanInfo) -> str:
    """What to say to a message that is no question to the plan."""
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
