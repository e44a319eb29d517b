"""Settings of the assistant, from the environment (``GUIWEN_…``) or a ``.env`` file."""

import os

from pydantic import Field, SecretStr

from index.settings import Settings


class AssistantSettings(Settings):
    """The LLM, when there is one, and the limits of a question."""

    llm_base_url: str | None = Field(
        None, description="an OpenAI-compatible endpoint; no LLM when empty"
    )
    llm_model: str = Field("default", description="model name sent to that endpoint")
    llm_api_key: SecretStr = Field(SecretStr("none"))
    llm_timeout_seconds: float = Field(
        30.0, gt=0, description="time for the LLM's whole answer; then the extractive one is given"
    )
    llm_max_tokens: int = Field(400, gt=0)
    question_max_characters: int = Field(500, ge=50, description="longer questions are cut")
    history_max_turns: int = Field(20, ge=0)
    passages: int = Field(10, ge=1, le=10, description="passages returned with an answer")
    claim_model: bool = Field(
        True, description="hold yes/no questions against the learned model beside the rules"
    )


class ServiceSettings(Settings):
    """Where the service listens, what it grants a client, and what it tells its operator."""

    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    allowed_hosts: str = Field("", description="host names it answers to, by commas; any if empty")
    trusted_proxies: str = Field(
        "", description="addresses by commas whose X-Forwarded-For is believed; none if empty"
    )
    api_keys: SecretStr = Field(
        SecretStr(""), description="keys by commas; the API is open to everyone when empty"
    )
    admin_key: SecretStr = Field(
        SecretStr(""), description="the key that may rebuild the index; nobody may when empty"
    )

    concurrent_questions: int = Field(0, ge=0, description="0 means one a core")
    queue_length: int = Field(256, ge=0, description="questions that wait; further ones get 503")
    answer_timeout_seconds: float = Field(60.0, gt=0, description="waiting and answering together")
    answer_cache: int = Field(1024, ge=0, description="answers kept in memory; 0 turns it off")
    rate_per_minute: float = Field(300.0, ge=0, description="POSTs a client may send; 0: any")
    rate_burst: int = Field(60, ge=1, description="POSTs that a client may send at once")
    max_connections: int = Field(1000, ge=1, description="open connections; further ones get 503")
    body_max_bytes: int = Field(262_144, ge=1024)
    body_timeout_seconds: float = Field(10.0, gt=0, description="for a request to arrive whole")
    send_timeout_seconds: float = Field(30.0, gt=0, description="for a client to take one piece")
    shutdown_timeout_seconds: int = Field(15, gt=0, description="for open answers after SIGTERM")

    log_questions: bool = Field(False, description="write the questions' text to the log")
    check_seconds: float = Field(30.0, gt=0, description="between two looks at the index")

    @property
    def workers(self) -> int:
        """Questions that are answered at the same time."""
        return self.concurrent_questions or os.cpu_count() or 1
