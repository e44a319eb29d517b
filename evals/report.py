"""Runs → one table for the terminal, a Markdown and an HTML report with every failure explained."""

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answerability import MODEL
from evals import reliability
from evals.statistics import Mean
from evals.summary import by_kind, by_voice, figures, is_right, rates
from evals.types import Run, Scored

_HEAD: tuple[tuple[str, str], ...] = (
    ("hit@1", "命中@1"),
    ("hit@5", "命中@5"),
    ("mrr@10", "MRR@10"),
    ("correct", "答对"),
    ("correct@120", "前120字答对"),
    ("citation_precision", "引文准"),
    ("quotes_exact", "引文逐字"),
    ("numbers_grounded", "数字有据"),
    ("refusal_precision", "拒答准确"),
    ("refusal_recall", "拒答召回"),
    ("p50_ms", "p50 ms"),
    ("p95_ms", "p95 ms"),
)
_GROUP = ("hit@1", "hit@5", "correct", "correct@120", "refused_rightly", "false_refusal")
_ABSENT = "–"


def systems_table(runs: Sequence[Run]) -> str:
    """One row a system: the table that a newcomer reads first (Markdown)."""
    rows = [["系统 system", *(label for _, label in _HEAD)]]
    for run in runs:
        values = figures(run)
        # A baseline that quotes nothing and never refuses has no such score, rather than zero.
        rows.append([run.system, *(_plain(values.get(name), name) for name, _ in _HEAD)])
    return _markdown(rows)


def groups_table(run: Run) -> str:
    """The assistant by kind and by voice, each rate with its 95 % interval (Markdown)."""
    rows = [["组 group", "n", *_GROUP]]
    for name, scored in {**by_kind(run), **by_voice(run)}.items():
        found = rates(scored)
        rows.append([name, str(len(scored)), *(_interval(found.get(m)) for m in _GROUP)])
    return _markdown(rows)


def failures(run: Run) -> str:
    """Every wrong outcome with what was expected and why the assistant said what it said."""
    lines: list[str] = []
    for scored in run.scored:
        if is_right(scored):
            continue
        case, answer = scored.outcome.case, scored.outcome.answer
        wanted = (
            "拒答 refusal" if case.must_refuse else " + ".join("/".join(a) for a in case.answers)
        )
        lines += [
            f"- **{case.id}** ({case.kind}) {case.question}",
            f"  - 应答 wanted: {wanted or case.gold_yesno}",
            f"  - 实答 got: [{answer.status}] {answer.text}",
            f"  - 原因 why: {explain(scored)}",
        ]
    return "\n".join(lines) or "没有 none"


def explain(scored: Scored) -> str:
    """In which step a wrong outcome went wrong."""
    scores, case, answer = scored.scores, scored.outcome.case, scored.outcome.answer
    rewritten = answer.trace.get("rewritten", case.question)
    tail = f"; 改写 rewritten: {rewritten}" if rewritten != case.question else ""
    if case.must_refuse:
        return "应拒答而作答 answered what the plan does not say" + tail
    if answer.status != "answered":
        return f"误拒 refused wrongly ({answer.trace.get('reason') or answer.status})" + tail
    if not scores.get("hit@10"):
        return "没有检索到 not retrieved" + tail
    if not scores.get("hit@1"):
        return "检索到但未排第一 retrieved, not ranked first" + tail
    return "段落对,句子不对 right passage, wrong words" + tail


def write(runs: Sequence[Run], folder: Path, title: str) -> None:
    """``report.md``, ``report.html`` and one ``<system>.jsonl`` a system in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs:
        lines = (json.dumps(record, ensure_ascii=False) for record in run.records())
        (folder / f"{run.system}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    head = [f"# {title}", "", "```json", json.dumps(runs[0].provenance, ensure_ascii=False), "```"]
    body = ["", "## 各系统 systems", "", systems_table(runs)]
    for run in runs[:1]:
        body += ["", f"## {run.system}: 按题型与人群 by kind and voice", "", groups_table(run)]
        if bins := reliability.reliability(run):
            reliability.draw(bins, folder / "reliability.png")
            body += [
                "",
                f"## {run.system}: 可答性是否判得准 reliability",
                "",
                reliability.table(bins),
            ]
            body += ["", "![reliability](reliability.png)", "", reliability.weights_table(_model())]
        body += ["", f"## {run.system}: 未答对 failures", "", failures(run)]
    text = "\n".join([*head, *body]) + "\n"
    (folder / "report.md").write_text(text, encoding="utf-8")
    (folder / "report.html").write_text(_html(text, title), encoding="utf-8")


def _model() -> dict[str, Any]:
    models: dict[str, dict[str, Any]] = json.loads(MODEL.read_text(encoding="utf-8"))
    return models["with_questions"]


def _plain(value: float | None, name: str) -> str:
    if value is None:
        return _ABSENT
    return f"{value:.0f}" if name.endswith("_ms") else f"{value:.3f}"


def _interval(mean: Mean | None) -> str:
    return f"{mean.value:.2f} [{mean.low:.2f}, {mean.high:.2f}]" if mean else _ABSENT


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *rest])


def _html(markdown: str, title: str) -> str:
    """The same report as one self-contained page; llama-index already brings no Markdown library,
    and the report uses five forms only: headings, tables, lists, pictures and code."""
    parts: list[str] = []
    table: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            parts.append(_html_table(table))
            table = []
        parts.append(_html_line(line))
    style = (
        "body{font:15px/1.6 system-ui,sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .6rem}"
        "p.item{margin:.6rem 0 0}p.sub{margin:0 0 0 1.5rem;color:#444}"
    )
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{style}</style>" + "\n".join(parts) + "</html>\n"
    )


def _html_line(line: str) -> str:
    text: Any = html.escape(line)
    if line.startswith("!["):
        return f'<img src="{text.partition("](")[2].rstrip(")")}" alt="">'
    for level in (3, 2, 1):
        if line.startswith("#" * level + " "):
            return f"<h{level}>{text[level + 1 :]}</h{level}>"
    if line.startswith("- "):
        return f'<p class="item">{text[2:]}</p>'
    if line.startswith("  - "):
        return f'<p class="sub">{text[4:]}</p>'
    return f"<p>{text}</p>" if line and not line.startswith("```") else ""


def _html_table(lines: Sequence[str]) -> str:
    rows = [[html.escape(c.strip()) for c in line.strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows[2:])
    return f"<table><tr>{head}</tr>{body}</table>"
