"""BM25 over tokens, on bm25s (Lù, "BM25S: Orders of magnitude faster lexical search", 2024)."""

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


class SparseIndex:
    """Okapi BM25 (Robertson & Zaragoza, 2009; Lucene's variant) over a fixed list of documents."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "SparseIndex":
        """Index documents given as terms."""
        bm25 = bm25s.BM25()
        bm25.index([list(terms) for terms in documents], show_progress=False)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path) -> "SparseIndex":
        return cls(bm25s.BM25.load(str(folder)))

    def save(self, folder: Path) -> None:
        self._bm25.save(str(folder))

    def scores(self, terms: Sequence[str]) -> Scores:
        """The score of every document: float32, (n_documents,); 0 where no term occurs."""
        known = [term for term in terms if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)


def best_places(scores: Scores, limit: int) -> npt.NDArray[np.intp]:
    """The places of the ``limit`` highest scores above 0, best first; ties keep their order.

    >>> best_places(np.array([0, 2, 1, 2, 0, 1], np.float32), 3).tolist()
    [1, 3, 2]
    """
    found = np.flatnonzero(scores > 0)
    values = scores[found]
    if len(found) > limit:
        least = np.partition(values, -limit)[-limit]
        ties = np.flatnonzero(values == least)
        spare = limit - int(np.count_nonzero(values > least))
        values[ties[spare:]] = 0
        kept = np.flatnonzero(values >= least)
        found, values = found[kept], values[kept]
    return found[np.argsort(-values, kind="stable")]
