"""The README's picture, taken from the real page: ``python -m tests.screenshots``."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import executable
from tests.server import ROOT, running

_SHOTS = {"page.png": (1280, 900), "phone.png": (390, 844)}
_QUESTIONS = ("孩子上幼儿园方便吗?", "劳动生产率2025年目标是多少?")


def main(folder: Path = ROOT / "docs") -> int:
    """Ask the suggested questions, wide and on a phone, and keep what is seen."""
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        for name, (width, height) in _SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address)
            for count, question in enumerate(_QUESTIONS, 1):
                box = page.locator("#question textarea")
                box.fill(question)
                box.press("Enter")
                page.locator("#chat .sources").nth(count - 1).wait_for()
            page.wait_for_timeout(600)
            page.screenshot(path=folder / name)
            print(folder / name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
