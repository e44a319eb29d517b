"""The search as llama-index parts, so that it plugs into llama-index's engines."""

from typing import Any

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from index.rerank import Rerank
from index.search import SearchIndex
from index.types import SearchHit


class PlanRetriever(BaseRetriever):
    """Retrieves passages of the plan, best first; a node's id is the passage's."""

    def __init__(self, index: SearchIndex, limit: int = 10, **kwargs: Any) -> None:
        self._index = index
        self._limit = limit
        super().__init__(**kwargs)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        result = self._index.search(query_bundle.query_str, self._limit)
        return [to_node(hit) for hit in result.hits]


class Reranker(BaseNodePostprocessor):
    """Reorders retrieved nodes with a cross-encoder."""

    _rerank: Rerank = PrivateAttr()

    def __init__(self, rerank: Rerank) -> None:
        super().__init__()
        self._rerank = rerank

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        query = query_bundle.query_str if query_bundle else ""
        scores = self._rerank(query, [node.get_content() for node in nodes])
        scored = [
            NodeWithScore(node=node.node, score=score)
            for node, score in zip(nodes, scores, strict=True)
        ]
        return sorted(scored, key=lambda node: -(node.score or 0.0))


def to_node(hit: SearchHit) -> NodeWithScore:
    """A passage as a node: its text, its place in the plan, its score."""
    passage = hit.passage
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={"chapter": passage.chapter, "section": passage.section, "kind": passage.kind},
    )
    return NodeWithScore(node=node, score=hit.score)
