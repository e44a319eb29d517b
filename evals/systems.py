"""What is scored: the assistant, and the baselines that every table names beside it."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from pydantic import PrivateAttr
from sentence_transformers import SentenceTransformer

from assistant import Answer, Assistant, RetrievedPassage, Turn
from assistant.answerability import Answerability
from corpus import Passage, Plan
from index.build import open_index
from index.embedding import encode_query
from index.fusion import reciprocal_rank_fusion
from index.lexicon import Lexicon
from index.search import SearchIndex
from index.settings import IndexSettings

Ask = Callable[[str, Sequence[Turn]], Answer]
_TOP = 10


class UnknownSystem(Exception):
    """A system was asked for by a name that does not exist."""


def systems(
    assistant: Assistant, settings: IndexSettings, names: Sequence[str] | None = None
) -> dict[str, Ask]:
    """Name → system; all of them without ``names``. The baselines see follow-ups joined with the earlier user turns and answer
    with their first passage; they never refuse. With an LLM endpoint set, ``llm`` stands beside the
    extractive ``guiwen``."""
    index = assistant.index
    with_llm = assistant.ask
    if assistant.settings.llm_base_url:
        assistant = Assistant(index, assistant.settings)
    every: dict[str, Callable[[], Ask]] = {"guiwen": lambda: assistant.ask}
    if assistant.settings.llm_base_url:
        every["llm"] = lambda: with_llm
    every |= {
        "bm25": lambda: _baseline(index.plan, _bm25(index)),
        "dense": lambda: _baseline(index.plan, _dense(index)),
        "rrf": lambda: _baseline(index.plan, _rrf(index)),
        "llamaindex-starter": lambda: _starter(index),
    }
    every |= {f"no-{part}": make for part, make in _without(assistant, settings).items()}
    unknown = sorted(set(names or ()) - set(every))
    if unknown:
        raise UnknownSystem(f"no system {unknown[0]!r}; there are: {', '.join(every)}")
    return {name: every[name]() for name in names or every}


def _without(assistant: Assistant, settings: IndexSettings) -> dict[str, Callable[[], Ask]]:
    """The assistant with one component switched off. Indexes that this needs are kept beside the
    real one."""
    index = assistant.index
    model = Answerability.load(index.plan)
    away = settings.beside("ablations")

    def rebuilt(**change: Any) -> Ask:
        plan = replace(index.plan, **change)
        return Assistant(open_index(away, plan=plan), assistant.settings).ask

    def unadapted() -> Ask:
        raw = away.model_copy(update={"adapt_embedding": False})
        return Assistant(open_index(raw, plan=index.plan), assistant.settings).ask

    def changed_index(**change: Any) -> Ask:
        other = copy.copy(index)
        for name, value in change.items():
            setattr(other, name, value)
        return Assistant(other, assistant.settings).ask

    def changed_model(**change: Any) -> Ask:
        return Assistant(index, assistant.settings, model=model.changed(**change)).ask

    return {
        "expansions": lambda: rebuilt(expansions=()),
        "adapter": unadapted,
        "lexicon": lambda: changed_index(lexicon=Lexicon(index.plan, index.tokenizer.words, None)),
        "learned-ranking": lambda: changed_model(
            ranking={"passage_rank": 1.0, "sentence_similarity": 1.0}
        ),
        "refusal": lambda: changed_model(refuses=False),
        "history": lambda: lambda question, history: assistant.ask(question),
    }


def _baseline(plan: Plan, rank: Callable[[str], list[tuple[Passage, float]]]) -> Ask:
    def ask(question: str, history: Sequence[Turn] = ()) -> Answer:
        found = rank(joined(question, history))[:_TOP]
        passages = tuple(
            RetrievedPassage(p.id, p.text, p.start, p.end, s, p.chapter, p.section, p.kind)
            for p, s in found
        )
        return Answer("answered", passages[0].text if passages else "", (), passages)

    return ask


def joined(question: str, history: Sequence[Turn]) -> str:
    """A follow-up with the user turns before it: what a pipeline without rewriting sends."""
    return " ".join([*(t["content"] for t in history if t["role"] == "user"), question])


def _bm25(index: SearchIndex) -> Callable[[str], list[tuple[Passage, float]]]:
    from index.sparse import SparseIndex

    texts = SparseIndex.build([index.tokenizer(p.text) for p in index.plan.passages])

    def rank(question: str) -> list[tuple[Passage, float]]:
        return _ordered(index.plan, texts.scores(index.tokenizer(question)))

    return rank


def _dense_matrix(index: SearchIndex) -> Any:
    from index.embedding import encode_many

    return encode_many(index.encoder, [p.text for p in index.plan.passages], as_queries=False)


def _dense(index: SearchIndex) -> Callable[[str], list[tuple[Passage, float]]]:
    matrix = _dense_matrix(index)

    def rank(question: str) -> list[tuple[Passage, float]]:
        return _ordered(index.plan, matrix @ encode_query(index.encoder, question))

    return rank


def _rrf(index: SearchIndex) -> Callable[[str], list[tuple[Passage, float]]]:
    from index.sparse import SparseIndex

    matrix = _dense_matrix(index)
    texts = SparseIndex.build([index.tokenizer(p.text) for p in index.plan.passages])

    def rank(question: str) -> list[tuple[Passage, float]]:
        dense = matrix @ encode_query(index.encoder, question)
        lexical = texts.scores(index.tokenizer(question))
        return _ordered(index.plan, reciprocal_rank_fusion([dense, lexical], [1.0, 1.0]))

    return rank


def _ordered(plan: Plan, scores: Any) -> list[tuple[Passage, float]]:
    order = sorted(range(len(scores)), key=lambda i: (-float(scores[i]), i))
    return [(plan.passages[i], float(scores[i])) for i in order[:_TOP]]


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


def _starter(index: SearchIndex) -> Ask:
    """llama-index as its starter tutorial has it: one document, default splitter, top passages."""
    store = VectorStoreIndex.from_documents(
        [Document(text=index.plan.markdown)], embed_model=_Embedding(index.encoder)
    )
    retriever = store.as_retriever(similarity_top_k=_TOP, llm=MockLLM())

    def ask(question: str, history: Sequence[Turn] = ()) -> Answer:
        nodes = retriever.retrieve(joined(question, history))
        passages = tuple(
            RetrievedPassage(n.node_id, n.get_content(), 0, 0, n.score or 0.0, "", "", "paragraph")
            for n in nodes
        )
        return Answer("answered", passages[0].text if passages else "", (), passages)

    return ask
