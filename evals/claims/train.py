"""Trains the network and writes its layers and heads for `assistant.claim_model`.

Two minutes on a large GPU, the better part of a day on two cores.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from corpus import Plan
from evals.claims import Recipe
from evals.claims.data import (
    AROUND,
    LABELS,
    Asked,
    Claim,
    Message,
    Texts,
    stories,
    surroundings,
)
from evals.claims.network import SCALE, Network
from index.model_file import ModelFile

Span = tuple[int, int]
Item = tuple[str, Span | None, str]  # a text, a quote, a story told before the text
# Wrong claims are a little more frequent than right ones.
_CLASS_WEIGHTS = (1.2, 0.8, 1.0)
_SMOOTHING, _SMOOTHED = 0.05, 0.01
# What deciding at all weighs beside how it is decided.
_DECIDED = 0.3
# What messages weigh beside claims, and the shares of attacks, answered questions, questions that are
# left open, and honest messages of which only that is known.
_MESSAGES, _SHARES = 0.5, (0.25, 0.3, 0.2, 0.25)
# The share of questions before which a story is told.
_TOLD_BEFORE = 0.2
# The share of claims that are shown with a quote of something else, most of them of somewhere near.
_MISMATCHED, _NEAR, _NEAR_BY = 0.2, 0.6, 60
_WARM_UP, _HEAD_RATE = 0.06, 10.0
# The best of so many are shown as near misses more often.
_NEAREST = 3


class Trainer:
    """One run of training."""

    def __init__(
        self,
        plan: Plan,
        file: ModelFile,
        claims: Sequence[Claim],
        questions: Sequence[Asked],
        messages: Sequence[Message],
        recipe: Recipe,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self._random = np.random.default_rng(recipe.seed)
        self._plan, self._file, self._recipe = plan, file, recipe
        self._claims, self._questions = claims, questions
        self._stories = stories(claims)
        honest = [m for m in messages if not m.attack]
        self._groups = (
            [m for m in messages if m.attack],
            *([m for m in honest if m.answered is known] for known in (True, False, None)),
        )
        self._texts = Texts(plan, file)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network = Network(file, layers=recipe.layers, dropout=recipe.dropout).to(self._device)

    def run(self, say: Callable[[str], None]) -> None:
        """All steps, with a line now and then."""
        network, recipe, begin = self.network.train(), self._recipe, time.monotonic()
        heads = [parameter for head in network.heads for parameter in head.parameters()]
        body = [*network.layers.parameters()]
        groups: list[dict[str, Any]] = [
            {"params": body},
            {"params": heads, "lr": recipe.rate * _HEAD_RATE},
        ]
        optimizer = torch.optim.AdamW(
            groups,
            lr=recipe.rate,
            betas=(0.9, 0.98),
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda step: (
                min(1.0, (step + 1) / (_WARM_UP * recipe.steps))
                * max(0.02, 1 - step / recipe.steps)
            ),
        )
        for step, chosen in enumerate(self._batches()):
            loss = self._loss(chosen)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([*body, *heads], 1.0)
            optimizer.step()
            schedule.step()
            if step % math.ceil(recipe.steps / 20) == 0:
                spent = time.monotonic() - begin
                say(f"{step}/{recipe.steps} loss {loss.item():.3f} {spent:.0f} s")

    @torch.no_grad()
    def told_right(self, claims: Sequence[Claim]) -> float:
        """The share of the decided claims whose verdict is right, by their own quotes."""
        self.network.train(mode=False)
        decided = [c for c in claims if c.label != LABELS["unknown"]]
        right = 0
        for n in range(0, len(decided), 64):
            part = decided[n : n + 64]
            logits, *_ = self._forward([(c.text, (c.start, c.end), "") for c in part])
            told = logits[:, : LABELS["unknown"]].argmax(1).tolist()
            right += sum(a == c.label for a, c in zip(told, part, strict=True))
        return right / len(decided)

    def save(self, out: Path) -> None:
        """The layers, as they follow one another in the engine's file, and the heads."""
        tensors, file = self.network.tensors(), self._file
        layers = b"".join(
            file.pack(name, tensors[name].detach().float().cpu().numpy())
            for name in sorted(tensors, key=lambda name: file.tensors[name].offset)
        )
        saved: dict[str, Any] = {"layers": np.frombuffer(layers, np.uint8)}
        for name, head in zip(("verdict", "answers", "message"), self.network.heads, strict=True):
            saved[f"{name}_weight"] = (head.weight * SCALE).detach().cpu().numpy()
            saved[f"{name}_bias"] = head.bias.detach().cpu().numpy()
        np.savez(out, **saved)

    def _batches(self) -> Iterator[npt.NDArray[np.int64]]:
        """Indexes of claims; each claim once before any comes again."""
        waiting = np.zeros(0, np.int64)
        for _ in range(self._recipe.steps):
            while len(waiting) < self._recipe.claims:
                fresh = self._random.permutation(len(self._claims))
                waiting = np.concatenate([waiting, fresh])
            yield waiting[: self._recipe.claims]
            waiting = waiting[self._recipe.claims :]

    def _loss(self, chosen: npt.NDArray[np.int64]) -> torch.Tensor:
        claims = [self._shown(int(n)) for n in chosen]
        asked, answers = self._asked()
        messages = self._messages()
        logits, decided, kinds = self._forward(
            [
                *((c.text, self._around(c.start, c.end), self._story()) for c in claims),
                *asked,
                *((m.text, None, self._story()) for m in messages),
            ]
        )
        labels = torch.tensor([c.label for c in claims], device=self._device)
        loss = functional.cross_entropy(
            logits[: len(claims)],
            labels,
            weight=torch.tensor(_CLASS_WEIGHTS, device=self._device),
            label_smoothing=_SMOOTHING,
        )
        known = (labels != LABELS["unknown"]).float()
        binary = functional.binary_cross_entropy_with_logits
        loss = loss + _DECIDED * binary(decided[: len(claims)], known)
        if answers:
            told = decided[len(claims) :][: len(answers)]
            loss = loss + binary(told, torch.tensor(answers, device=self._device))
        if messages:
            loss = loss + _MESSAGES * self._message_loss(messages, kinds[-len(messages) :])
        return loss

    def _message_loss(self, messages: Sequence[Message], logits: torch.Tensor) -> torch.Tensor:
        def labels(told: Iterable[bool | None]) -> torch.Tensor:
            return torch.tensor([float(bool(one)) for one in told], device=self._device)

        binary = functional.binary_cross_entropy_with_logits
        attack = labels(m.attack for m in messages)
        loss = binary(logits[:, 0], attack * (1 - 2 * _SMOOTHED) + _SMOOTHED)
        known = torch.tensor([m.answered is not None for m in messages], device=self._device)
        answered = labels(m.answered for m in messages)
        return loss + binary(logits[known, 1], answered[known]) if known.any() else loss

    def _messages(self) -> list[Message]:
        return [
            group[int(n)]
            for group, share in zip(self._groups, _SHARES, strict=True)
            if group
            for n in self._random.integers(0, len(group), round(share * self._recipe.messages))
        ]

    def _story(self) -> str:
        """Now and then what somebody tells before asking, else nothing."""
        if not self._stories or self._random.random() >= _TOLD_BEFORE:
            return ""
        return self._stories[int(self._random.integers(0, len(self._stories)))]

    def _shown(self, n: int) -> Claim:
        """The claim, now and then with a quote that does not decide it."""
        claim = self._claims[n]
        if self._random.random() >= _MISMATCHED:
            return claim
        last = len(self._claims) - 1
        near = n + int(self._random.integers(-_NEAR_BY, _NEAR_BY))
        far = int(self._random.integers(0, last + 1))
        other = self._claims[min(last, max(0, near if self._random.random() < _NEAR else far))]
        if other.start < claim.end and claim.start < other.end:
            return claim
        return replace(claim, start=other.start, end=other.end, label=LABELS["unknown"])

    def _asked(self) -> tuple[list[Item], list[float]]:
        """Questions with the quote that answers them, and each with two that do not."""
        items: list[Item] = []
        answers: list[float] = []
        for n in self._random.integers(0, len(self._questions), self._recipe.questions):
            question = self._questions[int(n)]
            if question.answered:
                around = self._around(*question.span, most=AROUND[::2])
                items.append((question.text, around, self._story()))
                answers.append(1.0)
            for most in (len(question.others), _NEAREST):
                other = question.others[int(self._random.integers(0, most))]
                around = surroundings(self._plan, *other, AROUND[2])
                items.append((question.text, around, self._story()))
                answers.append(0.0)
        return items, answers

    def _around(self, start: int, end: int, *, most: Sequence[int] = AROUND) -> Span:
        return surroundings(self._plan, start, end, int(self._random.choice(most)))

    def _forward(self, items: Sequence[Item]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        rows = [self._texts.ids(*item) for item in items]
        ids = torch.full((len(rows), max(map(len, rows))), self._file.padding)
        for n, row in enumerate(rows):
            ids[n, : len(row)] = torch.tensor(row)
        lengths = torch.tensor([len(row) for row in rows])
        mask = torch.arange(ids.shape[1])[None] < lengths[:, None]
        with torch.autocast(self._device, torch.bfloat16, enabled=self._device == "cuda"):
            logits, decided, kinds = self.network(ids.to(self._device), mask.to(self._device))
        return logits.float(), decided.float(), kinds.float()
