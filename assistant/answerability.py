"""Does the plan answer this? Decided by what the evidence holds, not by similarity alone."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.candidates import IN_FULL, TWO_ASKED, CandidateFinder
from assistant.evidence import FEATURES, Candidate
from assistant.question import Asks, Question
from corpus import Plan
from index.places import is_named
from index.search import SearchResult

_NO_FIGURE = "规划没有给出所问的数字"
# Plans leave 元 out behind a large amount: 海外销售超过10亿.
_MONEY = re.compile(r"元|\d[多余]?[百千]?[亿万](?![吨人亩户件平辆立只头股])")
# Among so many candidates one must speak of money for sums to be compared.
_LOOKED_AT = 3
# Who built or runs it; what any such body is called by.
_DOER_ASKED = re.compile(
    r"(?:承建|承包|施工|中标|设计|监理|运营|牵头|责任)(?:商|方|单位|公司|企业|人)?[^,。?]{0,3}(?:是?谁|哪(?:家|个|些))|(?:承包|承建|施工|运营|负责)(?:商|方|单位|人)[??]?$|由?(?:谁|哪(?:家|个)(?:公司|企业|单位|部门)?)(?:家)?(?:来)?(?:承建|承包|施工|中标|建的|修的|盖的|运营|牵头|负责)"
)
_BODY = re.compile(
    r"公司|集团|企业|[局委厅院]|部门|单位|政府|机构|协会|银行|大学|中心|主导|牵头|龙头|党|镇|村|办"
)
# The names of what the plan only counts (23个自然村).
_NAMES_ASKED = re.compile(
    r"(?:名单|名录|名称|名字|[村园厂企店]名|逐(?:个|一|[村园厂企家])|都叫(?:什么|啥)|分别叫|分别是(?:哪|什么)|哪\d+[个家所处条])"
)
_COUNTED = re.compile(r"\d+(?:余|多)?(?:个|家|所|处|条|座)")
_HOW_MANY = re.compile(r"多少|\bhow (?:many|much)\b")
# How often something is done, and what tells it.
_HOW_OFTEN = re.compile(
    r"(?:多久|多长时间|(?<![前近去这来头后])几(?:天|日|周|个?月|个?季度|年))[^,。;?]{0,6}(?:(?<!第)[一1](?:回|次(?!性)|趟|场|遍)|(?<![新上下第])[一1](?:轮|届))|\bhow often\b"
)
_OFTEN = re.compile(
    r"每(?:[一两半]|\d)?个?(?:[日天周月季年]|星期)|[日周月季年](?:例会|报(?!告)|检|度)|定期|经常|常态化|随时|\d[年次]"
)
# How many things: whoever enumerates them answers. A bare 目标 need not be a figure.
_COUNTS_THINGS = re.compile(r"几(?:样|个|种|项|块|大|条|类|家|方面|摊|件|处|所)")
_TERSE_TARGET = re.compile(r"^[^多几率数比]*[\s的]目标[??]?$")
MODEL = Path(__file__).parent / "models" / "evidence.json"
# What each of the claim model's two opinions weighs beside the evidence, how far it counts at most, and
# what both say of a question on the verge: chosen on questions that neither model was fitted on.
_OPINION, _AT_MOST, _ON_THE_VERGE = 0.3, 4.0, 0.4
# A question so much like a near miss is that near miss.
_SAME_QUESTION = 0.97
Opinions = Sequence[Callable[[], float]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence answers, how likely (0 to 1), in words why not, and whether something speaks
    against an answer however likely it is."""

    answerable: bool
    probability: float
    reason: str
    features: Mapping[str, float]
    contradicted: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "answerable": self.answerable,
            "probability": round(self.probability, 3),
            "reason": self.reason,
            "features": {k: round(v, 3) for k, v in self.features.items()},
        }


class Answerability:
    """A logistic model over named features: p = σ(bias + Σ wᵢ·xᵢ). Its weights, and those that
    rank candidates, are numbers in one readable file."""

    FEATURES = (
        "question_similarity",
        "second_similarity",
        "sentence_similarity",
        "coverage",
        "span_coverage",
        "unknown_terms",
        "near_miss",
        "near_miss_margin",
        "wrong_year",
        "wrong_period",
        "wants_figure_without",
        "wants_unit_without",
        "wants_time_without",
        "other_year",
        "names_indicator",
        "agreement",
        "missing_term",
        "missing_here",
        "foreign_place",
        "year_absent",
        "row_answers",
        "gives_unit",
        "gives_year",
        "unanswered_logit",
    )

    def __init__(self, model: Mapping[str, Any]) -> None:
        self.ranking = [float(model["ranking"].get(name, 0.0)) for name in FEATURES]
        self._weights: dict[str, float] = model["answerability"]
        self._bias = float(model["bias"])
        self._threshold = float(model["threshold"])
        likely = min(max(self._threshold, 1e-9), 1 - 1e-9)
        self._verge = math.log(likely / (1 - likely))

    def changed(
        self, *, ranking: Mapping[str, float] | None = None, refuses: bool = True
    ) -> "Answerability":
        """The same model with other ranking weights, or one that never refuses: for ablations."""
        weights = ranking or dict(zip(FEATURES, self.ranking, strict=True))
        return Answerability(
            {
                "ranking": weights,
                "answerability": self._weights,
                "bias": self._bias,
                "threshold": self._threshold if refuses else 0.0,
            }
        )

    @classmethod
    def load(cls, plan: Plan, path: Path = MODEL) -> "Answerability":
        """The weights for a plan with questions written for it, or for one without."""
        models = json.loads(path.read_text(encoding="utf-8"))
        return cls(models["with_questions" if plan.expansions else "without_questions"])

    def judge(
        self,
        question: Question,
        ranked: Sequence[Candidate],
        result: SearchResult,
        finder: CandidateFinder,
        opinions: Opinions = (),
    ) -> Verdict:
        """The verdict on the best candidates; ``opinions``, log odds that they answer, are asked for
        one by one as long as those that are left could change it."""
        features = answerability_features(question, ranked, result, finder)
        total = self._bias + sum(w * features.get(name, 0.0) for name, w in self._weights.items())
        tipped = total - _ON_THE_VERGE
        for n, opinion in enumerate(opinions):
            if abs(self._verge - tipped) >= _OPINION * _AT_MOST * (len(opinions) - n):
                break
            tipped += _OPINION * max(-_AT_MOST, min(_AT_MOST, opinion()))
            features["opinion"] = tipped - total
        total += features.get("opinion", 0.0)
        probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        reason = _contradiction(question, ranked, features)
        contradicted = bool(reason)
        told = _told_in_full(features) or _tells_how_often(question, ranked[0].text, features)
        answerable = (probability >= self._threshold or told) and not reason
        if not answerable:
            reason = reason or _reason(question, features)
        return Verdict(answerable, probability, reason, features, contradicted)


def _contradiction(
    question: Question, ranked: Sequence[Candidate], features: Mapping[str, float]
) -> str:
    """Why the best candidate cannot be the answer, however much it resembles one; "" when nothing
    speaks against it."""
    best = ranked[0]
    figure = question.asks in (Asks.QUANTITY, Asks.COMPARISON)
    if features["foreign_place"] and (
        features["names_indicator"] or (figure and any(map(is_named, question.places)))
    ):
        return _reason(question, features)  # the plan's figures are of its own place
    if (
        question.asks is Asks.COMPARISON
        and question.unit == "元"
        and not any(_MONEY.search(candidate.text) for candidate in ranked[:_LOOKED_AT])
    ):
        return _NO_FIGURE
    if _DOER_ASKED.search(question.text) and not _BODY.search(best.text):
        return "规划没有写明由谁来做"
    if _NAMES_ASKED.search(question.text) and _counted_only(best.text):
        return "规划只给出数目,没有列出名称"
    if _HOW_OFTEN.search(question.text):
        return "" if _OFTEN.search(best.text) else "规划没有写明多久一次"
    if question.asks is not Asks.QUANTITY:
        return ""
    if features["year_absent"]:
        return _reason(question, features)
    if question.unit == "元" and not any(
        _MONEY.search(candidate.text)
        for candidate in ranked[: _LOOKED_AT if TWO_ASKED.search(question.text) else 1]
    ):
        return _NO_FIGURE
    if _HOW_MANY.search(question.text) and features["wants_figure_without"]:
        return _NO_FIGURE
    if features["wrong_period"] and best.passage.kind != "table_row":
        return "规划没有给出所问时期的数字"
    return ""


def _told_in_full(features: Mapping[str, float]) -> bool:
    """Whether the best candidate says all that is asked and gives the figure (疫苗接种率), whatever
    longer question without an answer resembles it."""
    return bool(
        features["span_coverage"] >= IN_FULL
        and features["gives_figure"]
        and features["near_miss"] < _SAME_QUESTION
        and not (features["wrong_period"] or features["wrong_year"])
    )


def _tells_how_often(question: Question, told: str, features: Mapping[str, float]) -> bool:
    """Whether it is asked how often something is done and the text, which says all else, tells it."""
    asked = _HOW_OFTEN.search(question.text) and features["coverage"] >= IN_FULL
    return bool(asked) and features["near_miss"] < _SAME_QUESTION and bool(_OFTEN.search(told))


def _counted_only(text: str) -> bool:
    """Whether the clause that counts them (23个自然村) enumerates nothing before the count."""
    counted = _COUNTED.search(text)
    if counted is None:
        return False
    before = re.split(r"[,。;]", text[: counted.start()])[-1]
    return "、" not in before and "：" not in text and ":" not in text


def answerability_features(
    question: Question,
    ranked: Sequence[Candidate],
    result: SearchResult,
    finder: CandidateFinder,
) -> dict[str, float]:
    """Named evidence for and against an answer."""
    best = ranked[0]
    features = dict(zip(FEATURES, best.features, strict=True))
    nearest = max((hit.similarity for hit in result.near_misses), default=0.0)
    asked_best = max(
        (h.similarity for hit in result.hits for h in hit.hits if h.view.kind == "question"),
        default=0.0,
    )
    features["near_miss"] = max(0.0, nearest)
    features["near_miss_margin"] = (nearest - asked_best) * 10
    features["score"] = best.score
    features["unanswered_logit"] = result.unanswered_logit
    features["missing_term"] = best.missing
    features["missing_here"] = best.missing_here
    features["foreign_place"] = float(best.foreign)
    features["year_absent"] = float(best.year_absent)
    features["wants_unit_without"] = float(bool(question.unit) and not best.feature("gives_unit"))
    features["unknown_terms"] = finder.unknown_share(question)
    features["other_year"] = float(finder.asks_other_year(question))
    # The passages of the three best candidates agree when the evidence is in one place.
    features["agreement"] = float(sum(c.passage.id == best.passage.id for c in ranked[1:3]))
    features["wants_figure_without"] = float(
        question.asks is Asks.QUANTITY
        and not best.feature("gives_figure")
        and not (best.items and _COUNTS_THINGS.search(question.text))
        and not _TERSE_TARGET.search(question.text)
        and not (_HOW_OFTEN.search(question.text) and _OFTEN.search(best.text))
    )
    features["wants_time_without"] = float(
        question.asks is Asks.TIME and not best.feature("gives_year")
    )
    return features


def _reason(question: Question, features: Mapping[str, float]) -> str:
    if features.get("foreign_place"):
        return f"规划没有给出{question.places[0]}的情况"
    if features.get("wrong_year") or features.get("year_absent"):
        return "规划没有给出所问年份的内容"
    if features.get("wants_figure_without") or features.get("wants_unit_without"):
        return _NO_FIGURE
    if features.get("wants_time_without"):
        return "规划没有给出具体时间"
    return "规划没有说明这一具体事项"
