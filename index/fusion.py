"""Fusion of the rankings.

Reciprocal rank fusion: score(d) = Σ_r w_r / (k + rank_r(d)), k = 60 (Cormack, Clarke & Büttcher,
"Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corpus import Passage
from index.sparse import Scores
from index.types import ViewHit

RRF_K = 60


def reciprocal_rank_fusion(
    rankings: Sequence[Scores], weights: Sequence[float], k: int = RRF_K
) -> npt.NDArray[np.float64]:
    """Fuse score arrays over the same documents; a score of 0 means "not ranked".

    Args:
        rankings: one float array (n_documents,) a ranker, higher is better.
    Returns:
        float64, (n_documents,).
    """
    fused = np.zeros(len(rankings[0]) if rankings else 0)
    for scores, weight in zip(rankings, weights, strict=True):
        order = np.argsort(-scores, kind="stable")
        ranked = order[scores[order] > 0]
        fused[ranked] += weight / (k + 1 + np.arange(len(ranked)))
    return fused


def fuse(
    passages: Sequence[Passage], dense: Mapping[str, Sequence[ViewHit]], lexical: Scores
) -> npt.NDArray[np.float64]:
    """One score a passage from its matching views (most similar first) and its BM25 score."""
    best = np.zeros(len(passages), np.float32)
    best_two = np.zeros(len(passages), np.float32)
    for i, passage in enumerate(passages):
        hits = dense.get(passage.id, ())
        if hits:
            best[i] = hits[0].similarity
            best_two[i] = hits[0].similarity + (hits[1].similarity if len(hits) > 1 else 0.0)
    return reciprocal_rank_fusion([best, best_two, lexical], [1.0, 1.0, 1.0])
