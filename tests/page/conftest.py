"""The page in a real Chromium, wide and on a phone, against a server whose moods a test can call."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

from assistant import Assistant, Event, Turn
from assistant.page import mount_page
from index.search import SearchIndex
from tests.browser import executable
from tests.server import free_port

# Machines that run tests are busy.
PATIENCE_MILLISECONDS = 60_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
SLOW, BROKEN = "请慢慢回答", "请出错"
_SLOW_SECONDS = 90.0


class MoodyAssistant(Assistant):
    """The real assistant, except for two questions: one takes long, one fails."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Event]:
        if question == SLOW:
            yield Event(text="第一句已经说了,")
            time.sleep(_SLOW_SECONDS)
        if question == BROKEN:
            raise RuntimeError("as a test asked")
        yield from super().stream(question, history)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served page keeps its feedback."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def address(index: SearchIndex, data_dir: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUIWEN_DATA_DIR", str(data_dir))
        assistant = MoodyAssistant(index)
        app = mount_page(FastAPI(), assistant)
    # What is computed once is computed before the first test watches the clock.
    assistant.ask("老旧小区要改造多少个?")
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


# Playwright keeps an event loop on the main thread: it must be gone before other packages' tests.
@pytest.fixture(scope="package")
def browser() -> Iterator[BrowserContext]:
    """One profile for all tests, so that the page's scripts are compiled once."""
    path = executable()
    assert path, "no Chromium: run python -m tests.browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser.new_context(accept_downloads=True)
        browser.close()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(request: pytest.FixtureRequest, browser: BrowserContext, address: str) -> Iterator[Page]:
    yield from guarded(browser, address, request.param)


@pytest.fixture
def wide(browser: BrowserContext, address: str) -> Iterator[Page]:
    yield from guarded(browser, address, WIDE)


@pytest.fixture
def phone(browser: BrowserContext, address: str) -> Iterator[Page]:
    yield from guarded(browser, address, PHONE)


def guarded(browser: BrowserContext, address: str, size: dict[str, int]) -> Iterator[Page]:
    """An opened page; a request to another host, a dialog or a console error fails the test."""
    page = browser.new_page()
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if not _is_own(r.url, address) else None)
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda d: errors.append(f"a dialog opened: {d.message}"))
    page.goto(address)
    page.locator(".welcome").wait_for()
    yield page
    page.evaluate("localStorage.clear()")
    page.close()
    assert outside == []
    assert errors == []


def _is_own(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:", address.replace("http", "ws")))


def ask(page: Page, question: str) -> Locator:
    """Ask by keyboard; the exchange that answers, once it is done."""
    before = page.locator("#log .exchange").count()
    box = page.locator("#question")
    box.fill(question)
    box.press("Enter")
    exchange = page.locator("#log .exchange").nth(before)
    exchange.locator(".answered:not([aria-busy])").wait_for()
    return exchange


def show(page: Page, view: str) -> None:
    page.locator(f'#nav [data-view="{view}"]').click()


def is_in_view(page: Page, selector: str) -> bool:
    """Whether an element's first line lies within the window and within what scrolls around it."""
    return bool(
        page.evaluate(
            """(selector) => {
              const box = document.querySelector(selector).getClientRects()[0];
              const frame = document.querySelector('#reader').getBoundingClientRect();
              return box.top >= frame.top && box.bottom <= Math.min(frame.bottom, innerHeight)
                && box.left >= 0 && box.left < innerWidth;
            }""",
            selector,
        )
    )
