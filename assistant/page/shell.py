"""What stands around the views: the head of the page, the question box, the switch of views."""

import json

from assistant.page import html
from assistant.page.texts import Texts, languages
from corpus import PlanInfo

# What the browser says by itself (toasts, counts), filled in there.
_SAID = (
    "said.copied",
    "said.linked",
    "said.copy_failed",
    "said.exported",
    "said.answer_ready",
    "said.opened",
    "ask.editing",
    "reader.found",
    "reader.none",
    "reader.broken",
    "indicators.shown",
)
_VIEWS = (("chat", "chat"), ("plan", "plan"), ("indicators", "chart"))


def head_html(info: PlanInfo, texts: Texts) -> str:
    """Which plan this is, from when, and what an answer is worth; language and theme."""
    facts = (texts("plan.published", date=info.published), texts("plan.source", source=info.source))
    other = next(lang for lang in languages() if lang != texts.language)
    said = json.dumps({key: texts(key) for key in _SAID}, ensure_ascii=False)
    given = html.attributes(
        **{"class": "quiet", "type": "button", "data_do": "language", "data_language": other},
        title=texts("head.language_label"),
        lang="en" if other == "en" else "zh-CN",
    )
    return (
        f'<div class="head"{html.attributes(data_texts=said, data_language=texts.language)}>'
        f'<a class="skip" href="#question">{html.text(texts("nav.skip"))}</a>'
        f'<div class="brand"><h1>{html.text(texts("brand.name"))}</h1>'
        f'<p class="tagline">{html.text(texts("brand.tagline"))}</p></div>'
        f'<div class="about"><p class="plan-name" lang="zh-CN">{html.text(info.name)}</p>'
        f'<p class="plan-facts">{html.text(" · ".join(facts))}'
        f"<strong>{html.text(texts('plan.disclaimer'))}</strong></p></div>"
        f'<div class="switches"><button{given}>{html.text(texts("head.language"))}</button>'
        f"{html.icon_button('theme', texts('head.theme'), 'theme')}</div></div>"
    )


def composer_html(texts: Texts) -> str:
    """The question box. Enter sends, except while an input method is composing."""
    box = html.attributes(
        id="question",
        rows=1,
        maxlength=2000,
        autocomplete="off",
        aria_label=texts("ask.label"),
        aria_describedby="ask-hint",
        placeholder=texts("ask.placeholder"),
    )
    return (
        '<form class="composer"><p class="editing" hidden><span></span>'
        f"{html.button(texts('ask.cancel'), 'cancel-edit', class_='quiet')}</p>"
        f'<div class="box"><textarea{box}></textarea>'
        f'<button type="submit" class="send" aria-label="{html.text(texts("ask.send"))}"'
        f' title="{html.text(texts("ask.send"))}">{html.icon("send")}</button>'
        f'<button type="button" class="stop" data-do="stop" aria-label="{html.text(texts("ask.stop"))}"'
        f' title="{html.text(texts("ask.stop"))}">{html.icon("stop")}</button></div>'
        f'<p class="fine"><span id="ask-hint">{html.text(texts("ask.hint"))}</span>'
        f"<span>{html.text(texts('plan.disclaimer'))}</span></p></form>"
    )


def nav_html(texts: Texts) -> str:
    """The switch of views: three on a phone, two beside the chat on a wide screen."""
    buttons = "".join(
        f'<button type="button" data-do="view" data-view="{view}" aria-pressed="false">'
        f"{html.icon(drawing)}<span>{html.text(texts(f'nav.{view}'))}</span></button>"
        for view, drawing in _VIEWS
    )
    return f'<nav aria-label="{html.text(texts("nav.label"))}">{buttons}</nav>'
