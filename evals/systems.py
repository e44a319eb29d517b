"""What is scored: the assistant, and the baselines that every table names beside it."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sentence_transformers import SentenceTransformer

from assistant import Answer, Assistant, RetrievedPassage, Turn
from assistant.answerability import Answerability
from corpus import Passage, Plan
from index.build import open_index
from index.cache import VectorCache
from index.embedding import encode_query
from index.engine import Vectors
from index.fusion import reciprocal_rank_fusion
from index.lexicon import Lexicon
from index.search import SearchIndex
from index.settings import IndexSettings

Ask = Callable[[str, Sequence[Turn]], Answer]
_TOP = 10
_ABLATION = "no-"
# These embed every question themselves, so that their times are those that a reader waits.
TIMED = ("guiwen", "llm")


class UnknownSystem(Exception):
    """A system was asked for by a name that does not exist."""


class Systems:
    """Every system by name, made when it is asked for.

    The baselines see follow-ups joined with the earlier user turns and answer with their first
    passage; they never refuse. With an LLM endpoint set, ``llm`` stands beside the extractive
    ``guiwen``. What only stands beside (not ``TIMED``) looks a question's vector up when another
    system has asked it before.
    """

    def __init__(self, assistant: Assistant, settings: IndexSettings) -> None:
        self.assistant = assistant
        index = assistant.index
        extractive, with_llm = assistant, assistant.settings.llm_base_url
        if with_llm:
            extractive = Assistant(index, assistant.settings)
        beside = copy.copy(index)
        beside.encoder = Remembered(index.encoder)  # type: ignore[assignment]  # it quacks alike
        self._made: dict[str, Ask] = {}
        self._make: dict[str, Callable[[], Ask]] = {"guiwen": lambda: extractive.ask}
        if with_llm:
            self._make["llm"] = lambda: assistant.ask
        self._make |= {
            "bm25": lambda: _baseline(index.plan, _bm25(beside)),
            "dense": lambda: _baseline(index.plan, _dense(beside, settings)),
            "rrf": lambda: _baseline(index.plan, _rrf(beside, settings)),
            "llamaindex-starter": lambda: _starter(beside, settings),
        }
        without = _without(Assistant(beside, assistant.settings), settings)
        self._make |= {f"{_ABLATION}{part}": make for part, make in without.items()}

    def names(self, chosen: Sequence[str] | None = None) -> Sequence[str]:
        """The chosen names; ``all``, or without any all but the ablations.

        Raises:
            UnknownSystem: one of them is of no system.
        """
        if not chosen:
            return [name for name in self._make if not name.startswith(_ABLATION)]
        if list(chosen) == ["all"]:
            return list(self._make)
        unknown = sorted(set(chosen) - set(self._make))
        if unknown:
            known = ", ".join(["all", *self._make])
            raise UnknownSystem(f"no system {unknown[0]!r}; there are: {known}")
        return chosen

    def ask(self, name: str) -> Ask:
        """The system of that name, made once."""
        if name not in self._made:
            self._made[name] = self._make[name]()
        return self._made[name]


def _starter(index: SearchIndex, settings: IndexSettings) -> Ask:
    from evals.starter import starter  # llama-index takes seconds to import

    retrieve = starter(index, partial(_documents, index, settings), _TOP)

    def ask(question: str, history: Sequence[Turn] = ()) -> Answer:
        passages = retrieve(joined(question, history))
        return Answer("answered", passages[0].text if passages else "", (), passages)

    return ask


class Remembered:
    """An encoder that embeds each question once."""

    def __init__(self, encoder: SentenceTransformer) -> None:
        self._encoder = encoder
        self._known: dict[str, Any] = {}

    def encode_query(self, text: str | list[str], **options: Any) -> Any:
        if not isinstance(text, str):
            return self._encoder.encode_query(text, **options)
        if text not in self._known:
            self._known[text] = self._encoder.encode_query(text, **options)
        return self._known[text]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def __getitem__(self, place: int) -> Any:
        return self._encoder[place]


def _without(assistant: Assistant, settings: IndexSettings) -> dict[str, Callable[[], Ask]]:
    """The assistant with one component switched off. Indexes that this needs are kept beside the
    real one."""
    index = assistant.index
    model = Answerability.load(index.plan)
    away = settings.beside("ablations")
    without_claims = assistant.settings.model_copy(update={"claim_model": False})

    def changed_index(other: SearchIndex, **change: Any) -> Ask:
        other = copy.copy(other)
        for name, value in {"encoder": index.encoder, **change}.items():
            setattr(other, name, value)
        return Assistant(other, assistant.settings).ask

    def unexpanded() -> Ask:
        return changed_index(open_index(away, plan=replace(index.plan, expansions=())))

    def unadapted() -> Ask:
        raw = away.model_copy(update={"adapt_embedding": False})
        return changed_index(open_index(raw, plan=index.plan))

    def changed_model(**change: Any) -> Ask:
        return Assistant(index, assistant.settings, model=model.changed(**change)).ask

    return {
        "expansions": unexpanded,
        "adapter": unadapted,
        "lexicon": lambda: changed_index(
            index, lexicon=Lexicon(index.plan, index.tokenizer.words, None)
        ),
        "learned-ranking": lambda: changed_model(
            ranking={"passage_rank": 1.0, "sentence_similarity": 1.0}
        ),
        "refusal": lambda: changed_model(refuses=False),
        "claim-model": lambda: Assistant(index, without_claims).ask,
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


def _documents(index: SearchIndex, settings: IndexSettings, texts: Sequence[str]) -> Vectors:
    """float32, (n_texts, dim): embedded once and kept beside the index."""
    known = VectorCache(settings.data_dir / "baselines", settings.embed_model, index.encoder)
    vectors = known.encode(texts, as_queries=False)
    known.save()
    return vectors


def _dense_matrix(index: SearchIndex, settings: IndexSettings) -> Vectors:
    """float32, (n_passages, dim)."""
    return _documents(index, settings, [p.text for p in index.plan.passages])


def _dense(
    index: SearchIndex, settings: IndexSettings
) -> Callable[[str], list[tuple[Passage, float]]]:
    matrix = _dense_matrix(index, settings)

    def rank(question: str) -> list[tuple[Passage, float]]:
        return _ordered(index.plan, matrix @ encode_query(index.encoder, question))

    return rank


def _rrf(
    index: SearchIndex, settings: IndexSettings
) -> Callable[[str], list[tuple[Passage, float]]]:
    from index.sparse import SparseIndex

    matrix = _dense_matrix(index, settings)
    texts = SparseIndex.build([index.tokenizer(p.text) for p in index.plan.passages])

    def rank(question: str) -> list[tuple[Passage, float]]:
        dense = matrix @ encode_query(index.encoder, question)
        lexical = texts.scores(index.tokenizer(question))
        return _ordered(index.plan, reciprocal_rank_fusion([dense, lexical], [1.0, 1.0]))

    return rank


def _ordered(plan: Plan, scores: Any) -> list[tuple[Passage, float]]:
    order = sorted(range(len(scores)), key=lambda i: (-float(scores[i]), i))
    return [(plan.passages[i], float(scores[i])) for i in order[:_TOP]]
