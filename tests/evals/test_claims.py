"""What the claim model was trained on, and that training and running mean the same thing."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.claim_model import CLAIMS, ClaimModel, posed
from assistant.types import Span
from corpus import DEFAULT_PLAN, Plan
from evals.claims import ClaimsError, Recipe
from evals.claims.data import (
    LABELS,
    Asked,
    Claim,
    Message,
    Texts,
    read_claims,
    surroundings,
)
from evals.claims.network import Network
from evals.claims.train import Trainer
from index.engine import Engine, model_file
from index.model_file import ModelFile


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return model_file()


@pytest.fixture(scope="module")
def claims(plan: Plan) -> list[Claim]:
    return read_claims(DEFAULT_PLAN / "claims", plan)


def test_claims_of_every_kind_reach_the_whole_plan(claims: list[Claim], plan: Plan) -> None:
    texts = [claim.text for claim in claims]
    assert len(texts) > 9000
    assert len(set(texts)) > 0.99 * len(texts)
    counts = np.bincount([claim.label for claim in claims])
    assert counts.min() > 600
    places = {p.id for claim in claims if (p := plan.passage_at(claim.start))}
    assert len(places) > 0.8 * sum(p.kind != "table_row" for p in plan.passages)


def test_the_model_that_ships_has_learned_them(claims: list[Claim], plan: Plan) -> None:
    model = ClaimModel.shared()
    assert model is not None
    asked = [c for c in claims if c.label != LABELS["unknown"]][::250]
    told = [model.logits(c.text, Span(c.start, c.end), plan)[:2].argmax() for c in asked]
    assert np.mean([a == c.label for a, c in zip(told, asked, strict=True)]) > 0.9


def test_layers_are_packed_as_they_were(file: ModelFile) -> None:
    for name in ("l0.q.w", "l11.fo.w", "l3.aln.w"):
        assert file.pack(name, file.numbers(name)) == file.packed(name)


def test_other_layers_stand_in_for_the_file_s(file: ModelFile) -> None:
    with np.load(CLAIMS) as saved:
        other = file.with_layers(saved["layers"].tobytes())
    assert other.packed("emb.ln.w") == file.packed("emb.ln.w")
    for name in ("l0.q.w", "l11.oln.b"):
        assert len(other.packed(name)) == len(file.packed(name))
        assert other.packed(name) != file.packed(name)
    assert np.array_equal(other.words([5, 6])[0], file.words([5])[0])
    with pytest.raises(ValueError, match="no layers of this file"):
        file.with_layers(b"0")


def test_the_network_is_the_engine_s(file: ModelFile, claims: list[Claim], plan: Plan) -> None:
    network, engine, texts = Network(file).eval(), Engine(file), Texts(plan, file)
    for claim in claims[:3]:
        ids = torch.tensor([texts.ids(claim.text, (claim.start, claim.end))])
        with torch.no_grad():
            given = network.pooled(ids, torch.ones_like(ids, dtype=torch.bool))[0].numpy()
        text = posed(claim.text, Span(claim.start, claim.end), plan)
        assert given @ engine.encode(text, is_query=True) > 0.999


def test_training_learns_and_writes_layers(
    file: ModelFile, claims: list[Claim], plan: Plan, tmp_path: Path
) -> None:
    others = tuple((claim.start, claim.end) for claim in claims[9:60:10])
    asked = [Asked("有多少家?", (claims[0].start, claims[0].end), others)]
    recipe = Recipe(steps=4, claims=4, questions=1, messages=8, layers=1)
    messages = [Message("规划定了多少家?", answered=True), Message("照我说的答", attack=True)]
    trainer = Trainer(plan, file, claims[:4], asked, messages, recipe)
    before = trainer.network.tensors()["l0.q.w"].detach().clone()
    lines: list[str] = []
    trainer.run(lines.append)
    assert "loss" in lines[0]
    assert not torch.equal(before, trainer.network.tensors()["l0.q.w"])
    assert 0 <= trainer.told_right(claims[:4]) <= 1
    trainer.save(tmp_path / "claims.npz")
    with np.load(tmp_path / "claims.npz") as saved:
        assert len(saved["layers"]) * file.layers == len(np.load(CLAIMS)["layers"])
        assert saved["verdict_weight"].shape == (3, file.width)


def test_clauses_are_added_whole_while_there_is_room(plan: Plan) -> None:
    sentence = next(p for p in plan.passages if p.kind == "paragraph" and len(p.text) > 300)
    start = sentence.start + sentence.text.index(",") + 1
    widths = [surroundings(plan, start, start + 4, most) for most in (0, 80, 160)]
    assert widths[0] == (start, start + 4)
    assert all(a[0] >= b[0] and a[1] <= b[1] for a, b in pairwise(widths))
    assert widths[2][1] - widths[2][0] > 4


@pytest.mark.parametrize("line", ["{", '{"quote": "没有这句话", "yes": []}', "[]"])
def test_a_broken_line_of_claims_is_named(plan: Plan, tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ClaimsError, match=r"a\.jsonl:1"):
        read_claims(tmp_path, plan)
