"""Is an answer that is called 80 % likely answerable in 80 % of cases? The judgement of answerability
against the truth (reliability diagram: Niculescu-Mizil & Caruana, "Predicting Good Probabilities
with Supervised Learning", ICML 2005), and the weights that it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from evals.types import Run

_EDGES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about one judged probability: how many, its mean, and the answerable share."""

    count: int
    judged: float
    answerable: float


def reliability(run: Run) -> list[Bin]:
    """The bins that hold questions, lowest first. Attacks and small talk are judged elsewhere."""
    judged = [
        (float(verdict["probability"]), not s.outcome.case.must_refuse)
        for s in run.scored
        if s.outcome.case.kind not in ("attack", "chitchat")
        and (verdict := s.outcome.answer.trace.get("answerability"))
    ]
    bins: list[Bin] = []
    for low, high in pairwise(_EDGES):
        inside = [(p, y) for p, y in judged if low <= p < high or p == high == 1.0]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            bins.append(Bin(len(inside), mean, sum(y for _, y in inside) / len(inside)))
    return bins


def table(bins: list[Bin]) -> str:
    """Markdown: a line a bin."""
    rows = [
        f"| {b.count} | {b.judged:.2f} | {b.answerable:.2f} | {'█' * round(20 * b.answerable)} |"
        for b in bins
    ]
    head = ["| 题数 n | 判为可答 judged | 实际可答 answerable | |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows])


def weights_table(model: Mapping[str, Any]) -> str:
    """Markdown: the features of answerability, the heaviest first."""
    weights = sorted(model["answerability"].items(), key=lambda item: -abs(item[1]))
    rows = [f"| {name} | {weight:+.2f} |" for name, weight in weights]
    head = ["| 特征 feature | 权重 weight |", "| --- | --- |"]
    last = [f"| bias | {model['bias']:+.2f} |", f"| threshold | {model['threshold']:.2f} |"]
    return "\n".join([*head, *rows, *last])


def draw(bins: list[Bin], path: Path) -> None:
    """The diagram as a picture: judged against true, the diagonal is perfect."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(4.6, 4.2), dpi=150)
    axes.plot([0, 1], [0, 1], color="#8494a3", linewidth=1, linestyle="--")
    axes.plot([b.judged for b in bins], [b.answerable for b in bins], color="#0b5cad", marker="o")
    for b in bins:
        axes.annotate(f"n={b.count}", (b.judged, b.answerable), (6, -10), "data", "offset points")
    axes.set(xlabel="judged probability", ylabel="answerable share", xlim=(0, 1), ylim=(0, 1.02))
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)
