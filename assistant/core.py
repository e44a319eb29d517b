"""A question and its history become an Answer."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from assistant.answerability import Answerability
from assistant.candidates import Candidate, CandidateFinder
from assistant.condense import condense
from assistant.draft import Draft
from assistant.extract import extract
from assistant.indicators import IndicatorTable
from assistant.llm import Writer
from assistant.periods import Periods
from assistant.question import Question, understand
from assistant.scope import Scope, scope_of
from assistant.settings import AssistantSettings
from assistant.types import Answer, Citation, Event, RetrievedPassage, Span, Status, Turn
from assistant.verify import quotes_exact, ungrounded_numbers
from assistant.wording import cut, for_scope, not_in_plan
from corpus import Passage
from index.build import open_index
from index.normalize import normalize
from index.search import SearchIndex, SearchResult
from index.settings import IndexSettings

_MARKER = re.compile(r"\[(\d+)\]")
_PIECE = re.compile(r"[^,。;:]*(?:[,。;:](?:\[\d+\])*|$)")
_SCOPE_STATUS: dict[Scope, Status] = {Scope.EMPTY: "clarify"}


class Assistant:
    """Answers questions about one plan. Thread-safe: nothing of a conversation is kept here."""

    def __init__(
        self,
        index: SearchIndex,
        settings: AssistantSettings | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.settings = settings or AssistantSettings()
        self.index = index
        self.plan = index.plan
        self._answerability = Answerability.load()
        self._finder = CandidateFinder(index, Periods(index.plan), self._answerability.ranking)
        self._table = IndicatorTable(index.plan, index.tokenizer)
        self._writer = writer

    @classmethod
    def open(
        cls,
        index_settings: IndexSettings | None = None,
        settings: AssistantSettings | None = None,
        *,
        progress: bool = True,
    ) -> "Assistant":
        """Open the index (building it when missing or stale) with settings from the environment.

        Raises:
            corpus.CorpusError, index.errors.SearchIndexError: with what to do about it.
        """
        settings = settings or AssistantSettings.read()
        index = open_index(index_settings, progress=progress)
        return cls(index, settings, Writer.from_settings(settings, index.plan))

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question; ``history`` are the earlier turns, oldest first. Never raises on any
        text."""
        steps = Steps()
        limit = self.settings.question_max_characters
        text = normalize(question[: 4 * limit])
        too_long, text = len(text) > limit, text[:limit]
        notice = cut(limit) if too_long else ""
        if scope := scope_of(text):
            message = for_scope(scope, self.plan.info)
            status = _SCOPE_STATUS.get(scope, "out_of_scope")
            return Answer(status, notice + message, trace={"scope": scope.value, **steps.trace()})
        with steps.timed("condense"):
            standalone = condense(
                text, history[-self.settings.history_max_turns :], self.index.tokenizer
            )
        steps.note(rewritten=standalone.text, condense_rule=standalone.rule)
        asked = understand(standalone.text, self.plan.info)
        steps.note(asks=asked.asks.value, years=list(asked.years), period=asked.period)
        if scope_of(standalone.text) is Scope.INSTRUCTION:
            message = for_scope(Scope.INSTRUCTION, self.plan.info)
            return Answer("out_of_scope", message, trace={"scope": "history", **steps.trace()})
        with steps.timed("search"):
            result = self.index.search(asked.text)
        steps.note(degraded=result.degraded, search=result.milliseconds)
        with steps.timed("rank"):
            ranked = self._finder.find(asked, result)
        with steps.timed("answer"):
            draft = self._draft(asked, result, ranked, steps)
        return self._finish(draft, asked, text, result, ranked, notice, steps)

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """The same answer in pieces: text as it comes, then the whole answer."""
        answer = self.ask(question, history)
        for piece in _PIECE.findall(answer.text):
            if piece:
                yield Event(text=piece)
        yield Event(answer=answer)

    def _draft(
        self, asked: Question, result: SearchResult, ranked: list[Candidate], steps: "Steps"
    ) -> Draft:
        if draft := self._table.about_table(asked):
            return draft
        if not ranked:
            return Draft("规划中没有提到这一点。", (), "not_in_plan", "没有找到相关内容")
        verdict = self._answerability.judge(asked, ranked, result, self._finder)
        steps.note(answerability=verdict.as_dict())
        best = ranked[0]
        indicator = self._table.by_passage.get(best.passage.id)
        if indicator and (verdict.answerable or not verdict.features.get("near_miss")):
            draft = self._table.about_rows(asked, [indicator])
            if draft:
                return draft
        if not verdict.answerable:
            nearest = extract(asked, ranked[:1], self.plan)
            quote = _MARKER.sub("", nearest.text).rstrip("。")
            return Draft(
                not_in_plan(verdict.reason, quote), nearest.spans, "not_in_plan", verdict.reason
            )
        draft = extract(asked, ranked, self.plan)
        if self._writer is not None:
            with steps.timed("llm"):
                worded = self._writer.write(asked.text, draft.spans)
            if worded is not None:
                return worded
        return draft

    def _finish(
        self,
        draft: Draft,
        asked: Question,
        text: str,
        result: SearchResult,
        ranked: list[Candidate],
        notice: str,
        steps: "Steps",
    ) -> Answer:
        """Cite the draft, check it, and fall back to the extractive answer when it fails."""
        citations = tuple(self._cite(span) for span in draft.spans)
        loose = ungrounded_numbers(draft.text, citations, text, draft.computed)
        if loose and draft.by == "llm":
            steps.note(rejected_llm_numbers=sorted(loose))
            draft = extract(asked, ranked, self.plan)
            citations = tuple(self._cite(span) for span in draft.spans)
            loose = ungrounded_numbers(draft.text, citations, text)
        steps.note(
            by=draft.by,
            computed=list(draft.computed),
            reason=draft.reason,
            quotes_exact=quotes_exact(citations, self.plan),
            ungrounded_numbers=sorted(loose),
        )
        return Answer(
            status=draft.status,
            text=notice + draft.text,
            citations=citations,
            passages=self._passages(result, ranked, draft.spans),
            trace=steps.trace(),
        )

    def _cite(self, span: Span) -> Citation:
        passage = self.plan.passage_at(span.start)
        return Citation(
            quote=span.text(self.plan),
            start=span.start,
            end=span.end,
            chapter=passage.chapter if passage else "",
            section=passage.section if passage else "",
            kind=passage.kind if passage else "paragraph",
        )

    def _passages(
        self, result: SearchResult, ranked: list[Candidate], cited: Sequence[Span]
    ) -> tuple[RetrievedPassage, ...]:
        """Cited passages first, then by best candidate, then as found."""
        order: dict[str, Passage] = {}
        for span in cited:
            if passage := self.plan.passage_at(span.start):
                order.setdefault(passage.id, passage)
        for candidate in ranked:
            order.setdefault(candidate.passage.id, candidate.passage)
        for hit in result.hits:
            order.setdefault(hit.passage.id, hit.passage)
        scores = {hit.passage.id: hit.score for hit in result.hits}
        return tuple(
            RetrievedPassage(
                id=p.id,
                text=p.text,
                start=p.start,
                end=p.end,
                score=scores.get(p.id, 0.0),
                chapter=p.chapter,
                section=p.section,
                kind=p.kind,
            )
            for p in list(order.values())[: self.settings.passages]
        )


class Steps:
    """The trace of one question while it is being answered."""

    def __init__(self) -> None:
        self._notes: dict[str, Any] = {}
        self._milliseconds: dict[str, float] = {}
        self._begin = time.perf_counter()

    def note(self, **notes: Any) -> None:
        self._notes.update(notes)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self._milliseconds[step] = round((time.perf_counter() - begin) * 1000, 2)

    def trace(self) -> dict[str, Any]:
        total = round((time.perf_counter() - self._begin) * 1000, 2)
        return {**self._notes, "milliseconds": {**self._milliseconds, "total": total}}
