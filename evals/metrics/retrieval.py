"""hit@k and MRR@10 over the retrieved passages.

A passage is relevant when it holds an evidence string. hit@k = 1 when one of the first k is
relevant; MRR@10 = 1 / rank of the first relevant one, 0 beyond ten (Voorhees, "The TREC-8 Question
Answering Track Report", 1999). all@10 is the share of evidence strings held by the first ten.
"""

from evals.types import Outcome, Scores

_CUTS = (1, 3, 5, 10)


def scores(outcome: Outcome, _plan_markdown: str) -> Scores:
    evidence = outcome.case.evidence
    if not evidence:
        return {}
    texts = [passage.text for passage in outcome.answer.passages[:10]]
    ranks = [n for n, text in enumerate(texts, 1) if any(quote in text for quote in evidence)]
    first = ranks[0] if ranks else 0
    result: Scores = {f"hit@{k}": float(0 < first <= k) for k in _CUTS}
    result["mrr@10"] = 1 / first if first else 0.0
    result["all@10"] = sum(any(q in text for text in texts) for q in evidence) / len(evidence)
    return result
