"""The page in a real Chromium against a real server process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import executable
from tests.server import running

pytestmark = pytest.mark.browser
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def address(index: object) -> Iterator[str]:
    """Served from the index that the session has already built."""
    with running() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = executable()
    assert path, "no Chromium: run python -m tests.browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The opened page; a request to any other host or an error in its console fails the test."""
    page = browser.new_page(viewport=request.param)
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if not _is_own(r.url, address) else None)
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("dialog", lambda d: errors.append(f"a dialog opened: {d.message}"))
    page.goto(address)
    yield page
    page.close()
    assert outside == []
    assert errors == []


def _is_own(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:", address.replace("http", "ws")))


def ask(page: Page, question: str) -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")


def test_a_question_gets_a_short_answer_with_quote_and_place(page: Page) -> None:
    ask(page, "劳动生产率2025年目标是多少?")
    answer = page.locator("#chat .bot").last
    expect(answer).to_contain_text("72.8万元/人·年")
    expect(answer.locator(".sources li").first).to_contain_text("劳动生产率")
    expect(answer.locator(".sources cite").first).to_contain_text("第二章")
    expect(page.locator("#question textarea")).to_have_value("")


def test_what_the_plan_does_not_say_is_refused_in_words(page: Page) -> None:
    ask(page, "青龙河公园门票多少钱?")
    answer = page.locator("#chat .bot").last
    expect(answer).to_contain_text("规划未提及")
    expect(answer).to_contain_text("最接近的内容")
    expect(answer.locator(".sources li").first).to_be_visible()


def test_a_follow_up_is_understood_from_the_conversation(page: Page) -> None:
    ask(page, "劳动生产率2025年目标是多少?")
    expect(page.locator("#chat .bot").last).to_contain_text("72.8")
    ask(page, "那2020年呢?")
    expect(page.locator("#chat .bot").last).to_contain_text("2020年基数为45.2")


def test_a_suggestion_asks_itself(page: Page) -> None:
    page.get_by_role("button", name="约束性指标有哪些?").click()
    expect(page.locator("#chat .bot").last).to_contain_text("约束性指标共8项")


def test_hostile_text_is_shown_and_does_nothing(page: Page) -> None:
    hostile = (
        '<img src="http://example.com/a.png" onerror="alert(1)"> ![x](http://example.com/b.png)'
    )
    ask(page, hostile)
    expect(page.locator("#chat .user").last).to_contain_text(hostile)
    assert page.locator("#chat img").count() == 0


def test_nothing_runs_over_the_edge(page: Page) -> None:
    ask(page, "超" * 300)
    expect(page.locator("#chat .bot").last).not_to_contain_text("…")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
