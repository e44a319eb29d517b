"""Lists that the plan makes with its structure: the run-in headings below a section's title."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.extract import trimmed
from assistant.question import Asks, Question
from assistant.spans import SpanTable
from assistant.types import Span
from corpus import Passage, Plan, Section
from corpus.sentences import clauses, sentences
from index.figures import han_to_int
from index.normalize import normalize

_FEWEST_ITEMS = 3
# A name that counts its parts (“三增强两提升”, “三个走前列、一个做示范”), and one of its parts.
_COUNTING = re.compile(r"[“\"]([^“”\"]*[一二三四五六七八九两][^“”\"]*)[”\"]")
_PART = re.compile(r"([一二三四五六七八九两])个?([^一二三四五六七八九两、]{1,6})")
_TITLE_NUMBER = re.compile(r"^第[一二三四五六七八九十百]+[章节]\s*")
_COUNTED = re.compile(r"([一二三四五六七八九十两])(?:大|个|项|条|类|种|方面)")
# 六条 counts the items of a list.
_COUNTERS = ("条", "个", "项", "类", "种")
_MERE_COUNT = re.compile(r"[几一二三四五六七八九十两]?(?:大|个|项|条|类|种|方面)$")
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

    def counts_to(self, counts: Sequence[str]) -> bool:
        """Whether its items are as many as a question says (四大工程), or its title says so too."""
        title = _COUNTED.findall(self.section.title)
        return any(c in title or han_to_int(c) == len(self.items) for c in counts)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A sentence that announces a list ("必须坚持以下原则:") and the leads behind it; ``title_terms``
    are those of its section's title, ``terms`` all of them."""

    sentence: Span
    items: tuple[Span, ...]
    title_terms: frozenset[str]
    terms: frozenset[str]

    def is_named(self, asked: Sequence[str], counts: Sequence[str], spans: SpanTable) -> bool:
        """Whether a question names the section, and how many items it has (基本原则六条) or little
        else."""
        if not self.title_terms or not self.title_terms <= set(asked):
            return False
        if counts:
            return any(han_to_int(c) == len(self.items) for c in counts)
        return spans.coverage(asked, self.terms) >= _COVERAGE


@dataclass(frozen=True, slots=True)
class Slogan:
    """A name that counts its parts, the sentence that gives it, and what each part stands for:
    “三区一高地” with 三区 → three spans, 一高地 → one."""

    name: str
    sentence: Span
    parts: dict[str, tuple[Span, ...]]

    def asked(self, question: Question) -> tuple[Span, ...]:
        """The items of the parts that a question names; of all parts when it names the whole."""
        whole = self.name in question.text
        rest = question.text.replace(self.name, "").replace("个", "")
        named = {p for p in self.parts if p in rest or (whole and len(p) > 2 and p[1:] in rest)}
        if not whole and not any(len(part) > 2 for part in named):
            return ()  # 三区 alone may be any three
        chosen = named or self.parts.keys()
        return tuple(span for part, spans in self.parts.items() if part in chosen for span in spans)


class Outlines:
    """Every section, box and part of the plan that is a list of titled paragraphs."""

    def __init__(self, plan: Plan, tokenizer: Callable[[str], list[str]]) -> None:
        self._tokenizer = tokenizer
        self._plan = plan
        self._introduced = list(_introduced(plan, tokenizer))
        self._slogans = list(_slogans(plan))
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
        asked_amounts = any(f.unit not in _COUNTERS for f in question.figures)
        other_unit = question.unit and question.unit not in _COUNTERS
        if question.asks not in _WANTED or other_unit or asked_amounts:
            return None
        for slogan in self._slogans:
            if items := slogan.asked(question):
                return _listed(slogan.sentence, items, self._plan)
        # Words that no passage knows ("列条目即可") and counts say how to answer, not of what.
        said = self._tokenizer(question.text)
        asked = [t for t in said if t in spans.vocabulary and not _MERE_COUNT.match(t)]
        counts = _COUNTED.findall(question.text)
        for listed in self._introduced:
            found = ranked and ranked[0].span.overlaps(listed.sentence)
            if found or listed.is_named(asked, counts, spans):
                return _listed(listed.sentence, listed.items, self._plan)
        scored = [
            (spans.coverage(asked, o.terms), -o.section.start, o)
            for o in self._outlines
            if o.title_terms & set(asked) and (not counts or o.counts_to(counts))
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


def _introduced(plan: Plan, tokenizer: Callable[[str], list[str]]) -> Iterator[Introduced]:
    for place, passage in enumerate(plan.passages):
        if passage.lead or passage.kind == "table_row":
            continue
        sentence = _last_sentence(passage, plan)
        items = _leads_behind(plan, place)
        if sentence.text(plan).endswith((":", "\uff1a")) and len(items) >= _FEWEST_ITEMS:
            title = _TITLE_NUMBER.sub("", passage.path[-1] if passage.path else "")
            told = " ".join([title, sentence.text(plan), *(item.text(plan) for item in items)])
            yield Introduced(
                sentence, items, frozenset(tokenizer(title)), frozenset(tokenizer(told))
            )


def _slogans(plan: Plan) -> Iterator[Slogan]:
    """Every counting name whose items follow it: as leads of the next passages, or as the first
    clauses of the next sentences."""
    for place, passage in enumerate(plan.passages):
        if passage.kind == "table_row":
            continue
        parts = sentences(passage.text, passage.start)
        for number, (start, end) in enumerate(parts):
            said = plan.markdown[start:end].rstrip()
            behind = [_first_clause(plan, a, b) for a, b in parts[number + 1 :]]
            items = behind or _leads_behind(plan, place)
            for name in _COUNTING.findall(normalize(said)):
                if meant := _meant(name, items, plan, in_order=not behind):
                    yield Slogan(name, Span(start, start + len(said)), meant)


def _meant(
    name: str, items: Sequence[Span], plan: Plan, *, in_order: bool
) -> dict[str, tuple[Span, ...]]:
    """Part of a name → its items: in order when several parts count up to the items, else those
    that begin or end as the part does, when they are as many as it says."""
    counted = [(c, noun, han_to_int(c) or 0) for c, noun in _PART.findall(name)]
    total = sum(count for _, _, count in counted)
    if total < _FEWEST_ITEMS:
        return {}
    if in_order and len(counted) > 1 and total == len(items):
        left = iter(items)
        return {f"{c}{noun}": tuple(islice(left, count)) for c, noun, count in counted}
    meant: dict[str, tuple[Span, ...]] = {}
    for c, noun, count in counted:
        alike = [s for s in items if (t := s.text(plan)).endswith(noun) or t.startswith(noun)]
        if len(alike) != count:
            return {}
        meant[f"{c}{noun}"] = tuple(alike)
    return meant


def _last_sentence(passage: Passage, plan: Plan) -> Span:
    start, end = sentences(passage.text, passage.start)[-1]
    return Span(start, start + len(plan.markdown[start:end].rstrip()))


def _first_clause(plan: Plan, start: int, end: int) -> Span:
    a, b = next(iter(clauses(plan.markdown[start:end], start)), (start, end))
    return trimmed(Span(a, b), plan)


def _leads_behind(plan: Plan, place: int) -> tuple[Span, ...]:
    """The leads of the passages that follow in the same section."""
    path = plan.passages[place].path
    behind = takewhile(lambda p: p.path == path and bool(p.lead), plan.passages[place + 1 :])
    return tuple(_lead_span(passage) for passage in behind)


def _listed(sentence: Span, items: Sequence[Span], plan: Plan) -> Draft:
    told = "、".join(f"{item.text(plan)}[{n}]" for n, item in enumerate(items, 2))
    said = sentence.text(plan).rstrip("。:\uff1a")
    return Draft(f"{said}[1]:{told}。", (sentence, *items), by="outline")


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
