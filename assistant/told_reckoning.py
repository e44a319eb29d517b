"""What a follow-up wants worked out of figures that were told before, or of one of them and a new one."""

import re
from collections.abc import Sequence

from assistant.columns import Column, cell_of
from assistant.compared_turns import COMPARAND, FORMER, LATTER
from assistant.condense import PRONOUN, condense
from assistant.draft import Draft
from assistant.extract import tidy, trimmed
from assistant.finding import Finding
from assistant.indicators import Row
from assistant.operands import Operand, as_written
from assistant.operations import OF_ONE, PATTERNS, Operation, operations
from assistant.question import ASKS_WHAT
from assistant.readings import readings
from assistant.reckoning import THINGS_COUNTED, reckoned
from assistant.respond import Responder
from assistant.spans import share
from assistant.steps import Steps
from assistant.told_figures import ToldFigure, ToldFigures
from assistant.types import Span, Turn
from index.search import SearchIndex

# What is worked out of two figures.
_OF_TWO = frozenset(
    [Operation.SUM, Operation.SHARE, Operation.RATIO, Operation.DIFFERENCE, Operation.WHICH]
)
# A term that fewer passages have names something.
_NAMES_SOMETHING = 3.0
_PAIR = 2
_CLAUSE = re.compile(r"[^,。;?!]+[,。;?!]*")
_ASKS_BACK = re.compile(r"呢[,。;?!]*$")
_SIGNS = re.compile(r"[\d.%]+|[前后上下头]|(?:百分|[个几]?)点|大?约|左右|以上|至少")
# What stands for something told.
_STANDS_FOR_TOLD = (COMPARAND, FORMER, LATTER, PRONOUN)
# A part of what was told is named by this.
_OF_IT = re.compile("其(?:中|余)")
# What joins it to what is asked.
_LINKS = re.compile(r"^\s*(?:那么?|把|拿|用|\s)+|[,。;?!]|(?<=\s)是(?=\s|$)")
_YEAR = re.compile(r"(?:19|20)\d\d|十[二三四五]五|基[期数年]|期[初末]")


class ToldReckoner:
    """Reckons with what was told."""

    def __init__(self, index: SearchIndex, responder: Responder) -> None:
        self._index = index
        self._plan = index.plan
        self._responder = responder
        self._spans = responder.finder.spans
        self._figures = ToldFigures(index, self._spans)
        self._rows = {(i.start, i.end): i for i in index.plan.indicators}

    def answer(
        self, text: str, history: Sequence[Turn], steps: Steps
    ) -> tuple[Draft, list[Finding]] | None:
        asked = operations(text)
        wanted = asked & _OF_TWO
        if not wanted or asked & OF_ONE:
            return None
        told = self._figures.of(history)
        if not told:
            return None
        given = frozenset(self._index.tokenizer(" ".join(turn["content"] for turn in history)))
        if wanted == {Operation.SHARE} and not self._stands_for_told(_OF_IT.sub("", text)):
            return None  # 其中税收占比多少: the plan may state it
        new = self._new(text, given)
        if new == text and not (new := self._beside_told(text, given)):
            return None
        if new:
            return self._with_new(new, wanted, told, history, steps)
        pair = self._pair(told, wanted)
        return (self._draft(pair, wanted), []) if pair else None

    def _new(self, text: str, given: frozenset[str]) -> str:
        """The clauses of a message that name or ask something new; "" where none does, all of it where
        the last one does."""
        clauses = _CLAUSE.findall(text)
        last = 0
        for n, clause in enumerate(clauses, 1):
            if (
                self._names(clause, given)
                or _YEAR.search(clause)
                or (
                    n < len(clauses)
                    and not operations(clause)
                    and (_ASKS_BACK.search(clause) or ASKS_WHAT.search(clause))
                )
            ):
                last = n
        return "".join(clauses[:last])

    def _beside_told(self, text: str, given: frozenset[str]) -> str:
        """What a clause sets against what was told (修桥花的钱比它少多少), as a question; "" where nothing in
        it stands for that."""
        if not self._stands_for_told(text):
            return ""
        rest = _LINKS.sub("", self._bare(text)).strip()
        return f"{rest}是多少?" if self._names(rest, given) else ""

    def _names(self, text: str, given: frozenset[str]) -> bool:
        """Whether a text names something that was not spoken of."""
        weights = self._spans.weights(self._index.tokenizer(_SIGNS.sub(" ", self._bare(text))))
        own = self._spans.own_vocabulary
        return any(w > _NAMES_SOMETHING and t in own and t not in given for t, w in weights.items())

    @staticmethod
    def _stands_for_told(text: str) -> bool:
        return any(pattern.search(text) for pattern in _STANDS_FOR_TOLD)

    @staticmethod
    def _bare(text: str) -> str:
        """A text without what it wants worked out and what stands for things told."""
        for pattern in (*_STANDS_FOR_TOLD, *PATTERNS):
            text = pattern.sub(" ", text)
        return text

    def _pair(self, told: Sequence[ToldFigure], wanted: frozenset[Operation]) -> list[ToldFigure]:
        """The two figures of one unit that were told last; all of an answer that are to be added up.
        Things that are counted may have units of their own where none share one."""
        for kind in (_unit, _counted):
            pairs: list[list[ToldFigure]] = []
            for unit in dict.fromkeys(map(kind, told)):
                of = [t for t in told if kind(t) == unit]
                turns = sorted({t.turn for t in of}, reverse=True)
                last = self._of_turn(of, turns[0])
                if len(last) == 1 and len(turns) > 1:
                    last = [*self._of_turn(of, turns[1], 1), *last]
                if len(last) == _PAIR or (len(last) > _PAIR and Operation.SUM in wanted):
                    pairs.append(last)
            if pairs:
                return pairs[0] if len(pairs) == 1 else []
        return []

    def _of_turn(
        self, told: Sequence[ToldFigure], turn: int, most: int = _PAIR
    ) -> list[ToldFigure]:
        """The figures that an answer told; where there are more, those that say most of what it was
        asked."""
        of = [t for t in told if t.turn == turn]
        if len(of) <= most:
            return of
        weights = self._spans.weights(self._index.tokenizer(of[0].asked))

        def says(told: ToldFigure) -> float:
            return share(weights, frozenset(self._index.tokenizer(told.entry.subject)))

        best = max(map(says, of))
        return [t for t in of if says(t) == best] if best else of

    def _with_new(
        self,
        new: str,
        wanted: frozenset[Operation],
        told: Sequence[ToldFigure],
        history: Sequence[Turn],
        steps: Steps,
    ) -> tuple[Draft, list[Finding]] | None:
        """What a new thing and what was told last come to."""
        standalone = condense(new, history, self._index.tokenizer)
        said = next((t["content"] for t in reversed(history) if t["role"] == "assistant"), "")
        found = self._responder.choose(readings(standalone, self._plan.info), steps, said)
        draft = self._responder.single(found.question, found)
        if draft.status != "answered" or draft.computed:
            return None
        headers = {i.header for i in self._plan.indicators}
        given = [
            operand
            for n, span in enumerate(draft.spans)
            if (span.start, span.end) not in headers
            for operand in self._responder.reckoner.operands(found.question, span, n)
        ]
        turn = max(t.turn for t in told)
        for unit in dict.fromkeys(_unit(t) for t in told if t.turn == turn):
            other = self._of_turn([t for t in told if _unit(t) == unit], turn, 1)
            fit = [o for o in given if _plain_unit(o.unit) == unit and not o.begins]
            best = max((sum(o.own.values()) for o in fit), default=0.0)
            named = [o for o in fit if sum(o.own.values()) == best]
            if len(other) == len(named) == 1 and other[0].figure.value != named[0].figure.value:
                return self._draft(other, wanted, draft, named), [found]
        return None

    def _draft(
        self,
        told: Sequence[ToldFigure],
        wanted: frozenset[Operation],
        beside: Draft | None = None,
        more: Sequence[Operand] = (),
    ) -> Draft:
        """What was told and what comes of it; ``beside`` tells ``more`` figures."""
        spans = list(beside.spans) if beside else []
        texts = [beside.text.rstrip("。")] if beside else []
        for clause in dict.fromkeys(t.entry.clause for t in told):
            words, cited = self._told([t for t in told if t.entry.clause == clause])
            if cited[0] in spans and len(cited) == 1:
                continue
            spans += [span for span in cited if span not in spans]
            texts.append(words + "".join(f"[{spans.index(span) + 1}]" for span in cited))
        operands = [*more, *(Operand(t.figure, {}, {}, n, n) for n, t in enumerate(told))]
        worked, computed = reckoned(operands, wanted)
        return Draft(
            f"{';'.join(texts)};按此计算:{worked}。", tuple(spans), computed=computed, by="told"
        )

    def _told(self, told: Sequence[ToldFigure]) -> tuple[str, Sequence[Span]]:
        """Told figures of one clause in the plan's words, and what these stand on."""
        clause = told[0].entry.clause
        row = self._rows.get((clause.start, clause.end))
        if row is None:
            span = trimmed(clause, self._plan)
            return tidy(span.text(self._plan)), [span]
        cells = {t.entry.span.start for t in told}
        columns = (c for c in Column if (cell := cell_of(row, c)) and cell.start in cells)
        found = Row(row, tuple(columns))
        return self._responder.table.told(found, aside=False), found.spans


def _plain_unit(unit: str) -> str:
    """A unit as it is written beside a figure: 吨 of 吨/万元."""
    return as_written(unit.split("/")[0])


def _unit(told: ToldFigure) -> str:
    return _plain_unit(told.figure.unit)


def _counted(told: ToldFigure) -> str:
    """One unit for all things counted."""
    unit = _unit(told)
    return "个" if unit in THINGS_COUNTED else unit
