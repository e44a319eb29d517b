"""Shared fixtures: the real plan, and one real index that every test shares."""

import os
from pathlib import Path

import hypothesis
import pytest

from assistant import Assistant
from corpus import Plan, load_plan
from index.build import open_index
from index.search import SearchIndex
from index.settings import IndexSettings

# Machines differ: a slow first example is no failure.
hypothesis.settings.register_profile("guiwen", deadline=None, derandomize=True)
hypothesis.settings.load_profile("guiwen")
ROOT = Path(__file__).parent.parent
# Small plans are built in folders of their own; what they embed alike is embedded once.
os.environ.setdefault("GUIWEN_VECTOR_CACHE", str(IndexSettings.read().vectors.resolve()))


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load_plan()


@pytest.fixture(scope="session")
def index() -> SearchIndex:
    """The index of the real plan where `make run` keeps it: built once, then opened."""
    return open_index(IndexSettings.read())


@pytest.fixture(scope="session")
def assistant(index: SearchIndex) -> Assistant:
    return Assistant(index)
