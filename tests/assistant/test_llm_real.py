"""The LLM path against a real model behind a real OpenAI-compatible server.

The model is tiny and its Chinese is bad: an honest opponent for the verifier. Only the protocol and
the fallback are asserted, never its prose.
"""

import copy
from collections.abc import Iterator

import pytest
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike

from assistant import Assistant
from assistant.llm import Writer
from assistant.numerals import flat
from assistant.settings import AssistantSettings
from assistant.verify import ungrounded_numbers
from tests.assistant.smollm import smollm

QUESTIONS = (
    "城区路灯覆盖率要达到多少?",
    "劳动生产率2025年目标是多少?",
    "高新技术企业到2025年要达到多少家?",
)
pytest.importorskip("xllamacpp", reason="no wheel for this platform")
# "used" only when every check held; whatever else happened, the extractive answer was given.
OUTCOMES = {"used", "rejected", "timed out", "cut off", "empty", "too long"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with smollm() as url:
        yield url


def with_smollm(assistant: Assistant, endpoint: str, **limits: float) -> Assistant:
    """The shared assistant with the real model."""
    settings = AssistantSettings.model_validate(
        {"llm_base_url": endpoint, "llm_model": "smollm", "llm_timeout_seconds": 60, **limits}
    )
    other = copy.copy(assistant)
    other._writer = Writer.from_settings(settings, assistant.index)
    return other


def test_the_server_streams_the_chat_protocol(endpoint: str) -> None:
    llm = OpenAILike(
        model="smollm", api_base=endpoint, api_key="none", max_tokens=4, is_chat_model=True
    )
    responses = list(llm.stream_chat([ChatMessage(role="user", content="Say hello.")]))
    assert responses[-1].message.content
    assert responses[-1].raw is not None


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_real_model_never_makes_an_answer_wrong(
    assistant: Assistant, endpoint: str, question: str
) -> None:
    extractive = assistant.ask(question)
    answer = with_smollm(assistant, endpoint, llm_max_tokens=60).ask(question)
    assert answer.trace["llm"] in OUTCOMES
    assert answer.status == extractive.status == "answered"
    assert answer.citations == extractive.citations
    assert not ungrounded_numbers(answer.text, answer.citations, question)
    if answer.trace["llm"] != "used":
        assert answer.text == extractive.text
    assert flat(answer.text)


def test_a_real_model_that_is_too_slow_is_given_up(assistant: Assistant, endpoint: str) -> None:
    answer = with_smollm(assistant, endpoint, llm_timeout_seconds=0.2).ask(QUESTIONS[0])
    assert answer.trace["llm"] == "timed out"
    assert answer.text == assistant.ask(QUESTIONS[0]).text
