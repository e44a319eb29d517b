"""The readings of a condensed question, of which the evidence picks one."""

from assistant.condense import Condensed, gists
from assistant.question import Asks, Question, understand
from corpus import PlanInfo


def readings(condensed: Condensed, info: PlanInfo) -> list[Question]:
    """The question as condensed, its other readings, and what a long one asks at its end.

    A comparison is read whole: its first half may stand at the beginning.
    """
    first = understand(condensed.text, info)
    others = list(condensed.others)
    if first.asks is not Asks.COMPARISON:
        others += gists(condensed.text)
    texts = dict.fromkeys(text for text in others if text != condensed.text)
    return [first, *(understand(text, info) for text in texts)]
