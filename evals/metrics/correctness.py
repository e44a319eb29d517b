"""Whether the answer states what was asked.

Every required fact in one of its spellings; for yes/no also the verdict first; for fact and table
questions also within the first 120 characters. A refusal states nothing.
"""

import re

from evals.matching import normal, states
from evals.types import Outcome, Scores

WINDOW = 120
_NO = re.compile(r"^(?:不|没|否|并非|并不|未|无)")
_YES = re.compile(r"^(?:是|有|会|能|可以|对|属于|要|将|正确|确实)")


def scores(outcome: Outcome, _plan_markdown: str) -> Scores:
    case, answer = outcome.case, outcome.answer
    if case.must_refuse:
        return {}
    answered = answer.status == "answered"
    right = answered and states(answer.text, case.answers)
    if case.gold_yesno:
        right = right and verdict(answer.text) == case.gold_yesno
    result: Scores = {"correct": float(right), "answer_length": float(len(answer.text))}
    if case.kind in ("fact", "table"):
        short = normal(answer.text)[:WINDOW]
        result["correct@120"] = float(answered and states(short, case.answers))
    return result


def verdict(text: str) -> str:
    """The verdict with which an answer opens: "yes", "no" or "".

    >>> verdict("不是。“十三五”是24家"), verdict("是的,已经建成"), verdict("达到40家")
    ('no', 'yes', '')
    """
    plain = normal(text)
    if _NO.match(plain):
        return "no"
    return "yes" if _YES.match(plain) else ""
