"""The README's pictures, taken from the real page: ``python -m tests.screenshots``."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import executable
from tests.server import ROOT, running

_WIDE, _PHONE = (1360, 860), (390, 844)
# Fonts, the chart and the fading mark come to rest.
_REST_MILLISECONDS = 1500


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its file, the window, what is done on the page before it is taken."""

    file: str
    size: tuple[int, int]
    act: Callable[[Page], None]
    dark: bool = False
    address: str = "/"


def _ask(page: Page, question: str) -> None:
    before = page.locator("#log .exchange").count()
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    page.locator("#log .exchange").nth(before).locator(".answered:not([aria-busy])").wait_for()


def _cited(page: Page) -> None:
    _ask(page, "老旧小区要改造多少个?")
    page.locator("#log .source").first.click()


def _refused(page: Page) -> None:
    _ask(page, "青龙河公园门票多少钱?")


def _indicators(page: Page) -> None:
    page.locator('#nav [data-view="indicators"]').click()
    page.locator("#chart .js-plotly-plot").wait_for()


def _chart(page: Page) -> None:
    _indicators(page)
    page.locator('[data-filter="group"]').select_option("结构优化")
    page.wait_for_timeout(_REST_MILLISECONDS)
    page.evaluate("document.querySelector('#indicators-view').scrollTop = 1e6")


def _nothing(page: Page) -> None:
    page.locator(".suggestion").first.wait_for()


SHOTS = (
    Shot("page.png", _WIDE, _cited),
    Shot("welcome.png", _WIDE, _nothing),
    Shot("refusal.png", _WIDE, _refused),
    Shot("indicators.png", _WIDE, _indicators),
    Shot("chart.png", _WIDE, _chart),
    Shot("dark.png", _WIDE, _cited, dark=True),
    Shot("english.png", _WIDE, _refused, address="/?lang=en"),
    Shot("phone.png", _PHONE, _refused),
    Shot("phone-plan.png", _PHONE, _cited),
)


def main(folder: Path = ROOT / "docs") -> int:
    """Take every picture of a freshly started server."""
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        for shot in SHOTS:
            width, height = shot.size
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if shot.dark else "light",
            )
            page.goto(f"{address}{shot.address}")
            page.locator(".welcome").wait_for()
            page.wait_for_timeout(_REST_MILLISECONDS)
            shot.act(page)
            page.wait_for_timeout(_REST_MILLISECONDS)
            page.screenshot(path=folder / shot.file)
            print(folder / shot.file)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
