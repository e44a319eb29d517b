"""Does a message give orders, forge a source or want something invented?

Two opinions on the whole message: a linear probe on the embedding that it is searched by, which knows
the topic, and the claim model's, which knows the wording. Text inside a question is data either way:
an attack is turned down by name before anything is looked up, so that it cannot colour an answer.
"""

from collections.abc import Sequence

from assistant.claim_model import ClaimModel
from assistant.types import Turn
from index.normalize import normalize
from index.search import SearchIndex

# Log odds of the probe below which nothing is suspected, and above which it is sure by itself where
# there is no model.
_SUSPECTED, _SURE = -1.5, 1.5
# What the probe weighs beside the model, and what both must exceed.
_PROBE, _BOTH = 2.0, 1.45


class AttackFilter:
    """Tells attacks from questions. Thread-safe."""

    def __init__(self, index: SearchIndex, model: ClaimModel | None) -> None:
        self._index, self._model = index, model

    def is_attack(self, message: str) -> bool:
        """Whether a normalised message is one."""
        if self._model:
            self._model.expect(message)
        suspicion = self._index.attack_logit(message)
        if self._model is None or suspicion < _SUSPECTED:
            return suspicion > _SURE
        return self._model.attack(message) + _PROBE * suspicion > _BOTH

    def honest(self, history: Sequence[Turn]) -> list[Turn]:
        """The turns without what a user ordered or forged and what was said to it."""
        kept: list[Turn] = []
        hostile = False
        for turn in history:
            if turn["role"] == "user":
                hostile = self.is_attack(normalize(turn["content"]))
            if not hostile:
                kept.append(turn)
        return kept
