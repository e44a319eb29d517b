"""Messages that no plan answers, told by their words: greetings, thanks, small talk, opinions."""

import re
from enum import StrEnum

from index.normalize import normalize


class Scope(StrEnum):
    """Why a message is not looked up in the plan."""

    EMPTY = "empty"
    GREETING = "greeting"
    IDENTITY = "identity"
    THANKS = "thanks"
    OFF_TOPIC = "off_topic"
    OPINION = "opinion"
    INSTRUCTION = "instruction"


_FILLER = r"[\s,,。.!!??~、…哈啊呀哦嗯呢吧的了]*"
_GREETING = re.compile(
    rf"^{_FILLER}(?:你好|您好|hi|hello|hey|嗨|哈喽|在吗|在不在|有人吗|早上好|上午好|中午好|下午好|晚上好|早安|晚安|good (?:morning|afternoon|evening)|how are you|你好吗|大家好)"
    rf"(?:呀|啊|!|,|小助手|机器人|同志|规问|there|在吗|\s)*(?:你是.{{0,12}})?{_FILLER}$"
)
_IDENTITY = re.compile(
    r"^(?:请问)?(?:你|您)(?:是|叫)(?:谁|什么|啥|哪|人|机器人|真人|ai|不是|不是.{0,6}人).{0,14}$|^(?:你|您)(?:能|会|可以)(?:做|干|帮我做|帮我干|回答|帮我)?(?:些)?(?:什么|啥|哪些).{0,12}$"
    r"|^(?:自我介绍|介绍(?:一下)?(?:你|您)自己).{0,6}$|who are you|what (?:are|can) you|^(?:你|您)(?:多大|几岁|有感情|累不累|吃了吗|喜欢|会不会).{0,12}$"
)
_THANKS = re.compile(
    r"^(?:谢谢|多谢|感谢|谢了|辛苦|麻烦|费心|thanks|thank you|thx|cheers|再见|拜拜|回见|下次(?:再)?聊|bye|goodbye|好的|好嘞|好|嗯+|哦|噢|明白|懂|知道|清楚|收到|行|可以|ok|okay|got it|"
    r"俺|咱|我|都|全|这|那|半天|弄|一下|今天|先|麻烦|不错|真?(?:厉害|棒|好|行|牛|贴心|专业|快|聪明)|给力|点赞|太|很|真|挺|非常|十分|你|您|们|啦|了|的|呀|啊|哈+|呢|哟|嘛|吧|帮忙|帮助|帮(?:了)?大忙|回答|解答|耐心|小助手|机器人|"
    r"very much|so much|a lot|for your help|that's|all|great|good|nice|\s|[,,。.!!~、…])+$"
)
_THANKED = re.compile(
    r"谢|辛苦|thank|thx|再见|拜|bye|好的|好嘞|明白|懂|知道|收到|行|ok|棒|厉害|不错|给力|点赞|聪明|贴心|great|got it|好[,,。!!]|牛"
)
_OFF_TOPIC = re.compile(
    r"(?:讲|说|来)(?:个|一个|段|几个)?(?:笑话|故事|段子|冷笑话)|(?:今天|明天|后天|现在|这周|周末).{0,6}(?:天气|气温|下雨|几点|星期几|周几|热不热|冷不冷)|天气(?:怎么样|如何)|(?:会不会|会|要|是不是要)下(?:大|小|暴)?(?:雨|雪)(?:了|啊|呀|吗|么|不)*(?:[,,。??]|$)"
    r"|(?:写|作|编)(?:一)?(?:首|篇|段|个)(?:诗|歌|作文|小说|代码|程序|脚本|情书|文案|演讲)|(?:翻译|唱首|(?:给我|为我|会|来)唱[个歌]|算命|星座|彩票|股票代码|(?<!都)做个?梦(?!都|也))|(?:推荐|介绍)(?:一)?(?:部|本|首)"
    r"|出具(?!体)|开(?:个|一?份|具)?证明|(?:帮我|给我|替我)[^。?]{0,6}(?:盖章|签个?字)|(?:代|帮我|替我)(?:写|拟|起草)|^(?:请|麻烦)?[你您]?(?:写|拟|起草)(?:一|个)?(?:份|篇)"
    r"|(?:谁|哪队).{0,6}(?:世界杯|冠军|总统|美国)|python|javascript|\bjoke\b|\bweather\b|\bpoem\b|\d+\s*[+*/×÷]\s*\d+\s*(?:=|等于)"
)
# What somebody would have to judge, foresee or advise: a plan does none of it.
_OPINION = re.compile(
    r"(?:你|您)(?:个人|自己|本人)(?:认为|觉得|看|怎么看|感觉)|打(?:个)?(?:几|多少)分|拿(?:个|一下)?主意|(?:倾向|主观)性?(?:的)?(?:判断|意见|看法)|该不该(?:买|投|卖|去|换)|"
    r"(?:该|应该)(?:买|投|选)[^。??]{0,24}还是|值不值得(?:买|投|去|来)|(?:会|能)(?:不会|不能)?(?:涨价|跌|升值|贬值)(?:吗|不|么|[??]|$)|(?:谁|哪个|哪里|哪家|哪边)更(?:有前途|有发展|值得|好|靠谱)|"
    r"\b(?:should i (?:buy|invest|move)|in your opinion|what do you (?:personally )?think|worth (?:buying|investing))\b"
)


def scope_of(text: str) -> Scope | None:
    """Why a message is no question to the plan; None when it may be one, or an attack
    (`assistant.attacks`).

    >>> scope_of("你好"), scope_of("讲个笑话"), scope_of("公交会通到村里吗")
    (<Scope.GREETING: 'greeting'>, <Scope.OFF_TOPIC: 'off_topic'>, None)
    """
    text = normalize(text)
    if not re.search(r"\w", text):
        return Scope.EMPTY
    rules = (
        (Scope.OPINION, _OPINION),
        (Scope.GREETING, _GREETING),
        (Scope.IDENTITY, _IDENTITY),
        (Scope.THANKS, _THANKS),
        (Scope.OFF_TOPIC, _OFF_TOPIC),
    )
    found = next((scope for scope, pattern in rules if pattern.search(text)), None)
    # Nothing but polite words, one of which thanks, agrees or takes leave.
    return None if found is Scope.THANKS and not _THANKED.search(text) else found
