"""Lists that the plan makes with its structure: the run-in headings below a section's title."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.question import Asks, Question
from assistant.spans import SpanTable
from assistant.types import Span
from corpus import Passage, Plan, Section
from corpus.sentences import sentences
from index.normalize import normalize

_FEWEST_ITEMS = 3
# A name that counts its parts: “三增强两提升”, “三个走前列、一个做示范”.
_COUNTING = re.compile(r"[“\"]([^“”\"]*[一二三四五六七八九两][^“”\"]*)[”\"]")
# The share of a question that a title must cover before its items are the answer.
_COVERAGE = 0.75
_WANTED = (Asks.LIST, Asks.OPEN, Asks.QUANTITY)


@dataclass(frozen=True, slots=True)
class Outline:
    """A section's title with the passages whose leads are its items; ``terms`` are those of both,
    ``title_terms`` of the title alone."""

    section: Section
    items: tuple[Passage, ...]
    title_terms: frozenset[str]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Introduced:
    """A sentence that announces a list ("必须坚持以下原则:", "实现“三增强两提升”。") and the passages
    behind it whose leads are the items; ``names`` are the counting names that it gives the list."""

    sentence: Span
    items: tuple[Passage, ...]
    names: tuple[str, ...]

    def is_asked(self, question: Question, ranked: Sequence[Candidate], plan: Plan) -> bool:
        """Whether the sentence was found, and its list is what the question wants."""
        if not ranked or not ranked[0].span.overlaps(self.sentence):
            return False
        announced = self.sentence.text(plan).rstrip().endswith((":", "\uff1a"))
        return announced or any(name in question.text for name in self.names)


class Outlines:
    """Every section, box and part of the plan that is a list of titled paragraphs."""

    def __init__(self, plan: Plan, tokenizer: Callable[[str], list[str]]) -> None:
        self._tokenizer = tokenizer
        self._plan = plan
        self._introduced = list(_introduced(plan))
        self._outlines: list[Outline] = []
        for section in plan.sections:
            items = tuple(p for p in plan.passages if p.path == section.path and p.lead)
            if section.level > 1 and len(items) >= _FEWEST_ITEMS:
                title = frozenset(tokenizer(section.title))
                leads = frozenset(tokenizer(" ".join(item.lead for item in items)))
                self._outlines.append(Outline(section, items, title, title | leads))

    def answer(
        self, question: Question, spans: SpanTable, ranked: Sequence[Candidate]
    ) -> Draft | None:
        """The items of the section that the question names in full, and the sentence of it that
        enumerates them, when there is one; None when no section is named better than the best
        single span."""
        if question.asks not in _WANTED or question.unit or question.figures:
            return None
        for listed in self._introduced:
            if listed.is_asked(question, ranked, self._plan):
                return _listed(listed, self._plan)
        # Words that no passage knows ("列条目即可") say how to answer, not of what.
        asked = [t for t in self._tokenizer(question.text) if t in spans.vocabulary]
        scored = [
            (spans.coverage(asked, o.terms), -o.section.start, o)
            for o in self._outlines
            if o.title_terms & set(asked)
        ]
        if not scored:
            return None
        score, _, best = max(scored, key=lambda s: s[:2])
        rival = ranked[0].feature("span_coverage") if ranked else 0.0
        if score < _COVERAGE or score < rival:
            return None
        told = "、".join(f"{item.lead}[{n}]" for n, item in enumerate(best.items, 1))
        cited = [_lead_span(item) for item in best.items]
        text = f"{best.section.title}:{told}。"
        if told_at_once := _enumeration(best.section, ranked):
            cited.append(told_at_once.span)
            text += f"{told_at_once.text}[{len(cited)}]。"
        return Draft(text, tuple(cited), by="outline")


def _introduced(plan: Plan) -> Iterator[Introduced]:
    for place, passage in enumerate(plan.passages):
        if passage.lead or passage.kind == "table_row":
            continue
        after = (p if p.path == passage.path else None for p in plan.passages[place + 1 :])
        items = tuple(p for p in takewhile(lambda p: p and p.lead, after) if p)
        start, end = sentences(passage.text, passage.start)[-1]
        sentence = plan.markdown[start:end].rstrip()
        named = _COUNTING.findall(normalize(sentence))
        names = tuple(part for name in named for part in name.split("、"))
        if len(items) >= _FEWEST_ITEMS:
            yield Introduced(Span(start, start + len(sentence)), items, names)


def _listed(listed: Introduced, plan: Plan) -> Draft:
    told = "、".join(f"{item.lead}[{n}]" for n, item in enumerate(listed.items, 2))
    sentence = listed.sentence.text(plan).rstrip("。:\uff1a")
    spans = (listed.sentence, *map(_lead_span, listed.items))
    return Draft(f"{sentence}[1]:{told}。", spans, by="outline")


@dataclass(frozen=True, slots=True)
class _Told:
    span: Span
    text: str


def _enumeration(section: Section, ranked: Sequence[Candidate]) -> _Told | None:
    """The best span of the section's own opening that enumerates."""
    for candidate in ranked:
        passage = candidate.passage
        if passage.path == section.path and not passage.lead and candidate.items >= 2:
            start, end = candidate.span.start, candidate.span.end
            text = passage.text[start - passage.start : end - passage.start].rstrip("。")
            return _Told(Span(start, start + len(text)), text)
    return None


def _lead_span(item: Passage) -> Span:
    start = item.start + item.text.index(item.lead)
    return Span(start, start + len(item.lead))
