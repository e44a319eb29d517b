"""Means with their uncertainty, and the paired test of two runs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_RESAMPLES = 1000
_SEED = 20210101


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its 95 % bootstrap interval and the number of values."""

    value: float
    low: float
    high: float
    n: int


def bootstrap(values: Sequence[float]) -> Mean | None:
    """Percentile bootstrap (Efron, 1979), 1000 resamples, fixed seed; None without values."""
    if not values:
        return None
    data = np.asarray(values)
    random = np.random.default_rng(_SEED)
    means = data[random.integers(0, len(data), (_RESAMPLES, len(data)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Mean(float(data.mean()), float(low), float(high), len(data))


@dataclass(frozen=True, slots=True)
class Paired:
    """Two runs on the same questions: ids won and lost by the second, and the p-value."""

    won: tuple[str, ...]
    lost: tuple[str, ...]
    p_value: float


def paired(before: Mapping[str, float], after: Mapping[str, float]) -> Paired:
    """The exact sign test on the questions whose score changed (McNemar's test, exact form).

    >>> paired({"a": 0, "b": 1, "c": 0}, {"a": 1, "b": 1, "c": 1}).p_value
    0.5
    """
    common = [key for key in before if key in after]
    won = tuple(key for key in common if after[key] > before[key])
    lost = tuple(key for key in common if after[key] < before[key])
    return Paired(won, lost, sign_test(len(won), len(lost)))


def sign_test(wins: int, losses: int) -> float:
    """Two-sided exact binomial p-value for wins against losses at even odds."""
    total = wins + losses
    if not total:
        return 1.0
    tail = sum(math.comb(total, k) for k in range(min(wins, losses) + 1))
    return min(1.0, 2.0 * float(tail) / float(2**total))
