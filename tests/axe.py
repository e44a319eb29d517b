"""axe-core, the accessibility checker, from npm: ``python -m tests.axe`` installs it."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.server import ROOT

VERSION = "4.14.1"
_SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_INSTALL_SECONDS = 120
# Colours that are still fading from one theme to the other are nobody's fault.
_RUN = """
() => Promise.all(
  document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished.catch(() => undefined))
).then(() => axe.run(document, { resultTypes: ['violations'] })).then(({ violations }) => violations)
"""


@cache
def script() -> Path | None:
    """The script's path, installed when it is missing or of another version; None without npm."""
    package = _SCRIPT.with_name("package.json")
    if package.exists() and f'"version": "{VERSION}"' in package.read_text(encoding="utf-8"):
        return _SCRIPT
    if npm := shutil.which("npm"):
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", f"axe-core@{VERSION}"]
        subprocess.run(
            command, cwd=ROOT, check=False, capture_output=True, timeout=_INSTALL_SECONDS
        )
    return _SCRIPT if _SCRIPT.exists() else None


def is_required() -> bool:
    """In continuous integration a missing checker is a failure, not a skipped test."""
    return os.environ.get("CI", "") not in ("", "0", "false")


def violations(page: Page, path: Path) -> list[str]:
    """What axe finds serious or critical on the page as it stands: rule, help, elements."""
    page.evaluate(path.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {[n['html'][:160] for n in v['nodes'][:4]]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def main() -> int:
    found = script()
    print(f"axe-core: {found or 'missing; install Node.js with npm'}")
    return 0 if found or not is_required() else 1


if __name__ == "__main__":
    sys.exit(main())
