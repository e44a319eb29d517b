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
from chromadb.config import Settings as ChromaSettings

from index.breaker import Breaker
from index.embedding import Vectors
from index.errors import StoreUnavailable
from index.settings import IndexSettings
from index.types import View

# A wide beam: the query's cost is dominated by its embedding, so recall is cheap here.
_HNSW: Any = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}
}
_BATCH = 1000
_FAILURES, _REST_SECONDS = 3, 5.0


def connect(settings: IndexSettings, folder: Path) -> Any:
    """A Chroma client: the server of ``chroma_url``, or embedded in ``folder``.

    Raises:
        StoreUnavailable: the server does not answer, or the files in ``folder`` are damaged.
    """
    options = ChromaSettings(anonymized_telemetry=False)
    if not settings.chroma_url:
        try:
            return chromadb.PersistentClient(str(folder), settings=options)
        except Exception as error:  # whatever SQLite and the Rust bindings raise
            raise StoreUnavailable(f"the store in {folder} is damaged: {error}") from error
    url = urlsplit(settings.chroma_url)
    headers = {}
    if settings.chroma_token:
        headers["Authorization"] = f"Bearer {settings.chroma_token.get_secret_value()}"
    timeout = settings.chroma_timeout_seconds
    try:
        # The client itself waits for ever: ask with a limit first, and set one for what follows.
        httpx.get(f"{settings.chroma_url}/api/v2/heartbeat", headers=headers, timeout=timeout)
        client = chromadb.HttpClient(
            host=url.hostname or "127.0.0.1",
            port=url.port or (443 if url.scheme == "https" else 8000),
            ssl=url.scheme == "https",
            headers=headers,
            settings=options,
        )
        client._server._session.timeout = timeout  # type: ignore[attr-defined]
        return client
    except Exception as error:  # chromadb wraps every transport fault in ValueError and others
        raise StoreUnavailable(
            f"the Chroma server at {settings.chroma_url} does not answer ({error}); start it "
            "(chroma run) or unset GUIWEN_CHROMA_URL to use the embedded store"
        ) from error


class DenseIndex:
    """One collection of view vectors."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection
        self._breaker = Breaker(_FAILURES, _REST_SECONDS)

    @classmethod
    def create(cls, client: Any, name: str) -> "DenseIndex":
        """An empty collection; one left half-built under the same name is dropped first."""
        if name in [c.name for c in client.list_collections()]:
            client.delete_collection(name)
        created = client.create_collection(name, configuration=_HNSW, embedding_function=None)
        return cls(client, created)

    @classmethod
    def open(cls, client: Any, name: str) -> "DenseIndex | None":
        """The collection of that name, None when there is none."""
        names = [collection.name for collection in client.list_collections()]
        if name not in names:
            return None
        return cls(client, client.get_collection(name, embedding_function=None))

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

        Raises:
            StoreUnavailable: the store does not answer, or its files are damaged; at once while
                it rests after failing.
        """
        if not self._breaker.allows():
            raise StoreUnavailable("the vector store has failed just now and is left alone")
        try:
            found = self._collection.query(
                query_embeddings=[vector], n_results=limit, include=["distances"]
            )
        except Exception as error:  # chromadb raises transport, SQLite and its own error kinds
            self._breaker.failed()
            raise StoreUnavailable(f"the vector store does not answer: {error}") from error
        self._breaker.succeeded()
        # Distance becomes similarity here, so higher is better from now on.
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((i, 1.0 - float(d)) for i, d in pairs), key=lambda p: (-p[1], p[0]))
