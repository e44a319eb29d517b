"""A linear map of the embedding space, learned from the questions written for a plan.

A general embedding model puts every sentence about one town close together and a question's
language, politeness and length into the same numbers as its topic. The plan's expansions say which
questions mean the same span. Neighbourhood components analysis (Goldberger, Roweis, Hinton &
Salakhutdinov, "Neighbourhood Components Analysis", NIPS 2004) turns that into one matrix A: with
p(j|i) = softmax_j(cos(A xᵢ, A xⱼ) / T) over all other views, it maximises Σᵢ log Σ_{j answers i}
p(j|i). The questions that the plan does not answer are among the j, so near misses are pushed away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from index.engine import Vectors
from index.types import View

_STEPS, _RATE, _TEMPERATURE, _BATCH, _SEED = 100, 1e-3, 0.1, 512, 20210101
# The share of the spans whose questions are shown in one step.
_SHARE = 0.25
# Below this many questions a matrix of 384 x 384 would learn them by heart.
_FEWEST_QUESTIONS = 500
FITTING_STEPS = _STEPS
# What plans leave open is learned coarsely, lest it be what this one does; attacks are of no plan.
_PROBE_C, _ATTACK_C = 0.1, 1.0
# Not infinity: the gradient of a sum over nothing is no number.
_NEVER = -1e9


@dataclass(frozen=True)
class Adapter:
    """x ↦ (x - mean) A, L2-normalised, with a mean each for queries and documents.

    ``query_mean`` and ``document_mean`` are float32 (dim,), ``matrix`` is float32 (dim, dim).
    ``probe`` and ``attack_probe``, float32 (dim + 1,), hold the weights and the bias of
    `unanswered_logit` and `attack_logit`.
    """

    query_mean: Vectors
    document_mean: Vectors
    matrix: Vectors
    probe: Vectors
    attack_probe: Vectors

    def __call__(self, vectors: Vectors, *, as_queries: bool) -> Vectors:
        """(dim,) or (n, dim), float32 → the same shape."""
        mean = self.query_mean if as_queries else self.document_mean
        mapped = (vectors - mean) @ self.matrix
        length = np.linalg.norm(mapped, axis=-1, keepdims=True)
        return np.asarray(mapped / np.maximum(length, 1e-9), dtype=np.float32)

    def unanswered_logit(self, vector: Vectors) -> float:
        """How much a query, float32 (dim,), reads like one that a plan leaves open (a price, a
        telephone number, a name): log odds, 0 when nothing is known of such questions."""
        return self._logit(vector, self.probe)

    def attack_logit(self, vector: Vectors) -> float:
        """How much a query, float32 (dim,), reads like an attempt to give orders, to forge a source
        or to have something invented: log odds, 0 when nothing is known of such messages."""
        return self._logit(vector, self.attack_probe)

    def _logit(self, vector: Vectors, probe: Vectors) -> float:
        return float((vector - self.query_mean) @ probe[:-1] + probe[-1])

    def save(self, path: Path) -> None:
        np.savez(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Adapter":
        with np.load(path) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


def fit_adapter(
    views: Sequence[View],
    vectors: Vectors,
    honest: Vectors,
    hostile: Vectors,
    progress: Callable[[int], Any] = lambda done: None,
    *,
    learn: bool = True,
) -> Adapter:
    """Learn from views and their raw vectors, float32 (n_views, dim), in the same order, and from
    those of honest messages and of attacks (`index.messages`), float32 (n, dim).

    Fixed seed; without enough questions, or when not to ``learn``, only the means are taken.
    """
    asked = np.array([view.kind in ("question", "unanswered") for view in views])
    document_mean = vectors[~asked].mean(axis=0)
    query_mean = vectors[asked].mean(axis=0) if asked.any() else document_mean
    matrix = np.eye(vectors.shape[1], dtype=np.float32)
    probe = np.zeros(vectors.shape[1] + 1, np.float32)
    if learn and sum(view.kind == "question" for view in views) >= _FEWEST_QUESTIONS:
        centred = vectors - np.where(asked[:, None], query_mean, document_mean)
        matrix = _fit(views, centred, progress)
        kinds = np.array([view.kind for view in views])
        probe = _probe(centred[kinds == "unanswered"], centred[kinds == "question"], _PROBE_C)
    else:
        progress(_STEPS)
    others = np.concatenate([vectors[asked], honest])
    attack_probe = _probe(hostile - query_mean, others - query_mean, _ATTACK_C)
    return Adapter(query_mean, document_mean, matrix, probe, attack_probe)


def _fit(views: Sequence[View], centred: Vectors, progress: Callable[[int], Any]) -> Vectors:
    random = np.random.default_rng(_SEED)
    x = torch.from_numpy(centred)
    starts, ends = (torch.tensor([getattr(v, k) for v in views]) for k in ("start", "end"))
    kinds = np.array([view.kind for view in views])
    # A span's wordings come and go together, so that each anchor meets its like.
    _, group = np.unique([(v.start, v.end) for v in views], axis=0, return_inverse=True)
    group = group.ravel()
    is_asked = np.isin(kinds, ("question", "unanswered"))
    matrix = torch.eye(x.shape[1], requires_grad=True)
    optimizer = torch.optim.Adam([matrix], lr=_RATE)
    for _ in range(_STEPS):
        drawn = random.random(group.max() + 1) < _SHARE
        shown = np.flatnonzero(~is_asked | drawn[group])
        questions = np.flatnonzero(kinds[shown] == "question")
        rows = torch.from_numpy(random.permutation(questions)[:_BATCH])
        some = torch.from_numpy(shown)
        begin, end = starts[some], ends[some]
        mapped = torch.nn.functional.normalize(x[some] @ matrix, dim=1)
        logits = mapped[rows] @ mapped.T / _TEMPERATURE
        # The same question's other wordings, and the passages and sentences that hold its answer.
        same = (begin == begin[rows, None]) & (end == end[rows, None])
        over = (begin < end[rows, None]) & (begin[rows, None] < end)
        answered = torch.from_numpy(kinds[shown] != "unanswered")
        is_question = torch.from_numpy(kinds[shown] == "question")
        right = answered & torch.where(is_question, same, over)
        itself = rows[:, None] == torch.arange(len(some))
        logits = logits.masked_fill(itself, _NEVER)
        right &= ~itself
        mass = torch.logsumexp(logits.masked_fill(~right, _NEVER), 1)
        gain = (mass - torch.logsumexp(logits, 1))[right.any(1)]
        optimizer.zero_grad()
        (-gain.mean()).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        progress(1)
    return np.asarray(matrix.detach().numpy(), dtype=np.float32)


def _probe(of_kind: Vectors, others: Vectors, strength: float) -> Vectors:
    """Logistic regression of one kind of message, float32 (n, dim), against others: weights and
    bias, float32 (dim + 1,). The smaller ``strength`` (sklearn's C), the less it may learn by
    heart."""
    if not len(of_kind) or not len(others):
        return np.zeros(of_kind.shape[1] + 1, np.float32)
    labels = np.repeat([True, False], [len(of_kind), len(others)])
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000)
    model.fit(np.concatenate([of_kind, others]), labels)
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)
