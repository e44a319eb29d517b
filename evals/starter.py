"""llama-index as its starter tutorial has it, with the project's embedding model."""

from collections.abc import Callable

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from pydantic import PrivateAttr
from sentence_transformers import SentenceTransformer

from assistant import RetrievedPassage
from index.embedding import encode_query
from index.search import SearchIndex


class _Embedding(BaseEmbedding):
    """The project's embedding model inside llama-index."""

    _encoder: SentenceTransformer = PrivateAttr()

    def __init__(self, encoder: SentenceTransformer) -> None:
        super().__init__(model_name="same as guiwen")
        self._encoder = encoder

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in encode_query(self._encoder, query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(x) for x in self._encoder.encode_document(text)]


def starter(index: SearchIndex, top: int) -> Callable[[str], tuple[RetrievedPassage, ...]]:
    """A question → the ``top`` nodes: one document, the default splitter, cosine similarity."""
    store = VectorStoreIndex.from_documents(
        [Document(text=index.plan.markdown)], embed_model=_Embedding(index.encoder)
    )
    retriever = store.as_retriever(similarity_top_k=top, llm=MockLLM())

    def retrieve(question: str) -> tuple[RetrievedPassage, ...]:
        return tuple(
            RetrievedPassage(n.node_id, n.get_content(), 0, 0, n.score or 0.0, "", "", "paragraph")
            for n in retriever.retrieve(question)
        )

    return retrieve
