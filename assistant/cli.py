"""The command line: answer one question, or every line of a JSONL file."""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from assistant.core import Assistant
from assistant.figure_index import figure_index
from assistant.types import Answer, Turn
from corpus import CorpusError, load_plan
from index.errors import SearchIndexError
from index.settings import IndexSettings, SettingsError


def main(argv: Sequence[str] | None = None) -> int:
    """0 when done, 2 for a wrong call or a setting or file that cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant", description="向规划提问 Ask the plan a question."
    )
    parser.add_argument("question", nargs="?", help="问题 the question")
    parser.add_argument("--json", action="store_true", help="输出完整结果 print the whole answer")
    parser.add_argument(
        "--batch", type=Path, metavar="IN.jsonl", help="逐行读取问题 questions, one a line"
    )
    parser.add_argument(
        "--out", type=Path, metavar="OUT.jsonl", help="结果文件 where --batch writes"
    )
    parser.add_argument(
        "--figures",
        nargs="?",
        const="",
        metavar="词",
        help="列出规划里的数字 the plan's figures, those with a word in subject or clause",
    )
    args = parser.parse_args(argv)
    if args.figures is not None:
        return show_figures(args.figures)
    if (args.question is None) == (args.batch is None):
        parser.error("give either a question or --batch IN.jsonl")
    if args.batch and not args.out:
        parser.error("--batch needs --out OUT.jsonl")
    try:
        assistant = Assistant.open()
        if args.batch:
            run_batch(assistant, args.batch, args.out)
        else:
            answer = assistant.ask(args.question)
            show_json(answer) if args.json else show(answer)
    except (CorpusError, SearchIndexError, SettingsError, OSError) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2
    return 0


def show_figures(word: str, out: TextIO | None = None) -> int:
    """The figure index as a table, tab-separated; 2 when the plan cannot be read."""
    try:
        plan = load_plan(IndexSettings.read().plan)
    except (CorpusError, SettingsError) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2
    print("数字\t单位\t说的是\t时期\t出处\t原文", file=out or sys.stdout)
    for entry in figure_index(plan):
        clause = entry.clause.text(plan)
        if word in entry.subject or word in clause:
            where = " › ".join(entry.path)
            row = (entry.text, entry.unit, entry.subject, entry.period.value, where, clause)
            print("\t".join(row), file=out or sys.stdout)
    return 0


def show(answer: Answer, out: TextIO | None = None) -> None:
    """The answer and its sources as text."""
    out = out or sys.stdout
    print(answer.text, file=out)
    for number, citation in enumerate(answer.citations, 1):
        where = " › ".join(part for part in (citation.chapter, citation.section) if part)
        print(f"  [{number}] {where}\n      {citation.quote}", file=out)


def show_json(answer: Answer) -> None:
    print(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2))


def run_batch(assistant: Assistant, source: Path, target: Path) -> None:
    """Answer every line ``{id, question, history}`` and write one line for each, in order.

    A line that is no such object gets the status "clarify" and says so: no line is lost.
    """
    lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
    with target.open("w", encoding="utf-8") as out:
        for record in tqdm(_answered(assistant, lines), total=len(lines), unit="题", disable=None):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _answered(assistant: Assistant, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        identifier, question, history, error = _parse(line, number)
        begin = time.perf_counter()
        answer = (
            Answer("clarify", f"这一行不是有效的问题:{error}")
            if error
            else assistant.ask(question, history)
        )
        yield {
            "id": identifier,
            "status": answer.status,
            "text": answer.text,
            "seconds": round(time.perf_counter() - begin, 4),
            "citations": [asdict(c) for c in answer.citations],
            "passages": [asdict(p) for p in answer.passages],
        }


def _parse(line: str, number: int) -> tuple[Any, str, list[Turn], str]:
    fallback = f"line-{number}"
    if not line.strip():
        return fallback, "", [], ""
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            raise TypeError("a JSON object is expected")
        identifier = data.get("id", fallback)
        question = data.get("question") or ""
        if not isinstance(question, str):
            raise TypeError("question must be a string")
        history: list[Turn] = [
            {"role": str(turn["role"]), "content": str(turn["content"])}
            for turn in data.get("history") or []
        ]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        return fallback, "", [], str(error)
    return identifier, question, history, ""
