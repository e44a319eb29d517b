"""Indexes damaged and disks filled while the service runs, in process on a small plan. Builds that
are killed stand in tests/index/test_build.py."""

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.service import ServedAssistant, create_service
from assistant.service.caretaker import Caretaker
from assistant.service.log import _LossyHandler
from assistant.settings import ServiceSettings
from index.build import open_index
from index.errors import IndexBuildError
from index.settings import IndexSettings
from tests.service.faulty import answers, degraded, folder, serving, state
from tests.service.process import until


def delete_all(index: Path) -> None:
    shutil.rmtree(index)


def delete_store(index: Path) -> None:
    shutil.rmtree(index / "chroma")


def truncate_all(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            os.truncate(path, 0)


def truncate_store(index: Path) -> None:
    path = index / "chroma" / "chroma.sqlite3"
    os.truncate(path, path.stat().st_size // 2)


def overwrite_sparse(index: Path) -> None:
    for path in (index / "passages").iterdir():
        path.write_bytes(b"x")


@pytest.mark.parametrize(
    "damage", [delete_all, delete_store, truncate_all, truncate_store, overwrite_sparse]
)
def test_a_damaged_index_is_rebuilt_while_questions_are_answered(
    small: IndexSettings, damage: Callable[[Path], None]
) -> None:
    with serving(small) as client:
        assert answers(client)
        before = folder(small)
        damage(before)
        rebuilt = 'guiwen_index_reopened_total{result="ok"} 1.0'
        until(lambda: answers(client) and rebuilt in client.get("/metrics").text)
        until(lambda: state(client) == "ready")
        assert not degraded(client)
        assert not before.exists()
    whole = folder(small)
    assert open_index(small, progress=False).search("游园").hits
    assert folder(small) == whole  # what was built is current: nothing is built again


def test_a_store_damaged_before_the_start_is_rebuilt_at_the_start(small: IndexSettings) -> None:
    """In a process of its own: here Chroma would still have the database open."""
    open_index(small, progress=False)
    truncate_store(folder(small))
    code = (
        "import sys; from pathlib import Path; from index.build import open_index; "
        "from index.settings import IndexSettings; "
        "s = IndexSettings(plan=Path(sys.argv[1]), data_dir=Path(sys.argv[2])); "
        "print(open_index(s, progress=False).search('游园').degraded)"
    )
    command = [sys.executable, "-c", code, str(small.plan), str(small.data_dir)]
    assert subprocess.check_output(command, text=True).strip().splitlines()[-1] == "False"


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 300 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a tmpfs needs root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(ballast: Path) -> None:
    """Write to a file until its disk is full."""
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    assert shutil.disk_usage(ballast.parent).free == 0


def test_a_full_disk_fails_a_build_with_advice_and_leaves_nothing_behind(
    small: IndexSettings, tiny_disk: Path
) -> None:
    full = small.model_copy(update={"data_dir": tiny_disk})
    (tiny_disk / "ballast").write_bytes(b"x" * 200_000)
    with pytest.raises(IndexBuildError, match="untouched"):
        open_index(full, progress=False)
    assert not list((tiny_disk / "index").glob("*/"))


def test_a_disk_that_fills_while_serving_stops_recovery_but_no_answer(
    small: IndexSettings, tiny_disk: Path
) -> None:
    there = small.model_copy(update={"data_dir": tiny_disk})
    subprocess.run(["mount", "-o", "remount,size=32m", str(tiny_disk)], check=True)
    with serving(there) as client:
        assert answers(client)
        ballast = tiny_disk / "ballast"
        shutil.rmtree(folder(there))
        fill(ballast)
        until(lambda: answers(client) and state(client) == "degraded")
        assert client.get("/readyz").status_code == 503
        until(lambda: "disk" in client.get("/readyz").json()["fault"])
        ballast.unlink()
        until(lambda: answers(client) and state(client) == "ready")


def test_a_log_on_a_full_disk_loses_lines_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    full = Path("/dev/full").open("w")  # noqa: SIM115  closing it fails as well
    handler = _LossyHandler(full)
    with pytest.raises(OSError, match="space"):
        full.write("lost " * 5000)
    for _ in range(3):
        handler.handle(logging.makeLogRecord({"msg": "lost " * 5000}))
    # logging's own way is a stack trace on standard error for every line.
    assert capsys.readouterr().err == ""
    with suppress(OSError):
        full.close()


def test_an_operator_can_have_the_index_rebuilt(small: IndexSettings) -> None:
    index = open_index(small, progress=False)
    before = folder(small)
    settings = ServiceSettings.model_validate({"admin_key": "key", "check_seconds": 0.2})
    app, served = create_service(Assistant(index), settings, small)
    with TestClient(app) as client:
        accepted = client.post("/api/v1/admin/rebuild", headers={"X-Admin-Key": "key"})
        assert accepted.status_code == 202
        until(lambda: served.index is not index)
        assert answers(client)
    assert folder(small) != before


def test_the_caretaker_outlives_whatever_a_look_raises(
    small: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = ServedAssistant(
        Assistant(open_index(small, progress=False)), ServiceSettings(check_seconds=0.05)
    )
    caretaker = Caretaker(served, small)
    looked = threading.Event()
    raised: list[int] = []

    def look() -> bool:
        raised.append(1)
        if len(raised) > 2:
            looked.set()
        raise RuntimeError("whatever")

    monkeypatch.setattr(caretaker, "look", look)
    caretaker.start()
    assert looked.wait(20)
    caretaker.stop()
    assert json.dumps(caretaker.state) == '"stopping"'
