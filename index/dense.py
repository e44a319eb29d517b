"""Vectors in Chroma: embedded by default, a Chroma server by URL.

Chroma holds vectors and the passage id that each belongs to, never text: a citation is always
read from the plan itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import NotFoundError

from index.breaker import Breaker
from index.engine import Vectors
from index.errors import StoreUnavailable
from index.settings import IndexSettings
from index.types import View

# A wide beam: the query's cost is dominated by its embedding, so recall is cheap here.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}
# Digits of a similarity that do not depend on how it was summed up.
_DIGITS = 6
_BATCH = 1000
_FAILURES, _REST_SECONDS = 3, 5.0
# Adding to a graph takes a busy server longer than any reader would wait.
_BUILD_TIMEOUT_SECONDS = 600.0


def connect(settings: IndexSettings, folder: Path) -> Any:
    """A Chroma client: the server of ``chroma_url``, or embedded in ``folder``.

    Raises:
        StoreUnavailable: the server does not answer within ``chroma_timeout_seconds``, or the
            files in ``folder`` are damaged.
    """
    options = ChromaSettings(anonymized_telemetry=False)
    if not settings.chroma_url:
        try:
            return chromadb.PersistentClient(str(folder), settings=options)
        except Exception as error:  # whatever SQLite and the Rust bindings raise
            raise StoreUnavailable(f"the store in {folder} is damaged: {error}") from error
    headers = {}
    if settings.chroma_token:
        headers["Authorization"] = f"Bearer {settings.chroma_token.get_secret_value()}"
    try:
        return _server(settings.chroma_url, headers, settings.chroma_timeout_seconds, options)
    except Exception as error:  # chromadb wraps every transport fault in ValueError and others
        raise StoreUnavailable(
            f"the Chroma server at {settings.chroma_url} does not answer ({error}); start it "
            "(chroma run) or unset GUIWEN_CHROMA_URL to use the embedded store"
        ) from error


def _server(
    url: str, headers: dict[str, str], timeout_seconds: float, options: ChromaSettings
) -> Any:
    """A client whose every request gives up after ``timeout_seconds``.

    chromadb opens its HTTP session without a timeout, has no setting for one, and asks the server
    while it constructs the client: so a hung server is found out first, by a request of our own.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "127.0.0.1", parts.port or (443 if secure else 8000)
    beat = f"{'https' if secure else 'http'}://{host}:{port}/api/v2/heartbeat"
    httpx.get(beat, headers=headers, timeout=timeout_seconds).raise_for_status()
    client = chromadb.HttpClient(
        host=host, port=port, ssl=secure, headers=headers, settings=options
    )
    _wait_at_most(client, timeout_seconds)
    return client


def _wait_at_most(client: Any, seconds: float) -> None:
    session = getattr(client._server, "_session", None)  # the embedded store has none
    if session is not None:
        session.timeout = httpx.Timeout(seconds)


class DenseIndex:
    """One collection of view vectors."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection
        self._breaker = Breaker(_FAILURES, _REST_SECONDS)

    @classmethod
    def create(cls, client: Any, name: str, size: int) -> "DenseIndex":
        """An empty collection for ``size`` vectors; one left half-built under the same name is
        dropped first.

        Chroma writes the graph down after every ``sync_threshold`` vectors. What came after the
        last time is added to it anew, on other random levels, whenever it is opened, and near the
        end of a long result the neighbours then differ from one run to the next. Written down once,
        with the last vector, the graph is the same in every run.
        """
        _wait_at_most(client, _BUILD_TIMEOUT_SECONDS)
        _drop(client, name)
        written_once = {"hnsw": {**_HNSW, "sync_threshold": max(size, 2)}}
        made = client.create_collection(name, configuration=written_once, embedding_function=None)
        return cls(client, made)

    @classmethod
    def open(cls, client: Any, name: str) -> "DenseIndex | None":
        """The collection of that name, None when there is none."""
        try:
            return cls(client, client.get_collection(name, embedding_function=None))
        except NotFoundError:
            return None

    def add(self, views: Sequence[View], vectors: Vectors) -> None:
        """Store ``vectors``, float32 (n_views, dim), under the views' ids."""
        for i in range(0, len(views), _BATCH):
            batch = views[i : i + _BATCH]
            self._collection.add(
                ids=[view.id for view in batch],
                embeddings=vectors[i : i + _BATCH],
                metadatas=[{"passage": view.passage_id} for view in batch],
            )

    def publish(self, name: str) -> None:
        """Give a finished collection the name under which it is opened.

        Processes on other machines may build for the same server: the first one's collection stays,
        since theirs are the same; one that is not whole is replaced.
        """
        if self._is_whole(name):
            self._client.delete_collection(self._collection.name)
            return
        try:
            self._collection.modify(name=name)
        except Exception:
            if not self._is_whole(name):  # else another one was a moment faster
                raise
            self._client.delete_collection(self._collection.name)

    def _is_whole(self, name: str) -> bool:
        """Whether that collection holds as much as this one; a partial one is dropped."""
        published = DenseIndex.open(self._client, name)
        if published is None:
            return False
        if published.count() == self.count():
            return True
        self._client.delete_collection(name)
        return False

    def count(self) -> int:
        """Raises StoreUnavailable when the store does not answer."""
        try:
            return int(self._collection.count())
        except Exception as error:  # as in ``query``
            raise StoreUnavailable(f"the vector store does not answer: {error}") from error

    def query(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest view ids with their cosine similarity, best first, ties by id.

        A store that failed several times in a row is left alone for a moment, so that a hung server
        does not make every question wait.

        Raises:
            StoreUnavailable: the store does not answer, or its files are damaged; at once while
                it rests after failing.
        """
        if not self._breaker.allows():
            raise StoreUnavailable("the vector store has failed just now and is left alone")
        try:
            found = self._nearest(vector, limit)
        except Exception as error:  # chromadb raises transport, SQLite and its own error kinds
            self._breaker.failed()
            raise StoreUnavailable(f"the vector store does not answer: {error}") from error
        self._breaker.succeeded()
        # Distance becomes similarity here, so higher is better from now on. A server's distances
        # are rounded to what tells two float32 apart; as float32 they equal the embedded store's.
        distances = np.asarray(found["distances"][0], np.float32).astype(np.float64)
        # What sums of another order leave behind breaks no tie.
        similarities = np.round(1.0 - distances, _DIGITS)
        pairs = zip(found["ids"][0], similarities.tolist(), strict=True)
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def _nearest(self, vector: Vectors, limit: int) -> Any:
        try:
            return self._asked(vector, limit)
        except NotFoundError:  # built anew by another process: the same name, another collection
            name = self._collection.name
            self._collection = self._client.get_collection(name, embedding_function=None)
            return self._asked(vector, limit)

    def _asked(self, vector: Vectors, limit: int) -> Any:
        return self._collection.query(
            query_embeddings=[vector], n_results=limit, include=["distances"]
        )


def _drop(client: Any, name: str) -> None:
    try:
        client.delete_collection(name)
    except NotFoundError:
        return
