"""Interface texts: one TOML file a language beside this one, the same keys in each."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "zh"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language, by dotted key.

    >>> load_texts("en")("plan.published", date="2022-11-24")
    'Published 2022-11-24'
    """

    language: str
    by_key: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its ``{places}`` filled.

        Raises:
            KeyError: for a key that the language's file does not hold.
        """
        return self.by_key[key].format(**values) if values else self.by_key[key]


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file, Chinese first."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (DEFAULT, *(language for language in found if language != DEFAULT))


@cache
def load_texts(language: str) -> Texts:
    """The texts of a language; those of the default language for one that has no file."""
    if language not in languages():
        language = DEFAULT
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Texts(
        language,
        {f"{group}.{key}": text for group, texts in data.items() for key, text in texts.items()},
    )
