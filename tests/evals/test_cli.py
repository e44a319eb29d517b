"""The evaluation's command line, as a user calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.cli import main
from evals.questions import QUESTIONS
from tests.conftest import ROOT

SQUAD = {
    "data": [
        {
            "title": "梵文",
            "paragraphs": [
                {
                    "context": "梵语历史悠久。威廉·琼斯于1786年\n发表了著名的演说。",
                    "qas": [
                        {
                            "id": "a1",
                            "question": "谁发表了演说?",
                            "answers": [{"text": "威廉·琼斯", "answer_start": 7}],
                        },
                        {"id": "a2", "question": "?", "answers": [{"text": "不在文中"}]},
                    ],
                }
            ],
        }
    ]
}


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The first questions of the tune split in a file of their own."""
    lines = (QUESTIONS / "tune.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    path = tmp_path / "few.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_run_writes_a_table_and_two_reports(
    few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["run", "--questions", str(few), "--systems", "guiwen", "bm25", "--out", str(out)]
    assert main(arguments) == 0
    assert "| bm25 |" in capsys.readouterr().out
    folder = out / "questions"
    assert "## guiwen" in (folder / "report.md").read_text(encoding="utf-8")
    assert "<table>" in (folder / "report.html").read_text(encoding="utf-8")
    records = (folder / "guiwen.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(records) == 12


def test_two_runs_are_compared_question_by_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, right in (("a", [1, 0, 0]), ("b", [1, 1, 1])):
        rows = [json.dumps({"id": f"q{i}", "scores": {"correct": s}}) for i, s in enumerate(right)]
        (tmp_path / name).write_text("\n".join(rows), encoding="utf-8")
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    shown = capsys.readouterr().out
    assert "赢 won 2, 输 lost 0, p = 0.5" in shown
    assert "won: q1, q2" in shown


def test_a_squad_file_becomes_a_corpus_that_can_be_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUIWEN_DATA_DIR", str(tmp_path / "data"))
    source, corpus = tmp_path / "tiny.json", tmp_path / "tiny"
    source.write_text(json.dumps(SQUAD), encoding="utf-8")
    assert main(["convert", str(source), "--out", str(corpus)]) == 0
    assert "1 段 contexts, 1 题 questions" in capsys.readouterr().out
    arguments = ["run", "--corpus", str(corpus), "--questions", str(corpus / "questions.jsonl")]
    assert main([*arguments, "--systems", "guiwen", "--out", str(tmp_path / "out")]) == 0
    record = json.loads((tmp_path / "out/questions/guiwen.jsonl").read_text(encoding="utf-8"))
    assert record["scores"]["hit@1"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--questions", "absent.jsonl"], "absent.jsonl"),
        (["compare", "absent", "absent"], "absent"),
        (["convert", str(ROOT / "README.md"), "--out", "x"], "README.md is no SQuAD-style file"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_wrong_call_ends_with_a_status_and_no_trace() -> None:
    command = [sys.executable, "-m", "evals", "compare", "absent", "absent"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "absent" in result.stderr
    assert "Traceback" not in result.stderr
