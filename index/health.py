"""Is an index that is being served still whole, in memory and on the disk?"""

from pathlib import Path

import numpy as np

from index.build import index_folders
from index.errors import StoreUnavailable
from index.search import SearchIndex
from index.settings import IndexSettings

Sizes = dict[Path, int]


def sizes(settings: IndexSettings, index: SearchIndex) -> Sizes:
    """The files of an index with their sizes in bytes."""
    files = (p for folder in index_folders(settings, index) for p in folder.rglob("*"))
    return {path: path.stat().st_size for path in files if path.is_file()}


def file_fault(healthy: Sizes) -> str:
    """What is wrong with files that were ``healthy`` when the index was opened; "" for nothing.

    Serving never writes, so that a file which is gone or has become smaller is damaged, even while
    memory still holds what was in it.
    """
    if not healthy:
        return "its folder is gone"
    for path, size in healthy.items():
        try:
            if path.stat().st_size < size:
                return f"{path.name} is truncated"
        except OSError:
            return f"{path.name} is gone"
    return ""


def store_fault(index: SearchIndex) -> str:
    """What is wrong with the vector store, asked with a query; "" for nothing."""
    direction = np.zeros(index.adapter.matrix.shape[0], np.float32)
    direction[0] = 1.0
    try:
        found = index.dense.count()
        index.dense.query(direction, 1)
    except StoreUnavailable as error:
        return str(error)
    return "" if found == len(index.views) else f"its store holds {found} of {len(index.views)}"
