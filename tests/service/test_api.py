"""The HTTP API in process: the contract over the wire, its errors, ids, logs and metrics."""

import hashlib
import io
import json
import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.service.log import JsonFormatter
from corpus import Plan
from tests.service.conftest import Start

QUESTION = "城区路灯覆盖率要达到多少?"


def events(text: str) -> list[tuple[str, Any]]:
    """Server-sent events as (name, data)."""
    blocks = [block.split("\n") for block in text.split("\n\n") if block.startswith("event")]
    return [(name[7:], json.loads(data[6:])) for name, data in blocks]


def test_an_answer_over_http_is_the_contracts(client: TestClient, assistant: Assistant) -> None:
    reply = client.post("/api/v1/ask", json={"question": QUESTION})
    answer = assistant.ask(QUESTION)
    assert reply.status_code == 200
    body = reply.json()
    assert (body["status"], body["text"]) == (answer.status, answer.text)
    assert body["citations"] == [dict(c) for c in answer.as_dict()["citations"]]
    assert [p["id"] for p in body["passages"]] == [p.id for p in answer.passages]
    for citation in body["citations"]:
        quoted = assistant.plan.markdown[citation["start"] : citation["end"]]
        assert quoted == citation["quote"]


def test_history_is_an_argument(client: TestClient) -> None:
    history = [
        {"role": "user", "content": "劳动生产率2025年目标是多少?"},
        {"role": "assistant", "content": "72.8万元/人·年"},
    ]
    reply = client.post("/api/v1/ask", json={"question": "那2020年呢?", "history": history})
    assert "45.2" in reply.json()["text"]


def test_a_stream_is_the_answer_in_pieces(client: TestClient) -> None:
    whole = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    for reply in (
        client.post("/api/v1/ask", json={"question": QUESTION, "stream": True}),
        client.post(
            "/api/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
        ),
    ):
        assert reply.headers["content-type"].startswith("text/event-stream")
        *pieces, (last, answer) = events(reply.text)
        assert {name for name, _ in pieces} == {"text"}
        assert "".join(data["text"] for _, data in pieces) == whole["text"]
        assert (last, answer["text"], answer["citations"]) == (
            "answer",
            whole["text"],
            whole["citations"],
        )


def test_indicators_are_the_tables_rows(client: TestClient, plan: Plan) -> None:
    rows = client.get("/api/v1/indicators").json()
    assert [row["name"] for row in rows] == [row.name for row in plan.indicators]
    productivity = next(row for row in rows if row["name"] == "劳动生产率")
    assert (productivity["base_year"], productivity["base"]["number"]) == (2020, 45.2)
    assert (productivity["target_year"], productivity["target"]["number"]) == (2025, 72.8)
    assert plan.markdown[productivity["start"] : productivity["end"]] == productivity["quote"]


def test_the_plan_comes_as_a_tree_with_its_passages(client: TestClient, plan: Plan) -> None:
    body = client.get("/api/v1/plan").json()
    assert body["sha256"] == hashlib.sha256(plan.markdown.encode()).hexdigest()

    def flat(sections: list[dict[str, Any]]) -> list[str]:
        return [h for s in sections for h in (s["heading"], *flat(s["sections"]))]

    assert flat(body["sections"]) == [section.heading for section in plan.sections]
    assert {section["level"] for section in body["sections"]} == {1}
    for passage in body["passages"]:
        assert plan.markdown[passage["start"] : passage["end"]] == passage["text"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": "问" * 4001}, 422),
        ({"question": 7}, 422),
        ({}, 422),
        ({"question": "公交", "surprise": 1}, 422),
        ({"question": "公交", "history": [{"role": "system", "content": "x"}]}, 422),
        ({"question": "公交", "history": [{"role": "user", "content": "x"}] * 51}, 422),
        ({"question": "公交", "history": [{"role": "user", "content": "x" * 8001}]}, 422),
        ({"question": ""}, 200),
    ],
)
def test_bodies_are_checked(client: TestClient, body: dict[str, Any], status: int) -> None:
    assert client.post("/api/v1/ask", json=body).status_code == status


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[" * 100_000, b'{"question": ' + b"9" * 50_000 + b"}", b"\xff\xfe", b"null"],
)
def test_what_is_no_json_is_the_clients_fault(client: TestClient, raw: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert client.post("/api/v1/ask", content=raw, headers=headers).status_code in (400, 422)


def test_half_a_surrogate_pair_is_answered(client: TestClient) -> None:
    raw = b'{"question": "\\ud800 \\udfff", "history": [{"role": "user", "content": "\\ud8aa"}]}'
    headers = {"Content-Type": "application/json"}
    assert client.post("/api/v1/ask", content=raw, headers=headers).status_code == 200


def test_unknown_paths_and_methods_are_named_so(client: TestClient) -> None:
    assert client.get("/api/v1/nothing").status_code == 404
    wrong = client.delete("/api/v1/ask")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert client.get("/v1/chat/completions").json()["error"]["code"] == "method_not_allowed"


def test_a_request_id_goes_from_the_caller_to_the_log_and_back(start: Start) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        client, _ = start()
        given = {"X-Request-ID": "caller-0001"}
        reply = client.post("/api/v1/ask", json={"question": QUESTION}, headers=given)
        forged = {"X-Request-ID": 'x", "level": "error'}
        other = client.post("/api/v1/ask", json={"question": QUESTION}, headers=forged)
    finally:
        root.removeHandler(handler)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert reply.headers["x-request-id"] == "caller-0001"
    mine = {line["logger"] for line in lines if line.get("request_id") == "caller-0001"}
    assert mine >= {"guiwen.question", "guiwen.request"}
    assert len(other.headers["x-request-id"]) == 32
    assert QUESTION not in out.getvalue()
    assert "路灯" not in out.getvalue()


def test_questions_are_logged_only_when_switched_on(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    start()[0].post("/api/v1/ask", json={"question": QUESTION})
    assert all(QUESTION not in str(vars(record)) for record in caplog.records)
    start(log_questions=True)[0].post("/api/v1/ask", json={"question": QUESTION})
    assert any(vars(record).get("question") == QUESTION for record in caplog.records)


def test_metrics_count_questions_steps_cache_and_requests(start: Start) -> None:
    client, _ = start()
    for _ in range(3):
        client.post("/api/v1/ask", json={"question": QUESTION})
    client.post("/api/v1/ask", json={"question": "青龙河公园门票多少钱?"})
    lines = client.get("/metrics").text.splitlines()
    for line in (
        'guiwen_questions_total{status="answered"} 3.0',
        'guiwen_questions_total{status="not_in_plan"} 1.0',
        'guiwen_cache_lookups_total{result="hit"} 2.0',
        'guiwen_cache_lookups_total{result="miss"} 2.0',
        "guiwen_question_seconds_count 2.0",
        'guiwen_step_seconds_count{step="embed"} 2.0',
        'guiwen_http_requests_total{code="200",method="POST"} 4.0',
        "guiwen_questions_waiting 0.0",
        "guiwen_index_ready 1.0",
    ):
        assert line in lines


def test_rebuilding_is_off_unless_a_key_is_set(start: Start) -> None:
    assert start()[0].post("/api/v1/admin/rebuild").status_code == 404
    client, _ = start(admin_key="correct horse")
    assert client.post("/api/v1/admin/rebuild").status_code == 401
    wrong = client.post("/api/v1/admin/rebuild", headers={"X-Admin-Key": "错".encode().hex()})
    assert wrong.status_code == 401


def test_the_document_describes_the_routes(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert {"/api/v1/ask", "/api/v1/indicators", "/api/v1/plan", "/v1/chat/completions"} <= set(
        document["paths"]
    )
    assert (
        "text/event-stream"
        in document["paths"]["/api/v1/ask"]["post"]["responses"]["200"]["content"]
    )
