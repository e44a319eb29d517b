"""Questions about the plan as a document: its chapters, sections and boxes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft
from assistant.types import Span
from corpus import Plan, Section
from index.figures import han_to_int

_NUMBER = r"[〇一二三四五六七八九十\d]+"
_CHAPTER = re.compile(rf"第({_NUMBER})章(?:第({_NUMBER})节)?")
_BOX = re.compile(rf"专栏\s*({_NUMBER})")
_CONTENTS = re.compile(
    r"(?:讲|说|写|谈|介绍)(?:了|的)?(?:是)?(?:些)?(?:什么|啥|哪些)|(?:标题|题目|名字|名称)|叫(?:什么|啥)|(?:有|分|包括|下设)(?:哪|几|多少)(?:些|几|个)?(?:小)?节|"
    r"(?:主要)?内容(?:是|有|包括)?(?:什么|哪些|啥)?[??]?$|what is .* about|title"
)
_ASIDE = 3
_HOW_MANY = re.compile(
    r"(?:多少|几|哪几?)(?:个|大)?(?P<what>章|专栏)|(?P<box>专栏)(?:有|共|一共)?(?:多少|几|哪)(?:个|些)?|(?P<outline>目录|章节(?:结构|安排)|(?:整体|总体)?(?:结构|框架)(?:是)?(?:什么|怎样|怎么样)?[??]?$)|"
    r"how many (?P<english>chapters|boxes)|table of contents"
)


def about_structure(text: str, plan: Plan) -> Draft | None:
    """What a chapter, section or box is called and holds, or how many there are; None when a
    question is about something else.

    Args:
        text: a question in normal form.
    """
    if match := _HOW_MANY.search(text):
        boxes = "专栏" in match.group() or match["english"] == "boxes"
        return _counted(plan, boxes)
    if missing := _no_such_part(text, plan):
        return missing
    if (match := _CHAPTER.search(text)) and _asks_contents(text[match.end() :]):
        section = _find(plan, match[1], match[2])
    elif (match := _BOX.search(text)) and _asks_contents(text[match.end() :]):
        section = _box(plan, match[1])
    else:
        return None
    return _contents(plan, section) if section else None


def _no_such_part(text: str, plan: Plan) -> Draft | None:
    """A refusal with what there is, where a chapter, section or box is named that the plan has not."""
    if (match := _BOX.search(text)) and _box(plan, match[1]) is None:
        there = _counted(plan, boxes=True)
    elif (match := _CHAPTER.search(text)) and _find(plan, match[1], match[2]) is None:
        chapter = _find(plan, match[1], None)
        there = _contents(plan, chapter) if chapter else _counted(plan, boxes=False)
    else:
        return None
    if there is None:
        return None
    reason = f"规划没有{match.group()}"
    return replace(there, text=f"{reason}。{there.text}", status="not_in_plan", reason=reason)


def _asks_contents(rest: str) -> bool:
    """Whether what follows a number asks what is there, and not of something that is there."""
    match = _CONTENTS.search(rest)
    return match is not None and match.start() <= _ASIDE


def _counted(plan: Plan, boxes: bool) -> Draft | None:
    parts = [s for s in plan.sections if (s.level == 3 and s.number.startswith("专栏")) == boxes]
    parts = parts if boxes else [s for s in parts if s.level == 1]
    kind = "个专栏" if boxes else "章"
    if not parts:
        return None
    head = f"规划共{len(parts)}{kind}:"
    return _listed(head, parts, computed=(str(len(parts)),))


def _contents(plan: Plan, section: Section) -> Draft:
    """The heading, and the headings or run-in headings below it."""
    below = [s for s in plan.sections if s.level == section.level + 1 and _within(s, section)]
    if below:
        return _listed(f"{section.heading}[1],下设:", below, first=section)
    leads = [p for p in plan.passages if p.path == section.path]
    spans = [Span(p.start, p.start + len(p.text.split("。")[0])) for p in leads if p.lead]
    told = "、".join(f"{p.lead}[{n}]" for n, p in enumerate((p for p in leads if p.lead), 2))
    text = f"{section.heading}[1]" + (f":{told}。" if told else "。")
    return Draft(text, (_heading(section), *spans), by="structure")


def _listed(
    head: str,
    sections: Sequence[Section],
    *,
    first: Section | None = None,
    computed: tuple[str, ...] = (),
) -> Draft:
    offset = 2 if first else 1
    told = "、".join(f"{s.heading}[{n}]" for n, s in enumerate(sections, offset))
    spans = [_heading(s) for s in (*((first,) if first else ()), *sections)]
    return Draft(f"{head}{told}。", tuple(spans), computed=computed, by="structure")


def _heading(section: Section) -> Span:
    """The heading's text without the # marks before it."""
    start = section.start + section.level + 1
    return Span(start, start + len(section.heading))


def _within(inner: Section, outer: Section) -> bool:
    return outer.start < inner.start and inner.end <= outer.end


def _find(plan: Plan, chapter: str, part: str | None) -> Section | None:
    found = _numbered(plan.sections, 1, chapter, "章")
    if found is None or part is None:
        return found
    return _numbered([s for s in plan.sections if _within(s, found)], 2, part, "节")


def _numbered(sections: Sequence[Section], level: int, number: str, mark: str) -> Section | None:
    wanted = _value(number)
    for section in sections:
        match = re.match(rf"第({_NUMBER}){mark}", section.number)
        if section.level == level and match and _value(match[1]) == wanted:
            return section
    return None


def _box(plan: Plan, number: str) -> Section | None:
    boxes = [s for s in plan.sections if s.number.startswith("专栏")]
    return next((s for s in boxes if _value(s.number[2:]) == _value(number)), None)


def _value(number: str) -> int | None:
    number = number.strip()
    return int(number) if number.isdigit() else han_to_int(number)
