"""Question files: read, check, split."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.matching import contains, normal
from evals.types import KINDS, Case

QUESTIONS = Path(__file__).parent / "questions"
# The verdicts as a question file may spell them.
_GOLD = {"是": "yes", "否": "no", "不是": "no", "有": "yes", "没有": "no"}


class QuestionFileError(Exception):
    """A question file is missing or a line of it is not in the format."""


def load(paths: Iterable[Path]) -> list[Case]:
    """Every case of the files, in order.

    Raises:
        QuestionFileError: naming file, line and what is wrong.
    """
    cases: list[Case] = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise QuestionFileError(f"{path}: {error.strerror}") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                cases.append(_parse(line, f"{path.name}:{number}"))
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise QuestionFileError(f"the id {case.id!r} is used twice")
        seen.add(case.id)
    return cases


def problems(cases: Sequence[Case], plan_markdown: str) -> list[str]:
    """What is wrong with questions against their plan: evidence that is no exact substring, a
    required fact that stands in no evidence (unless it is noted as derived from the evidence: a
    count, a difference), a refusal case with answers."""
    found: list[str] = []
    for case in cases:
        for quote in case.evidence:
            if quote not in plan_markdown:
                found.append(f"{case.id}: evidence is not in the plan: {quote!r}")
        if case.must_refuse and (case.answers or case.evidence):
            found.append(f"{case.id}: a {case.kind} question has answers or evidence")
        if not case.must_refuse and not case.evidence:
            found.append(f"{case.id}: a {case.kind} question has no evidence")
        # A bar parts two cells; without it their digits would run together.
        evidence = normal(";".join(case.evidence).replace("|", ";"))
        for alternatives in () if case.note.startswith("derived") else case.answers:
            if not any(contains(evidence, alternative) for alternative in alternatives):
                found.append(f"{case.id}: no evidence holds any of {list(alternatives)}")
        if case.kind == "yesno" and case.gold_yesno not in ("yes", "no"):
            found.append(f"{case.id}: a yesno question needs gold_yesno")
    return found


def split(cases: Sequence[Case], share: float = 0.4) -> tuple[list[Case], list[Case]]:
    """(tune, report): stratified by kind and voice, fixed by a hash of the question's id."""
    strata: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        strata[case.kind, case.voice].append(case)
    tune: list[Case] = []
    for stratum in strata.values():
        ordered = sorted(stratum, key=lambda c: hashlib.sha256(c.id.encode()).hexdigest())
        tune.extend(ordered[: round(len(ordered) * share)])
    chosen = {case.id for case in tune}
    return (
        [case for case in cases if case.id in chosen],
        [case for case in cases if case.id not in chosen],
    )


def digest(cases: Sequence[Case]) -> str:
    """A short hash of a question set, for the provenance of a run."""
    text = "\n".join(f"{c.id}|{c.question}|{c.answers}|{c.evidence}" for c in cases)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def near_copies(
    questions: Sequence[str], others: Sequence[str], threshold: float = 0.8
) -> list[tuple[str, str, float]]:
    """Pairs whose character bigrams overlap by more than ``threshold`` (Jaccard)."""
    inverted: dict[str, list[int]] = defaultdict(list)
    other_grams = [_bigrams(text) for text in others]
    for place, grams in enumerate(other_grams):
        for gram in grams:
            inverted[gram].append(place)
    found: list[tuple[str, str, float]] = []
    for question in questions:
        grams = _bigrams(question)
        shared: dict[int, int] = defaultdict(int)
        for gram in grams:
            for place in inverted.get(gram, ()):
                shared[place] += 1
        for place, count in shared.items():
            overlap = count / len(grams | other_grams[place])
            if overlap > threshold:
                found.append((question, others[place], overlap))
    return found


def _bigrams(text: str) -> frozenset[str]:
    text = re.sub(r"\W", "", normal(text))
    return frozenset(text[i : i + 2] for i in range(max(len(text) - 1, 1)))


def _parse(line: str, where: str) -> Case:
    try:
        data: dict[str, Any] = json.loads(line)
        kind = data["kind"]
        if kind not in KINDS:
            raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
        return Case(
            id=str(data["id"]),
            kind=kind,
            question=str(data["question"]),
            history=tuple(
                {"role": str(t["role"]), "content": str(t["content"])}
                for t in data.get("history", ())
            ),
            answers=tuple(tuple(map(str, alternatives)) for alternatives in data["answers"]),
            evidence=tuple(map(str, data["evidence"])),
            section=str(data.get("section", "")),
            note=str(data.get("note", "")),
            voice=str(data.get("voice", "")),
            gold_yesno=_GOLD.get(gold := str(data.get("gold_yesno", "")), gold),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionFileError(f"{where}: {error}") from error
