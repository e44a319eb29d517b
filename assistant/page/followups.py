"""Which questions to offer after an answer: those written for the plan that are like what was
asked, or near what was cited."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from assistant.page.indicators import question_about
from assistant.types import Answer
from corpus import Expansion, Plan
from index.search import SearchIndex

MOST = 3
_FROM_TABLE = 2
# Who is shown more indicators than this has asked for a list, and needs no next one.
_FEW = 3
_SHORTEST, _LONGEST = 8, 22
# What is written later for a quote is spelled as people spell: dialect, slips, asides.
_PLAINEST = 6
# Well-formed and self-contained: Chinese that asks and points at nothing before it.
_QUESTION = re.compile(
    r"^(?![这那它他她该此])(?=.*(?:什么|啥|哪|几|多少|多[长大高远]|怎|吗|谁|如何|为何|[是有会能]没?不?[是有会能]|[?？]$))[一-鿿“][^A-Za-z?？\s]+[?？]?$"
)
_DIALECT = re.compile("[俺咋哩嘞咧恁]")
_ALIKE = 0.5


def followups(answer: Answer, asked: Sequence[str], index: SearchIndex) -> tuple[str, ...]:
    """At most three questions that the plan answers, those most like the last one first, then those
    nearest to the citations; none like another or like one already asked. The same answer always
    gives the same ones."""
    chosen = list(_of_the_same_group(answer, asked, index.plan))
    for question in chain(_kindred(answer, asked, index), _nearby(answer, index.plan)):
        if len(chosen) >= MOST:
            break
        if not _repeats(question, [*asked, *chosen]):
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


def _kindred(answer: Answer, asked: Sequence[str], index: SearchIndex) -> Iterator[str]:
    """Questions of other parts of the plan that are like the one asked, most alike first."""
    if not answer.passages or not asked:
        return
    text = str(answer.trace.get("rewritten", asked[-1]))
    told = _told(answer)
    written = {(e.start, e.end): e for e in index.plan.expansions}
    found = [hit for passage in index.search(text).hits for hit in passage.hits]
    for hit in sorted(found, key=lambda hit: (-hit.similarity, hit.view.id)):
        view = hit.view
        apart = all(view.end <= start or end <= view.start for start, end in told)
        if view.kind == "question" and apart and (expansion := written.get((view.start, view.end))):
            asked_so = f"{view.text.rstrip('?？')}?"
            plain = _plain(expansion)
            yield from [asked_so] if asked_so in plain else plain[:1]


def _nearby(answer: Answer, plan: Plan) -> Iterator[str]:
    """One question of each expansion around what was cited, by distance."""
    told = _told(answer)
    if not told:
        return
    begin, _ = told[0]
    others = (
        e for e in plan.expansions if all(e.end <= start or end <= e.start for start, end in told)
    )
    for expansion in sorted(others, key=lambda e: (abs(e.start - begin), e.start)):
        yield from _plain(expansion)[:1]


def _told(answer: Answer) -> list[tuple[int, int]]:
    """Where the answer stands; what asks for these words would only be given it again."""
    return [(c.start, c.end) for c in answer.citations] or [
        (p.start, p.end) for p in answer.passages[:1]
    ]


def _plain(expansion: Expansion) -> list[str]:
    """Its questions that may be offered, with their mark."""
    told = (q.rstrip("?？") for q in expansion.questions[:_PLAINEST] if _fits(q))
    return [f"{question}?" for question in told]


def _fits(question: str) -> bool:
    return (
        _SHORTEST <= len(question) <= _LONGEST
        and bool(_QUESTION.match(question))
        and not _DIALECT.search(question)
    )


def _repeats(question: str, others: Sequence[str]) -> bool:
    """Whether most of the character pairs of a question are in one of the others."""
    pairs = _pairs(question)
    return any(len(pairs & _pairs(other)) > _ALIKE * len(pairs) for other in others)


def _pairs(text: str) -> frozenset[str]:
    text = re.sub(r"\W", "", text)
    return frozenset(text[i : i + 2] for i in range(max(len(text) - 1, 1)))
