"""A query → passages, best first: dense and lexical evidence, fused."""

import time
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial

from sentence_transformers import SentenceTransformer

from corpus import Plan
from index.adapter import Adapter
from index.dense import DenseIndex
from index.embedding import encode_query
from index.engine import Vectors
from index.errors import StoreUnavailable
from index.fusion import fuse
from index.lexicon import Lexicon
from index.rerank import Rerank
from index.sparse import Scores, SparseIndex
from index.tokens import Tokenizer
from index.types import SearchHit, View, ViewHit

_VIEWS_CONSIDERED = 200
# The questions that are embedded twice lie close together.
_ASKED_AT_ONCE = 8


@dataclass(frozen=True)
class SearchResult:
    """The passages found, the near misses met on the way, and what it took.

    ``view_bm25`` is the lexical score of every view, float32 (n_views,); ``unanswered_logit`` is
    the Adapter's; ``degraded`` tells that the vector store did not answer and only lexical evidence was
    used.
    """

    hits: tuple[SearchHit, ...]
    near_misses: tuple[ViewHit, ...]
    view_bm25: Scores
    unanswered_logit: float
    degraded: bool
    milliseconds: dict[str, float] = field(default_factory=dict)


class SearchIndex:
    """An opened index. It holds no per-query state and may be shared by threads."""

    def __init__(
        self,
        plan: Plan,
        views: list[View],
        encoder: SentenceTransformer,
        adapter: Adapter,
        tokenizer: Tokenizer,
        dense: DenseIndex,
        sparse: SparseIndex,
        sparse_views: SparseIndex,
        rerank: Rerank | None = None,
    ) -> None:
        self.plan = plan
        self.views = views
        self.encoder = encoder
        self.adapter = adapter
        self.tokenizer = tokenizer
        self.dense = dense
        self.sparse = sparse
        self.sparse_views = sparse_views
        self._rerank = rerank
        self.lexicon = Lexicon(plan, tokenizer.words)
        # A message is looked at as a whole and then, most often unchanged, searched for.
        self._encoded = lru_cache(maxsize=_ASKED_AT_ONCE)(partial(encode_query, encoder))

    @cached_property
    def view_by_id(self) -> dict[str, View]:
        return {view.id: view for view in self.views}

    @cached_property
    def _place_of(self) -> dict[str, int]:
        """Passage id → its place in the plan."""
        return {passage.id: place for place, passage in enumerate(self.plan.passages)}

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The ``limit`` best passages for a standalone query; ties keep the plan's order."""
        took: dict[str, float] = {}
        begin = time.perf_counter()
        raw = self._encoded(query)
        vector = self.adapter(raw, as_queries=True)
        unanswered = self.adapter.unanswered_logit(raw)
        took["embed"] = (time.perf_counter() - begin) * 1000
        begin = time.perf_counter()
        degraded = False
        near: list[ViewHit] = []
        try:
            near = self._nearest(vector)
        except StoreUnavailable:
            degraded = True
        took["dense"] = (time.perf_counter() - begin) * 1000
        begin = time.perf_counter()
        terms = self.terms(query)
        lexical = self.sparse.scores(terms)
        view_bm25 = self.sparse_views.scores(terms)
        took["sparse"] = (time.perf_counter() - begin) * 1000
        begin = time.perf_counter()
        hits = self._rank(near, lexical, limit)
        took["fuse"] = (time.perf_counter() - begin) * 1000
        if self._rerank is not None:
            begin = time.perf_counter()
            hits = self._reranked(self._rerank, query, hits)
            took["rerank"] = (time.perf_counter() - begin) * 1000
        misses = tuple(hit for hit in near if hit.view.kind == "unanswered")
        return SearchResult(tuple(hits), misses, view_bm25, unanswered, degraded, took)

    def attack_logit(self, message: str) -> float:
        """How much a message reads like an attack: the Adapter's log odds."""
        return self.adapter.attack_logit(self._encoded(message))

    def terms(self, query: str) -> list[str]:
        """The query's terms and those of the plan's own words for what it names."""
        return self.tokenizer(" ".join([query, *self.lexicon.expand(query)]))

    def _nearest(self, vector: Vectors) -> list[ViewHit]:
        found = self.dense.query(vector, min(_VIEWS_CONSIDERED, len(self.views)))
        return [ViewHit(self.view_by_id[i], similarity) for i, similarity in found]

    def _reranked(self, rerank: Rerank, query: str, hits: list[SearchHit]) -> list[SearchHit]:
        scores = rerank(query, [hit.passage.text for hit in hits])
        scored = [replace(h, score=s) for h, s in zip(hits, scores, strict=True)]
        return sorted(scored, key=lambda hit: -hit.score)

    def _rank(self, near: list[ViewHit], lexical: Scores, limit: int) -> list[SearchHit]:
        """The ``limit`` best passages; only those hit by either half are looked at."""
        answering = [hit for hit in near if hit.view.kind != "unanswered"]
        places = [self._place_of[hit.view.passage_id] for hit in answering]
        ranked, scores = fuse(places, [hit.similarity for hit in answering], lexical)
        hits: dict[int, list[ViewHit]] = {place: [] for place in ranked[:limit].tolist()}
        for place, hit in zip(places, answering, strict=True):
            if place in hits:
                hits[place].append(hit)
        return [
            SearchHit(self.plan.passages[place], score, tuple(hits[place]), float(lexical[place]))
            for place, score in zip(hits, scores.tolist(), strict=False)
        ]
