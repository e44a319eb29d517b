"""app.py stands on top: no package imports it, and it imports no evaluation."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("corpus", "index", "assistant", "evals")


def imported(path: Path) -> Iterator[str]:
    """The top-level names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_imports_the_page(package: str) -> None:
    files = list((ROOT / package).rglob("*.py"))
    assert files
    assert not [file for file in files if {"app", "tests"} & set(imported(file))]


def test_the_page_imports_no_evaluation() -> None:
    assert "evals" not in set(imported(ROOT / "app.py"))
