"""What an index was built from; any difference makes it stale."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from corpus import Plan
from index.messages import attacks, plain
from index.settings import IndexSettings
from index.types import View

# Raise when views, tokens or the stored form change meaning.
SCHEMA_VERSION = 8


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hash of the plan and of all texts that the index learns from, embedding model, whether its space is adapted, schema
    version and number of views."""

    plan_id: str
    plan_sha256: str
    embed_model: str
    adapted: bool
    schema_version: int
    views: int

    @classmethod
    def of(cls, plan: Plan, settings: IndexSettings, views: Sequence[View]) -> "Manifest":
        digest = hashlib.sha256(plan.markdown.encode())
        names = [field.name for field in fields(View)]
        for view in views:
            told = [getattr(view, name) for name in names]
            digest.update(json.dumps(told, ensure_ascii=False).encode())
        digest.update(json.dumps([plain(), attacks()], ensure_ascii=False).encode())
        return cls(
            plan_id=plan.info.id,
            plan_sha256=digest.hexdigest(),
            embed_model=settings.embed_model,
            adapted=settings.adapt_embedding,
            schema_version=SCHEMA_VERSION,
            views=len(views),
        )

    @property
    def fingerprint(self) -> str:
        """A short name for exactly this index, safe in file and collection names."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Manifest | None":
        """None when there is none or it cannot be read: the index is then rebuilt."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
