"""Build an index or open the current one. A build is atomic: it happens in a folder of its own
that is renamed when complete, so a build that dies half-way leaves the old index in place."""

import hashlib
import logging
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout
from sentence_transformers import SentenceTransformer
from tqdm import tqdm

from corpus import Plan, load_plan
from index.adapter import FITTING_STEPS, Adapter, fit_adapter
from index.cache import VectorCache
from index.dense import DenseIndex, connect
from index.embedding import load_encoder
from index.engine import Vectors
from index.errors import IndexBuildError, StoreUnavailable
from index.manifest import Manifest
from index.messages import attacks, plain
from index.rerank import Rerank, load_reranker
from index.search import SearchIndex
from index.settings import IndexSettings
from index.sparse import SparseIndex
from index.tokens import Tokenizer, plan_terms
from index.types import View
from index.views import build_views, heading_text

log = logging.getLogger(__name__)
_KEEP = 3
_BUILDING = "building-"
_LOCK_TIMEOUT_SECONDS = 900


def open_index(
    settings: IndexSettings | None = None,
    *,
    plan: Plan | None = None,
    unrelated: Sequence[str] | None = None,
    progress: bool = True,
    rebuild: bool = False,
) -> SearchIndex:
    """Open the index of the configured plan, building it first when it is missing or stale.

    Args:
        plan: a plan that is already loaded, instead of the configured one.
        unrelated: as `build_views` takes it.
        rebuild: build even when a whole index is there, unless another process just has.
    Raises:
        corpus.CorpusError: the plan cannot be read.
        EmbeddingModelError, StoreUnavailable, IndexBuildError: see their messages.
    """
    settings = settings or IndexSettings.read()
    plan = plan or load_plan(settings.plan)
    encoder = load_encoder(settings.embed_model)
    views = build_views(plan, unrelated)
    manifest = Manifest.of(plan, settings, views)
    root = settings.data_dir / "index"
    tokenizer = Tokenizer(plan_terms(plan))
    rerank = load_reranker(settings)

    def opened() -> SearchIndex | None:
        for folder in _folders(root, manifest):
            if found := _open(settings, folder, manifest, plan, views, encoder, tokenizer, rerank):
                return found
        return None

    before = _folders(root, manifest)
    if not rebuild and (found := opened()):
        return found
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / ".lock", timeout=_LOCK_TIMEOUT_SECONDS):
            # Another process may have built it while this one waited.
            waited = not rebuild or _folders(root, manifest) != before
            if waited and (found := opened()):
                return found
            _build(settings, root, manifest, plan, views, encoder, tokenizer, progress)
    except Timeout as error:
        raise IndexBuildError(
            f"another process has been building in {root} for {_LOCK_TIMEOUT_SECONDS} s; "
            "stop it or set GUIWEN_DATA_DIR to another folder"
        ) from error
    except OSError as error:
        raise IndexBuildError(
            f"the index cannot be written to {root}: {error.strerror or error}; free some disk "
            "space or set GUIWEN_DATA_DIR to a writable folder. An older index is untouched"
        ) from error
    if found := opened():
        return found
    raise IndexBuildError(f"the index just built in {root} cannot be opened; delete it and retry")


def index_folders(settings: IndexSettings, index: SearchIndex) -> list[Path]:
    """Where an opened index lies on the disk; empty when it has been deleted."""
    manifest = Manifest.of(index.plan, settings, index.views)
    return _folders(settings.data_dir / "index", manifest)


def _folders(root: Path, manifest: Manifest) -> list[Path]:
    """The folders of this very index: one as a rule, more while a new one takes over."""
    return sorted(root.glob(f"{manifest.fingerprint}*"))


def _collection(manifest: Manifest) -> str:
    return f"guiwen-{manifest.plan_id}-{manifest.fingerprint}"


def _draft_collection(settings: IndexSettings, manifest: Manifest) -> str:
    """Where vectors gather until they are complete. One name a data folder: on a shared server
    nobody else builds there, and the next build here clears away what a killed one left."""
    place = f"{socket.gethostname()}:{settings.data_dir.resolve()}"
    return f"{_collection(manifest)}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"


def _open(
    settings: IndexSettings,
    folder: Path,
    manifest: Manifest,
    plan: Plan,
    views: list[View],
    encoder: SentenceTransformer,
    tokenizer: Tokenizer,
    rerank: Rerank | None,
) -> SearchIndex | None:
    """The index when it is whole and current; a damaged one counts as absent."""
    if Manifest.load(folder / "manifest.json") != manifest:
        return None
    if not settings.chroma_url and not (folder / "chroma" / "chroma.sqlite3").exists():
        log.warning("the index in %s has no vector store; rebuilding it", folder)
        return None
    try:
        client = connect(settings, folder / "chroma")
        dense = DenseIndex.open(client, _collection(manifest))
        if dense is None or dense.count() != manifest.views:
            log.warning("the vector store is incomplete; rebuilding the index")
            return None
        adapter = Adapter.load(folder / "adapter.npz")
        sparse = SparseIndex.load(folder / "passages")
        sparse_views = SparseIndex.load(folder / "views")
    except Exception as error:  # whatever a damaged file makes the libraries raise
        if settings.chroma_url and isinstance(error, StoreUnavailable):
            raise
        log.warning("the index in %s is damaged (%s); rebuilding it", folder, error)
        return None
    return SearchIndex(
        plan, views, encoder, adapter, tokenizer, dense, sparse, sparse_views, rerank
    )


def _build(
    settings: IndexSettings,
    root: Path,
    manifest: Manifest,
    plan: Plan,
    views: list[View],
    encoder: SentenceTransformer,
    tokenizer: Tokenizer,
    progress: bool,
) -> None:
    for abandoned in root.glob(f"{_BUILDING}*"):  # the lock is ours: nobody is at work there
        shutil.rmtree(abandoned, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=root))
    try:
        _write_sparse(work, plan, views, tokenizer)
        _write_dense(settings, work, manifest, views, encoder, progress)
        manifest.save(work / "manifest.json")
        replaced = _folders(root, manifest)
        # A name of its own for every build: the new index is in place before the old one leaves,
        # and Chroma, which knows its databases by path, cannot take one for the other.
        work.rename(root / f"{manifest.fingerprint}-{work.name.removeprefix(_BUILDING)}")
        for old in replaced:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        raise
    except Exception as error:  # chromadb's own kinds, a full disk inside SQLite among them
        if settings.chroma_url and isinstance(error, StoreUnavailable):
            raise
        raise IndexBuildError(
            f"building the index failed: {error}. An older index is untouched"
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    complete = sorted(root.glob("*/manifest.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in complete[_KEEP:]:
        shutil.rmtree(old.parent, ignore_errors=True)


def _write_sparse(work: Path, plan: Plan, views: list[View], tokenizer: Tokenizer) -> None:
    """BM25 over passages, each with its headings and the questions that it answers (doc2query),
    and BM25 over the single views."""
    tokens = [tokenizer(view.text) for view in views]
    documents = {p.id: tokenizer(f"{heading_text(p)} {p.text}") for p in plan.passages}
    for view, terms in zip(views, tokens, strict=True):
        if view.kind == "question":
            documents[view.passage_id].extend(terms)
    SparseIndex.build([documents[p.id] for p in plan.passages]).save(work / "passages")
    SparseIndex.build(tokens).save(work / "views")


def _write_dense(
    settings: IndexSettings,
    work: Path,
    manifest: Manifest,
    views: list[View],
    encoder: SentenceTransformer,
    progress: bool,
) -> None:
    client = connect(settings, work / "chroma")
    try:
        dense = DenseIndex.create(client, _draft_collection(settings, manifest), len(views))
        asked = np.array([view.kind in ("question", "unanswered") for view in views])
        with _bar(len(views), progress, "建立索引 Building index", "条") as bar:
            cache = VectorCache(settings.vectors, settings.embed_model, encoder)
            vectors = _encoded(cache, views, asked, settings.build_threads, bar.update)
            honest, hostile = (
                cache.encode(messages, as_queries=True, threads=settings.build_threads)
                for messages in (plain(), attacks())
            )
            cache.save()
        with _bar(FITTING_STEPS, progress, "学习问法 Learning wordings", "步") as bar:
            adapter = fit_adapter(
                views, vectors, honest, hostile, bar.update, learn=manifest.adapted
            )
        adapter.save(work / "adapter.npz")
        for as_queries in (False, True):
            rows = np.flatnonzero(asked == as_queries)
            dense.add([views[i] for i in rows], adapter(vectors[rows], as_queries=as_queries))
        dense.publish(_collection(manifest))
    finally:
        client.close()


def _encoded(
    cache: VectorCache,
    views: list[View],
    asked: npt.NDArray[np.bool_],
    threads: int,
    progress: Callable[[int], Any],
) -> Vectors:
    """Raw vectors of all views, float32 (n_views, dim); ``asked`` says which are questions."""
    parts = {}
    for as_queries in (False, True):
        texts = [view.text for view, flag in zip(views, asked, strict=True) if flag == as_queries]
        parts[as_queries] = cache.encode(
            texts, as_queries=as_queries, threads=threads, progress=progress
        )
    vectors = np.zeros((len(views), parts[False].shape[1]), np.float32)
    vectors[~asked], vectors[asked] = parts[False], parts[True]
    return vectors


def _bar(total: int, shown: bool, label: str, unit: str) -> AbstractContextManager[Any]:
    if not shown:
        return nullcontext(_Silent())
    # A terminal sees it move; a log gets a line every ten seconds.
    pace = 0.1 if sys.stderr.isatty() else 10.0
    return tqdm(total=total, desc=label, unit=unit, ncols=80, mininterval=pace)


class _Silent:
    def update(self, done: int) -> None:
        """No bar to move."""
