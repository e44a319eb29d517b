"""numbers_grounded: every number of an answer stands in one of its quotes or in the question.

Numbers that the assistant marks as computed (a difference, a count) are exempt, and only those.
"""

from assistant.verify import ungrounded_numbers
from evals.types import Outcome, Scores


def scores(outcome: Outcome, _plan_markdown: str) -> Scores:
    answer = outcome.answer
    if answer.status not in ("answered", "not_in_plan"):
        return {}
    computed = answer.trace.get("computed", ())
    loose = ungrounded_numbers(answer.text, answer.citations, outcome.case.question, computed)
    return {"numbers_grounded": float(not loose)}
