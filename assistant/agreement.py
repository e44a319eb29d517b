"""Whether a number of an answer says the same as a number of a source: amount, time, subject."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.asked_period import Period
from assistant.claims import GENERIC, Claim, ClaimReader, Terms
from assistant.numerals import flat, names_with_numbers
from assistant.question import Question
from assistant.sources import SourceClaim
from corpus import PlanInfo
from index.lexicon import Lexicon
from index.tokens import Tokenizer

_FUTURE = re.compile(r"将(?!军)|力争|计划|拟|预计|要达到|目标[是为]")
_ACHIEVED = re.compile(r"已(?!有)|达到了|完成了|实现了|过去|增长到了|增加到了")
_PERIOD = re.compile(r"“?十[二三四五]五”?(?:期间|时期)?")
_PAST_WORDS = re.compile(r"十三五|过去五年")
_CURRENT_WORDS = re.compile(r"十四五(?!”?(?:规划|纲要|经济))")
_VISION_WORDS = re.compile(r"远景目标[为是]|二〇三五|2035")
_BASE_WORDS = re.compile(r"基数|基期|现状|起点|目前|当前|2020")
_GROWTH_WORDS = re.compile(r"增|年均|每年|提高|上升")
_YEARLY = re.compile(r"每年|年均|逐年|平均增")
_MEASURES = (re.compile(r"增速|增长率|增幅"), re.compile(r"比重|占比|比例|占.{1,12}的$"))
_BY_THEN = re.compile(r"(?:到|至|截至|截止|前)\d{4}年?|\d{4}年(?:底|末|前)")
# Nouns, abbreviations, set phrases, kinds ("国家级"), and words that only the plan knows.
_THING_TAGS = "njilbx"
# Whose a thing is: 省政府质量奖 is no 市政府质量奖.
_GRADE = re.compile(r"国家(?=级)|[省市县](?=级|政府|委)")
# The least share of a source claim's own words that the answer must say of the number.
_SUBJECT_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Words:
    """How words of this plan are read."""

    info: PlanInfo
    tokenizer: Tokenizer
    lexicon: Lexicon
    reader: ClaimReader


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question says of time and subject, for answers that leave it unsaid."""

    years: tuple[int, ...]
    period: Period | None
    terms: Terms
    text: str


class Agreement:
    """Holds claims of one answer against claims of its sources."""

    def __init__(self, words: Words, question: Question, *, denied: bool) -> None:
        """``denied``: the question's premise is set right, so its time is not the answer's."""
        self._info = words.info
        self._tokenizer = words.tokenizer
        self._lexicon = words.lexicon
        self._reader = words.reader
        info = words.info
        self.known = flat(" ".join([info.name, info.place, *info.place_names]))
        text = flat(question.text)
        named = _period_named(text) or (question.period if question.years else None)
        self.asked = Asked(
            years=() if denied else question.years,
            period=None if denied else named,
            terms=self.about(text),
            text=text,
        )

    def fault(self, claim: Claim, told: SourceClaim, body: str) -> str:
        """Where a claim of the answer differs from one of a source; "" when nowhere."""
        if claim.unit != told.claim.unit:
            return f"its unit is {told.claim.unit or 'none'}"
        if claim.bound != told.claim.bound:
            return "its bound differs"
        if (
            not told.column
            and told.claim.is_start
            and not (claim.is_start or _BASE_WORDS.search(claim.words))
        ):
            return "it is where a growth began"
        if claim.is_start and (told.column == "target" or not (told.claim.is_start or told.column)):
            return "no growth began there"
        if not told.column and (fault := _wrong_measure(claim, told)):
            return fault
        return self._wrong_time(claim, told, body) or self._wrong_subject(claim, told)

    def _wrong_time(self, claim: Claim, told: SourceClaim, body: str) -> str:
        info = self._info
        words = f"{claim.lead_words} {claim.near}"
        said = flat(f"{told.claim.said} {told.claim.lead_words}")
        if told.column == "growth":
            if not _GROWTH_WORDS.search(words):
                return "it is a growth"
            return ""
        if (told.column == "base" and "目标" in claim.near) or (
            told.column == "target" and re.search(r"基数|基期|现状", claim.near)
        ):
            return "its column differs"
        if told.column and _GROWTH_WORDS.search(claim.near) and not claim.years:
            return "it is no growth"
        if (fault := _wrong_mood(words, said, told.period)) and not (
            claim.years and set(claim.years) <= set(told.years)
        ):
            return fault
        named = _period_named(body[: claim.start].split("。")[-1])
        if named and named is not told.period and not (told.column and claim.years):
            return "its period differs"
        if claim.years:
            return self._wrong_year(claim.years, told, body, info)
        if named is None:
            return self._wrong_unsaid_time(told, words)
        return ""

    def _wrong_year(
        self, years: tuple[int, ...], told: SourceClaim, body: str, info: PlanInfo
    ) -> str:
        if told.years:
            return "" if set(years) <= set(told.years) else f"its year is {told.years[0]}"
        ends = {
            Period.PAST: info.base_year,
            Period.CURRENT: info.target_year,
            Period.VISION: info.vision_year,
        }
        if set(years) != {ends[told.period]}:
            return "its period differs"
        if told.period is Period.PAST and not _BY_THEN.search(body):
            return "it is of the whole period"
        return ""

    def _wrong_unsaid_time(self, told: SourceClaim, words: str) -> str:
        """The answer names no time: then it speaks of the question's."""
        asked = self.asked
        if told.column == "base":
            wanted = _BASE_WORDS.search(words) or set(asked.years) & set(told.years)
            return "" if wanted or asked.period is Period.PAST else "it is the base, not the target"
        if asked.years and told.years:
            return "" if set(asked.years) & set(told.years) else f"its year is {told.years[0]}"
        if asked.period and asked.period is not told.period:
            return "its period differs"
        return ""

    def _wrong_subject(self, claim: Claim, told: SourceClaim) -> str:
        if claim.own and told.claim.said.endswith(claim.said):
            return ""  # in the plan's own words
        if self._names_another(claim, told):
            return "it is about something else"
        own = (told.claim.own - GENERIC) or (told.claim.shared | told.claim.lead)
        said = self.about(f"{claim.words} {claim.lead_words}")
        strictly = self.about(claim.words) if claim.own else said
        if claim.shared:  # of parallel things only its own is meant
            said = claim.own | claim.shared | self.about(claim.lead_words)
            strictly = claim.own
        if not said:
            said = strictly = self.asked.terms
        alike = [o for o in told.beside if o.unit == claim.unit and o.number != claim.number]
        special = own.difference(*(o.own for o in alike)) or own
        if own and min(share(own, said), share(special, said)) < _SUBJECT_SHARE:
            return "it is about something else"
        for other in told.beside:
            if other.number == claim.number and other.unit == claim.unit:
                continue
            foreign = other.own - told.claim.own - told.claim.shared - GENERIC
            hit = strictly & foreign
            later = other.start > told.claim.start
            complete = share(own, strictly) > 0.99
            if (
                hit
                and ((later and not complete) or share(own, strictly) == 0)
                and not _inside(hit, told.allowed)
            ):
                return "it is about something else"
            if hit and not later and share(own - other.own, strictly) == 0 and own - other.own:
                return "it is about something else"
        words = f"{claim.words} {claim.lead_words}"
        if not self.about(words):
            words = self.asked.text
        if unknown := self._nouns_outside(words, f"{told.allowed} {self.known}"):
            return f"the plan does not say it of {unknown[0]}"
        # One subject put in the place of another that its sentence names too.
        put = self._nouns_outside(claim.words, f"{told.claim.said_last} {self.known}")
        if put and self._nouns_outside(told.claim.words, f"{claim.words} {claim.lead_words}"):
            return f"the plan does not say it of {put[0]}"
        return ""

    def _names_another(self, claim: Claim, told: SourceClaim) -> bool:
        """Whether the claim's own words, letter by letter, are those of another figure beside it, or
        of another grade (省级 for 市级)."""
        said, names = self._reader.about(claim.words), names_with_numbers(claim.words)
        told_names = names_with_numbers(told.claim.words)
        if names and told_names and not set(names) & set(told_names):
            return True
        grades = set(_GRADE.findall(claim.words))
        if (
            grades
            and not grades & set(_GRADE.findall(told.allowed))
            and _GRADE.search(told.allowed)
        ):
            return True
        for other in told.beside:
            if other.unit != claim.unit or other.number == claim.number:
                continue
            own, foreign = told.claim.own - other.own, other.own - told.claim.own
            if said & foreign - told.claim.shared - GENERIC and own and not said & own:
                return True
        return False

    def _nouns_outside(self, words: str, known: str) -> list[str]:
        """Things that some words name and some others do not, in the plan's own words either."""
        return [
            word
            for word, tag in self._tokenizer.tagged(_PERIOD.sub("", words))
            if (tag[0] in _THING_TAGS and word > "\u3000")
            and len(word) > 1
            and word not in GENERIC
            and word not in known
            and not any(w in known for w in self._lexicon.expand(word))
        ]

    def about(self, words: str) -> Terms:
        """The terms of some words that say what they are about, in the plan's own words too."""
        expanded = " ".join(self._lexicon.expand(words))
        return self._reader.about(f"{words} {expanded}")


def _wrong_measure(claim: Claim, told: SourceClaim) -> str:
    """A yearly figure told as one of the whole period, or a share told as a growth, and so on."""
    words = f"{claim.lead_words} {claim.near}"
    if _YEARLY.search(words) and not _YEARLY.search(told.claim.said):
        return "it is not yearly"
    if _YEARLY.search(told.claim.near) and not _YEARLY.search(words):
        return "it is yearly"
    if any(m.search(claim.near) and not m.search(told.claim.said) for m in _MEASURES):
        return "it measures something else"
    return ""


def _wrong_mood(words: str, said: str, period: Period) -> str:
    """Aims told as achievements, or the other way round."""
    if period is Period.PAST:
        wrong = _FUTURE.search(words) and not _FUTURE.search(said)
        return "it is achieved, not aimed at" if wrong else ""
    wrong = _ACHIEVED.search(words) and not _ACHIEVED.search(said)
    return "it is aimed at, not achieved" if wrong else ""


def _period_named(text: str) -> Period | None:
    """The last period that a text names in so many words."""
    found = [
        (match.start(), period)
        for period, pattern in (
            (Period.PAST, _PAST_WORDS),
            (Period.CURRENT, _CURRENT_WORDS),
            (Period.VISION, _VISION_WORDS),
        )
        for match in pattern.finditer(text)
    ]
    return max(found)[1] if found else None


def _weight(terms: set[str] | Terms) -> int:
    return sum(len(t) for t in terms)


def share(of: set[str] | Terms, given: set[str] | Terms) -> float:
    """The share (0 to 1) of some terms, by length, that stand among others."""
    return _weight(set(of) & set(given)) / _weight(of) if of else 0.0


def _inside(terms: set[str] | Terms, text: str) -> bool:
    return all(t in text for t in terms)
