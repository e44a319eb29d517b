"""Find or install the Chromium that the browser tests drive: ``python -m tests.browser``."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """The path of a Chromium: $TEST_BROWSER, the system's, or Playwright's own download."""
    if given := os.environ.get("TEST_BROWSER"):
        return given
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """Debian's package when that is possible, Playwright's download otherwise."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = subprocess.DEVNULL
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=quiet)
        command = ["apt-get", "install", "-y", "-q", "chromium", "fonts-noto-cjk"]
        if subprocess.run(command, check=False, stdout=quiet).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if executable() is None:
        print("浏览器测试需要 Chromium,正在安装 installing Chromium …", flush=True)
        install()
    found = executable()
    if found is None:
        print("no Chromium: install one, or set TEST_BROWSER to its path", file=sys.stderr)
        return 1
    print(f"browser: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
