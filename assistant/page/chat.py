"""The conversation as HTML: what was asked, what was answered, and the sentences it stands on."""

import re

from assistant.page import html
from assistant.page.conversation import Conversation, Exchange
from assistant.page.places import place_of
from assistant.page.texts import Texts
from assistant.types import Answer, Citation
from corpus import Plan

# More sources than this fold away: a list of eight indicators would bury the answer.
_SOURCES_SHOWN = 3
_NEARBY_SHOWN = 2
# Markers in a row and the full stop after them: no line may begin with that.
_MARKERS = re.compile(
    r"(?P<markers>(?:\[\d{1,3}\])+)(?P<stop>[。,;:!?\uff0c\uff1b\uff1a\uff01\uff1f]?)"
)
REASONS = ("wrong_answer", "wrong_quote", "wrong_number", "wrong_refusal", "incomplete")


def conversation_html(conversation: Conversation, plan: Plan, texts: Texts) -> str:
    """The whole log, or the empty state with the questions that readers often ask."""
    if not conversation:
        return _welcome(plan, texts)
    exchanges = "".join(
        _exchange(exchange, number, number == len(conversation) - 1, plan, texts)
        for number, exchange in enumerate(conversation)
    )
    bar = (
        '<div class="chat-bar">'
        + _bar_button("new", texts("chat.new"))
        + _bar_button("export", texts("chat.export"))
        + "</div>"
    )
    label = html.text(texts("chat.label"))
    return f'{bar}<div class="exchanges" role="region" aria-label="{label}">{exchanges}</div>'


def _bar_button(do: str, label: str) -> str:
    return (
        f'<button type="button" class="quiet" data-do="{do}">'
        f"{html.icon(do)}<span>{html.text(label)}</span></button>"
    )


def _welcome(plan: Plan, texts: Texts) -> str:
    groups = "".join(
        f'<section class="often"><h3>{html.text(texts("chat.reader_asks", reader=reader))}</h3>'
        f"<ul>{''.join(f'<li>{suggestion(question)}</li>' for question in questions)}</ul></section>"
        for reader, questions in plan.info.suggestions
    )
    return (
        f'<div class="welcome"><h2>{html.text(texts("chat.welcome"))}</h2>'
        f"<p>{html.text(texts('chat.welcome_note'))}</p>"
        f'<div class="oftens">{groups}</div></div>'
    )


def suggestion(question: str) -> str:
    """A question that asks itself."""
    return html.button(question, "ask", class_="suggestion", lang="zh-CN", data_question=question)


def _exchange(exchange: Exchange, number: int, is_last: bool, plan: Plan, texts: Texts) -> str:
    asked = (
        f'<div class="asked"><h3 class="unseen">{html.text(texts("chat.asked"))}</h3>'
        f'<p class="question" dir="auto">{_lines(exchange.question)}</p>'
        '<div class="tools">'
        + html.icon_button(
            "edit", texts("tool.edit"), "edit", data_at=number, data_question=exchange.question
        )
        + "</div></div>"
    )
    return (
        f'<article class="exchange" id="x-{exchange.id}" data-state="{exchange.state}">'
        f"{asked}{_answered(exchange, number, is_last, plan, texts)}</article>"
    )


def _answered(exchange: Exchange, number: int, is_last: bool, plan: Plan, texts: Texts) -> str:
    answer = exchange.answer
    status = answer.status if answer else "answered"
    parts = [f'<h3 class="unseen">{html.text(texts("chat.answered"))}</h3>']
    if status != "answered":
        parts.append(f'<p class="status">{html.text(texts(f"status.{status}"))}</p>')
    if answer and (rewritten := _understood(exchange, answer)):
        told = texts("chat.understood", question=rewritten)
        parts.append(f'<p class="understood">{html.text(told)}</p>')
    parts.append(_said(exchange, texts))
    if answer:
        parts.append(_sources(answer, plan, texts))
    if not exchange.is_open:
        parts.append(_tools(exchange, number, texts))
        parts.append(_reason_form(exchange, texts))
    if is_last and exchange.followups:
        parts.append(_followups(exchange.followups, texts))
    busy = ' aria-busy="true"' if exchange.is_open else ""
    return f'<div class="answered" data-status="{status}"{busy}>{"".join(parts)}</div>'


def _understood(exchange: Exchange, answer: Answer) -> str:
    """The standalone question when a follow-up was completed from the conversation."""
    rewritten = str(answer.trace.get("rewritten", ""))
    completed = answer.trace.get("condense_rule", "as asked") != "as asked"
    return rewritten if completed and rewritten != exchange.question else ""


def _said(exchange: Exchange, texts: Texts) -> str:
    if exchange.state == "waiting":
        return (
            f'<p class="waiting" role="status">{html.text(texts("chat.waiting"))}'
            '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span></p>'
        )
    if exchange.state == "failed":
        return f'<p class="failed" role="alert">{html.text(texts("chat.failed"))}</p>'
    said = exchange.answer.text if exchange.answer else exchange.text
    citations = exchange.answer.citations if exchange.answer else ()
    note = (
        f'<p class="understood">{html.text(texts("chat.stopped"))}</p>'
        if exchange.state == "stopped"
        else ""
    )
    return f'<p class="answer-text" lang="zh-CN">{answer_html(said, citations, texts)}</p>{note}'


def answer_html(said: str, citations: tuple[Citation, ...], texts: Texts) -> str:
    """An answer's text, its markers [1] as buttons that open the quotation in the plan.

    A marker whose citation has not arrived yet, or does not exist, is plain text.
    """
    pieces: list[str] = []
    end = 0
    for run in _MARKERS.finditer(said):
        pieces.append(_lines(said[end : run.start()]))
        marks = "".join(
            _mark(int(found[1]), citations, texts) for found in html.MARKER.finditer(run["markers"])
        )
        pieces.append(f'<span class="marks">{marks}{html.text(run["stop"])}</span>')
        end = run.end()
    pieces.append(_lines(said[end:]))
    return "".join(pieces)


def _mark(number: int, citations: tuple[Citation, ...], texts: Texts) -> str:
    if not 1 <= number <= len(citations):
        return f'<sup class="mark">{number}</sup>'
    citation = citations[number - 1]
    label = texts("source.open", number=number, place=citation.section or citation.chapter)
    given = html.attributes(
        **{"class": "mark", "type": "button", "data_do": "open", "aria_label": label},
        data_start=citation.start,
        data_end=citation.end,
    )
    return f"<button{given}>{number}</button>"


def _lines(value: str) -> str:
    return html.text(value).replace("\n", "<br>")


def _sources(answer: Answer, plan: Plan, texts: Texts) -> str:
    if not answer.citations:
        return ""
    items = [_source(n, citation, plan) for n, citation in enumerate(answer.citations, 1)]
    shown, folded = items[:_SOURCES_SHOWN], items[_SOURCES_SHOWN:]
    more = (
        f"<details><summary>{html.text(texts('source.others', count=len(folded)))}</summary>"
        f'<ol class="sources" start="{_SOURCES_SHOWN + 1}">{"".join(folded)}</ol></details>'
        if folded
        else ""
    )
    refused = answer.status == "not_in_plan"
    title = texts("source.nearest" if refused else "source.label")
    nearby = _nearby(answer) if refused else ""
    return (
        f'<h4 class="label">{html.text(title)}</h4><ol class="sources">{"".join(shown)}</ol>'
        f"{nearby}{more}"
    )


def _nearby(answer: Answer) -> str:
    """After a refusal, the next passages that were found, for the reader to judge."""
    cited = [c.start for c in answer.citations]
    others = [p for p in answer.passages if not any(p.start <= c < p.end for c in cited)]
    items = "".join(
        f"<li>{_opener(p.text, p.kind, p.start, p.end, _where(p.chapter, p.section))}</li>"
        for p in others[:_NEARBY_SHOWN]
    )
    return f'<ul class="sources">{items}</ul>' if items else ""


def _where(chapter: str, section: str) -> str:
    return " › ".join(part for part in (chapter, section) if part)


def _source(number: int, citation: Citation, plan: Plan) -> str:
    """One quotation with its number and its place."""
    place = place_of(citation, plan)
    opener = _opener(
        citation.quote, citation.kind, citation.start, citation.end, place, str(number)
    )
    return f"<li>{opener}</li>"


def _opener(quote: str, kind: str, start: int, end: int, place: str, mark: str = "·") -> str:
    """Words of the plan that open it where they stand; a table row as its cells."""
    shown = " · ".join(html.cells(quote)) if kind == "table_row" else quote.removeprefix("——")
    given = html.attributes(
        **{"class": "source", "type": "button", "data_do": "open", "lang": "zh-CN"},
        data_start=start,
        data_end=end,
    )
    return (
        f'<button{given}><span class="mark">{mark}</span>'
        f'<span class="quote">{html.text(shown)}</span>'
        f'<span class="place">{html.text(place)}</span></button>'
    )


def _tools(exchange: Exchange, number: int, texts: Texts) -> str:
    tools = [html.icon_button("copy", texts("tool.copy"), "copy")] if exchange.answer else []
    tools.append(
        html.icon_button(
            "retry", texts("tool.retry"), "ask", data_question=exchange.question, data_at=number
        )
    )
    tools.append(
        html.icon_button("link", texts("tool.link"), "link", data_question=exchange.question)
    )
    if exchange.answer:
        chosen = exchange.rating.verdict if exchange.rating else None
        tools.extend(
            html.icon_button(
                verdict,
                texts(f"tool.{verdict}"),
                "rate",
                data_exchange=exchange.id,
                data_verdict=verdict,
                aria_pressed="true" if chosen == verdict else "false",
            )
            for verdict in ("up", "down")
        )
    return f'<div class="tools">{"".join(tools)}</div>'


def _reason_form(exchange: Exchange, texts: Texts) -> str:
    """Asked for once the thumb is given; thanks afterwards."""
    rating = exchange.rating
    if rating is None:
        return ""
    if rating.sent:
        return f'<p class="thanks" role="status">{html.text(texts("feedback.thanks"))}</p>'
    choices = (
        "".join(
            f'<label><input type="radio" name="reason-{exchange.id}" value="{reason}">'
            f"<span>{html.text(texts(f'feedback.{reason}'))}</span></label>"
            for reason in REASONS
        )
        if rating.verdict == "down"
        else ""
    )
    given = html.attributes(
        **{"class": "reason", "data_exchange": exchange.id, "data_verdict": rating.verdict}
    )
    return (
        f"<form{given}><fieldset><legend>"
        f"{html.text(texts(f'feedback.why_{rating.verdict}'))}</legend>"
        f'<div class="choices">{choices}</div>'
        f'<div class="detail"><input type="text" name="detail" maxlength="300" autocomplete="off"'
        f"{html.attributes(aria_label=texts('feedback.detail'), placeholder=texts('feedback.detail'))}>"
        f'<button type="submit">{html.text(texts("feedback.send"))}</button></div>'
        f'<p class="fine">{html.text(texts("feedback.privacy"))}</p></fieldset></form>'
    )


def _followups(questions: tuple[str, ...], texts: Texts) -> str:
    items = "".join(f"<li>{suggestion(question)}</li>" for question in questions)
    return (
        f'<div class="followups"><h4 class="label">{html.text(texts("chat.more"))}</h4>'
        f"<ul>{items}</ul></div>"
    )
