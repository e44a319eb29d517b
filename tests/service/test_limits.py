"""Limits: what a client gets when it sends too much, too fast or too slowly."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from assistant import Answer, Assistant, Turn
from assistant.service.desk import Desk
from assistant.service.errors import Busy, TooSlow
from assistant.service.limits import TokenBuckets
from index.search import SearchIndex
from tests.service.conftest import KEY, OTHER_KEY, Start
from tests.service.process import Service, until

ASK = "/api/v1/ask"


class Held(Assistant):
    """Answers only when it is let go."""

    def __init__(self, index: SearchIndex) -> None:
        super().__init__(index)
        self.go = threading.Event()
        self.go.set()

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.go.wait(30)
        return super().ask(question, history)


@pytest.fixture
def held(index: SearchIndex) -> Iterator[Held]:
    assistant = Held(index)
    yield assistant
    assistant.go.set()


def test_questions_wait_in_a_bounded_queue_and_the_rest_is_told_to_come_back(
    start: Start, held: Held
) -> None:
    client, served = start(held, concurrent_questions=1, queue_length=2)
    held.go.clear()
    with ThreadPoolExecutor(3) as pool:
        three = [pool.submit(client.post, ASK, json={"question": f"公交{n}"}) for n in range(3)]
        until(lambda: (served.desk.running, served.desk.waiting) == (1, 2))
        for path, body in (
            (ASK, {"question": "公交"}),
            ("/v1/chat/completions", {"messages": [{"role": "user", "content": "公交"}]}),
        ):
            refused = client.post(path, json=body)
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "2"
        assert 'guiwen_refused_total{reason="queue_full"} 2.0' in client.get("/metrics").text
        held.go.set()
        assert [reply.result().status_code for reply in three] == [200, 200, 200]
    assert (served.desk.running, served.desk.waiting) == (0, 0)


def test_an_answer_that_takes_too_long_is_given_up(start: Start, held: Held) -> None:
    client, served = start(held, concurrent_questions=1, answer_timeout_seconds=0.3)
    held.go.clear()
    reply = client.post(ASK, json={"question": "公交"})
    assert (reply.status_code, reply.json()["code"]) == (504, "timeout")
    streamed = client.post(ASK, json={"question": "公交", "stream": True})
    assert '"code": "timeout"' in streamed.text
    held.go.set()
    until(lambda: served.desk.running == 0)
    assert client.post(ASK, json={"question": "公交"}).status_code == 200


def test_a_desk_serves_threads_and_coroutines_alike() -> None:
    desk = Desk(workers=1, queue_length=1, timeout_seconds=0.2)
    gate = threading.Event()
    first, second = desk.submit(gate.wait, 30), desk.submit(int, "7")
    with pytest.raises(Busy):
        desk.submit(int, "8")
    with pytest.raises(TooSlow):
        desk.wait(second)  # it still waited, so it is withdrawn and makes room
    assert second.cancelled()
    gate.set()
    assert first.result(5)
    assert asyncio.run(desk.result(desk.submit(int, "9"))) == 9
    with pytest.raises(ValueError, match="invalid literal"):
        desk.wait(desk.submit(int, "x"))
    until(lambda: desk.running == 0)


def test_a_client_that_asks_too_often_waits(start: Start) -> None:
    client, _ = start(rate_per_minute=60, rate_burst=2)
    codes = [client.post(ASK, json={"question": "公交"}).status_code for _ in range(4)]
    assert codes[:2] == [200, 200]
    refused = client.post(ASK, json={"question": "公交"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 2
    assert client.get("/api/v1/indicators").status_code == 200


def test_buckets_refill_by_the_monotonic_clock_and_stay_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    buckets = TokenBuckets(per_minute=60, burst=2, clients=3)
    assert [buckets.wait_seconds("a") for _ in range(3)] == [0.0, 0.0, 1.0]
    now += 0.25
    assert buckets.wait_seconds("a") == 0.75
    monkeypatch.setattr(time, "time", lambda: 4e9)  # the wall clock jumps decades ahead
    assert buckets.wait_seconds("a") == 0.75
    now += 0.75
    assert buckets.wait_seconds("a") == 0.0
    for n in range(100):
        buckets.wait_seconds(f"client {n}")
    assert len(buckets._buckets) == 3


def test_keys_guard_the_api_and_leave_the_probes_open(start: Start) -> None:
    client, _ = start(api_keys="first-key, second-key")
    body = {"question": "公交"}
    assert client.post(ASK, json=body).status_code == 401
    for wrong in ("Bearer third-key", "Bearer ", "Basic first-key", "first-key"):
        assert client.post(ASK, json=body, headers={"Authorization": wrong}).status_code == 401
    for headers in ({"Authorization": "Bearer second-key"}, {"X-API-Key": "first-key"}):
        assert client.post(ASK, json=body, headers=headers).status_code == 200
    error = client.get("/v1/models").json()["error"]
    assert error["type"] == "authentication_error"
    assert client.post("/mcp", json={}).status_code == 401
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200


def test_a_body_that_is_or_claims_to_be_too_large_is_refused(start: Start) -> None:
    client, _ = start(body_max_bytes=2048)
    assert client.post(ASK, json={"question": "公交" * 900}).status_code == 413
    chunked = client.post(ASK, content=(b"x" * 512 for _ in range(100)))
    assert chunked.status_code == 413
    assert client.post(ASK, json={"question": "公交"}).status_code == 200


def connect(started: Service) -> socket.socket:
    return socket.create_connection(("127.0.0.1", started.port), timeout=20)


def everything(connection: socket.socket) -> bytes:
    """What the server sends until it closes."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize("head", [b"", b"GET / HT", b"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_never_ends_closes_the_connection(started: Service, head: bytes) -> None:
    with connect(started) as connection:
        connection.sendall(head)
        begin = time.monotonic()
        everything(connection)
        assert 1 < time.monotonic() - begin < 10


def test_a_body_that_trickles_in_is_refused(started: Service) -> None:
    with connect(started) as connection:
        connection.sendall(
            f"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nX-API-Key: {KEY}\r\n".encode()
            + b"Content-Length: 100\r\n\r\n{"
        )
        begin = time.monotonic()
        assert everything(connection).startswith(b"HTTP/1.1 408")
        assert 1 < time.monotonic() - begin < 10


def test_a_client_that_does_not_read_is_given_up_and_others_are_served(
    started: Service,
) -> None:
    before = started.metric('guiwen_refused_total{reason="slow_client"}')
    with connect(started) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        request = f"GET /api/v1/plan HTTP/1.1\r\nHost: x\r\nX-API-Key: {KEY}\r\n\r\n".encode()
        connection.sendall(request * 40)
        assert started.ask("公交", KEY).status_code == 200
        until(lambda: started.metric('guiwen_refused_total{reason="slow_client"}') > before, 20)


def test_a_forged_forwarding_header_buys_nothing(started: Service) -> None:
    with httpx.Client(base_url=started.url, headers={"X-API-Key": OTHER_KEY}) as client:
        codes = [
            client.post(ASK, headers={name: f"198.51.100.{n}"}).status_code
            for n in range(200)
            for name in ("X-Forwarded-For", "X-Real-IP")
        ]
    assert codes[:50] == [422] * 50  # no body: cheap, but it counts
    assert 429 in codes
