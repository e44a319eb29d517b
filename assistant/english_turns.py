"""An English follow-up that names another thing → the earlier question, asked of it."""

import re

from assistant.english import AUX, IN, LEAD, MARKS, WH

# A follow-up that only names another thing, or the thing that was meant.
_ANOTHER = re.compile(
    rf"^(?:and |so |then |ok(?:ay)?,? |then what |now )*(?:the )?same (?:question |thing |again )?(?:for|with|about)\s+(?P<thing>(?!(?:{IN} )?{WH}\b)(?![^?]*\b(?:{AUX} (?:it|they|there|that|this|he|she|we|you)\b))[^?]+?)[?.!]*$"
)
_MEANT = re.compile(
    rf"^(?:[^?]*[,.;!] ?)?i (?:meant|mean|wanted|was (?:asking|talking|thinking) (?:about|of)|am (?:asking|talking) about|asked (?:about|for))\s+(?!(?:to|if|that)\b|{WH}\b)(?P<thing>[^?;]+?)(?:,? (?:not|instead of|rather than)\b[^?]*)?[?.!]*$|"
    r"^(?:no|sorry|wait|oops)[,.!]+ (?:not (?:the )?[^,.?]+[,.] ?(?:but )?)?(?P<other>(?:the|in|for) [^,?]+?)[?.!]*$"
)
# How much of what; what is asked of it comes behind.
_HOW_MUCH_OF = re.compile(rf"^(?P<before>.*?\b)how (?:much|many) (?P<of>[^?]+?)(?= {AUX}\b)")
_HOW_MUCH = re.compile(
    rf"^(?:and |so |then )*how (?P<much>much|many) (?P<thing>(?!{AUX}\b)(?![^?]*\b(?:{AUX}|it|that|they|there)\b)[\w -]{{2,30}}?)[?.!]*$"
)
_FRAME = re.compile(
    rf"^(?:{IN} )?(?:how (?:much|many|long|big|large|far|fast)|what (?:is|are|was|were)|what (?:\w+ )?(?:share|percentage|rate|target|level|number|amount|value)(?: of)?|{WH}(?: \w+)?)"
)
_WHEN = re.compile(
    r"\b(?:by|in|for|until|since|over|during) (?:the )?(?:(?:19|20)\d\d(?:[-–](?:19|20)?\d\d)?|1[34]th[\w -]*?period)|\b(?:per|a|each|every) year\b"
)


def followed(before: str, text: str) -> tuple[str, ...]:
    """What a follow-up asks that names another thing in the place of the earlier one, likelier
    first; nothing where it does something else.

    Args:
        before: the question before it, standing alone.

    >>> followed("how much energy did industry use in 2020?", "and how much water?")
    ('how much water did industry use in 2020?', 'how much water')
    >>> followed("how many schools are planned by 2025?", "same question for parks")
    ('how many parks by 2025', 'parks')
    """
    told = LEAD.sub("", before)
    if match := _HOW_MUCH.search(text):
        thing = match["thing"]
        asked = f"how {match['much']} {thing}"
        if earlier := _HOW_MUCH_OF.search(told):
            return f"{earlier['before']}{asked}{told[earlier.end() :]}", asked
        return ()
    match = _ANOTHER.search(text) or _MEANT.search(text)
    if match is None or not (frame := _FRAME.search(told)):
        return ()
    thing = next(filter(None, match.groups())).strip(MARKS)
    if _WHEN.fullmatch(thing) or re.fullmatch(r"(?:(?:by|in|for) )?(?:19|20)\d\d", thing):
        return ()
    when = "" if _WHEN.search(thing) else " ".join(dict.fromkeys(_WHEN.findall(told)))
    return f"{frame.group()} {thing} {when}".strip(), thing
