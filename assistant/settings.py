"""Settings of the assistant, from the environment (``GUIWEN_…``) or a ``.env`` file."""

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


class ServiceSettings(Settings):
    """Where the page is served."""

    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
