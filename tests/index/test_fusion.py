"""Reciprocal rank fusion, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, reciprocal_rank_fusion
from index.sparse import best_places


def test_two_rankers_worked_by_hand() -> None:
    """d0: 1/61 + 1/62; d1: 1/62 + 1/61; d2: 1/63 from the first only; d3: unranked."""
    first = np.array([3.0, 2.0, 1.0, 0.0], np.float32)
    second = np.array([1.0, 2.0, 0.0, 0.0], np.float32)
    fused = reciprocal_rank_fusion([first, second], [1.0, 1.0])
    assert fused.tolist() == pytest.approx([1 / 61 + 1 / 62, 1 / 62 + 1 / 61, 1 / 63, 0])


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30))
def test_one_ranker_keeps_its_order(values: list[float]) -> None:
    scores = np.array(values, np.float32)
    fused = reciprocal_rank_fusion([scores], [1.0])
    for i in range(len(values)):
        for j in range(len(values)):
            if values[i] > values[j] > 0:
                assert fused[i] > fused[j]


def test_candidates_worked_by_hand() -> None:
    """Views of passages 3, 1, 3, 0 are near; BM25 knows passages 2 and 1.

    Best view:      3 (.9), 1 (.8), 0 (.5)          1/61, 1/62, 1/63
    Best two views: 3 (1.5), 1 (.8), 0 (.5)         1/61, 1/62, 1/63
    BM25:           2 (7), 1 (4)                    1/61, 1/62
    """
    lexical = np.array([0, 4, 7, 0, 0], np.float32)
    places, scores = fuse([3, 1, 3, 0], [0.9, 0.8, 0.6, 0.5], lexical)
    assert places.tolist() == [1, 3, 0, 2]
    assert scores.tolist() == pytest.approx([3 / 62, 2 / 61, 2 / 63, 1 / 61])


def test_ties_keep_the_order_of_the_plan() -> None:
    """Every ranker gives passages 1 and 4 the same score: 1 stands first and takes the better rank
    of each, as it does wherever in the list the equal views are."""
    lexical = np.array([0, 2, 0, 0, 2], np.float32)
    for near in ([1, 4], [4, 1]):
        places, scores = fuse(near, [0.5, 0.5], lexical)
        assert places.tolist() == [1, 4]
        assert scores.tolist() == pytest.approx([3 / 61, 3 / 62])


def test_nothing_found_is_an_empty_ranking() -> None:
    places, scores = fuse([], [], np.zeros(3, np.float32))
    assert places.tolist() == scores.tolist() == []


@given(
    st.lists(st.tuples(st.integers(0, 29), st.sampled_from([0.9, 0.5, 0.1, -0.2])), max_size=40),
    st.lists(st.sampled_from([0.0, 1.0, 2.5]), min_size=30, max_size=30),
)
def test_candidates_rank_as_all_passages_do(
    near: list[tuple[int, float]], lexical: list[float]
) -> None:
    """Looking at candidates only changes nothing against arrays over the whole plan."""
    near.sort(key=lambda hit: -hit[1])
    best, best_two = np.zeros(30, np.float32), np.zeros(30, np.float32)
    for place in range(30):
        similar = [similarity for at, similarity in near if at == place]
        best[place] = similar[0] if similar else 0.0
        best_two[place] = sum(similar[:2])
    bm25 = np.array(lexical, np.float32)
    expected = reciprocal_rank_fusion([best, best_two, bm25], [1.0, 1.0, 1.0])
    places, scores = fuse([at for at, _ in near], [s for _, s in near], bm25)
    order = sorted(np.flatnonzero(expected).tolist(), key=lambda i: (-expected[i], i))
    assert places.tolist() == order
    assert scores.tolist() == expected[order].tolist()


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(1, 20))
def test_the_best_places_are_those_of_a_full_sort(values: list[int], limit: int) -> None:
    full = sorted(range(len(values)), key=lambda i: (-values[i], i))
    expected = [i for i in full if values[i] > 0][:limit]
    assert best_places(np.array(values, np.float32), limit).tolist() == expected
