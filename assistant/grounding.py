"""Whether every statement of an LLM's answer is borne out by the quotes that it cites.

Digits alone prove little: a 2020 figure given for 2025, or one company's figure given to another,
stands in the sources too. So a number must agree with a claim of a cited quote in value, unit and
bound, in what it is about, and in its time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.claims import GENERIC, Claim, ClaimReader, Terms, flat, names_with_numbers, years_of
from assistant.draft import Draft
from assistant.question import Asks, Period, Question
from assistant.sources import Source, SourceClaim, SourceReader
from corpus import Plan, PlanInfo
from index.figures import numbers
from index.lexicon import Lexicon
from index.tokens import Tokenizer

Problems = tuple[str, ...]

_SENTENCE = re.compile(r"[^。!?！？\n]*[。!?！？\n]+(?:\[\d+\])*|[^。!?！？\n]+$")
_MARKER = re.compile(r"\[(\d+)\]")
_CITED = re.compile(r"(?P<words>[^\[]+|\[)(?P<markers>(?:\[\d+\])*)")
_MARKUP = re.compile(
    r"</?[a-zA-Z!]|&#?\w+;|`|\]\(|!\[|https?:|www\.|^\s*\|.*\|\s*$|^\s*#", re.MULTILINE
)
_QUOTED = re.compile(
    r"“([^“”]*)”|《([^《》]*)》|「([^「」]*)」|『([^『』]*)』|‘([^‘’]*)’|\"([^\"]*)\""
)
_QUOTE_MARKS = re.compile(r"[“”《》「」『』‘’\"]")
_LATIN = re.compile(r"[a-z]{2,}")
_REFUSAL = re.compile(
    r"规划(?:中|里)?(?:未|没有)(?:提及|提到|说明)|无法(?:回答|确定)|不知道|未找到|资料不足"
)
_VERDICT = re.compile(r"^(不是|是|没有|有)(?=[,。])")
_NEGATIONS = ("不", "没", "未", "并非", "取消", "停止", "禁止", "暂停", "拒绝", "无需", "免")
_NOT_NEGATING = re.compile(
    r"不断|不仅|不但|不同|不低于|不少于|不超过|不高于|不多于|未来|免疫|不小于"
)
_FUTURE = re.compile(r"将(?!军)|力争|计划|拟|预计|要达到|目标[是为]")
_ACHIEVED = re.compile(r"已(?!有)|达到了|完成了|实现了|过去|增长到了|增加到了")
_PERIOD = re.compile(r"“?十[二三四五]五”?(?:期间|时期)?")
_PAST_WORDS = re.compile(r"十三五|过去五年")
_CURRENT_WORDS = re.compile(r"十四五(?!”?(?:规划|纲要|经济))")
_VISION_WORDS = re.compile(r"远景目标[为是]|二〇三五|2035")
_BASE_WORDS = re.compile(r"基数|基期|现状|起点|目前|当前|2020")
_GROWTH_WORDS = re.compile(r"增|年均|每年|提高|上升")
_BY_THEN = re.compile(r"(?:到|至|截至|截止|前)\d{4}年?|\d{4}年(?:底|末|前)")
# Nouns, abbreviations, set phrases, kinds ("国家级"), and words that only the plan knows.
_THING_TAGS = "njilbx"
_NAME_TAGS = ("nr", "ns", "nt", "nz", "j")
# The least share of a claim's own words, and of a sentence's, that must stand on the other side.
_SUBJECT_SHARE = 0.3
_SENTENCE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement without its markers, and which sources each part of it cites."""

    body: str
    sources: tuple[Source, ...]
    parts: tuple[tuple[int, tuple[Source, ...]], ...]

    @classmethod
    def read(cls, text: str, sources: Sequence[Source], *, has_verdict: bool) -> _Said:
        """A verdict in front is the draft's to give, and is left out."""
        body = ""
        parts: list[tuple[int, tuple[Source, ...]]] = []
        for match in _CITED.finditer(text):
            body += flat(match["words"])
            if numbers_cited := _cited(match["markers"] or ""):
                parts.append((len(body), tuple(sources[n - 1] for n in numbers_cited)))
        if has_verdict and (verdict := _VERDICT.match(body)):
            cut = verdict.end()
            body, parts = body[cut:], [(end - cut, cited) for end, cited in parts]
        every = tuple({id(s): s for _, cited in parts for s in cited}.values())
        return cls(body, every, tuple(parts))

    def cited_at(self, place: int) -> tuple[Source, ...]:
        """The sources of the markers that follow a place, or of the last ones."""
        return next((cited for end, cited in self.parts if place < end), self.parts[-1][1])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the question says of time and subject, for answers that leave it unsaid."""

    years: tuple[int, ...]
    period: Period | None
    terms: Terms
    text: str


def statements(text: str) -> list[str]:
    """Sentences with their markers; one without any belongs to the next one that cites.

    >>> statements("甲。乙[1]。丙。[2]丁。")
    ['甲。乙[1]。', '丙。[2]', '丁。']
    """
    found: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if found and not _MARKER.search(found[-1]):
            found[-1] += sentence
        else:
            found.append(sentence)
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """How words of this plan are read."""

    info: PlanInfo
    tokenizer: Tokenizer
    lexicon: Lexicon
    reader: ClaimReader


class Grounding:
    """Holds what is read of a plan once; an answer's own state travels in Check."""

    def __init__(self, plan: Plan, tokenizer: Tokenizer, lexicon: Lexicon) -> None:
        self._plan = plan
        self._tokenizer = tokenizer
        self._lexicon = lexicon
        self._claims = ClaimReader(tokenizer)
        self._sources = SourceReader(plan, self._claims)

    def checker(self, question: Question, draft: Draft) -> Check:
        """The checks of one answer that words ``draft`` anew."""
        sources = tuple(self._sources.read(span) for span in draft.spans)
        words = _Words(self._plan.info, self._tokenizer, self._lexicon, self._claims)
        return Check(words, sources, question, draft)


class Check:
    """Checks sentences, and the answer that they make. Problems are said in words; none is good."""

    def __init__(
        self,
        words: _Words,
        sources: tuple[Source, ...],
        question: Question,
        draft: Draft,
    ) -> None:
        self._info = words.info
        self._tokenizer = words.tokenizer
        self._lexicon = words.lexicon
        self._reader = words.reader
        self._sources = sources
        self._draft = draft
        self._question = question
        info = words.info
        text = flat(question.text)
        self._known = flat(" ".join([info.name, info.place, *info.place_names]))
        # A question that is set right does not say when the answer holds.
        denied = _verdict(draft.text) in ("不是", "没有")
        self._asked = _Asked(
            () if denied else question.years,
            None
            if denied
            else _period_named(text) or (question.period if question.years else None),
            self._about(text),
            text,
        )

    def statement(self, text: str) -> Problems:
        """What is wrong with a sentence or sentences and their markers; () when nothing is."""
        if any(unicodedata.category(c) in ("Cf", "Cc", "Co", "Cs", "Cn") for c in text.strip()):
            return ("invisible characters",)
        if _MARKUP.search(text):
            return ("markup",)
        if wrong := [n for n in _cited(text) if not 1 <= n <= len(self._sources)]:
            return (f"citation [{wrong[0]}] has no source",)
        said = _Said.read(text, self._sources, has_verdict=bool(_verdict(self._draft.text)))
        if not re.search(r"\w", said.body):
            return ()
        if not said.sources:
            return ("a statement cites nothing",)
        return (
            *self._names(said),
            *self._years(said),
            *self._numbers(said),
            *self._words(said),
        )

    def whole(self, text: str) -> Problems:
        """What is wrong with the complete answer: a sentence of it, or what it leaves out."""
        if found := tuple(p for told in statements(text) for p in self.statement(told)):
            return found
        if _REFUSAL.search(text) and not _REFUSAL.search(self._draft.text):
            return ("the answer says nothing",)
        if _verdict(text) != _verdict(self._draft.text):
            return ("the verdict differs",)
        quoted = set(self._question_years())
        for source in self._sources:
            quoted |= numbers(source.quote)
        if loose := numbers(_MARKER.sub(" ", text)) - quoted:
            return tuple(f"number {n} stands in no quote" for n in sorted(loose))
        return self._left_out(text)

    def _left_out(self, text: str) -> Problems:
        """A number that was asked for, or an item of a list."""
        told, wanted = flat(_MARKER.sub(" ", text)), flat(_MARKER.sub(" ", self._draft.text))
        if self._question.asks in (Asks.QUANTITY, Asks.TIME):
            given = _values(told)
            must = _values(re.sub(r"\([^()]*\)", "", wanted))
            years = {str(y) for y in self._question.years}
            if self._draft.by == "indicator" and (missing := must - given - years):
                return (f"number {min(missing)} is left out",)
            if must - years and not (must - years) & given:
                return ("the number asked for is left out",)
        if self._question.asks in (Asks.LIST, Asks.OPEN, Asks.MANNER):
            place = 0
            for item in _items(wanted):
                found = told.find(item, place)
                if found < 0:
                    return (f"{item} is left out",)
                place = found
        return ()

    def _question_years(self) -> list[str]:
        return [str(year) for year in years_of(flat(self._question.text))]

    def _names(self, said: _Said) -> Problems:
        """Names in quotation marks, in Latin letters and with numbers in them stand in a source."""
        body = said.body
        known = " ".join([*(s.around for s in said.sources), self._known])
        if _QUOTE_MARKS.search(_QUOTED.sub("", body)):
            return ("a quotation mark without its other half",)
        quoted = [next(g for g in m.groups() if g is not None) for m in _QUOTED.finditer(body)]
        numbered = names_with_numbers(body)
        named = [*quoted, *_LATIN.findall(body), *numbered]
        problems = [f"“{name}” stands in no cited source" for name in named if name not in known]
        for name in numbered:
            left = body[max(0, body.index(name) - 4) : body.index(name)]
            if len(left) == 4 and left in known and left + name not in known:
                problems.append(f"“{name}” stands where the quote has another")
        return tuple(problems)

    def _years(self, said: _Said) -> Problems:
        """Years stand in a cited quote, or are the end of its period; what is said of one is not
        what the quote says of another."""
        problems: list[str] = []
        for year in self._reader.years(said.body):
            sources = said.cited_at(year.start)
            holding = [s for s in sources if any(y.year == year.year for y in s.years)]
            if not holding:
                if not any(self._ends(s, year.year) for s in sources):
                    problems.append(f"year {year.year} stands in no cited quote")
                continue
            about = self._about(year.words) or self._about(said.body)
            if all(self._of_another_year(about, year.year, s) for s in holding):
                problems.append(f"year {year.year} is said of something else")
        info = self._info
        if any(s.is_row for s in said.sources):
            crossed = rf"{info.base_year}年?(?:的|底)?目标|{info.target_year}年?(?:的|底)?(?:基数|基期|现状)"
            if match := re.search(crossed, said.body):
                problems.append(f"{match.group()} is no column")
        return tuple(problems)

    def _ends(self, source: Source, year: int) -> bool:
        """“十四五” ends in the target year; a quote that names no year can be said to."""
        info = self._info
        ends = {
            Period.PAST: info.base_year,
            Period.CURRENT: info.target_year,
            Period.VISION: info.vision_year,
        }
        return not source.years and ends[source.period] == year

    def _of_another_year(self, said: Terms, year: int, source: Source) -> bool:
        if source.is_row:
            return False  # the columns of a row are told apart by its claims
        same: set[str] = set()
        other: set[str] = set()
        for y in source.years:
            (same if y.year == year else other).update(self._reader.terms(y.words))
        foreign = {t for t in other - same if not any(t in s or s in t for s in same)}
        return bool(said & foreign)

    def _numbers(self, said: _Said) -> Problems:
        problems: list[str] = []
        for claim in self._reader.claims(said.body):
            sources = said.cited_at(claim.start)
            told = [c for s in sources for c in s.claims if c.claim.number == claim.number]
            if not told:
                problems.append(f"number {claim.number} stands in no cited quote")
                continue
            faults = [self._fault(claim, c, said.body) for c in told]
            if all(faults):
                problems.append(f"number {claim.number}: {faults[0]}")
            elif self._miscopied(claim, sources):
                problems.append(f"number {claim.number} stands where the quote has another")
        return tuple(problems)

    def _fault(self, claim: Claim, told: SourceClaim, body: str) -> str:
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
        asked = self._asked
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
        own = (told.claim.own - GENERIC) or (told.claim.shared | told.claim.lead)
        said = self._about(f"{claim.words} {claim.lead_words}")
        strictly = self._about(claim.words) if claim.own else said
        if claim.shared:  # of parallel things only its own is meant
            said = claim.own | claim.shared | self._about(claim.lead_words)
            strictly = claim.own
        if not said:
            said = strictly = self._asked.terms
        alike = [o for o in told.beside if o.unit == claim.unit and o.number != claim.number]
        special = own.difference(*(o.own for o in alike)) or own
        if own and min(_share(own, said), _share(special, said)) < _SUBJECT_SHARE:
            return "it is about something else"
        for other in told.beside:
            if other.number == claim.number and other.unit == claim.unit:
                continue
            foreign = other.own - told.claim.own - told.claim.shared - GENERIC
            hit = strictly & foreign
            later = other.start > told.claim.start
            complete = _share(own, strictly) > 0.99
            if (
                hit
                and ((later and not complete) or _share(own, strictly) == 0)
                and not _inside(hit, told.allowed)
            ):
                return "it is about something else"
            if hit and not later and _share(own - other.own, strictly) == 0 and own - other.own:
                return "it is about something else"
        if unknown := self._nouns_outside(
            f"{claim.words} {claim.lead_words}", f"{told.allowed} {self._known}"
        ):
            return f"the plan does not say it of {unknown[0]}"
        # One subject put in the place of another that its sentence names too.
        put = self._nouns_outside(claim.words, f"{told.claim.said_last} {self._known}")
        if put and self._nouns_outside(told.claim.words, f"{claim.words} {claim.lead_words}"):
            return f"the plan does not say it of {put[0]}"
        return ""

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

    def _miscopied(self, claim: Claim, sources: Sequence[Source]) -> bool:
        """The six characters before the number stand in a quote before another number only."""
        if len(claim.left) < 6 or claim.left[-1] in "0123456789":
            return False
        after = [
            c.claim.number
            for s in sources
            for c in s.claims
            if c.claim.left == claim.left and c.claim.unit == claim.unit
        ]
        return bool(after) and claim.number not in after

    def _words(self, said: _Said) -> Problems:
        """Most words of a sentence, all of its proper names and its negations stand in a source."""
        body, sources = said.body, said.sources
        given = " ".join([*(s.around for s in sources), self._known, flat(self._draft.text)])
        quotes = " ".join([*(s.quote for s in sources), flat(self._draft.text)])
        plain = _NOT_NEGATING.sub("", body)
        for negation in _NEGATIONS:
            if negation in plain and negation not in _NOT_NEGATING.sub("", quotes):
                return (f"“{negation}” stands in no cited quote",)
        for word, tag in self._tokenizer.tagged(body):
            if tag in _NAME_TAGS and len(word) > 1 and word not in given and word not in GENERIC:
                return (f"{word} stands in no cited source",)
        terms = {t for t in self._reader.terms(body) if t not in GENERIC}
        held = {t for t in terms if t in given or t in self._asked.text}
        if terms and _weight(held) < _SENTENCE_SHARE * _weight(terms):
            return ("most of its words stand in no cited source",)
        return ()

    def _about(self, words: str) -> Terms:
        """The terms of some words that say what they are about, in the plan's own words too."""
        expanded = " ".join(self._lexicon.expand(words))
        return self._reader.about(f"{words} {expanded}")


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


def _cited(text: str) -> list[int]:
    return [int(n) for n in _MARKER.findall(text)]


def _verdict(text: str) -> str:
    match = _VERDICT.match(flat(text))
    return match.group() if match else ""


def _values(text: str) -> set[str]:
    return numbers(text)


def _items(text: str) -> list[str]:
    """The items of the enumerations of three and more in a text."""
    found: list[str] = []
    for run in re.split(r"[,。;:()]", text):
        items = [item for item in run.split("、") if item]
        if len(items) > 2:
            found.extend([items[0][-2:], *items[1:-1], items[-1][:2]])
    return found


def _weight(terms: set[str] | Terms) -> int:
    return sum(len(t) for t in terms)


def _share(of: set[str] | Terms, given: set[str] | Terms) -> float:
    return _weight(set(of) & set(given)) / _weight(of) if of else 0.0


def _inside(terms: set[str] | Terms, text: str) -> bool:
    return all(t in text for t in terms)
