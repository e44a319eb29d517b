"""The vector store as a real server: the suites that the embedded store passes, and what happens
when the server is dead, killed, frozen or back. The same ranking on every run, on either store."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.cli import main
from corpus import DEFAULT_PLAN
from index.build import open_index
from index.errors import StoreUnavailable
from index.search import SearchIndex
from index.settings import IndexSettings
from tests.chroma import ChromaServer
from tests.conftest import ROOT
from tests.index import test_build, test_retriever
from tests.server import free_port

# Two passages are the same but for their place, and two more differ in one number.
TEXT = """# 第一章 交通

## 第一节 公交

优先发展公共交通,公交出行分担率达到30%以上。

村卫生所实现全覆盖。

新建30处游园,建设城市公园。

新建31处游园,建设城市公园。

完善城市道路,打通断头路。

公交站点五百米覆盖率达到100%。

推广新能源公交车。

建设智慧公交。

## 第二节 公园

完善供水管网。

完善供水管网。

村卫生室达到标准。

乡镇卫生院添置设备。

培养乡村医生。
"""
QUESTIONS = ["公交出行分担率", "完善供水管网", "新建多少处游园", "城市公园", "卫生所", "管网建设"]
_TIMEOUT_SECONDS = 1.0


def write_plan(folder: Path, text: str) -> Path:
    folder.mkdir()
    shutil.copy(DEFAULT_PLAN / "plan.toml", folder)
    (folder / "plan.md").write_text(text, encoding="utf-8")
    return folder


def rankings(index: SearchIndex) -> list[list[tuple[str, float, list[tuple[str, float]]]]]:
    """Of every question: passages with their scores, views with their similarities, in order."""
    return [
        [
            (hit.passage.id, hit.score, [(h.view.id, h.similarity) for h in hit.hits])
            for hit in index.search(question).hits
        ]
        for question in QUESTIONS
    ]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    """One of a test's own, to be killed and frozen."""
    with ChromaServer(tmp_path / "chroma") as own:
        yield own


@pytest.fixture
def chroma_url(monkeypatch: pytest.MonkeyPatch, running: ChromaServer) -> str:
    """Where the vectors go; processes that a test starts inherit it."""
    monkeypatch.setenv("GUIWEN_CHROMA_URL", running.url)
    return running.url


@pytest.fixture
def settings(tmp_path: Path, chroma_url: str) -> IndexSettings:
    """What the suite of the index runs on; every test has a plan, and so a collection, of its own."""
    text = "# 第一章 交通\n\n## 第一节 公交\n\n优先发展公共交通。\n\n新建30处游园。\n\n完善供水管网。\n"
    folder = write_plan(tmp_path / "plan", f"{text}\n<!-- {tmp_path.name} -->\n")
    return IndexSettings(plan=folder, data_dir=tmp_path / "data", chroma_url=chroma_url)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, running: ChromaServer) -> SearchIndex:
    """What the suite of the retriever runs on."""
    folder = tmp_path_factory.mktemp("retriever")
    settings = IndexSettings(
        plan=write_plan(folder / "plan", TEXT), data_dir=folder / "data", chroma_url=running.url
    )
    return open_index(settings, progress=False)


# The suites of the index and of the retriever, as they stand, against a server.
test_a_current_index_is_opened = test_build.test_a_current_index_is_opened_without_building
test_an_edited_plan_makes_the_index_stale = test_build.test_an_edited_plan_makes_the_index_stale
test_a_damaged_index_is_rebuilt = test_build.test_a_damaged_index_is_rebuilt
test_a_killed_build_leaves_the_old_index = (
    test_build.test_a_killed_build_leaves_the_old_index_and_the_next_one_succeeds
)
test_nodes_are_passages_best_first = test_retriever.test_nodes_are_passages_of_the_plan_best_first
test_a_reranker_reorders_nodes = test_retriever.test_a_reranker_reorders_nodes
test_it_plugs_into_a_llama_index_engine = test_retriever.test_it_plugs_into_a_llama_index_engine


def test_a_server_ranks_exactly_as_the_embedded_store(
    tmp_path: Path, running: ChromaServer
) -> None:
    plan = write_plan(tmp_path / "plan", TEXT)
    embedded = IndexSettings(plan=plan, data_dir=tmp_path / "embedded")
    served = IndexSettings(plan=plan, data_dir=tmp_path / "served", chroma_url=running.url)
    assert rankings(open_index(served, progress=False)) == rankings(
        open_index(embedded, progress=False)
    )


@pytest.mark.parametrize("store", ["embedded", "server"])
def test_the_ranking_is_the_same_on_every_run_and_after_a_rebuild(
    tmp_path: Path, running: ChromaServer, store: str
) -> None:
    """The two equal passages tie on every ranker and keep the plan's order."""
    settings = IndexSettings(
        plan=write_plan(tmp_path / "plan", TEXT),
        data_dir=tmp_path / "data",
        chroma_url=running.url if store == "server" else None,
    )
    index = open_index(settings, progress=False)
    first = rankings(index)
    assert all(rankings(index) == first for _ in range(3))
    assert rankings(open_index(settings, progress=False)) == first
    rebuilt = settings.model_copy(update={"data_dir": tmp_path / "rebuilt"})
    assert rankings(open_index(rebuilt, progress=False)) == first
    twins = [passage.id for passage in index.plan.passages if passage.text == "完善供水管网。"]
    assert [hit.passage.id for hit in index.search("完善供水管网").hits][:2] == twins


def test_the_ranking_is_the_same_in_another_process(tmp_path: Path) -> None:
    """Neither the order of sets nor the threads of a process leave a trace."""
    plan = write_plan(tmp_path / "plan", TEXT)
    settings = IndexSettings(plan=plan, data_dir=tmp_path / "data")
    first = rankings(open_index(settings, progress=False))
    code = (
        "import sys; from pathlib import Path; from index.build import open_index; "
        "from index.settings import IndexSettings; from tests.index.test_store import rankings; "
        "print(rankings(open_index(IndexSettings(plan=Path(sys.argv[1]), "
        "data_dir=Path(sys.argv[2])), progress=False)))"
    )
    command = [sys.executable, "-c", code, str(plan), str(settings.data_dir)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == str(first)


def test_an_index_whose_local_half_was_lost_is_built_again_on_the_same_server(
    tmp_path: Path, running: ChromaServer
) -> None:
    """And the process that held the old collection goes on with the new one."""
    plan = write_plan(tmp_path / "plan", TEXT)
    settings = IndexSettings(plan=plan, data_dir=tmp_path / "data", chroma_url=running.url)
    before = open_index(settings, progress=False)
    shutil.rmtree(settings.data_dir)
    after = open_index(settings, progress=False)
    assert rankings(before) == rankings(after)
    assert not before.search("公园").degraded


def test_a_server_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    plan = write_plan(tmp_path / "plan", TEXT)
    settings = IndexSettings(plan=plan, data_dir=tmp_path / "data", chroma_url=url)
    with pytest.raises(StoreUnavailable, match=rf"{url} does not answer .*chroma run.*CHROMA_URL"):
        open_index(settings, progress=False)


def test_the_command_line_says_so_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUIWEN_CHROMA_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("GUIWEN_PLAN", str(write_plan(tmp_path / "plan", TEXT)))
    monkeypatch.setenv("GUIWEN_DATA_DIR", str(tmp_path / "data"))
    assert main(["公交出行分担率"]) == 2
    assert "does not answer" in capsys.readouterr().err


def test_a_server_hung_at_the_start_is_given_up_in_time(
    tmp_path: Path, server: ChromaServer
) -> None:
    plan = write_plan(tmp_path / "plan", TEXT)
    server.freeze()
    settings = IndexSettings(
        plan=plan,
        data_dir=tmp_path / "data",
        chroma_url=server.url,
        chroma_timeout_seconds=_TIMEOUT_SECONDS,
    )
    begin = time.monotonic()
    with pytest.raises(StoreUnavailable, match="timed out"):
        open_index(settings, progress=False)
    assert time.monotonic() - begin < 10 * _TIMEOUT_SECONDS


def test_a_server_killed_and_started_again_while_serving(
    tmp_path: Path, server: ChromaServer
) -> None:
    """The lexical half answers in between; nobody restarts the assistant."""
    plan = write_plan(tmp_path / "plan", TEXT)
    settings = IndexSettings(plan=plan, data_dir=tmp_path / "data", chroma_url=server.url)
    assistant = Assistant(open_index(settings, progress=False))
    whole = rankings(assistant.index)

    server.kill()
    result = assistant.index.search("公交出行分担率")
    assert result.degraded
    assert result.hits[0].passage.text == "优先发展公共交通,公交出行分担率达到30%以上。"
    assert result.hits[0].hits == ()
    answer = assistant.ask("公交出行分担率达到多少?")
    assert "公交出行分担率达到30%以上" in answer.passages[0].text
    assert answer.trace["degraded"]

    server.start()
    assert rankings(assistant.index) == whole
    assert not assistant.index.search("公交出行分担率").degraded


def test_a_server_that_hangs_while_serving_is_given_up_in_time_and_left_alone_for_a_moment(
    tmp_path: Path, server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.dense._FAILURES", 1)
    monkeypatch.setattr("index.dense._REST_SECONDS", 2.0)
    plan = write_plan(tmp_path / "plan", TEXT)
    settings = IndexSettings(
        plan=plan,
        data_dir=tmp_path / "data",
        chroma_url=server.url,
        chroma_timeout_seconds=_TIMEOUT_SECONDS,
    )
    index = open_index(settings, progress=False)
    whole = rankings(index)
    server.freeze()
    first = index.search("公交出行分担率")
    assert first.degraded
    assert _TIMEOUT_SECONDS * 1000 <= first.milliseconds["dense"] < 10 * _TIMEOUT_SECONDS * 1000
    second = index.search("公交出行分担率")
    assert second.degraded
    assert second.milliseconds["dense"] < 100
    server.thaw()
    time.sleep(2.0)
    assert rankings(index) == whole
