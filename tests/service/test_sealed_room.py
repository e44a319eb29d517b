"""The whole way, from building to the page, without any network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT


def sealed(command: list[str]) -> list[str]:
    """The command in a network namespace of its own; skips where the system allows none."""
    for namespace in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        enter = [*namespace, "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
        if (
            shutil.which("unshare")
            and not subprocess.run([*enter, "true"], capture_output=True).returncode
        ):
            return [*enter, *command]
    pytest.skip("network namespaces are not to be had here")


def test_build_ask_and_page_need_no_network(tmp_path: Path, small_env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.service.sealed_room", str(tmp_path)]
    environment = {**os.environ, **small_env}
    done = subprocess.run(
        sealed(command), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "sealed:" in done.stdout
    assert "page: 200 True" in done.stdout
