"""Enter to the first words of an answer, as the browser sees it: ``python -m tests.first_words``."""

import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from tests.browser import executable
from tests.server import running

QUESTIONS = (
    "劳动生产率2025年目标是多少?",
    "老旧小区要改造多少个?",
    "公交会开到村里吗?",
    "青龙河公园门票多少钱?",
    "约束性指标有哪些?",
    "营商环境怎么优化?",
    "高新技术企业到2025年要达到多少家?",
)
# Milliseconds from the key press until an answer's text is in the document and painted.
_WATCH = """
(question) => new Promise((resolve) => {
  const box = document.querySelector('#question');
  const before = document.querySelectorAll('#log .answer-text').length;
  let begin = 0;
  const watch = new MutationObserver(() => {
    const texts = document.querySelectorAll('#log .answer-text');
    if (texts.length <= before || !texts[texts.length - 1].textContent) return;
    watch.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begin));
  });
  watch.observe(document.querySelector('#log'), { subtree: true, childList: true, characterData: true });
  box.value = question;
  begin = performance.now();
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
})
"""


def first_words_milliseconds(page: Page, questions: tuple[str, ...] = QUESTIONS) -> list[float]:
    """One figure a question, asked one after another on an opened page."""
    figures: list[float] = []
    for question in questions:
        figures.append(float(page.evaluate(_WATCH, question)))
        page.locator("#log:not(:has([aria-busy]))").wait_for()
    return figures


def main() -> int:
    """Print the median and the slowest of a fresh server's answers, the first one left out."""
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        page.locator(".welcome").wait_for()
        cold, *figures = first_words_milliseconds(page, (QUESTIONS[0], *QUESTIONS))
        browser.close()
    print(
        f"first words: p50 {statistics.median(figures):.0f} ms, max {max(figures):.0f} ms, "
        f"first question of the server {cold:.0f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
