"""Citations: exact, precise, complete.

quotes_exact: every quote equals the plan at its offsets. citation_precision: share of quotes that
hold an evidence string (or lie inside one) or a required fact. citation_recall: share of the
required facts that stand in some quote.
"""

from evals.matching import contains, normal
from evals.types import Outcome, Scores


def scores(outcome: Outcome, plan_markdown: str) -> Scores:
    case, cited = outcome.case, outcome.answer.citations
    result: Scores = {}
    if cited:
        exact = all(plan_markdown[c.start : c.end] == c.quote for c in cited)
        result["quotes_exact"] = float(exact)
    if case.must_refuse or outcome.answer.status != "answered" or not case.evidence:
        return result
    quotes = [normal(c.quote) for c in cited]
    evidence = [normal(text) for text in case.evidence]
    supporting = [
        any(e in quote or (quote and quote in e) for e in evidence)
        or any(contains(quote, spelling) for fact in case.answers for spelling in fact)
        for quote in quotes
    ]
    result["citation_precision"] = sum(supporting) / len(quotes) if quotes else 0.0
    if case.answers:
        held = [
            any(contains(quote, spelling) for quote in quotes for spelling in fact)
            for fact in case.answers
        ]
        result["citation_recall"] = sum(held) / len(held)
    return result
