"""The places that a question asks of, besides the plan's own and those of which the asker tells."""

import re

from corpus import PlanInfo
from index.places import holds, places

# The plan's own place as its people say.
_HERE = "贵区|贵地|咱(?:们)?(?:区|开发区|这)|我们?区|本区|全区|区里"
_THERE = re.compile(r"\b(?:that|the) (?:county|city|province|district|town|place)\b|\bthere\?")


def places_asked(text: str, asking: str, info: PlanInfo) -> tuple[str, ...]:
    """The names of other places that a question in normal form asks of.

    Args:
        asking: its sentences that ask. In English only these count, since where one comes from is
            told before (I make machines in Wenzhou. …), unless they point back at it.
    """
    about = text if not text.isascii() or _THERE.search(asking) else asking
    return tuple(p for p in places(about) if not _is_own(p, text, info))


def _is_own(place: str, text: str, info: PlanInfo) -> bool:
    """Whether a place is none that is asked of: the plan's own by its name, the whole in which it
    lies when its name follows (河南省漯河市), or where the asker comes from."""
    name = re.escape(place)
    # All of the place that the plan's lies in (整个漯河市).
    if re.search(rf"整个{name}(?!市?(?:经济技术|经开|开发))|{name}市?(?:全市|全境)", text):
        return False
    if _told_aside(name, text):
        return True
    own = [name for name in info.place_names if name in text or text.isascii()]
    is_whole = any(holds(place, name) for name in info.place_names)
    return any(
        place in name or (is_whole and re.search(f"{place}.?{re.escape(name)}", text))
        for name in own
    )


def _told_aside(name: str, text: str) -> bool:
    """Whether someone lives, works or goes there (表哥在上海搞研发, 不用往郑州跑), or asks from there of
    the plan's own place (台湾的朋友打听:贵区…)."""
    doing = "搞|上班|打工|工作|上学|读书|念书"
    aside = (
        rf"从{name}[^,。;]{{0,4}}(?:回|来|返)",
        rf"{name}(?:{doing})",
        rf"我们?(?:现在|目前|一直|人|家)?在{name}(?=[,。;]|一[家所个]|住|上班|工作|教|读|念|开|做|打工|[待呆]|生活)(?!.*(?<!你们)(?:那边|当地))",
        rf"在{name}(?:那边|那头)?(?:{doing}|做|干|住)",
        rf"(?:往|去|到|上|跑){name}(?:跑|看病|打工|上学|上班)",
    )
    asker = (
        rf"{name}[^,。;:?]{{0,6}}(?:朋友|老乡|亲戚|亲家|客商|老板|同学|人)[^,。;:?]*(?:问|打听|说)|"
        rf"[往向从]{name}[^,。;:?]{{0,4}}(?:卖|送|运|来)"
    )
    here = rf"(?:{asker})[^,。;:?—]*[,。;:?—].*(?:{_HERE})"
    return any(re.search(pattern, text) for pattern in (*aside, here))
