"""Fit the weights that rank candidates and decide answerability.

Examples come from two places, never from the ``report`` questions:

- expansions: a fifth of every passage's questions, and of the messages that no plan answers, is
  held out of a second index of the plan and asked of it; the quote that a question was written for
  is the right span, and a held-out near miss has none;
- the ``tune`` questions, asked of the real index.

Ranking is a softmax over a question's candidates (ListNet's top-one loss: Cao, Qin, Liu, Tsai & Li,
"Learning to Rank: From Pairwise Approach to Listwise Approach", ICML 2007); answerability is
logistic regression on the features of the best candidate, its threshold set for the best F1 of
refusal on ``tune``, out of fold.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant.answerability import Answerability, answerability_features
from assistant.candidates import CandidateFinder
from assistant.condense import condense
from assistant.evidence import FEATURES, Candidate
from assistant.question import Question, understand
from assistant.readings import readings
from assistant.scope import scope_of
from corpus import Expansion, Plan
from evals.matching import states
from evals.types import Case
from index.build import open_index
from index.messages import off_plan
from index.search import SearchIndex, SearchResult
from index.settings import IndexSettings

Floats = npt.NDArray[np.float64]
_HELD_OUT = 5
_L2 = 0.02
# What the expansion questions weigh together beside the tune questions.
_WRITTEN_SHARE = 0.3
_STRENGTH, _FOLDS = 0.1, 5
# Of 252 questions that outsiders asked about the first plan, it leaves 39 open.
_UNANSWERABLE_SHARE = 0.15


@dataclass(frozen=True)
class Example:
    """A question asked of an index; ``right`` flags the candidates that answer it, and a question
    that nothing answers has none by ``answerable`` False; ``is_tune`` tells where it comes from."""

    question: Question
    result: SearchResult
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    answerable: bool
    is_tune: bool
    weight: float = 1.0


def calibrate(settings: IndexSettings, tune: Sequence[Case], path: Path) -> dict[str, Any]:
    """Fit both models on expansions and ``tune`` and write them to ``path``."""
    real = open_index(settings)
    fewer = without_held_out(real.plan)
    smaller = open_index(
        settings.beside("calibration"),
        plan=fewer,
        unrelated=[message for message in off_plan() if not is_held_out(message)],
    )
    bare = open_index(
        settings.beside("calibration"), plan=replace(real.plan, expansions=()), unrelated=()
    )
    models = {
        "with_questions": _fitted(smaller, real, tune),
        "without_questions": _fitted(bare, bare, tune, real.plan),
    }
    path.write_text(json.dumps(models, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return models


def _fitted(
    smaller: SearchIndex, real: SearchIndex, tune: Sequence[Case], whole: Plan | None = None
) -> dict[str, Any]:
    """The model for an index: fitted on held-out questions asked of ``smaller``, and on ``tune``
    asked of ``real``."""
    written = list(expansion_examples(smaller, whole or real.plan))
    tuned = list(tune_examples(real, tune))
    # Expansion questions are many and alike, tune questions few and like real ones.
    share = _WRITTEN_SHARE * len(tuned) / max(len(written), 1)
    return fit([*(replace(e, weight=share) for e in written), *tuned], real)


def fit(examples: Sequence[Example], index: SearchIndex) -> dict[str, Any]:
    """Both models as plain numbers."""
    ranking = fit_ranking(examples)
    finder = _finder(index, ranking)
    reranked = [_rescored(example, ranking) for example in examples]
    names, rows = _feature_rows(reranked, finder)
    labels = np.array([e.answerable for e in reranked])
    weights = np.array([e.weight for e in reranked])
    tuned = np.flatnonzero([e.is_tune for e in reranked])
    fitted, bias = _logistic(rows, labels, weights)
    # The threshold is set on probabilities of questions that the weights have not seen.
    unseen = np.zeros(len(tuned))
    for fold in range(_FOLDS):
        held = tuned[np.arange(len(tuned)) % _FOLDS == fold]
        seen = np.setdiff1d(np.arange(len(labels)), held)
        w, b = _logistic(rows[seen], labels[seen], weights[seen])
        unseen[np.isin(tuned, held)] = 1 / (1 + np.exp(-(rows[held] @ w + b)))
    return {
        "ranking": {n: round(float(w), 4) for n, w in zip(FEATURES, ranking, strict=True)},
        "answerability": {n: round(float(w), 4) for n, w in zip(names, fitted, strict=True)},
        "bias": round(bias, 4),
        "threshold": best_threshold(unseen, labels[tuned]),
    }


def _logistic(rows: Floats, labels: npt.NDArray[np.bool_], weights: Floats) -> tuple[Floats, float]:
    """Weights and bias; both classes count alike, however many questions each has."""
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=2000)
    scale = rows.std(axis=0) + 1e-9
    model.fit(rows / scale, labels, sample_weight=weights)
    return model.coef_[0] / scale, float(model.intercept_[0])


def fit_ranking(examples: Sequence[Example]) -> Floats:
    """Weights that maximise the probability mass on right candidates under a softmax."""
    usable = [e for e in examples if e.answerable and any(e.right) and not all(e.right)]
    matrices = [np.array([c.features for c in e.candidates]) for e in usable]
    masks = [np.array(e.right) for e in usable]
    shares = np.array([e.weight for e in usable])

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = _L2 * float(weights @ weights), 2 * _L2 * weights
        for matrix, mask, share in zip(matrices, masks, shares, strict=True):
            logits = matrix @ weights
            p = np.exp(logits - logits.max())
            p /= p.sum()
            right = p[mask].sum()
            total -= share * float(np.log(right + 1e-12)) / shares.sum()
            toward = np.where(mask, p / (right + 1e-12), 0.0)
            gradient = gradient - share * (matrix.T @ (toward - p)) / shares.sum()
        return total, gradient

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def best_threshold(probability: Floats, answerable: npt.NDArray[np.bool_]) -> float:
    """The probability below which to refuse: the best F1 of refusal where the plan answers as many
    questions as it does of those that people ask; the middle of its plateau."""
    cuts = np.linspace(0.05, 0.95, 91)
    scores = []
    open_ones = float((~answerable).sum())
    answered = open_ones * (1 - _UNANSWERABLE_SHARE) / _UNANSWERABLE_SHARE
    weight = answered / max(float(answerable.sum()), 1.0)
    for cut in cuts:
        refused = probability < cut
        right = float((refused & ~answerable).sum())
        wrong = weight * float((refused & answerable).sum())
        scores.append(2 * right / max(right + wrong + open_ones, 1.0))
    best = np.flatnonzero(np.isclose(scores, max(scores)))
    return round(float(cuts[best].mean()), 3)


def without_held_out(plan: Plan) -> Plan:
    """The plan with four fifths of its expansion questions."""
    kept = tuple(
        replace(
            e,
            questions=tuple(q for q in e.questions if not is_held_out(q)),
            unanswered=tuple(q for q in e.unanswered if not is_held_out(q)),
        )
        for e in plan.expansions
    )
    return replace(plan, expansions=kept)


def is_held_out(question: str) -> bool:
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % _HELD_OUT == 0


def expansion_examples(index: SearchIndex, whole: Plan) -> Iterator[Example]:
    """The held-out questions and near misses of the whole plan, asked of the smaller index."""
    finder = _finder(index, np.zeros(len(FEATURES)))
    asked = [(text, True, e) for e in whole.expansions for text in e.questions]
    asked += [(text, False, e) for e in whole.expansions for text in e.unanswered]
    nowhere = Expansion(0, 0, (), ())
    asked += [(text, False, nowhere) for text in off_plan() if scope_of(text) is None]
    held_out = [row for row in asked if is_held_out(row[0])]
    for text, answerable, e in tqdm(held_out, desc="expansions", disable=None):
        question = understand(text, whole.info)
        result = index.search(question.text)
        candidates = tuple(finder.find(question, result))
        right = tuple(answerable and _mostly_same(c, e.start, e.end) for c in candidates)
        if candidates:
            yield Example(question, result, candidates, right, answerable, False)


def tune_examples(index: SearchIndex, cases: Sequence[Case]) -> Iterator[Example]:
    """The tune questions; a candidate is right when it states every required fact inside evidence,
    or lies in evidence when no fact is required."""
    finder = _finder(index, np.zeros(len(FEATURES)))
    for case in tqdm(cases, desc="tune", disable=None):
        if case.kind in ("attack", "compare") or scope_of(case.question):
            continue  # decided elsewhere
        condensed = condense(case.question, case.history, index.tokenizer)
        question, result, candidates = max(
            (_found(finder, question, index) for question in readings(condensed, index.plan.info)),
            key=lambda found: max(
                (c.feature("question_similarity") for c in found[2]), default=0.0
            ),
        )
        right = tuple(_states(case, c, index.plan) for c in candidates)
        if candidates:
            yield Example(question, result, candidates, right, not case.must_refuse, True)


def _found(
    finder: CandidateFinder, question: Question, index: SearchIndex
) -> tuple[Question, SearchResult, tuple[Candidate, ...]]:
    result = index.search(question.text)
    return question, result, tuple(finder.find(question, result))


def _states(case: Case, candidate: Candidate, plan: Plan) -> bool:
    text = candidate.span.text(plan)
    near = any(
        quote in candidate.passage.text or candidate.passage.text in quote
        for quote in case.evidence
    )
    return near and states(text, case.answers) if case.answers else near


def _mostly_same(candidate: Candidate, start: int, end: int) -> bool:
    """Whether the candidate covers most of the span without being much longer."""
    shared = min(candidate.span.end, end) - max(candidate.span.start, start)
    longest = max(candidate.span.end - candidate.span.start, end - start)
    return shared > 0.5 * longest


def _finder(index: SearchIndex, weights: Floats) -> CandidateFinder:
    return CandidateFinder(index, [float(w) for w in weights])


def _rescored(example: Example, weights: Floats) -> Example:
    scored = [
        (replace(c, score=float(np.dot(weights, c.features))), right)
        for c, right in zip(example.candidates, example.right, strict=True)
    ]
    scored.sort(key=lambda pair: (-pair[0].score, pair[0].span.start, pair[0].span.end))
    return replace(
        example,
        candidates=tuple(c for c, _ in scored),
        right=tuple(right for _, right in scored),
    )


def _feature_rows(examples: Sequence[Example], finder: CandidateFinder) -> tuple[list[str], Floats]:
    dicts = [answerability_features(e.question, e.candidates, e.result, finder) for e in examples]
    names = list(Answerability.FEATURES)
    return names, np.array([[d.get(name, 0.0) for name in names] for d in dicts])
