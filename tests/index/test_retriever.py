"""The llama-index parts over the real index, and a reranker whose scores can be read."""

from collections.abc import Sequence

from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.schema import QueryBundle

from index.retriever import PlanRetriever, Reranker
from index.search import SearchIndex


def by_length(query: str, texts: Sequence[str]) -> list[float]:
    """The shorter the better."""
    return [-float(len(text)) for text in texts]


def test_nodes_are_passages_of_the_plan_best_first(index: SearchIndex) -> None:
    nodes = PlanRetriever(index, limit=5).retrieve("公交出行分担率")
    assert len(nodes) == 5
    for node in nodes:
        passage = index.plan.passage_by_id[node.node_id]
        assert node.get_content() == passage.text
        assert (node.node.start_char_idx, node.node.end_char_idx) == (passage.start, passage.end)  # type: ignore[attr-defined]
    scores = [node.score or 0.0 for node in nodes]
    assert scores == sorted(scores, reverse=True)
    assert "公交出行分担率达到30%以上" in nodes[0].get_content()


def test_a_reranker_reorders_nodes(index: SearchIndex) -> None:
    nodes = PlanRetriever(index).retrieve("公园")
    again = Reranker(by_length).postprocess_nodes(nodes, QueryBundle("公园"))
    lengths = [len(node.get_content()) for node in again]
    assert lengths == sorted(lengths)
    assert {n.node_id for n in again} == {n.node_id for n in nodes}


def test_it_plugs_into_a_llama_index_engine(index: SearchIndex) -> None:
    from llama_index.core.llms import MockLLM

    engine = RetrieverQueryEngine.from_args(
        PlanRetriever(index, limit=3), llm=MockLLM(), response_mode=ResponseMode.COMPACT
    )
    assert len(engine.query("村卫生所").source_nodes) == 3
