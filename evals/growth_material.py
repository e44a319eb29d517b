"""What the libraries of ``python -m evals growth`` are made of: real paragraphs and vectors, and
further ones derived from them."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from corpus.sentences import sentences
from index.adapter import Adapter
from index.build import open_index
from index.embedding import encode_many
from index.engine import Vectors
from index.settings import IndexSettings

_QUESTIONS = 200
_SEED = 20210101
_SHORTEST, _LONGEST = 40, 400
_CALIBRATED_ON = 3000


class NoTexts(Exception):
    """There is nothing to grow with."""


@dataclass(frozen=True)
class Material:
    """What libraries are made of. ``vectors``, float32 (n_embedded, dim), belong to the first
    ``paragraphs``; ``questions`` come with raw vectors, the others are mapped by ``adapter``."""

    settings: IndexSettings
    adapter: Adapter
    paragraphs: list[str]
    vectors: Vectors
    noise: float
    questions: list[str]
    question_vectors: Vectors
    milliseconds_an_embedding: float
    nearest: dict[str, tuple[float, float, float]]


def gather(folders: Sequence[Path], embedded: int) -> Material:
    """The plan's passages first, then paragraphs of the folders' ``*.txt`` in a fixed order.

    Raises:
        NoTexts: the folders hold no text.
    """
    settings = IndexSettings.read()
    index = open_index(settings)
    own = [passage.text for passage in index.plan.passages]
    found = [text for text in read_paragraphs(folders) if text not in set(own)]
    if not found:
        raise NoTexts(f"no paragraph in *.txt under {', '.join(map(str, folders))}")
    rng = np.random.default_rng(_SEED)
    paragraphs = own + [found[i] for i in rng.permutation(len(found))]
    begin = time.process_time()
    raw = encode_many(index.encoder, paragraphs[:embedded], as_queries=False)
    took = (time.process_time() - begin) * 1000 / len(raw)
    vectors = index.adapter(raw, as_queries=False)
    asked = [view.text for view in index.views if view.kind == "question"] or own
    questions = [asked[i] for i in rng.permutation(len(asked))[:_QUESTIONS]]
    noise, nearest = calibrated(vectors)
    return Material(
        settings=settings,
        adapter=index.adapter,
        paragraphs=paragraphs,
        vectors=vectors,
        noise=noise,
        questions=questions,
        question_vectors=encode_many(index.encoder, questions, as_queries=True),
        milliseconds_an_embedding=took,
        nearest=nearest,
    )


def describe(material: Material) -> str:
    """What is real and what is made, in one paragraph."""
    real, made = (" / ".join(f"{s:.3f}" for s in material.nearest[k]) for k in ("real", "derived"))
    return (
        f"{len(material.paragraphs)} real paragraphs, {len(material.vectors)} of them really "
        f"embedded ({material.milliseconds_an_embedding:.0f} ms each). Similarity to the nearest "
        f"neighbour, p10 / p50 / p90: real vectors {real}; derived vectors {made}."
    )


def read_paragraphs(folders: Sequence[Path]) -> list[str]:
    """Distinct paragraphs of all text files, long ones cut at sentence ends."""
    found: dict[str, None] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = " ".join(line.replace("\ufeff", "").split())
            held = ""
            for start, end in sentences(text):
                if held and len(held) + end - start > _LONGEST:
                    found[held] = None
                    held = ""
                held += text[start:end]
            found[held] = None
    return [text for text in found if len(text) >= _SHORTEST]


def calibrated(vectors: Vectors) -> tuple[float, dict[str, tuple[float, float, float]]]:
    """The noise with which derived vectors lie as far from each other as real ones do."""
    real = vectors[-_CALIBRATED_ON:]
    aim = _nearest_similarity(real)
    low, high = 0.0, 0.2
    for _ in range(12):
        noise = (low + high) / 2
        made = _nearest_similarity(derived(real, len(real), noise))
        low, high = (noise, high) if made[1] > aim[1] else (low, noise)
    return noise, {"real": aim, "derived": made}


def _nearest_similarity(vectors: Vectors) -> tuple[float, float, float]:
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    p10, p50, p90 = np.percentile(alike.max(axis=1), [10, 50, 90])
    return float(p10), float(p50), float(p90)


def derived(vectors: Vectors, n: int, noise: float) -> Vectors:
    """Mixtures of the pairs that `_pairs` draws, float32 (n, dim), L2-normalised."""
    rng = np.random.default_rng(_SEED)
    mixed = np.zeros((n, vectors.shape[1]), np.float32)
    for row, (one, other, share) in enumerate(_pairs(len(vectors), n)):
        mixed[row] = share * vectors[one] + (1 - share) * vectors[other]
    mixed += noise * rng.standard_normal(mixed.shape, np.float32)
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)


def _pairs(n: int, wanted: int) -> Iterable[tuple[int, int, float]]:
    """Two of ``n`` and the share of the first, ``wanted`` times."""
    rng = np.random.default_rng(_SEED)
    both = rng.integers(n, size=(2, wanted)).tolist()
    return zip(*both, rng.uniform(0.3, 0.7, wanted).tolist(), strict=True)


def grown_texts(paragraphs: Sequence[str], n: int) -> list[str]:
    """``n`` passages: real ones while there are any, then the first sentences of one and the last
    of another."""
    texts = list(islice(paragraphs, n))
    ends = [[end for _, end in sentences(text)] for text in paragraphs]
    for one, other, share in _pairs(len(paragraphs), n - len(texts)):
        first = ends[one][max(1, round(share * len(ends[one]))) - 1]
        last = [0, *ends[other]][-1 - max(1, round((1 - share) * len(ends[other])))]
        texts.append(paragraphs[one][:first] + paragraphs[other][last:])
    return texts
