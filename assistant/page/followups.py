"""Which questions to offer after an answer: those written for the plan near what was cited."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.page.indicators import question_about
from assistant.types import Answer
from corpus import Expansion, Plan

MOST = 3
_FROM_TABLE = 2
# Who is shown more indicators than this has asked for a list, and needs no next one.
_FEW = 3
_SHORTEST, _LONGEST = 8, 22
# What is written later for a quote is spelled as people spell: dialect, slips, asides.
_PLAINEST = 6
# Well-formed and self-contained: a Chinese question that ends as one and points at nothing before it.
_QUESTION = re.compile(r"^(?![这那它他她该此])[一-鿿“][^A-Za-z?\s]+[?\uff1f]$")
_ALIKE = 0.5


def followups(answer: Answer, asked: Sequence[str], plan: Plan) -> tuple[str, ...]:
    """At most three questions that the plan answers, nearest to the citations first, none like
    another or like one already asked. The same answer always gives the same ones."""
    chosen = list(_of_the_same_group(answer, asked, plan))
    for expansion in _nearby(answer, plan):
        plain = filter(_fits, expansion.questions[:_PLAINEST])
        fresh = (q for q in plain if not _repeats(q, [*asked, *chosen]))
        if len(chosen) == MOST:
            break
        if question := next(fresh, None):
            chosen.append(question)
    return tuple(chosen)


def _of_the_same_group(answer: Answer, asked: Sequence[str], plan: Plan) -> Iterator[str]:
    """After an indicator, the next ones of its group."""
    cited = [i for i in plan.indicators if any(c.start == i.start for c in answer.citations)]
    if not cited or len(cited) > _FEW:
        return
    first = cited[0]
    others = [i for i in plan.indicators if i.group == first.group and i not in cited]
    ahead = sorted(others, key=lambda i: (i.number < first.number, i.number))
    fresh = (i for i in ahead if not any(i.name in question for question in asked))
    for indicator in islice(fresh, _FROM_TABLE):
        yield question_about(indicator, plan.info.target_year)


def _nearby(answer: Answer, plan: Plan) -> Iterator[Expansion]:
    """Expansions around what was cited, by distance; those of the cited words themselves would
    only give the same answer again, so they are left out."""
    spans = [(c.start, c.end) for c in answer.citations] or [
        (p.start, p.end) for p in answer.passages[:1]
    ]
    if not spans:
        return
    begin, _ = spans[0]
    others = (
        e for e in plan.expansions if all(e.end <= start or end <= e.start for start, end in spans)
    )
    yield from sorted(others, key=lambda e: (abs(e.start - begin), e.start))


def _fits(question: str) -> bool:
    return _SHORTEST <= len(question) <= _LONGEST and bool(_QUESTION.match(question))


def _repeats(question: str, others: Sequence[str]) -> bool:
    """Whether most of the character pairs of a question are in one of the others."""
    pairs = _pairs(question)
    return any(len(pairs & _pairs(other)) > _ALIKE * len(pairs) for other in others)


def _pairs(text: str) -> frozenset[str]:
    text = re.sub(r"\W", "", text)
    return frozenset(text[i : i + 2] for i in range(max(len(text) - 1, 1)))
