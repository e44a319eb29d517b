"""Answers made of the plan's own words, picked from ranked candidates."""

import re
from collections.abc import Callable, Sequence

from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.question import Asks, Question
from assistant.types import Span
from corpus import Plan
from corpus.sentences import clauses, sentences
from index.figures import figures

Weigh = Callable[[str], float]
# A time without a year.
_PERIOD = re.compile(r"十[二三四五]五|年底|月底|\d+月|近期|远期")
_EDGE = ",;:、。 \n\uff0c\uff1b\uff1a"
_LONG = 120
# A question that joins two askings.
_SEVERAL = re.compile(r"(?:多少|几).*(?:多少|几)|[、和及与]|\band\b")
# Two askings of other things than figures (路径是什么,辅导哪几家).
_TWO_ASKINGS = re.compile(
    r"(?:什么|啥|哪|谁|怎么?)[^,。;?]{0,40}[,。;?][^,。;?]{0,40}(?:什么|啥|哪|谁|怎么?)"
)
_ASKS_WHETHER = re.compile(r"[吗吧]\??$")
# A measure or a reason is seldom told by one clause: these get the whole sentence, if not too long.
_WHOLE = (Asks.MANNER, Asks.OPEN, Asks.REASON)
# What one clause or name answers.
_SHORT = (Asks.QUANTITY, Asks.TIME, Asks.LIST, Asks.PLACE)
_WHOLE_LENGTH = 160
_MAX_QUOTES = {Asks.MANNER: 3, Asks.OPEN: 3, Asks.REASON: 2, Asks.LIST: 2, Asks.YES_NO: 2}
# A further quote must be about as good as the first one.
_MARGIN = 1.2
# By how much a clause before the answer must raise what is covered to be told with it.
_ADDS = 0.05


def extract(question: Question, ranked: Sequence[Candidate], plan: Plan, weigh: Weigh) -> Draft:
    """The best candidate's words, with up to two more quotes where one is seldom the whole answer.

    Args:
        ranked: candidates, best first; at least one.
        weigh: text → how much of the question it covers.
    """
    return told_quotes(_choose(question, ranked, plan, weigh), plan)


def told_quotes(spans: Sequence[Span], plan: Plan) -> Draft:
    """One quoted sentence a span."""
    parts = [f"{tidy(span.text(plan))}[{n}]" for n, span in enumerate(spans, 1)]
    return Draft(text="。".join(parts) + "。", spans=tuple(spans), by="extract")


def focus(question: Question, span: Span, plan: Plan, weigh: Weigh) -> Span:
    """For a figure or a time, the clauses of a long span that say it; otherwise the span.

    Args:
        weigh: text → how much of the question it covers.
    """
    text = span.text(plan)
    if question.asks not in (Asks.QUANTITY, Asks.TIME) or len(text) <= _LONG:
        return span
    parts = clauses(text)
    told = [text[a:b] for a, b in parts]
    best = max(range(len(parts)), key=lambda i: (weigh(told[i]) + 0.3 * bool(figures(told[i])), -i))
    last = best
    # A clause that names the thing without a figure is completed by the one that counts it.
    while not figures(text[parts[best][0] : parts[last][1]]) and last + 1 < len(parts):
        last += 1
    first = best
    while first > 0 and parts[last][1] - parts[first - 1][0] <= _LONG // 2:
        first -= 1
    return trimmed(Span(span.start + parts[first][0], span.start + parts[last][1]), plan)


def trimmed(span: Span, plan: Plan) -> Span:
    """The span without punctuation and blanks at its edges (a closing 。 included)."""
    text = span.text(plan)
    lead = len(text) - len(text.lstrip(_EDGE))
    return Span(span.start + lead, span.start + len(text.rstrip(_EDGE)))


def tidy(quote: str) -> str:
    """A quote as it stands inside an answer: no dash in front, no full stop behind."""
    return re.sub(r"^——\s*", "", quote).strip(_EDGE)


def whole_sentence(span: Span, plan: Plan) -> Span:
    """The sentence or sentences of its passage that hold the span."""
    passage = plan.passage_at(span.start)
    if passage is None:
        return span
    held = [
        (a, b) for a, b in sentences(passage.text, passage.start) if a < span.end and span.start < b
    ]
    return Span(held[0][0], held[-1][1])


def _told(question: Question, span: Span, plan: Plan, weigh: Weigh) -> Span:
    """The span as it is quoted: cut down for a figure, completed for a measure."""
    if question.asks not in _SHORT:
        span = _with_measures(span, plan)
    joint = (
        question.asks is not Asks.QUANTITY
        and not _ASKS_WHETHER.search(question.text)
        and _TWO_ASKINGS.search(question.text)
    )
    if question.asks in _WHOLE or question.wants_opinion or joint:
        return trimmed(as_whole(span, plan), plan)
    if question.asks is Asks.TIME and not _names_time(span.text(plan)):
        span = _with_time_before(span, plan)
    told = focus(question, span, plan, weigh)
    several = bool(question.operations) or _SEVERAL.search(question.text)
    if question.asks is Asks.QUANTITY and several:
        told = _with_figures_beside(told, plan, weigh)
    return trimmed(told, plan)


def as_whole(span: Span, plan: Plan) -> Span:
    """The sentence of a span; of a long one the clauses before it, and then those behind, as far as
    that stays short."""
    whole = whole_sentence(span, plan)
    if whole.end - whole.start <= _WHOLE_LENGTH:
        return whole
    start, end = span.start, span.end
    parts = clauses(plan.markdown[whole.start : whole.end], whole.start)
    for a, b in reversed(parts):
        if b <= start and end - a <= _LONG:
            start = a
    return Span(start, end)


def _with_measures(span: Span, plan: Plan) -> Span:
    """A bare run-in heading (健全…保障) with the sentence behind it, which tells how."""
    passage = plan.passage_at(span.start)
    if passage is None or not passage.lead or tidy(span.text(plan)) != tidy(passage.lead):
        return span
    behind = [b for a, b in sentences(passage.text, passage.start) if a >= span.end]
    return Span(span.start, behind[0]) if behind and behind[0] - span.start <= _LONG else span


def _names_time(text: str) -> bool:
    return any(1990 < f.value < 2060 for f in figures(text)) or bool(_PERIOD.search(text))


def _with_time_before(span: Span, plan: Plan) -> Span:
    """The span from the last clause before it in its sentence that names a time: what happens is
    often told behind when (2024年底全区…,公有产权…比例达到100%)."""
    sentence = whole_sentence(span, plan)
    for a, b in reversed(clauses(plan.markdown[sentence.start : span.start], sentence.start)):
        if _names_time(plan.markdown[a:b]):
            return Span(a, span.end) if span.end - a <= _LONG else span
    return span


def _with_figures_beside(span: Span, plan: Plan, weigh: Weigh) -> Span:
    """The span and the clauses around it that give further figures, as far as that stays short: who
    asks for two of them is told both. Those before it must say more of what is asked."""
    sentence = whole_sentence(span, plan)
    start, end = span.start, span.end
    parts = clauses(plan.markdown[sentence.start : sentence.end], sentence.start)
    for a, b in parts:
        if a < end:
            continue
        if not figures(plan.markdown[a:b]) or b - start > _LONG:
            break
        end = b
    for a, b in reversed(parts):
        if b > start:
            continue
        said = weigh(plan.markdown[a:end]) > weigh(plan.markdown[start:end]) + _ADDS
        if not figures(plan.markdown[a:b]) or end - a > _LONG or not said:
            break
        start = a
    return Span(start, end)


def _choose(
    question: Question, ranked: Sequence[Candidate], plan: Plan, weigh: Weigh
) -> list[Span]:
    first = ranked[0]
    chosen = [_told(question, first.span, plan, weigh)]
    for candidate in ranked[1:]:
        if len(chosen) >= _MAX_QUOTES.get(question.asks, 1):
            break
        if candidate.score < first.score - _MARGIN:
            break
        if candidate.passage.kind == "table_row":  # its cells are no sentence
            continue
        span = _told(question, candidate.span, plan, weigh)
        if all(span.end <= other.start or other.end <= span.start for other in chosen):
            chosen.append(span)
    return chosen
