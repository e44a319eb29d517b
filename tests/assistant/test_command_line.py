"""``python -m assistant`` as a user calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.cli import run_batch
from tests.assistant.test_answers import HOSTILE
from tests.conftest import ROOT


def test_batch_loses_no_line(assistant: Assistant, tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "question": q}) for n, q in enumerate((HOSTILE * 15)[:194])]
    lines += [
        "",
        "{",
        "[]",
        '{"id": "x"}',
        '{"id": 7, "question": 3}',
        '{"question": "公交", "history": [3]}',
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    run_batch(assistant, source, target)
    written = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(written) == 200
    assert all(
        set(w) == {"id", "status", "text", "seconds", "citations", "passages"} for w in written
    )
    assert [w["id"] for w in written[:194]] == list(range(194))
    assert written[195]["status"] == "clarify"


def test_the_command_line_prints_answer_and_sources() -> None:
    command = [sys.executable, "-m", "assistant", "--json", "劳动生产率2025年目标"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    data = json.loads(result.stdout)
    assert data["status"] == "answered"
    assert "72.8" in data["text"]


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-m", "assistant", "问"]
    monkeypatch.setenv("GUIWEN_EMBED_MODLE", "x")
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "GUIWEN_EMBED_MODLE; did you mean GUIWEN_EMBED_MODEL?" in result.stderr
    assert "Traceback" not in result.stderr
