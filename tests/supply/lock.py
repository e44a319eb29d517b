"""Resolve pyproject.toml for every platform: writes constraints.txt and requirements.lock."""

import re
import subprocess
import sys
from pathlib import Path

PINS, LOCK = Path("constraints.txt"), Path("requirements.lock")
# Files that PyPI does not have: PyTorch's CPU build for CPython 3.11 on Linux x86_64.
ELSEWHERE = {"torch": "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"}
PINS_HEAD = """# Every version, resolved once for Python 3.11 and newer on every platform; `make lock` rewrites it
# and requirements.lock, which has the same versions with their hashes.
"""
LOCK_HEAD = """# Every version of constraints.txt with the SHA-256 of every file that PyPI has for it, and that of
# PyTorch's CPU wheel for CPython 3.11 on Linux x86_64. `make` checks what pip takes against it.
"""


def main() -> int:
    command = ["uv", "pip", "compile", "pyproject.toml", "--extra", "dev", "--extra", "ops"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "-c", str(PINS)]
    command += ["--no-annotate", "--no-header", "-q"]
    bin_folder = Path(sys.executable).parent
    resolved = subprocess.check_output([str(bin_folder / command[0]), *command[1:]], text=True)
    pins = re.findall(r"(?m)^([a-z0-9].*?)(?: \\)?$", resolved)
    for name, digest in ELSEWHERE.items():
        entry = rf"(?m)^({name}==(?:.*\\\n)+.*)$"
        resolved = re.sub(entry, rf"\1 \\\n    --hash=sha256:{digest}", resolved)
    PINS.write_text(PINS_HEAD + "\n".join(pins) + "\n", encoding="utf-8")
    LOCK.write_text(LOCK_HEAD + resolved, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
