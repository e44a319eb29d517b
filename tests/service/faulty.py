"""What the tests of dying parts share: a service on a small plan, and how it is doing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.llm import Writer
from assistant.service import create_service
from assistant.settings import AssistantSettings, ServiceSettings
from index.build import open_index
from index.settings import IndexSettings

ASK = "/api/v1/ask"
QUESTION = {"question": "新建多少处游园?"}
LAMPS = "城区路灯覆盖率要达到多少?"


@contextmanager
def serving(
    settings: IndexSettings, answering: AssistantSettings | None = None, check_seconds: float = 0.2
) -> Iterator[TestClient]:
    """The service over an index, looked after every ``check_seconds``."""
    index = open_index(settings, progress=False)
    answering = answering or AssistantSettings()
    assistant = Assistant(index, answering, Writer.from_settings(answering, index))
    chosen = ServiceSettings(check_seconds=check_seconds, answer_cache=0, rate_per_minute=0)
    app, _ = create_service(assistant, chosen, settings)
    with TestClient(app) as client:
        yield client


def folder(settings: IndexSettings) -> Path:
    return next((settings.data_dir / "index").glob("*/manifest.json")).parent


def answers(client: TestClient) -> bool:
    """Whether a question is answered with the right passage, degraded or not."""
    reply = client.post(ASK, json=QUESTION)
    assert reply.status_code == 200
    return "30处" in reply.json()["text"]


def degraded(client: TestClient) -> bool:
    found: bool = client.post(ASK, json=QUESTION).json()["trace"]["degraded"]
    return found


def state(client: TestClient) -> str:
    found: str = client.get("/readyz").json()["status"]
    return found
