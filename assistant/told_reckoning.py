"""What a follow-up wants worked out of figures that were told before, or of one of them and a new one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.asked_unit import asked_unit
from assistant.columns import Column, cell_of, columns_asked
from assistant.compared_turns import COMPARAND, FORMER, LATTER
from assistant.condense import PRONOUN, condense
from assistant.draft import Draft
from assistant.extract import tidy, trimmed, whole_sentence
from assistant.finding import Finding
from assistant.indicators import Row
from assistant.operands import Operand, as_written, courses, operands
from assistant.operations import OF_ONE, PATTERNS, Operation, operations, suggested
from assistant.question import ASKS_WHAT, Question, understand
from assistant.readings import readings
from assistant.reckoning import PERCENT, THINGS_COUNTED, equals, reckoned
from assistant.respond import Responder
from assistant.spans import share
from assistant.steps import Steps
from assistant.told_figures import ToldFigure, ToldFigures
from assistant.types import Span, Turn
from index.figures import plain, same_kind
from index.normalize import normalize
from index.search import SearchIndex

# What is worked out of two figures.
_OF_TWO = frozenset(
    [
        Operation.SUM,
        Operation.SHARE,
        Operation.RATIO,
        Operation.DIFFERENCE,
        Operation.WHICH,
        Operation.YEARS,
    ]
)
# What says how the one stands to the other.
_STANDS_TO = frozenset([Operation.DIFFERENCE, Operation.WHICH, Operation.YEARS])
# What sets a new thing against what was told without any sum.
_COMPARES = re.compile(
    r"更[^,。;?]|[多高大快早长好前][^,。;?]{0,4}(?:还是|抑或|或)|[动变]没[动变]|变不变|一样(?:不|吗|么)|"
    r"\b(?:higher|lower|more or|less|fewer|bigger|smaller|earlier|later)\b"
)
# All of what was told last, not the last of it.
_ALL_TOLD = re.compile(r"[两俩二都各]|分别|一起|这些|\bboth\b|\beach\b")
_MARKS = ",。;?! "
_POINTS = re.compile(r"\bpoints?\b")
_TOLD = {"told": 1.0}
# What says of two figures that something went from one to the other.
_COURSE = "从…到…"
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
        told = self._figures.of(history, years=Operation.YEARS in asked)
        if not told:
            return None
        given = frozenset(self._index.tokenizer(" ".join(turn["content"] for turn in history)))
        new = self._new(text, given)
        if not new:
            draft = self._of_told(text, asked, told)
            return (draft, []) if draft else None
        wanted = asked & _OF_TWO
        if asked & OF_ONE or not (wanted or _COMPARES.search(text)):
            return None
        if wanted == {Operation.SHARE} and not _stands_for_told(_OF_IT.sub("", text)):
            return None  # 其中税收占比多少: the plan may state it
        if new == text and not (new := self._beside_told(text, given)):
            return None
        return self._with_new(new, wanted or frozenset([Operation.WHICH]), told, history, steps)

    def _of_told(
        self, text: str, asked: frozenset[Operation], told: Sequence[ToldFigure]
    ) -> Draft | None:
        """What is wanted of figures that were told, and of nothing else."""
        if (asked | suggested(text)) & OF_ONE and (draft := self._of_one(text, told)):
            return draft
        if asked & OF_ONE:
            return None
        wanted = asked & _OF_TWO
        if "点" in asked_unit(text) or _POINTS.search(
            text
        ):  # so many points lie between two shares
            wanted |= {Operation.DIFFERENCE}
        if not wanted:
            return self._share_of(text, told)
        if wanted == {Operation.SHARE} and not (
            Operation.GROWTH in asked or _stands_for_told(_OF_IT.sub("", text))
        ):
            return None
        pair = self._pair(told, wanted)
        return self._draft(pair, asked if self._is_course(pair) else wanted) if pair else None

    def _of_one(self, text: str, told: Sequence[ToldFigure]) -> Draft | None:
        """What of the figures told last falls to a year, a month or one thing; by how much a year what
        went from one of them to the other changed."""
        question = understand(text, self._plan.info)
        years = self._plan.info.target_year - self._plan.info.base_year
        pair = self._pair(told, frozenset())
        wanted = question.operations | suggested(text)
        of_amounts = bool(pair) and same_kind(question.unit, _unit(pair[0]))
        if of_amounts and self._is_course(pair) and Operation.BY_THE_YEAR in wanted:
            low, high = sorted(t.figure.value for t in pair)
            each = plain((high - low) / years)
            sign = equals((high - low) / years, each)
            unit = _unit(pair[0])
            worked = f"({high:g}-{low:g})÷{years}{sign}{each}{unit}/年"
            return self._told_with(pair, worked, (f"{high:g}", f"{low:g}", str(years), each))
        turns = sorted({t.turn for t in told})[-_PAIR if _ALL_TOLD.search(text) else -1 :]
        last = [t for t in told if t.turn in turns]
        question = replace(question, unit=question.unit or _unit(last[-1]))
        found = [o for n, of in enumerate(self._by_sentence(last)) for o in self._operands(of, n)]
        result = self._responder.reckoner.of_one(question, found)
        return self._told_with(last, *result, whole=True) if result else None

    def _by_sentence(self, told: Sequence[ToldFigure]) -> Iterable[list[ToldFigure]]:
        """Told figures that stand together in the plan."""
        groups: dict[Span, list[ToldFigure]] = defaultdict(list)
        for one in told:
            groups[self._sentence(one)].append(one)
        return groups.values()

    def _sentence(self, told: ToldFigure) -> Span:
        clause = told.entry.clause
        in_row = (clause.start, clause.end) in self._rows
        return clause if in_row else whole_sentence(clause, self._plan)

    def _operands(self, told: Sequence[ToldFigure], source: int) -> list[Operand]:
        """The figures of a sentence, of which those that were told are named; of a row these alone."""
        clause = told[0].entry.clause
        if row := self._rows.get((clause.start, clause.end)):
            return [Operand(t.figure, _TOLD, {}, source, n, row.name) for n, t in enumerate(told)]
        given = {(t.figure.value, _unit(t)) for t in told}
        text = normalize(self._sentence(told[0]).text(self._plan))
        return [
            replace(o, own=_TOLD if (o.figure.value, _plain_unit(o.unit)) in given else {})
            for o in operands(text, source, lambda _: {}, years=False)
        ]

    def _share_of(self, text: str, told: Sequence[ToldFigure]) -> Draft | None:
        """So much per cent, told last, of the amount told before or beside it, where an amount of its unit
        is asked for."""
        unit = asked_unit(text)
        turns = sorted({t.turn for t in told})[-_PAIR:]
        recent = [t for t in told if t.turn in turns]
        parts = [t for t in recent if _unit(t) == PERCENT]
        wholes = [t for t in recent if _unit(t) != PERCENT]
        if not unit or len(parts) != 1 or len(wholes) != 1 or not same_kind(unit, _unit(wholes[0])):
            return None
        whole, part = wholes[0].figure.value, parts[0].figure.value
        result = plain(whole * part / 100)
        worked = (
            f"{whole:g}×{part:g}%{equals(whole * part / 100, result)}{result}{_unit(wholes[0])}"
        )
        return self._told_with([*wholes, *parts], worked, (f"{whole:g}", f"{part:g}", result))

    def _is_course(self, pair: Sequence[ToldFigure]) -> bool:
        """Whether two figures are the beginning and the end of what one thing went through."""
        if len(pair) != _PAIR or pair[0].entry.clause != pair[1].entry.clause:
            return False
        clause = pair[0].entry.clause
        text = normalize(clause.text(self._plan))
        ends = {t.figure.value for t in pair}
        return (clause.start, clause.end) in self._rows or any(
            {one.value, other.value} == ends for one, other in courses(text)
        )

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
        new = "".join(clauses[:last])
        return new if last == len(clauses) or not new else f"{new.rstrip(_MARKS)}?"

    def _beside_told(self, text: str, given: frozenset[str]) -> str:
        """What a clause sets against what was told (修桥花的钱比它少多少), as a question; "" where nothing in
        it stands for that."""
        if not _stands_for_told(text):
            return ""
        rest = _LINKS.sub("", self._bare(text)).strip()
        return f"{rest}是多少?" if self._names(rest, given) else ""

    def _names(self, text: str, given: frozenset[str]) -> bool:
        """Whether a text names something that was not spoken of."""
        weights = self._spans.weights(self._index.tokenizer(_SIGNS.sub(" ", self._bare(text))))
        own = self._spans.own_vocabulary
        return any(w > _NAMES_SOMETHING and t in own and t not in given for t, w in weights.items())

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
                last = [t for t in of if t.turn == turns[0]]
                if len(last) == 1 and len(turns) > 1:
                    last = [*self._of_turn(of, turns[1]), *last]
                if len(last) == _PAIR or (len(last) > _PAIR and Operation.SUM in wanted):
                    pairs.append(last)
            if pairs:
                return pairs[0] if len(pairs) == 1 else []
        return []

    def _of_turn(self, told: Sequence[ToldFigure], turn: int) -> list[ToldFigure]:
        """The figure that an answer told; where there are more, those that say most of what it was
        asked."""
        of = [t for t in told if t.turn == turn]
        if len(of) <= 1:
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
            for operand in self._responder.reckoner.operands(
                found.question, span, n, years=Operation.YEARS in wanted
            )
        ]
        turn = max(t.turn for t in told)
        for unit in dict.fromkeys(_unit(t) for t in told if t.turn == turn):
            other = self._of_turn([t for t in told if _unit(t) == unit], turn)
            if len(other) != 1:
                continue
            again = self._is_told(other[0], found.question, draft)
            value = other[0].figure.value
            fit = [
                o
                for o in given
                if _plain_unit(o.unit) == unit
                and not o.begins
                and not (again and o.figure.value == value)
            ]
            best = max((sum(o.own.values()) for o in fit), default=0.0)
            named = [o for o in fit if sum(o.own.values()) == best]
            if len(named) == 1:
                return self._draft(other, wanted, draft, named), [found]
        return None

    def _is_told(self, told: ToldFigure, question: Question, draft: Draft) -> bool:
        """Whether a draft tells a figure again: it cites its clause, of a row its cell."""
        clause = told.entry.clause
        if (row := self._rows.get((clause.start, clause.end))) is None:
            return any(clause.overlaps(span) for span in draft.spans)
        columns = columns_asked(question, self._plan.info)
        cells = (cell_of(row, column) for column in columns)
        return clause in draft.spans and any(
            cell and cell.start == told.entry.span.start for cell in cells
        )

    def _draft(
        self,
        told: Sequence[ToldFigure],
        wanted: frozenset[Operation],
        beside: Draft | None = None,
        more: Sequence[Operand] = (),
    ) -> Draft:
        """What was told and what comes of it; ``beside`` tells ``more`` figures, of which it is said how
        they stand to what was told."""
        course = self._is_course(told)
        if course:
            told = sorted(told, key=lambda t: t.entry.span.start)
        ends = [
            Operand(t.figure, {}, {}, 0, 0 if course else n, _COURSE if course else "")
            for n, t in enumerate(told)
        ]
        if more and more[0].figure.value == told[0].figure.value:
            return self._told_with(told, "与前面说的相同", (), beside)
        worked, computed = reckoned([*more, *ends], wanted)
        if more and wanted & _STANDS_TO:
            worked += f",即比前面说的{_how(more[0], told[0].figure.value)}"
        return self._told_with(told, worked, computed, beside)

    def _told_with(
        self,
        told: Sequence[ToldFigure],
        worked: str,
        computed: tuple[str, ...],
        beside: Draft | None = None,
        *,
        whole: bool = False,
    ) -> Draft:
        """Told figures in the plan's words, each cited, behind those of another draft, and what was worked
        out of them; ``whole``: with the sentences that they stand in."""
        spans = list(beside.spans) if beside else []
        texts = [beside.text.rstrip("。")] if beside else []
        for clause in dict.fromkeys(t.entry.clause for t in told):
            words, cited = self._told([t for t in told if t.entry.clause == clause], whole=whole)
            if any(cited[0].within(span) for span in spans) and len(cited) == 1:
                continue
            spans += [span for span in cited if span not in spans]
            texts.append(words + "".join(f"[{spans.index(span) + 1}]" for span in cited))
        return Draft(
            f"{';'.join(texts)};按此计算:{worked}。", tuple(spans), computed=computed, by="told"
        )

    def _told(self, told: Sequence[ToldFigure], *, whole: bool) -> tuple[str, Sequence[Span]]:
        """Told figures of one clause in the plan's words, and what these stand on."""
        clause = told[0].entry.clause
        row = self._rows.get((clause.start, clause.end))
        if row is None:
            span = trimmed(self._sentence(told[0]) if whole else clause, self._plan)
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


def _stands_for_told(text: str) -> bool:
    """Whether a word stands for something told."""
    return any(pattern.search(text) for pattern in _STANDS_FOR_TOLD)


def _how(one: Operand, told: float) -> str:
    """How a figure stands to a told one of its unit.

    >>> _how(Operand(Figure(5.0, None, "万吨", "", 0, 0), {}, {}, 0, 0), 19.0)
    '少14万吨'
    """
    more, less = {PERCENT: ("高", "低"), "年": ("晚", "早")}.get(one.unit, ("多", "少"))
    apart = one.figure.value - told
    unit = "个百分点" if one.unit == PERCENT else one.unit
    return f"{more if apart > 0 else less}{plain(abs(apart))}{unit}"
