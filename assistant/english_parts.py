"""An English comparison → a question about each of the two things."""

import re

from assistant.english import AUX, COMPARATIVE, IN, LEAD, MARKS, WH, sentences

_LINK = r"(?:or|vs\.?|versus|and)"
# which … more, the one or the other; what cost more: the one or the other
_WHICH_OF = re.compile(
    rf"^(?P<frame>[^?]*?\b{WH}\b[^?]*?\b{COMPARATIVE}\b[^?:–—]*?)(?:,(?!\d)|[:–—])\s*(?P<one>[^?]+?),?\s+{_LINK}\s+(?P<other>[^?,]+)"
)
# more of the one or more of the other
_MORE_OF = re.compile(
    rf"^(?P<frame>[^?]*?)\b(?P<one>(?P<more>{COMPARATIVE})\b[^?,]+?),?\s+or\s+(?P<other>(?P=more)\b[^?,]+)"
)
_EITHER = re.compile(rf"^(?P<one>[^?,]*?\b{COMPARATIVE}\b[^?,]+?),?\s+or\s+(?P<other>[^?,]+)")
# how many more of the one than of the other did they build
_MORE_THAN = re.compile(
    rf"^(?P<before>.*?)\b{COMPARATIVE}\b(?P<middle>.*?)\bthan\b(?P<other>\s(?:it|they|there)\b.+|.+?)(?P<rest>\s{AUX}\b.*)?$"
)
# how many times the one is the other
_TIMES = re.compile(
    rf"^(?P<the_one>(?!how )[^?]+?) (?:is|are|was|were|equals?) (?:about |roughly )?how many times (?P<the_other>[^?,]+)|"
    rf"\bhow many times (?:as \w+ as )?(?P<one>[^?]+?)\s+{AUX}\s+(?P<other>[^?,]+)"
)
_VERSUS = re.compile(
    r"^(?:compare )?(?P<one>[^?:]+?),?\s+(?:vs\.?|versus|compared (?:to|with)|as opposed to)\s+(?P<other>[^?:,–—]+)(?P<rest>.*)$"
)
_BETWEEN = re.compile(
    r"\b(?:compare|difference between|gap between|sum of|put)\s+(?P<one>[^?,:]+?)\s+(?:and|with|to)\s+(?P<other>[^?,:]+?)(?: side by side)?(?P<rest>[?,:].*)?$"
)
_ONE = re.compile(rf"\b(?:the one|that|those|the ones)(?= {IN}\b)|\bones?$")
# It leaves out of what: … than it did before 2020, … or still to be done in this plan.
_LEAVES_OUT = re.compile(
    rf"^(?:it|they|there|still|{AUX}|{IN}|to be|yet to be)\b(?:\s*(?:it|they|{AUX})\b)*"
)
_HEAD_ENDS = re.compile(rf"\b(?:{IN}|{AUX}|\w+ed|done|built|made)\b")
_TIME = re.compile(
    r"^(?:the )?(?:(?:19|20)\d\d )?(?:(?:19|20)\d\d|start|finish|end|beginning|base(?:line)?|target|level|figure|value|now|today|then)(?: (?:year|of the [\w -]*(?:period|plan)))?(?: (?:in|of|for) (?:19|20)\d\d)?$"
)
_NO_THING = re.compile(
    rf"\b(?:{WH}|{AUX}|the|a|an|many|much|times|by|{COMPARATIVE}|tonnes?|mu|yuan)\b"
)
# A noun is called by so many words.
_HEAD = 2
_SPACES = re.compile(r"\s+")


def parts(text: str) -> tuple[str, str] | None:
    """A question about each of the two things that a comparison names; None where it names no two.

    >>> parts("which is bigger, the lake or the park?")
    ('which is bigger, the lake?', 'which is bigger, the park?')
    >>> parts("how many more schools are planned than parks?")
    ('schools planned?', 'parks?')
    """
    for one in sentences(text):
        told = LEAD.sub("", one).rstrip(MARKS)
        if (found := _named(told)) is not None:
            frame, first, second = found
            first, second = first.strip(MARKS), _in_full(first, second.strip(MARKS))
            if _TIME.search(first) and _TIME.search(second):
                return None  # two times of one thing
            if first and second:
                return _filled(frame, first), _filled(frame, second)
    return None


def _named(text: str) -> tuple[str, str, str] | None:
    """What is asked of both things, with a place for either, and the two."""
    if match := _WHICH_OF.search(text):
        return f"{match['frame'].strip()}, {{}}", match["one"], match["other"]
    if match := _VERSUS.search(text) or _BETWEEN.search(text):
        rest = (match["rest"] or "").strip(MARKS)
        return f"{{}}: {rest}" if rest else "{}", match["one"], match["other"]
    if " than " not in text and (match := _TIMES.search(text)):
        return "{}", match["the_one"] or match["one"], match["the_other"] or match["other"]
    if match := _MORE_THAN.search(text):
        # What is more stands behind the word (more schools than parks) or before it (is it bigger than).
        before, middle = _bare(match["before"]), _bare(match["middle"])
        when = f"{before} " if middle else ""
        return f"{when}{{}}{match['rest'] or ''}", middle or before, match["other"]
    if match := _MORE_OF.search(text):
        return f"{match['frame']}{{}}", match["one"], match["other"]
    if match := _EITHER.search(text):
        return "{}", match["one"], match["other"]
    return None


def _filled(frame: str, thing: str) -> str:
    return f"{_SPACES.sub(' ', frame.replace('{}', thing)).strip(MARKS)}?"


def _in_full(one: str, other: str) -> str:
    """The second thing with what it leaves out of the first: the one for …, those in …, still to be …."""
    if _ONE.search(other):
        # The food sector's revenue, the revenue of the food sector: that is the revenue. Whose it is
        # stands before it too (the food revenue target, the hydraulics one).
        head = _bare(one.partition("'s ")[2] or re.split(rf"\b{IN}\b", one, maxsplit=1)[0])
        return _ONE.sub(" ".join(head.split()[-_HEAD:]), other)
    noun = _bare(_HEAD_ENDS.split(one, maxsplit=1)[0])
    rest = _LEAVES_OUT.sub("", other)
    return f"{noun} {other}" if noun and rest != other and rest else other


def _bare(text: str) -> str:
    return _SPACES.sub(" ", _NO_THING.sub(" ", text)).strip(MARKS)
