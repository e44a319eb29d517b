"""Readers with a keyboard or a screen reader: axe-core finds nothing serious on any view."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.page.conftest import ask, show

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def checker() -> Path:
    path = axe.script()
    if path is None and not axe.is_required():
        pytest.skip("axe-core needs npm")
    assert path, "axe-core is missing: run python -m tests.axe"
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_view_has_a_serious_violation(page: Page, checker: Path, theme: str) -> None:
    if theme == "dark":
        page.locator('[data-do="theme"]').click()
    found = {"empty": axe.violations(page, checker)}
    exchange = ask(page, "青龙河公园门票多少钱?")
    exchange.get_by_role("button", name="没有帮助").click()
    exchange.locator(".reason").wait_for()
    found["answer"] = axe.violations(page, checker)
    exchange.locator(".source").first.click()
    page.get_by_role("button", name="目录").click()
    found["plan"] = axe.violations(page, checker)
    page.keyboard.press("Escape")
    show(page, "indicators")
    page.locator("#chart .js-plotly-plot").wait_for()
    found["indicators"] = axe.violations(page, checker)
    assert {view: problems for view, problems in found.items() if problems} == {}


def test_everything_can_be_reached_and_done_by_keyboard(wide: Page) -> None:
    wide.keyboard.press("Control+Home")
    wide.locator(".skip").focus()
    wide.keyboard.press("Enter")
    expect(wide.locator("#question")).to_be_focused()
    wide.keyboard.type("老旧小区要改造多少个?")
    wide.keyboard.press("Enter")
    source = wide.locator("#log .source").first
    source.wait_for()
    for _ in range(12):
        wide.keyboard.press("Shift+Tab")
        if source.evaluate("element => element === document.activeElement"):
            break
    expect(source).to_be_focused()
    wide.keyboard.press("Enter")
    expect(wide.locator("#reader mark.cited")).to_be_focused()


def test_an_input_method_may_use_enter(wide: Page) -> None:
    wide.locator("#question").fill("老旧小区")
    wide.locator("#question").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(wide.locator("#question")).to_have_value("老旧小区")
    expect(wide.locator("#log .exchange")).to_have_count(0)
