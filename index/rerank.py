"""An optional cross-encoder that reorders the best passages; none by default."""

from collections.abc import Callable, Sequence

from sentence_transformers import CrossEncoder

from index.errors import EmbeddingModelError
from index.settings import IndexSettings

# Query and texts → one relevance score a text, higher is better.
Rerank = Callable[[str, Sequence[str]], list[float]]


def load_reranker(settings: IndexSettings) -> Rerank | None:
    """The configured sentence-transformers cross-encoder (Nogueira & Cho, "Passage Re-ranking with
    BERT", 2019).

    Raises:
        EmbeddingModelError: it cannot be loaded.
    """
    if not settings.rerank_model:
        return None
    try:
        model = CrossEncoder(settings.rerank_model)
    except Exception as error:
        raise EmbeddingModelError(
            f"GUIWEN_RERANK_MODEL={settings.rerank_model!r} cannot be loaded: {error}. "
            "Unset it, use a local folder, or set HF_HUB_OFFLINE=0 to download"
        ) from error

    def rerank(query: str, texts: Sequence[str]) -> list[float]:
        pairs = [(query, text) for text in texts]
        return [float(score) for score in model.predict(pairs, show_progress_bar=False)]

    return rerank
