"""A message that asks several things → each of its askings."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.asked_unit import SOME
from assistant.condense import topic_of
from assistant.question import ASKS_WHAT

_CLAUSE = re.compile(r"[^,。;?!]+[,。;?!]*")
_ITEM = re.compile(r"[^、]+、?")
_LEAD = re.compile(r"^(?:(?:那|那么|还有|另外|以及|同时|再就是|and|also|then)[\s,]*)+")
_ENDS = "、,。;?! "
# A clause that only names what the next one asks about (青龙河公园呢,多长).
_TOPIC = re.compile(r"呢[,。;?!]*$")
# So many are asked at most; a message with more is a list of questions, not a joint one.
_MOST = 3


def _asking_clauses(text: str) -> Iterator[str]:
    """The clauses of a text; an enumeration of askings (烧多少煤、用几方水) is several."""
    for clause in _CLAUSE.findall(text):
        items = _ITEM.findall(clause)
        yield from items if all(map(ASKS_WHAT.search, items)) else [clause]


def askings(text: str, content: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The askings of a question in normal form that follow upon each other, the first with the story
    before it; none where there is only one. One that names nothing is a part of the one before it.

    Args:
        content: text → its content words.

    >>> askings("新建几处游园,村卫生所又要建多少个?", str.split)
    ('新建几处游园?', '村卫生所又要建多少个?')
    >>> askings("累得跟啥似的。听人说要修路,新建几处游园?", str.split)
    ()
    """
    found: list[str] = []
    begun: list[str] = []
    for clause in _asking_clauses(text):
        begun.append(clause)
        if not ASKS_WHAT.search(SOME.sub("", clause)):
            continue
        if found and not all(_TOPIC.search(one) for one in begun[:-1]):
            return ()  # what was asked before the story was no asking
        asking = "".join(begun)
        if found and not content(topic_of(ASKS_WHAT.sub(" ", asking))):
            found[-1] += asking
        else:
            found.append(_LEAD.sub("", asking.strip()))
        begun = []
    if begun and found:
        found[-1] += "".join(begun)
    if not 1 < len(found) <= _MOST:
        return ()
    return tuple(f"{one.rstrip(_ENDS)}?" for one in found)
