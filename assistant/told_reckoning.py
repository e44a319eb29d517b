"""What a follow-up wants worked out of figures that were told before, or of one of them and a new one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked_unit import asked_unit
from assistant.condense import condense
from assistant.draft import Draft
from assistant.finding import Finding
from assistant.named_anew import NamedAnew, stands_for_told
from assistant.operands import Operand
from assistant.operations import OF_ONE, Operation, operations, suggested
from assistant.question import Asks, understand
from assistant.readings import readings
from assistant.reckoning import OF_ITS_OWN, PERCENT, equals, reckoned
from assistant.respond import Responder
from assistant.steps import Steps
from assistant.told_figures import ToldFigure, ToldFigures, counted, plain_unit
from assistant.told_quotes import ToldQuotes
from assistant.types import Span, Turn
from index.figures import plain, same_kind
from index.search import SearchIndex

# The rule that reckons with what was told, for the trace.
TOLD = "told"
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
# What so many per cent of an amount come to is worked out, or had to be.
_RECKONS = re.compile(r"[要得]|至少|起码|最少|[合折算套按照]|这么|\b(?:would|must|at least)\b")
_JOINS = re.compile("[和与跟及、]")
_POINTS = re.compile(r"\bpoints?\b")
# What says of two figures that something went from one to the other.
_COURSE = "从…到…"
# So many answers are reckoned with.
_TURNS = 2


class ToldReckoner:
    """Reckons with what was told."""

    def __init__(self, index: SearchIndex, responder: Responder) -> None:
        self._index = index
        self._plan = index.plan
        self._responder = responder
        self._figures = ToldFigures(index, responder.finder.spans)
        self._new = NamedAnew(index, responder.finder.spans)
        self._quotes = ToldQuotes(index.plan, responder.table)

    def answer(
        self, text: str, history: Sequence[Turn], steps: Steps
    ) -> tuple[Draft, list[Finding]] | None:
        """What a message wants worked out of figures that were told; None where it wants nothing of the
        kind, or where it is not clear which.

        Args:
            text: a message in normal form.
            history: the turns before it, oldest first, users' in normal form.
        """
        asked = operations(text)
        told = self._figures.of(history, years=Operation.YEARS in asked)
        if not told or understand(text, self._plan.info).asks is Asks.YES_NO:
            return None
        new = self._new.question(text, " ".join(turn["content"] for turn in history))
        if new == "":
            draft = self._of_told(text, asked, told)
            return (draft, []) if draft else None
        wanted = asked & _OF_TWO
        alone = wanted == {Operation.SHARE} and not stands_for_told(text)
        if new is None or asked & OF_ONE or alone or not (wanted or _COMPARES.search(text)):
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
        if "点" in asked_unit(text) or _POINTS.search(text):
            wanted |= {Operation.DIFFERENCE}  # so many points lie between two shares
        if not wanted:
            return self._share_of(text, told)
        grown = Operation.GROWTH in asked
        if wanted == {Operation.SHARE} and not (grown or stands_for_told(text)):
            return None  # 税收占比多少: the plan may state it
        pair = self._figures.last_pair(told, wanted)
        if not pair or (Operation.SUM in wanted and pair[0].unit == PERCENT):
            return None  # shares of different wholes come to nothing
        return self._draft(pair, asked if self._quotes.is_course(pair) else wanted)

    def _of_one(self, text: str, told: Sequence[ToldFigure]) -> Draft | None:
        """What of the figures told last falls to a year, a month or one thing; by how much a year what
        went from one of them to the other changed."""
        question = understand(text, self._plan.info)
        years = self._plan.info.target_year - self._plan.info.base_year
        wanted = question.operations | suggested(text)
        pair = self._figures.last_pair(told, frozenset())
        of_amounts = bool(pair) and same_kind(question.unit, pair[0].unit)
        if of_amounts and self._quotes.is_course(pair) and Operation.BY_THE_YEAR in wanted:
            low, high = sorted(t.figure.value for t in pair)
            each = plain((high - low) / years)
            sign = equals((high - low) / years, each)
            worked = f"({high:g}-{low:g})÷{years}{sign}{each}{pair[0].unit}/年"
            return self._quotes.draft(pair, worked, (f"{high:g}", f"{low:g}", str(years), each))
        last = _told_last(told, _TURNS if _ALL_TOLD.search(text) else 1)
        question = replace(question, unit=question.unit or last[-1].unit)
        together: dict[Span, list[ToldFigure]] = defaultdict(list)
        for one in last:
            together[self._quotes.sentence(one)].append(one)
        found = [o for n, of in enumerate(together.values()) for o in self._quotes.operands(of, n)]
        result = self._responder.reckoner.of_one(question, found)
        return self._quotes.draft(last, *result, whole=True) if result else None

    def _share_of(self, text: str, told: Sequence[ToldFigure]) -> Draft | None:
        """So much per cent, told last, of the amount told before or beside it, where an amount of its unit
        is asked for."""
        unit = asked_unit(text)
        recent = _told_last(told, _TURNS)
        parts = [t for t in recent if t.unit == PERCENT]
        wholes = [t for t in recent if t.unit != PERCENT]
        if (
            not unit
            or not _RECKONS.search(text)
            or len(parts) != 1
            or len(wholes) != 1
            or not same_kind(unit, wholes[0].unit)
        ):
            return None
        whole, part = wholes[0].figure.value, parts[0].figure.value
        result = plain(whole * part / 100)
        sign = equals(whole * part / 100, result)
        worked = f"{whole:g}×{part:g}%{sign}{result}{wholes[0].unit}"
        return self._quotes.draft([*wholes, *parts], worked, (f"{whole:g}", f"{part:g}", result))

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
        for unit in dict.fromkeys(t.unit for t in told if t.turn == turn):
            others = self._figures.meant([t for t in told if t.unit == unit], turn)
            if len(others) != 1:
                continue
            again = self._quotes.tells(draft, found.question, others[0])
            fit = [
                o
                for o in given
                if counted(plain_unit(o.unit)) == counted(unit)
                and not o.begins
                and not (again and o.figure.value == others[0].figure.value)
            ]
            named_well = sum(sum(o.own.values()) >= OF_ITS_OWN for o in fit)
            if _JOINS.search(new) and named_well > 1:
                return None  # 危房和城中村呢,哪个多: they are set against each other
            best = max((sum(o.own.values()) for o in fit), default=0.0)
            named = [o for o in fit if sum(o.own.values()) == best]
            if len(named) == 1:
                return self._draft(others, wanted, draft, named), [found]
        return None

    def _draft(
        self,
        told: Sequence[ToldFigure],
        wanted: frozenset[Operation],
        beside: Draft | None = None,
        more: Sequence[Operand] = (),
    ) -> Draft:
        """What was told and what comes of it; ``beside`` tells ``more`` figures, of which it is said how
        they stand to what was told."""
        course = self._quotes.is_course(told)
        if course:
            told = sorted(told, key=lambda t: t.entry.span.start)
        ends = [
            Operand(t.figure, {}, {}, 0, 0 if course else n, _COURSE if course else "")
            for n, t in enumerate(told)
        ]
        if more and more[0].figure.value == told[0].figure.value:
            return self._quotes.draft(told, "与前面说的相同", (), beside)
        worked, computed = reckoned([*more, *ends], wanted)
        if more and wanted & _STANDS_TO:
            worked += f",即比前面说的{_how(more[0], told[0])}"
        return self._quotes.draft(told, worked, computed, beside)


def _told_last(told: Sequence[ToldFigure], turns: int) -> list[ToldFigure]:
    """The figures of the last answers that told any."""
    last = sorted({t.turn for t in told})[-turns:]
    return [t for t in told if t.turn in last]


def _how(one: Operand, told: ToldFigure) -> str:
    """How a figure stands to a told one, the difference in their unit."""
    more, less = {PERCENT: ("高", "低"), "年": ("晚", "早")}.get(told.unit, ("多", "少"))
    apart = one.figure.value - told.figure.value
    unit = told.unit if plain_unit(one.unit) == told.unit else "个"
    unit = "个百分点" if unit == PERCENT else unit
    return f"{more if apart > 0 else less}{plain(abs(apart))}{unit}"
