"""A standalone question → a draft: the table, a comparison, a verdict, or the plan's own words."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.answerability import Answerability, Opinions, Verdict
from assistant.asked_period import Period
from assistant.candidates import JOINS, CandidateFinder
from assistant.claim_answers import ClaimAnswers
from assistant.claim_model import ClaimModel
from assistant.columns import cell_of, columns_asked, set_against_base
from assistant.comparing import Comparer
from assistant.draft import Draft
from assistant.evidence import Candidate, Told
from assistant.extract import extract, tidy, trimmed, whole_sentence
from assistant.finding import Finding
from assistant.halves import overlapping
from assistant.indicators import EMPTY_CELL, ONLY_WORDS, IndicatorTable
from assistant.operands import courses
from assistant.operations import Operation
from assistant.outline import Outlines
from assistant.parts import parts
from assistant.question import Asks, Question, understand
from assistant.reckoner import Reckoner
from assistant.steps import Steps
from assistant.structure import about_structure
from assistant.table import about_table
from assistant.verdict import asks_whether_told, claims_silence, opening, row_verdict
from assistant.wording import not_in_plan, nothing_found
from corpus import Indicator
from index.figures import figures
from index.normalize import normalize
from index.search import SearchIndex, SearchResult

# By how much a second reading must be more like an answered question than the first one.
_FIRST_READING = 0.03
# The same for what the passage of the earlier answer says.
_NEAR_BEFORE = 0.05
# Among so many candidates the figure of a cell is looked for in prose.
_LOOKED_AT = 8
# The claim model is asked whether one of so many candidates answers.
_JUDGED = 2
# What may be asked of a figure that the plan tells or not.
_MAY_BE_TOLD = frozenset([Operation.GROWTH, Operation.WHICH, Operation.YEARS])
# What is worked out of two things, however it is asked.
_OF_TWO = frozenset([Operation.RATIO, Operation.YEARS])
# One of so many candidates gives one of them.
_MAY_GIVE = 3
# By how much the candidates of two periods may differ and still be about the same thing.
_PERIODS_APART = 3.0


class Responder:
    """Holds what is computed once a plan; a question's own state travels in Finding and Steps."""

    def __init__(
        self, index: SearchIndex, model: Answerability, claims: ClaimModel | None = None
    ) -> None:
        self._index = index
        self._plan = index.plan
        self.finder = CandidateFinder(index, model.ranking)
        self._model = model
        self._opinions = claims
        self._claims = ClaimAnswers(index, self.finder, claims)
        self.table = IndicatorTable(index.plan)
        self.reckoner = Reckoner(index.plan, self.finder, self.table)
        self._comparer = Comparer(index.plan, self.finder, self.table, self.reckoner)
        self._outlines = Outlines(index.plan, index.tokenizer)

    def look(self, question: Question, steps: Steps, told: Told | None = None) -> Finding:
        """Search, rank, judge; ``told`` is what the turn before it told."""
        if self._opinions:
            self._opinions.expect(question.text)
        with steps.timed("search"):
            result = self._index.search(question.text)
        steps.note(degraded=result.degraded, search=result.milliseconds)
        with steps.timed("rank"):
            ranked = self.finder.find(question, result, told)
            judged = self._judge(question, ranked, result) if ranked else None
        return Finding(question, result, ranked, judged)

    def _judge(
        self, question: Question, ranked: Sequence[Candidate], result: SearchResult
    ) -> Verdict:
        opinions: Opinions = ()
        # What is worked out of rows that are looked up by name stands in no quote.
        if self._opinions and not ranked[0].typed:
            spans = [candidate.span for candidate in ranked[:_JUDGED]]
            # The cheaper one first.
            opinions = (
                partial(self._opinions.answered, question.text),
                partial(self._opinions.answers, question.text, spans, self._plan),
            )
        return self._model.judge(question, ranked, result, self.finder, opinions)

    def choose(self, readings: Sequence[Question], steps: Steps, said: str = "") -> Finding:
        """What the reading found that is most like a question which the plan answers; the first
        reading is preferred to one hardly more so. What asks of the whole table is read as asked:
        nothing that it resembles is its answer. ``said`` is what the assistant said before."""
        if self._about_table(readings[0]):
            readings = readings[:1]
        told = self.finder.told(said) if said else None
        found = [self.look(reading, steps, told) for reading in readings]
        return max(found, key=lambda f: self._preference(f, told, is_first=f is found[0]))

    @staticmethod
    def _preference(found: Finding, told: Told | None, *, is_first: bool) -> float:
        likeness = found.likeness + _FIRST_READING * is_first
        if not told or not found.ranked:
            return likeness
        return likeness + _NEAR_BEFORE * (found.ranked[0].passage.id == told.passage)

    def respond(self, found: Finding, steps: Steps) -> tuple[Draft, list[Finding]]:
        """The draft and the findings that it stands on, the main one first."""
        draft, findings = self._respond(found, steps)
        if draft.status == "answered":
            draft = self.reckoner.worked_out(found.question, draft, found.ranked)
        return draft, findings

    def _respond(self, found: Finding, steps: Steps) -> tuple[Draft, list[Finding]]:
        question = found.question
        if found.verdict:
            steps.note(answerability=found.verdict.as_dict())
        # Who looks a cell up by its indicator's name does not ask about the whole table.
        typed = bool(found.ranked) and found.ranked[0].typed
        for draft in (
            about_structure(question.text, self._plan),
            None if typed else self._about_table(question),
        ):
            if draft:
                return draft, [found]
        compared = (
            question.asks is Asks.COMPARISON
            or (question.asks is Asks.YES_NO and question.compares)
            or (question.asks is Asks.QUANTITY and bool(question.operations & _OF_TWO))
        )
        summed = question.asks is Asks.QUANTITY and Operation.SUM in question.operations
        pair: tuple[str, ...] = ()
        if compared or summed:
            pair = parts(question.text, self._index.tokenizer.words) or ()
            # Two that are added up mostly stand together.
            compared = compared or len(pair) > 2
        # One row of the table that is compared with nothing else is compared with itself.
        info = self._plan.info
        both = {info.base_year, info.target_year} <= set(question.years)
        both = both or set_against_base(question, info)
        itself = (both and self._indicator(found)) or self._is_of_a_course(found)
        if compared and found.ranked and not itself and (pair or not self._indicator(found)):
            halves = [self.look(understand(text, self._plan.info), steps) for text in pair]
            if draft := self._comparer.compare(found, halves):
                return draft, [found, *halves]
        if outline := self._outlines.answer(question, self.finder.spans, found.ranked):
            return outline, [found]
        return self.single(question, found), [found]

    def _is_of_a_course(self, found: Finding) -> bool:
        """Whether so many times or per cent are claimed of what the best quote tells the course of: then
        it is compared with itself (比期初翻了一番)."""
        question = found.question
        claimed = question.asks is Asks.YES_NO and any(
            f.unit in ("倍", "%") for f in question.figures
        )
        return claimed and bool(found.ranked) and bool(courses(normalize(found.ranked[0].text)))

    def _about_table(self, question: Question) -> Draft | None:
        """What asks of two named indicators asks of these, not of the whole table."""
        named = self.finder.named_rows(question) if question.compares else []
        return None if len(named) > 1 else about_table(question, self._plan)

    def about_whole(self, question: Question) -> Draft | None:
        """What the plan's structure tells, or its table as a whole."""
        return about_structure(question.text, self._plan) or self._about_table(question)

    def single(self, question: Question, found: Finding) -> Draft:
        """The answer to one asking: a cell, a quote, a verdict, or that there is none."""
        if not found.ranked or found.verdict is None:
            return Draft(nothing_found(), (), "not_in_plan", by="refusal")
        indicator = self._indicator(found)
        if indicator and not found.ranked[0].foreign:
            others = [self.table.by_passage[row] for row in self.finder.named_rows(question)]
            rows = others if len(others) > 1 and indicator in others else [indicator]
            draft = self.table.about_rows(question, rows)
            # What is worked out of rows that it names is asked of these, whatever else speaks of it.
            if draft and len(rows) > 1 and draft.status == "answered":
                draft = self.reckoner.worked_out(question, draft, ())
                if draft.computed:
                    return draft
            # That a cell is empty is known, whatever else speaks for or against an answer.
            if draft and (found.answerable or draft.status == "not_in_plan"):
                draft = self._row_verdict(question, indicator, draft)
                return self._told_twice(found, indicator, draft) if len(rows) == 1 else draft
        if not found.answerable:
            nearest = self._extract(found, 1)
            if worked := self._worked_out_all_the_same(found):
                return worked
            if indicator and (row := self.table.about_rows(question, [indicator])):
                nearest = row
            text = not_in_plan(found.verdict.reason, nearest.text)
            return Draft(text, nearest.spans, "not_in_plan", found.verdict.reason, by="refusal")
        if question.spans_periods and len(told := self._of_each_period(found)) > 1:
            return self._comparer.told_together(question, told)
        if question.asks in (Asks.QUANTITY, Asks.TIME) and JOINS.search(question.text):
            sentence = whole_sentence(found.ranked[0].span, self._plan).text(self._plan)
            told = self.finder.cover(question, found.ranked, sentence)
            if len(told) > 1:
                return self._comparer.told_together(question, told)
        draft = self._extract(found)
        if question.asks is Asks.YES_NO and not question.wants_opinion:
            return self._claims.verdict_first(found, draft)
        return draft

    def _worked_out_all_the_same(self, found: Finding) -> Draft | None:
        """What a question wants worked out of figures that the plan has for what it names, where nothing
        contradicts: that is evidence enough."""
        question = found.question
        contradicted = found.verdict is not None and found.verdict.contradicted
        if not question.operations - _MAY_BE_TOLD or contradicted:
            return None
        for n, candidate in enumerate(found.ranked[:_MAY_GIVE]):
            if candidate.foreign or candidate.year_absent:
                continue
            row = self.table.by_passage.get(candidate.passage.id)
            given = row and self.table.about_rows(question, [row])
            draft = given or self._extract(replace(found, ranked=found.ranked[n:]), 1)
            worked = self.reckoner.worked_out(question, draft, found.ranked)
            if worked.computed and worked.status == "answered":
                return worked
        return None

    def _of_each_period(self, found: Finding) -> list[Candidate]:
        """What was achieved and what is planned: the best figure of each period, as far as both are
        about the same."""
        told: list[Candidate] = []
        for period in (Period.PAST, Period.CURRENT):
            asked = replace(found.question, period=period, asks=Asks.QUANTITY)
            ranked = self.finder.find(asked, found.result)
            best = next((c for c in ranked if not c.feature("wrong_period")), None)
            if best and best.feature("gives_figure"):
                told.append(best)
        alike = len(told) == 2 and abs(told[0].score - told[1].score) < _PERIODS_APART
        return told if alike and not overlapping(told) else []

    def _extract(self, found: Finding, most: int | None = None) -> Draft:
        weigh = self.finder.coverage(found.question)
        return extract(found.question, found.ranked[:most], self._plan, weigh)

    def _told_twice(self, found: Finding, indicator: Indicator, draft: Draft) -> Draft:
        """The same figure in the plan's prose, where it says it too, as a further citation."""
        if draft.status != "answered" or draft.computed:
            return draft
        columns = columns_asked(found.question, self._plan.info)
        cells = [cell for column in columns if (cell := cell_of(indicator, column)) and cell.number]
        for candidate in found.ranked[:_LOOKED_AT]:
            said = candidate.span.text(self._plan)
            if candidate.passage.kind != "table_row" and self.finder.lookup.tells(
                candidate, indicator
            ):
                values = {f.value for f in figures(said)}
                if cells and all(cell.number in values for cell in cells):
                    spans = (*draft.spans, trimmed(candidate.span, self._plan))
                    return replace(
                        draft,
                        text=f"{draft.text}正文也写明:{tidy(said)}[{len(spans)}]。",
                        spans=spans,
                    )
        return draft

    def _row_verdict(self, question: Question, indicator: Indicator, draft: Draft) -> Draft:
        """The verdict before the cells of a yes/no question."""
        if question.asks is not Asks.YES_NO:
            return draft
        if draft.status != "answered":
            # Whether the table says it is answered by its saying nothing.
            silent = claims_silence(question)
            empty = asks_whether_told(question) and draft.reason == EMPTY_CELL
            # What a cell says in words is no figure; whether it says these words is not asked so.
            in_words = silent and draft.reason.startswith(ONLY_WORDS)
            if not empty and not in_words:
                return draft
            word = "是" if silent else "没有"
            return replace(draft, text=f"{word}。{draft.text}", status="answered", reason="")
        holds = row_verdict(question, indicator, self._plan)
        return replace(draft, text=f"{opening(question, holds)}。{draft.text}")

    def _indicator(self, found: Finding) -> Indicator | None:
        return self.table.by_passage.get(found.ranked[0].passage.id) if found.ranked else None
