"""What the claim model learns from: claims with the quotes that decide them, questions with the
quotes that answer them, and beside each the text of other places."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.claim_model import quoted
from assistant.types import Span
from corpus import Plan
from corpus.sentences import clauses, sentences
from corpus.types import Passage
from evals.claims import ClaimsError
from evals.types import Case
from index.cache import VectorCache
from index.messages import attacks, off_plan, plain
from index.model_file import ModelFile
from index.normalize import normalize
from index.types import View
from index.views import build_views

LABELS = {"yes": 0, "no": 1, "unknown": 2}
# How much of a quote's sentence stands around it, in characters at most; 0: nothing.
AROUND = (0, 80, 120, 160)
_NEIGHBOURS, _LOOKED_AT = 6, 14
_STORY = re.compile(
    r"(?=[^,。]*(?:我|俺|咱家|老伴|孩子|孙|爸|妈|爹|娘))(?![^?]*(?:规划|听说|[区市县镇]))[^?]{10,60}[,。](?=[^?]{6,}[?]?$)"
)
_ASKED = ("question", "unanswered")
_QUESTION_TOKENS, _QUOTE_TOKENS, _STORY_TOKENS = 80, 200, 40


@dataclass(frozen=True)
class Claim:
    """A question, its label, and where its quote lies."""

    text: str
    label: int
    start: int
    end: int


@dataclass(frozen=True)
class Asked:
    """A question, the quote that answers it (none does when empty), and sentences near it."""

    text: str
    span: tuple[int, int]
    others: tuple[tuple[int, int], ...]

    @property
    def answered(self) -> bool:
        return self.span[1] > self.span[0]


@dataclass(frozen=True)
class Message:
    """What somebody writes: whether it is an attack, and whether the plan answers it, None when that is
    not known."""

    text: str
    attack: bool = False
    answered: bool | None = None


def read_claims(folder: Path, plan: Plan) -> list[Claim]:
    """Every claim of a plan's ``claims`` folder.

    Raises:
        ClaimsError: a line is no such object, or its quote is not in the plan.
    """
    found: list[Claim] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                data = json.loads(line)
                quote = str(data["quote"])
                start = plan.markdown.index(quote)
                found += [
                    Claim(str(text), LABELS[label], start, start + len(quote))
                    for label in LABELS
                    for text in data.get(label, ())
                ]
            except (ValueError, KeyError, TypeError) as error:
                raise ClaimsError(f"{path.name}:{number}: {error!r}") from error
    return found


def read_messages(plan: Plan, claims: Sequence[Claim], cases: Sequence[Case]) -> list[Message]:
    """Questions about the plan and messages that no plan answers, each once."""
    views = build_views(plan, unrelated=())
    found = [Message(c.text, answered=c.label != LABELS["unknown"]) for c in claims]
    found += [
        Message(v.text, answered=v.kind == "question")
        for v in views
        if v.passage_id and v.kind in _ASKED
    ]
    found += [Message(text, answered=False) for text in off_plan()]
    found += [Message(text, attack=True) for text in attacks()]
    found += [Message(text) for text in plain()]
    found += [Message(c.question, attack=True) for c in cases if c.kind == "attack"]
    found += [Message(c.question, answered=bool(c.evidence)) for c in cases if _stands_alone(c)]
    return list({message.text: message for message in found}.values())


def stories(claims: Sequence[Claim]) -> list[str]:
    """What people tell of themselves before they ask, with the comma or the stop behind it."""
    found = (_STORY.match(claim.text) for claim in claims)
    return list(dict.fromkeys(match.group() for match in found if match))


def asked_questions(plan: Plan, cache: VectorCache, cases: Sequence[Case]) -> list[Asked]:
    """The written questions of a plan and those of a question file, each with the sentences that are
    like it and do not answer it."""
    views = build_views(plan)
    told = [v for v in views if v.kind == "sentence" or (v.kind == "passage" and len(v.text) < 400)]
    asked = [
        (v.text, [(v.start, v.end)] if v.kind == "question" else [])
        for v in views
        if v.kind in _ASKED
    ]
    asked += [(case.question, _spans(plan, case)) for case in cases if _stands_alone(case)]
    vectors = cache.encode([v.text for v in told], as_queries=False)
    middle = vectors.mean(0)
    likeness = (cache.encode([text for text, _ in asked], as_queries=True) - middle) @ (
        vectors - middle
    ).T
    nearest = np.argsort(-likeness, axis=1)[:, :_LOOKED_AT]
    return [
        Asked(text, spans[0] if spans else (0, 0), tuple(_others(spans, [told[n] for n in near])))
        for (text, spans), near in zip(asked, nearest, strict=True)
    ]


def _stands_alone(case: Case) -> bool:
    return not case.history and case.kind not in ("attack", "chitchat")


def _spans(plan: Plan, case: Case) -> list[tuple[int, int]]:
    starts = [(plan.markdown.index(quote), len(quote)) for quote in case.evidence]
    return [(start, start + length) for start, length in starts]


def _others(spans: Sequence[tuple[int, int]], near: Sequence[View]) -> Iterator[tuple[int, int]]:
    apart = [
        (v.start, v.end)
        for v in near
        if not any(v.start < end and start < v.end for start, end in spans)
    ]
    for n in range(_NEIGHBOURS):
        yield apart[n % len(apart)]


def surroundings(plan: Plan, start: int, end: int, most: int) -> tuple[int, int]:
    """The quote with as many whole clauses of its sentences around it as ``most`` characters hold."""
    passage = plan.passage_at(start)
    if not most or passage is None:
        return start, end
    first, last = _sentences_of(passage, start, end)
    if last - first <= most:
        return first, last
    parts = [(first + a, first + b) for a, b in clauses(plan.markdown[first:last])]
    inside = [n for n, (a, b) in enumerate(parts) if a < end and start < b]
    low, high, grown = inside[0], inside[-1], True
    while grown:
        grown = False
        if low and parts[high][1] - parts[low - 1][0] <= most:
            low, grown = low - 1, True
        if high + 1 < len(parts) and parts[high + 1][1] - parts[low][0] <= most:
            high, grown = high + 1, True
    return parts[low][0], parts[high][1]


def _sentences_of(passage: Passage, start: int, end: int) -> tuple[int, int]:
    held = [s for s in sentences(passage.text, passage.start) if s[0] < end and start < s[1]]
    return min(held[0][0], start), max(held[-1][1], end)


class Texts:
    """Token ids of claims and of quotes, each made once and cut where it is long. Together, uncut, they
    are what `assistant.claim_model.posed` gives to the engine."""

    def __init__(self, plan: Plan, file: ModelFile) -> None:
        self._plan, self._file = plan, file
        self._known: dict[str, list[int]] = {}
        self._prompt = file.tokens("query:")

    def ids(self, claim: str, span: tuple[int, int] | None, story: str = "") -> list[int]:
        """The whole text's ids; without a quote those of a message alone. ``story``: what is told
        before the claim."""
        told_before = self._of(normalize(story))[:_STORY_TOKENS] if story else []
        claimed = told_before + self._of(normalize(claim))[:_QUESTION_TOKENS]
        if span is None:
            return [self._file.begin, *self._prompt, *claimed, self._file.end]
        told = self._of(quoted(Span(*span), self._plan))[:_QUOTE_TOKENS]
        return [self._file.begin, *self._prompt, *claimed, *told, self._file.end]

    def _of(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self._file.tokens(text)
        return self._known[text]
