"""The readings of a condensed question, of which the evidence picks one."""

from assistant.condense import Condensed, gists
from assistant.operations import OF_ONE
from assistant.question import Asks, Question, understand
from corpus import PlanInfo


def readings(condensed: Condensed, info: PlanInfo) -> list[Question]:
    """The question as condensed, its other readings, and what a long one asks at its end.

    What is worked out is read whole: what it is worked out of may stand at the beginning.
    """
    first = understand(condensed.text, info)
    others = list(condensed.others)
    if first.asks is not Asks.COMPARISON and not first.operations & OF_ONE:
        others += gists(condensed.text)
    texts = dict.fromkeys(text for text in others if text != condensed.text)
    return [first, *(understand(text, info) for text in texts)]
