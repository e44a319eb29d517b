"""Fusion of the rankings.

Reciprocal rank fusion: score(d) = Σ_r w_r / (k + rank_r(d)), k = 60 (Cormack, Clarke & Büttcher,
"Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.sparse import Scores, best_places

RRF_K = 60
# What a ranker puts below this place adds less than 1/1060 to a score: it is left out, so that the
# work does not grow with the plan.
LEXICAL_CANDIDATES = 1000

Places = npt.NDArray[np.intp]


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
    places: Sequence[int], similarities: Sequence[float], lexical: Scores
) -> tuple[Places, npt.NDArray[np.float64]]:
    """Candidates, best first, from the views near the query and the passages' BM25 scores.

    Three rankings are fused: the most similar view, the two most similar views, BM25.

    Args:
        places: the place of the passage of each near view, the most similar view first.
        similarities: of those views, in the same order.
        lexical: float32, (n_passages,); 0 where no term occurs.
    Returns:
        Places of passages and their scores, all above 0; ties keep the passages' order.
    """
    best: dict[int, float] = {}
    second: dict[int, float] = {}
    for place, similarity in zip(places, similarities, strict=True):
        if place not in best:
            best[place] = similarity
        elif place not in second:
            second[place] = similarity
    said = best_places(lexical, LEXICAL_CANDIDATES)
    near = np.fromiter(best, np.intp, len(best))
    candidates = np.union1d(near, said)
    rankings = [np.zeros(len(candidates), np.float32) for _ in range(3)]
    slots = np.searchsorted(candidates, near)
    rankings[0][slots] = list(best.values())
    rankings[1][slots] = [one + second.get(place, 0.0) for place, one in best.items()]
    rankings[2][np.searchsorted(candidates, said)] = lexical[said]
    fused = reciprocal_rank_fusion(rankings, [1.0, 1.0, 1.0])
    order = np.argsort(-fused, kind="stable")
    order = order[fused[order] > 0]
    return candidates[order], fused[order]
