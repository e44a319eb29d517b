"""Reciprocal rank fusion, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import reciprocal_rank_fusion


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
