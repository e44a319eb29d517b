"""What can go wrong with an index.

- SearchIndexError
    x EmbeddingModelError
    x IndexBuildError
    x StoreUnavailable
"""


class SearchIndexError(Exception):
    """The index cannot be built or searched; the message says what to do."""


class EmbeddingModelError(SearchIndexError):
    """The embedding model (or reranker) cannot be loaded."""


class IndexBuildError(SearchIndexError):
    """Building failed; an older index, when there is one, is untouched."""


class StoreUnavailable(SearchIndexError):
    """The vector store does not answer."""
