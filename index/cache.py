"""Vectors of texts that were embedded before, so that a rebuild embeds only what changed."""

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import SentenceTransformer

from index.embedding import dimension, encode_many
from index.engine import Vectors

log = logging.getLogger(__name__)
# Embedded anew whenever the cache is opened: a model that was exchanged under the same name
# gives another vector, and its old vectors are forgotten.
_PROBE = "规划目标"
_SAME = 1e-4


class VectorCache:
    """One file a model: a 16-byte digest of each text and its float32 vector, row by row."""

    def __init__(self, folder: Path, model: str, encoder: SentenceTransformer) -> None:
        self._path = folder / f"{re.sub(r'[^0-9A-Za-z.-]+', '-', model)}.npz"
        self._encoder = encoder
        self._probe = encode_many(encoder, [_PROBE], as_queries=True)
        self._rows: dict[bytes, int] = {}
        self._vectors = np.zeros((0, dimension(encoder)), np.float32)
        self._load()

    def encode(
        self,
        texts: Sequence[str],
        *,
        as_queries: bool,
        threads: int = 0,
        progress: Callable[[int], Any] = lambda done: None,
    ) -> Vectors:
        """What `encode_many` gives, float32 (n_texts, dim), looked up where it can be."""
        keys = [_digest(text, as_queries) for text in texts]
        unknown = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows
        }
        progress(len(texts) - len(unknown))
        fresh = encode_many(
            self._encoder,
            list(unknown.values()),
            as_queries=as_queries,
            threads=threads,
            progress=progress,
        )
        self._rows.update((key, len(self._vectors) + i) for i, key in enumerate(unknown))
        self._vectors = np.concatenate([self._vectors, fresh])
        return np.asarray(self._vectors[[self._rows[key] for key in keys]], dtype=np.float32)

    def save(self) -> None:
        """Replace the file as a whole.

        Raises:
            OSError: it cannot be written; the old file is untouched.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".npz", dir=self._path.parent)
        os.close(handle)
        written = Path(name)
        try:
            keys = np.frombuffer(b"".join(self._rows), np.uint8).reshape(-1, 16)
            np.savez(written, keys=keys, vectors=self._vectors, probe=self._probe)
            written.replace(self._path)
        finally:
            written.unlink(missing_ok=True)

    def _load(self) -> None:
        """A file that is absent, damaged or another model's counts as empty."""
        if not self._path.exists():
            return
        try:
            with np.load(self._path) as stored:
                keys, vectors, probe = stored["keys"], stored["vectors"], stored["probe"]
            if probe.shape == self._probe.shape and np.abs(probe - self._probe).max() < _SAME:
                self._rows = {key.tobytes(): row for row, key in enumerate(keys)}
                self._vectors = vectors
        except Exception as error:  # noqa: BLE001  whatever a damaged file makes NumPy raise
            log.warning("the cached vectors in %s cannot be read (%s)", self._path, error)


def _digest(text: str, as_queries: bool) -> bytes:
    role = "query" if as_queries else "document"
    return hashlib.blake2b(f"{role}\0{text}".encode(), digest_size=16).digest()
