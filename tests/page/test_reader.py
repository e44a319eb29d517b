"""The plan beside the chat, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from corpus import Plan
from tests.page.conftest import ask, is_in_view, show

pytestmark = pytest.mark.browser


def test_a_citation_opens_the_plan_at_its_very_words(page: Page) -> None:
    exchange = ask(page, "老旧小区要改造多少个?")
    exchange.locator(".source").first.click()
    marked = page.locator("#reader mark.cited")
    expect(marked).to_have_text("持续加强保障性安居工程建设,对辖区73个老旧小区进行综合整治提升")
    expect(marked).to_be_focused()
    assert is_in_view(page, "#reader mark.cited")


def test_a_marker_in_the_answer_opens_the_table_row(page: Page) -> None:
    exchange = ask(page, "劳动生产率2025年目标是多少?")
    exchange.locator("button.mark").first.click()
    row = page.locator("#reader tr.cited")
    expect(row).to_contain_text("劳动生产率(万元/人·年)")
    assert is_in_view(page, "#reader tr.cited")


def test_only_the_last_citation_is_marked_and_the_text_stays_whole(wide: Page, plan: Plan) -> None:
    before = wide.locator("#reader .plan-text").inner_text()
    exchange = ask(wide, "液压科技产业和食品装备产业2025年营业收入差多少?")
    exchange.locator(".source").nth(0).click()
    exchange.locator(".source").nth(1).click()
    expect(wide.locator("#reader mark.cited")).to_have_count(1)
    assert wide.locator("#reader .plan-text").inner_text() == before


def test_escape_leads_back_to_the_citation(wide: Page) -> None:
    source = ask(wide, "老旧小区要改造多少个?").locator(".source").first
    source.press("Enter")
    expect(wide.locator("#reader mark.cited")).to_be_focused()
    wide.keyboard.press("Escape")
    expect(source).to_be_focused()


def test_the_contents_lead_to_a_section(wide: Page) -> None:
    wide.get_by_role("button", name="目录").click()
    wide.get_by_role("link", name="第五节 建设智慧城市").click()
    heading = wide.locator("#reader h4", has_text="第五节 建设智慧城市")
    expect(heading).to_be_focused()
    expect(wide.locator("#contents")).to_be_hidden()


def test_full_text_search_walks_through_its_hits(page: Page) -> None:
    show(page, "plan")
    find = page.get_by_role("searchbox", name="在全文中查找")
    find.fill("老舊小區")
    expect(page.locator(".found[aria-live]")).to_contain_text("第 1 /")
    expect(page.locator("#reader mark.found.current")).to_have_text("老旧小区")
    assert is_in_view(page, "#reader mark.found.current")
    find.press("Enter")
    expect(page.locator(".found[aria-live]")).to_contain_text("第 2 /")
    find.fill("火星移民")
    expect(page.locator(".found[aria-live]")).to_have_text("全文没有这个词")
    page.locator("#find").fill("")
    expect(page.locator("#reader mark.found")).to_have_count(0)


def test_the_reader_shows_the_whole_plan(wide: Page, plan: Plan) -> None:
    blocks = wide.evaluate(
        "[...document.querySelectorAll('#reader p[data-start]')]"
        ".map(b => [Number(b.dataset.start), Number(b.dataset.end), b.textContent])"
    )
    assert all(plan.markdown[start:end] == text for start, end, text in blocks)
    shown = {(start, end) for start, end, _ in blocks}
    paragraphs = [p for p in plan.passages if p.kind != "table_row"]
    assert all(any(a <= p.start and p.end <= b for a, b in shown) for p in paragraphs)
