"""The service in process on the real index, and the settings of a plan that builds in no time."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.service import ServedAssistant, create_service
from assistant.settings import ServiceSettings
from corpus import DEFAULT_PLAN
from index.search import SearchIndex
from index.settings import IndexSettings
from tests.service.process import Service, service

KEY, OTHER_KEY = "first-secret-key", "second-secret-key"
Start = Callable[..., tuple[TestClient, ServedAssistant]]
SMALL_PLAN = (
    "# 第一章 交通\n\n## 第一节 公交\n\n优先发展公共交通,到2025年公交站点覆盖率达到95%。\n\n"
    "新建30处游园。\n\n完善供水管网。\n"
)


@pytest.fixture
def start(assistant: Assistant) -> Iterator[Start]:
    """Starts services in process, with the settings given, and stops them afterwards."""
    with ExitStack() as stack:

        def started(
            asked: Assistant = assistant, **settings: object
        ) -> tuple[TestClient, ServedAssistant]:
            chosen = ServiceSettings.model_validate({"rate_per_minute": 0, **settings})
            app, served = create_service(asked, chosen, IndexSettings.read())
            client = TestClient(app, raise_server_exceptions=False)
            return stack.enter_context(client), served

        yield started


@pytest.fixture
def client(start: Start) -> TestClient:
    return start()[0]


@pytest.fixture(scope="session")
def started(index: SearchIndex, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A real process on the real index, shared: two keys with a rate each, little patience."""
    settings: dict[str, Any] = {
        "GUIWEN_API_KEYS": f"{KEY},{OTHER_KEY}",
        "GUIWEN_RATE_PER_MINUTE": "60",
        "GUIWEN_RATE_BURST": "100",
        "GUIWEN_BODY_TIMEOUT_SECONDS": "2",
        "GUIWEN_SEND_TIMEOUT_SECONDS": "2",
        "GUIWEN_LOG_QUESTIONS": "0",
    }
    with service(tmp_path_factory.mktemp("service"), **settings) as process:
        yield process


@pytest.fixture
def small(tmp_path: Path) -> IndexSettings:
    """A plan of three paragraphs in a folder of its own."""
    folder = tmp_path / "plan"
    folder.mkdir()
    shutil.copy(DEFAULT_PLAN / "plan.toml", folder)
    (folder / "plan.md").write_text(SMALL_PLAN, encoding="utf-8")
    return IndexSettings(plan=folder, data_dir=tmp_path / "data")


@pytest.fixture
def small_env(small: IndexSettings) -> dict[str, str]:
    """The same as environment variables."""
    return {"GUIWEN_PLAN": str(small.plan), "GUIWEN_DATA_DIR": str(small.data_dir)}
