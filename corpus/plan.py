"""A plan's folder → a Plan."""

import tomllib
from pathlib import Path
from typing import Any

from corpus.errors import PlanFormatError, PlanNotFound
from corpus.expansions import load_expansions
from corpus.indicators import parse_indicators
from corpus.markdown import parse_passages, parse_sections, parse_title
from corpus.types import Plan, PlanInfo

DEFAULT_PLAN = Path(__file__).parent / "luohe"


def load_plan(folder: Path | str = DEFAULT_PLAN) -> Plan:
    """Read ``plan.md``, ``plan.toml`` and ``expansions/`` of a plan's folder.

    Raises:
        PlanNotFound: the folder or one of its two files is missing.
        PlanFormatError: a file is not in the canonical form.
    """
    folder = Path(folder)
    markdown = _read(folder / "plan.md")
    info = parse_info(_read(folder / "plan.toml"))
    passages = parse_passages(markdown, info.id)
    if not passages:
        raise PlanFormatError(f"{folder / 'plan.md'} holds no paragraph")
    return Plan(
        info=info,
        title=parse_title(markdown),
        markdown=markdown,
        sections=parse_sections(markdown),
        passages=passages,
        indicators=parse_indicators(markdown, passages),
        expansions=load_expansions(folder / "expansions", markdown),
    )


def parse_info(text: str) -> PlanInfo:
    """Raises PlanFormatError when the TOML is broken, a key is missing or a key is unknown."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
        data["place_names"] = tuple(data["place_names"])
        data["suggestions"] = tuple(
            (reader, tuple(questions)) for reader, questions in data.get("suggestions", {}).items()
        )
        return PlanInfo(**data)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise PlanFormatError(f"plan.toml: {error}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PlanNotFound(
            f"{path} is missing: a plan is a folder with plan.md and plan.toml "
            "(set GUIWEN_PLAN to one, see corpus/luohe)"
        ) from error
    except (UnicodeDecodeError, OSError) as error:
        raise PlanFormatError(f"{path} cannot be read as UTF-8 text: {error}") from error
