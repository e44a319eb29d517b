"""Two processes share one Chroma server; one is killed, the other stays."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import chromadb
import pytest

from corpus import DEFAULT_PLAN
from tests.server import free_port
from tests.service.conftest import SMALL_PLAN
from tests.service.process import Service, chroma_server, service

QUESTION = "新建多少处游园?"


class Replicas:
    """Two services and the port of their Chroma server."""

    def __init__(self, first: Service, second: Service, port: int) -> None:
        self.first, self.second = first, second
        self.port = port


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    """Each with a data folder of its own, as on two machines, started at the same time."""
    place = tmp_path_factory.mktemp("replicas")
    plan = place / "plan"
    plan.mkdir()
    (plan / "plan.md").write_text(SMALL_PLAN, encoding="utf-8")
    (plan / "plan.toml").write_bytes((DEFAULT_PLAN / "plan.toml").read_bytes())
    port = free_port()
    with ExitStack() as stack:
        stack.enter_context(chroma_server(place / "chroma", port))
        shared = {
            "GUIWEN_PLAN": str(plan),
            "GUIWEN_CHROMA_URL": f"http://127.0.0.1:{port}",
            "GUIWEN_CHECK_SECONDS": "1",
        }
        both = [
            stack.enter_context(
                service(place, wait=False, GUIWEN_DATA_DIR=str(place / name), **shared)
            )
            for name in ("one", "two")
        ]
        for replica in both:
            replica.wait_until_up()
        yield Replicas(both[0], both[1], port)


def test_two_replicas_give_the_same_answers_from_one_server(replicas: Replicas) -> None:
    first, second = (r.ask(QUESTION).json() for r in (replicas.first, replicas.second))
    assert "30处" in first["text"]
    assert first["citations"] == second["citations"]
    assert [first["trace"]["degraded"], second["trace"]["degraded"]] == [False, False]
    server = chromadb.HttpClient(host="127.0.0.1", port=replicas.port)
    assert len(server.list_collections()) == 1


def test_a_killed_replica_takes_nothing_with_it(replicas: Replicas) -> None:
    replicas.first.process.kill()
    replicas.first.process.wait()
    assert "30处" in replicas.second.ask(QUESTION).json()["text"]
    assert replicas.second.ready()["status"] == "ready"


def test_memory_per_worker_is_known(replicas: Replicas) -> None:
    """What docs/operations.md states, with room for platforms."""
    status = Path(f"/proc/{replicas.second.process.pid}/status")
    if not status.exists():
        pytest.skip("no /proc on this system")
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    assert int(line.split()[1]) < 1_500_000  # KiB
