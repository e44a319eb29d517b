"""llama-index as its starter tutorial has it, with the project's embedding model."""

from collections.abc import Callable, Sequence

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from pydantic import PrivateAttr
from sentence_transformers import SentenceTransformer

from assistant import RetrievedPassage
from index.embedding import encode_query
from index.engine import Vectors
from index.search import SearchIndex

Documents = Callable[[Sequence[str]], Vectors]


class _Embedding(BaseEmbedding):
    """The project's embedding model inside llama-index."""

    _encoder: SentenceTransformer = PrivateAttr()
    _documents: Documents = PrivateAttr()

    def __init__(self, encoder: SentenceTransformer, documents: Documents) -> None:
        super().__init__(model_name="same as guiwen", embed_batch_size=1000)
        self._encoder = encoder
        self._documents = documents

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in encode_query(self._encoder, query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in vector] for vector in self._documents(texts)]


def starter(
    index: SearchIndex, documents: Documents, top: int
) -> Callable[[str], tuple[RetrievedPassage, ...]]:
    """A question → the ``top`` nodes: one document, the default splitter, cosine similarity.
    ``documents`` embeds texts, float32, (n_texts, dim)."""
    store = VectorStoreIndex.from_documents(
        [Document(text=index.plan.markdown)], embed_model=_Embedding(index.encoder, documents)
    )
    retriever = store.as_retriever(similarity_top_k=top, llm=MockLLM())

    def retrieve(question: str) -> tuple[RetrievedPassage, ...]:
        return tuple(
            RetrievedPassage(n.node_id, n.get_content(), 0, 0, n.score or 0.0, "", "", "paragraph")
            for n in retriever.retrieve(question)
        )

    return retrieve
