"""The clients that people use, against a real server process."""

import os
import sys
from typing import Any

import openai
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from assistant import Assistant
from index.search import SearchIndex
from tests.server import ROOT
from tests.service.conftest import KEY
from tests.service.process import Service

QUESTION = "城区路灯覆盖率要达到多少?"
TOOLS = ["ask", "lookup_indicator", "read_section"]


@pytest.fixture(scope="module")
def chat(started: Service) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{started.url}/v1", api_key=KEY, max_retries=0)


def test_openai_gets_an_answer_with_its_sources(chat: openai.OpenAI, assistant: Assistant) -> None:
    expected = assistant.ask(QUESTION)
    assert [model.id for model in chat.models.list()] == ["guiwen"]
    done = chat.chat.completions.create(
        model="guiwen",
        messages=[{"role": "system", "content": "说英语"}, {"role": "user", "content": QUESTION}],
        temperature=0.2,
        max_tokens=50,
    )
    said = done.choices[0].message.content or ""
    assert said.startswith(expected.text)
    assert f"[1] “{expected.citations[0].quote}”" in said
    assert done.choices[0].finish_reason == "stop"
    details: Any = (done.model_extra or {})["guiwen"]
    assert details["status"] == "answered"
    assert details["citations"][0]["start"] == expected.citations[0].start
    assert done.usage is not None
    assert done.usage.completion_tokens == len(said)


def test_openai_streams_the_same_answer(chat: openai.OpenAI) -> None:
    messages: Any = [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]
    whole = chat.chat.completions.create(model="guiwen", messages=messages)
    stream = chat.chat.completions.create(
        model="guiwen", messages=messages, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert chunks[-1].usage == whole.usage
    assert chunks[-2].choices[0].finish_reason == "stop"


def test_openai_resolves_a_follow_up(chat: openai.OpenAI) -> None:
    done = chat.chat.completions.create(
        model="guiwen",
        messages=[
            {"role": "user", "content": "劳动生产率2025年目标是多少?"},
            {"role": "assistant", "content": "72.8万元/人·年"},
            {"role": "user", "content": "那2020年呢?"},
        ],
    )
    assert "45.2" in (done.choices[0].message.content or "")


def test_openai_understands_the_errors(chat: openai.OpenAI, started: Service) -> None:
    with pytest.raises(openai.BadRequestError, match="no user message"):
        chat.chat.completions.create(model="guiwen", messages=[{"role": "system", "content": "x"}])
    with pytest.raises(openai.BadRequestError, match="longer than 4000"):
        chat.chat.completions.create(
            model="guiwen", messages=[{"role": "user", "content": "问" * 4001}]
        )
    stranger = openai.OpenAI(base_url=f"{started.url}/v1", api_key="wrong", max_retries=0)
    with pytest.raises(openai.AuthenticationError, match="a key is needed"):
        stranger.models.list()


async def use_tools(client: Client) -> list[str]:
    """What every MCP client must be able to do, whatever the transport; the tools that it found."""
    found = [tool.name for tool in (await client.list_tools()).tools]
    asked = await client.call_tool("ask", {"question": QUESTION})
    body: Any = asked.structured_content
    assert (asked.is_error, body["status"]) == (False, "answered")
    assert "100%" in body["text"]
    rows: Any = (await client.call_tool("lookup_indicator", {"name": "生产率"})).structured_content
    assert [row["target"]["number"] for row in rows["result"]] == [72.8]
    none: Any = (await client.call_tool("lookup_indicator", {"name": "月球"})).structured_content
    assert none["result"] == []
    read = await client.call_tool("read_section", {"heading": "构建综合交通体系"})
    assert "公共交通村村行" in str(read.content[0])
    for heading in ("../../etc/passwd", "%00", "第九十九章"):
        assert (await client.call_tool("read_section", {"heading": heading})).is_error
    too_long = await client.call_tool("ask", {"question": "问" * 4001})
    assert too_long.is_error
    return found


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_mcp_over_http(started: Service, mode: str) -> None:
    import anyio
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    async def run() -> list[str]:
        keyed = httpx2.AsyncClient(headers={"Authorization": f"Bearer {KEY}"})
        transport = streamable_http_client(f"{started.url}/mcp", http_client=keyed)
        async with keyed, Client(transport, mode=mode) as client:
            return await use_tools(client)

    assert anyio.run(run) == TOOLS


def test_mcp_over_stdio(index: SearchIndex) -> None:
    import anyio

    async def run() -> list[str]:
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "assistant.service.mcp"],
            cwd=str(ROOT),
            env=dict(os.environ),
        )
        async with Client(stdio_client(command)) as client:
            return await use_tools(client)

    assert anyio.run(run) == TOOLS
