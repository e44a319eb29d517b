"""A question and its history become an Answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answerability import Answerability
from assistant.attacks import AttackFilter
from assistant.claim_model import ClaimModel
from assistant.condense import DOUBTED, condense
from assistant.draft import Draft
from assistant.english import is_english
from assistant.extract import told_quotes
from assistant.finding import Finding
from assistant.homophones import Homophones
from assistant.joint import JointAnswers
from assistant.llm import Writer
from assistant.question import Question
from assistant.readings import readings
from assistant.respond import Responder
from assistant.scope import Scope, scope_of
from assistant.settings import AssistantSettings
from assistant.spelling import respelled
from assistant.steps import Steps
from assistant.told_reckoning import TOLD, ToldReckoner
from assistant.types import Answer, Citation, Event, RetrievedPassage, Span, Status, Turn
from assistant.verify import quotes_exact, ungrounded_numbers
from assistant.wording import cut, for_scope, with_english
from corpus import Passage
from index.build import open_index
from index.normalize import normalize
from index.search import SearchIndex
from index.settings import IndexSettings

_PIECE = re.compile(r"[^,。;:]*(?:[,。;:](?:\[\d+\])*|$)")
_SCOPE_STATUS: dict[Scope, Status] = {Scope.EMPTY: "clarify"}


def pieces(text: str) -> Iterator[str]:
    """A text in pieces that end with a punctuation mark and its citation markers."""
    return (piece for piece in _PIECE.findall(text) if piece)


class Assistant:
    """Answers questions about one plan. Thread-safe: nothing of a conversation is kept here."""

    def __init__(
        self,
        index: SearchIndex,
        settings: AssistantSettings | None = None,
        writer: Writer | None = None,
        model: Answerability | None = None,
    ) -> None:
        self.settings = settings or AssistantSettings()
        self.index = index
        self.plan = index.plan
        claims = ClaimModel.shared() if self.settings.claim_model else None
        self._attacks = AttackFilter(index, claims)
        self._responder = Responder(index, model or Answerability.load(index.plan), claims)
        self._joint = JointAnswers(index, self._responder)
        self._told = ToldReckoner(index, self._responder)
        self._homophones = Homophones(
            self._responder.finder.spans.own_vocabulary,
            normalize(index.plan.markdown),
            index.tokenizer,
        )
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
            corpus.CorpusError, index.errors.SearchIndexError, index.settings.SettingsError: with
                what to do about it.
        """
        settings = settings or AssistantSettings.read()
        index = open_index(index_settings, progress=progress)
        return cls(index, settings, Writer.from_settings(settings, index))

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question; ``history`` are the earlier turns, oldest first. No text makes it
        raise."""
        steps = Steps()
        limit = self.settings.question_max_characters
        text = normalize(question[: 4 * limit])
        notice = cut(limit) if len(text) > limit or len(question) > 4 * limit else ""
        text = text[:limit]
        if scope := scope_of(text):
            return self._out_of_scope(scope, text, notice, steps)
        with steps.timed("attack"):
            hostile = self._attacks.is_attack(text)
            # What an earlier turn ordered or forged is no part of the conversation.
            recent = self._attacks.honest(history[-self.settings.history_max_turns :])
        if hostile:
            return self._out_of_scope(Scope.INSTRUCTION, text, notice, steps)
        text = self._spelled(text)
        recent = [self._turn(turn) for turn in recent]
        with steps.timed("condense"):
            standalone = condense(text, recent, self.index.tokenizer)
        # Who doubts an answer is given it again; anybody else asks for what was not told.
        again = standalone.rule == DOUBTED
        said = [t["content"] for t in recent if t["role"] == "assistant" and not again]
        if reckoned := self._told.answer(text, recent, steps):
            steps.note(condense_rule=TOLD)
            draft, findings = reckoned
            return self._finish(draft, text, findings, notice, steps)
        read = readings(standalone, self.plan.info)
        found = self._responder.choose(read, steps, "".join(said[-1:]))
        joint = self._joint.answer(read[0], found, steps)
        asked = read[0] if joint else found.question
        steps.note(
            rewritten=asked.text,
            condense_rule=standalone.rule,
            asks=asked.asks.value,
            years=list(asked.years),
            period=asked.period,
        )
        draft, findings = joint or self._responder.respond(found, steps)
        worded = self._reword(draft, asked, steps)
        return self._finish(worded, text, findings, notice, steps)

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """The same answer in pieces: text as it comes, then the whole answer."""
        answer = self.ask(question, history)
        for piece in pieces(answer.text):
            yield Event(text=piece)
        yield Event(answer=answer)

    def _spelled(self, text: str) -> str:
        """A user's words in normal form, as they are meant."""
        return self._homophones.respelled(respelled(normalize(text)))

    def _turn(self, turn: Turn) -> Turn:
        is_user = turn["role"] == "user"
        return Turn(role="user", content=self._spelled(turn["content"])) if is_user else turn

    def _out_of_scope(self, scope: Scope, text: str, notice: str, steps: Steps) -> Answer:
        steps.note(scope=scope.value)
        status = _SCOPE_STATUS.get(scope, "out_of_scope")
        told = for_scope(scope, self.plan.info, english=is_english(text))
        return Answer(status, notice + told, trace=steps.trace())

    def _reword(self, draft: Draft, asked: Question, steps: Steps) -> Draft:
        """The LLM's words for an extracted answer, when there is one and its words hold."""
        if self._writer is None or draft.status != "answered" or draft.computed:
            return draft
        with steps.timed("llm"):
            reworded = self._writer.reword(asked, draft)
        steps.note(**reworded.notes)
        return reworded.draft

    def _finish(
        self, draft: Draft, text: str, findings: Sequence[Finding], notice: str, steps: Steps
    ) -> Answer:
        """Cite the draft and note how it stands the last check."""
        citations = tuple(self._cite(span) for span in draft.spans)
        loose = ungrounded_numbers(draft.text, citations, text, draft.computed)
        if loose and draft.spans:
            # A number that no quote holds is never shown: the quotes speak for themselves.
            draft = replace(draft, text=told_quotes(draft.spans, self.plan).text)
        steps.note(
            by=draft.by,
            reason=draft.reason,
            computed=list(draft.computed),
            quotes_exact=quotes_exact(citations, self.plan),
            ungrounded_numbers=sorted(loose),
        )
        told = draft.text
        if is_english(text):
            told = with_english(told, refused=draft.status == "not_in_plan")
        return Answer(
            status=draft.status,
            text=notice + told,
            citations=citations,
            passages=self._passages(findings, draft.spans),
            trace=steps.trace(),
        )

    def _cite(self, span: Span) -> Citation:
        passage = self.plan.passage_at(span.start)
        path = self.plan.path_at(span.start)
        quote = span.text(self.plan)
        # Outside passages lie headings and the header row of the table.
        outside = "table_row" if quote.startswith("|") else "paragraph"
        return Citation(
            quote=quote,
            start=span.start,
            end=span.end,
            chapter=path[0] if path else "",
            section=" › ".join(path[1:]),
            kind=passage.kind if passage else outside,
        )

    def _passages(
        self, findings: Sequence[Finding], cited: Sequence[Span]
    ) -> tuple[RetrievedPassage, ...]:
        """Cited passages first, then by best candidate, then as found."""
        order: dict[str, Passage] = {}
        for span in cited:
            if passage := self.plan.passage_at(span.start):
                order.setdefault(passage.id, passage)
        for found in findings:
            for candidate in found.ranked:
                order.setdefault(candidate.passage.id, candidate.passage)
            for hit in found.result.hits:
                order.setdefault(hit.passage.id, hit.passage)
        scores = {hit.passage.id: hit.score for found in findings for hit in found.result.hits}
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
