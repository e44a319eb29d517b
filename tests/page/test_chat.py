"""Asking and reading answers, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.first_words import first_words_milliseconds
from tests.page.conftest import BROKEN, SLOW, WIDE, ask, guarded

pytestmark = pytest.mark.browser


def test_a_question_gets_a_short_answer_with_quote_and_place(page: Page) -> None:
    exchange = ask(page, "劳动生产率2025年目标是多少?")
    expect(exchange.locator(".answer-text")).to_contain_text("72.8万元/人·年")
    expect(exchange.locator(".source .quote").first).to_contain_text("劳动生产率")
    expect(exchange.locator(".source .place").first).to_contain_text("第二章")
    expect(exchange.locator(".source .place").first).to_contain_text("› 第四节")
    expect(page.locator("#question")).to_have_value("")


def test_what_the_plan_does_not_say_is_refused_in_words(page: Page) -> None:
    exchange = ask(page, "青龙河公园门票多少钱?")
    expect(exchange.locator(".status")).to_have_text("规划未提及")
    expect(exchange.locator(".answer-text")).to_contain_text("规划没有给出所问的数字")
    expect(exchange.locator(".answered")).to_contain_text("规划中最接近的内容")
    expect(exchange.locator(".source").first).to_be_visible()


def test_a_follow_up_is_understood_from_the_conversation(page: Page) -> None:
    ask(page, "劳动生产率2025年目标是多少?")
    exchange = ask(page, "那2020年呢?")
    expect(exchange.locator(".answer-text")).to_contain_text("45.2")
    expect(exchange.locator(".understood")).to_contain_text("劳动生产率")


def test_a_suggestion_asks_itself_and_others_follow(wide: Page) -> None:
    wide.get_by_role("button", name="老旧小区要改造多少个?").click()
    exchange = wide.locator("#log .exchange")
    expect(exchange.locator(".answer-text")).to_contain_text("73个老旧小区")
    offered = exchange.locator(".followups .suggestion")
    expect(offered).to_have_count(3)
    offered.first.click()
    expect(wide.locator("#log .exchange")).to_have_count(2)
    expect(wide.locator("#log .exchange .followups")).to_have_count(1)


def test_words_come_before_the_answer_is_complete_and_it_can_be_stopped(wide: Page) -> None:
    wide.locator("#question").fill(SLOW)
    wide.locator("#question").press("Enter")
    exchange = wide.locator("#log .exchange")
    expect(exchange.locator(".answer-text")).to_contain_text("第一句已经说了")
    expect(exchange.locator(".answered")).to_have_attribute("aria-busy", "true")
    wide.get_by_role("button", name="停止回答").click()
    expect(exchange).to_contain_text("已停止")
    expect(ask(wide, "老旧小区要改造多少个?").locator(".answer-text")).to_contain_text("73个")


def test_a_failure_says_so_and_can_be_tried_again(wide: Page) -> None:
    exchange = ask(wide, BROKEN)
    expect(exchange.get_by_role("alert")).to_contain_text("没能完成回答")
    exchange.get_by_role("button", name="重新回答").click()
    expect(wide.locator("#log .exchange")).to_have_count(1)


def test_an_edited_question_takes_the_place_of_the_old_one(wide: Page) -> None:
    first = ask(wide, "劳动生产率2025年目标是多少?")
    ask(wide, "那2020年呢?")
    first.get_by_role("button", name="修改这个问题").click()
    expect(wide.locator("#question")).to_have_value("劳动生产率2025年目标是多少?")
    expect(wide.locator(".composer .editing")).to_contain_text("第 1 个问题")
    wide.locator("#question").fill("老旧小区要改造多少个?")
    wide.locator("#question").press("Enter")
    expect(wide.locator("#log .exchange")).to_have_count(1)
    expect(wide.locator("#log .answer-text")).to_contain_text("73个")


def test_copying_an_answer_takes_its_sources_along(wide: Page) -> None:
    wide.context.grant_permissions(["clipboard-read", "clipboard-write"])
    exchange = ask(wide, "老旧小区要改造多少个?")
    exchange.get_by_role("button", name="复制回答").click()
    expect(wide.locator("#toast")).to_have_text("已复制")
    copied = wide.evaluate("navigator.clipboard.readText()")
    assert "73个老旧小区进行综合整治提升[1]" in copied
    assert "第六章 促进城乡一体,建设产城融合示范区 › 第四节" in copied


def test_a_link_reopens_its_question(wide: Page, address: str) -> None:
    wide.context.grant_permissions(["clipboard-read", "clipboard-write"])
    exchange = ask(wide, "老旧小区要改造多少个?")
    exchange.get_by_role("button", name="复制这个问题的链接").click()
    expect(wide.locator("#toast")).to_have_text("链接已复制")
    wide.goto(wide.evaluate("navigator.clipboard.readText()"))
    expect(wide.locator("#log .question")).to_have_text("老旧小区要改造多少个?")
    expect(wide.locator("#log .answer-text")).to_contain_text("73个")


def test_the_conversation_is_exported_with_its_sources(page: Page) -> None:
    ask(page, "老旧小区要改造多少个?")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出对话").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".md")
    assert "## 老旧小区要改造多少个?" in text
    assert "1. 持续加强保障性安居工程建设,对辖区73个老旧小区进行综合整治提升" in text
    assert "第六章" in text


HOSTILE = (
    '<img src="http://example.com/a.png" onerror="alert(1)"><script>alert(2)</script> '
    "![x](http://example.com/b.png) [点我](javascript:alert(3)) ${alert(4)} {{alert}} `"
)


def test_hostile_text_is_shown_and_does_nothing(page: Page) -> None:
    exchange = ask(page, HOSTILE)
    assert exchange.locator(".question").inner_text() == HOSTILE
    assert page.locator("#log :is(img, script)").count() == 0
    assert page.locator("#log .question a").count() == 0


def test_nothing_runs_over_the_edge(page: Page) -> None:
    ask(page, "超" * 300)
    ask(page, "x" * 300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "(() => { const log = document.querySelector('#log'); return log.scrollWidth <= log.clientWidth; })()"
    )


def test_two_readers_do_not_meet(wide: Page, browser: BrowserContext, address: str) -> None:
    ask(wide, "劳动生产率2025年目标是多少?")
    for other in guarded(browser, address, WIDE):
        expect(other.locator(".welcome")).to_be_visible()
        exchange = ask(other, "那2020年呢?")
        expect(exchange.locator(".answer-text")).not_to_contain_text("45.2")
    expect(wide.locator("#log .exchange")).to_have_count(1)


def test_the_page_speaks_english_when_asked_to(page: Page) -> None:
    ask(page, "青龙河公园门票多少钱?")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#log .status")).to_have_text("Not in the plan")
    expect(page.locator("#question")).to_have_attribute("placeholder", "Ask in your own words")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator(".welcome")).to_contain_text("What would you like to know")


def test_dark_is_a_choice_that_stays(wide: Page) -> None:
    body = wide.locator("body")
    expect(body).not_to_have_class("dark")
    wide.get_by_role("button", name="切换浅色或深色").click()
    wide.reload()
    wide.locator(".welcome").wait_for()
    assert wide.evaluate("document.body.classList.contains('dark')")


def test_first_words_come_within_half_a_second(wide: Page) -> None:
    first_words_milliseconds(wide, ("看病会更方便吗?",))
    figures = sorted(first_words_milliseconds(wide))
    assert figures[len(figures) // 2] <= 500
