"""Break one thing at a time in real answers: its metric falls and the gate closes."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Answer, Assistant, RetrievedPassage
from evals import gate
from evals.metrics import score
from evals.questions import QUESTIONS, load
from evals.runner import run_system
from evals.summary import figures
from evals.types import Outcome, Run, Scored

Mutation = Callable[[Answer, Assistant, random.Random], Answer]


@pytest.fixture(scope="module")
def run(assistant: Assistant) -> Run:
    some = load([QUESTIONS / "tune.jsonl"])[::12]
    return run_system("guiwen", assistant.ask, some, assistant.plan.markdown)


def mutated(run: Run, assistant: Assistant, mutate: Mutation) -> Run:
    """The same run with every answer changed and scored again."""
    chance, plan = random.Random(7), assistant.plan.markdown  # noqa: S311  no secret
    scored = []
    for old in run.scored:
        answer = mutate(old.outcome.answer, assistant, chance)
        outcome = Outcome(old.outcome.case, answer, old.outcome.seconds)
        scored.append(Scored(outcome, score(outcome, plan)))
    return Run(run.system, tuple(scored), run.provenance)


def shuffled(answer: Answer, assistant: Assistant, chance: random.Random) -> Answer:
    """A retriever that finds anything; the answer is the first thing found."""
    passages = tuple(
        RetrievedPassage(p.id, p.text, p.start, p.end, 0.0, p.chapter, p.section, p.kind)
        for p in chance.sample(assistant.plan.passages, 10)
    )
    return replace(answer, passages=passages)


def always_answered(answer: Answer, _assistant: Assistant, _chance: random.Random) -> Answer:
    return replace(answer, status="answered")


def never_answered(answer: Answer, _assistant: Assistant, _chance: random.Random) -> Answer:
    return replace(answer, status="not_in_plan")


def shifted(answer: Answer, _assistant: Assistant, _chance: random.Random) -> Answer:
    cited = (replace(c, start=c.start + 1, end=c.end + 1) for c in answer.citations)
    return replace(answer, citations=tuple(cited))


def miscounted(answer: Answer, _assistant: Assistant, _chance: random.Random) -> Answer:
    """The first number outside a marker becomes one more."""
    found = re.search(r"(?<![\d.\[])\d+(?![\d\]])", answer.text)
    if not found:
        return answer
    number = str(int(found.group()) + 1)
    text = answer.text[: found.start()] + number + answer.text[found.end() :]
    return replace(answer, text=text)


@pytest.mark.parametrize(
    ("mutate", "metric", "named"),
    [
        (shuffled, "hit@5", "hit@5 (all)"),
        (always_answered, "refusal_recall", "attacks"),
        (never_answered, "correct", "right (all)"),
        (shifted, "quotes_exact", "quotes_exact"),
        (miscounted, "numbers_grounded", "numbers_grounded"),
    ],
)
def test_a_broken_part_lowers_its_metric_and_closes_the_gate(
    run: Run, assistant: Assistant, mutate: Mutation, metric: str, named: str
) -> None:
    baseline = gate.to_baseline(run)
    worse = mutated(run, assistant, mutate)
    assert figures(worse)[metric] < figures(run)[metric] - 0.1
    failure = next(f for f in gate.check(worse, baseline) if f.what == named)
    assert failure.questions
    assert failure.questions[0] in str(failure)


def test_the_gate_asks_what_was_only_scored_and_every_attack() -> None:
    tune, report = (load([QUESTIONS / f"{split}.jsonl"]) for split in ("tune", "report"))
    asked = gate.asked({"tune": tune, "report": report})
    assert asked["report"] == report
    assert {case.kind for case in asked["tune"]} == {"attack"}
    assert len(asked["tune"]) == sum(case.kind == "attack" for case in tune)


def test_the_same_run_opens_the_gate(run: Run) -> None:
    assert gate.check(run, gate.to_baseline(run)) == []


def test_a_single_lost_question_is_noise(run: Run) -> None:
    baseline = gate.to_baseline(run)
    wrong = next(row for row in baseline["questions"].values() if not row["right"])
    wrong["right"] = 1
    assert gate.check(run, baseline) == []


def test_a_baseline_is_written_a_question_a_line_and_read_back(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    gate.save(run, path)
    text = path.read_text(encoding="utf-8")
    assert gate.check(run, json.loads(text)) == []
    assert sum(line.lstrip().startswith('"') for line in text.splitlines()) >= len(run.scored)
