"""Whether every statement of an LLM's answer is borne out by the quotes that it cites.

Digits alone prove little: a 2020 figure given for 2025, or one company's figure given to another,
stands in the sources too. So a number must agree with a claim of a cited quote in value, unit and
bound, in what it is about, and in its time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.agreement import Agreement, Words, share
from assistant.asked_period import Period
from assistant.claims import GENERIC, Claim, ClaimReader, Terms
from assistant.draft import Draft
from assistant.numerals import flat, names_with_numbers, years_of
from assistant.question import Asks, Question
from assistant.sources import Source, SourceReader
from assistant.statements import MARKER, Said, cited, statements, verdict_of
from corpus import Plan
from index.figures import numbers
from index.lexicon import Lexicon
from index.tokens import Tokenizer

Problems = tuple[str, ...]

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
_NEGATIONS = ("不", "没", "未", "并非", "取消", "停止", "禁止", "暂停", "拒绝", "无需", "免")
_NOT_NEGATING = re.compile(
    r"不断|不仅|不但|不同|不低于|不少于|不超过|不高于|不多于|未来|免疫|不小于"
)
_NAME_TAGS = ("nr", "ns", "nt", "nz", "j")
# The least share of a sentence's words that must stand in its sources.
_SENTENCE_SHARE = 0.5


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
        words = Words(self._plan.info, self._tokenizer, self._lexicon, self._claims)
        return Check(words, sources, question, draft)


class Check:
    """Checks sentences, and the answer that they make. Problems are said in words; none is good."""

    def __init__(
        self,
        words: Words,
        sources: tuple[Source, ...],
        question: Question,
        draft: Draft,
    ) -> None:
        self._info = words.info
        self._tokenizer = words.tokenizer
        self._reader = words.reader
        self._sources = sources
        self._draft = draft
        self._question = question
        self._agreement = Agreement(
            words, question, denied=verdict_of(draft.text) in ("不是", "没有")
        )

    def statement(self, text: str) -> Problems:
        """What is wrong with a sentence or sentences and their markers; () when nothing is."""
        if any(unicodedata.category(c) in ("Cf", "Cc", "Co", "Cs", "Cn") for c in text.strip()):
            return ("invisible characters",)
        if _MARKUP.search(text):
            return ("markup",)
        if wrong := [n for n in cited(text) if not 1 <= n <= len(self._sources)]:
            return (f"citation [{wrong[0]}] has no source",)
        said = Said.read(text, self._sources, has_verdict=bool(verdict_of(self._draft.text)))
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
        if verdict_of(text) != verdict_of(self._draft.text):
            return ("the verdict differs",)
        quoted = set(self._question_years())
        for source in self._sources:
            quoted |= numbers(source.quote)
        if loose := numbers(MARKER.sub(" ", text)) - quoted:
            return tuple(f"number {n} stands in no quote" for n in sorted(loose))
        return self._left_out(text)

    def _left_out(self, text: str) -> Problems:
        """A number that was asked for, or an item of a list."""
        told, wanted = flat(MARKER.sub(" ", text)), flat(MARKER.sub(" ", self._draft.text))
        if self._question.asks in (Asks.QUANTITY, Asks.TIME):
            given = numbers(told)
            must = numbers(re.sub(r"\([^()]*\)", "", wanted))
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

    def _names(self, said: Said) -> Problems:
        """Names in quotation marks, in Latin letters and with numbers in them stand in a source."""
        body = said.body
        known = " ".join([*(s.around for s in said.sources), self._agreement.known])
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

    def _years(self, said: Said) -> Problems:
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
            about = self._agreement.about(year.words) or self._agreement.about(said.body)
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

    def _numbers(self, said: Said) -> Problems:
        problems: list[str] = []
        for claim in self._reader.claims(said.body):
            sources = said.cited_at(claim.start)
            told = [c for s in sources for c in s.claims if c.claim.number == claim.number]
            if not told:
                problems.append(f"number {claim.number} stands in no cited quote")
                continue
            faults = [self._agreement.fault(claim, c, said.body) for c in told]
            if all(faults):
                problems.append(f"number {claim.number}: {faults[0]}")
            elif self._miscopied(claim, sources):
                problems.append(f"number {claim.number} stands where the quote has another")
        return tuple(problems)

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

    def _words(self, said: Said) -> Problems:
        """Most words of a sentence, all of its proper names and its negations stand in a source."""
        body, sources = said.body, said.sources
        given = " ".join(
            [*(s.around for s in sources), self._agreement.known, flat(self._draft.text)]
        )
        quotes = " ".join([*(s.quote for s in sources), flat(self._draft.text)])
        plain = _NOT_NEGATING.sub("", body)
        for negation in _NEGATIONS:
            if negation in plain and negation not in _NOT_NEGATING.sub("", quotes):
                return (f"“{negation}” stands in no cited quote",)
        for word, tag in self._tokenizer.tagged(body):
            if tag in _NAME_TAGS and len(word) > 1 and word not in given and word not in GENERIC:
                return (f"{word} stands in no cited source",)
        terms = {t for t in self._reader.terms(body) if t not in GENERIC}
        held = {t for t in terms if t in given or t in self._agreement.asked.text}
        if terms and share(terms, held) < _SENTENCE_SHARE:
            return ("most of its words stand in no cited source",)
        return ()


def _items(text: str) -> list[str]:
    """The items of the enumerations of three and more in a text."""
    found: list[str] = []
    for run in re.split(r"[,。;:()]", text):
        items = [item for item in run.split("、") if item]
        if len(items) > 2:
            found.extend([items[0][-2:], *items[1:-1], items[-1][:2]])
    return found
