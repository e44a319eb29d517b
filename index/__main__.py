"""Build the index ahead of the first question: ``python -m index``."""

import sys

from corpus import CorpusError
from index.build import index_folders, open_index
from index.errors import SearchIndexError
from index.settings import IndexSettings, SettingsError


def main() -> int:
    """0 when a current index is there, 2 for a plan, a setting or a store that cannot be used."""
    try:
        settings = IndexSettings.read()
        index = open_index(settings)
    except (CorpusError, SearchIndexError, SettingsError) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2
    where = ", ".join(map(str, index_folders(settings, index)))
    print(f"索引 index: {len(index.views)} 条 views, {where}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
