"""Words of the plan that a question writes as they sound: 护仕 → 护士, 面机 → 面积."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from pypinyin import lazy_pinyin

from index.tokens import Tokenizer

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_TERM = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LONGEST = 4
# So common a character is rather itself than a slip (counts of jieba's dictionary).
_COMMON = 10_000
# What stands beside one of these belongs to how one asks, not to a name.
_ASKING = frozenset("那哪多大太几俺个一不这有是要事样字的了得着也又都很想说能会让给我你他她它咱俩")


class Homophones:
    """Spells right what is no word, sounds like one of the plan, and differs from it by one sign."""

    def __init__(self, vocabulary: Iterable[str], text: str, tokenizer: Tokenizer) -> None:
        """``text``: the plan's, in normal form: what it says is meant as it stands."""
        self._text, self._tokenizer = text, tokenizer
        self._sounding = defaultdict[tuple[str, ...], list[str]](list)
        for term in sorted(set(vocabulary)):
            if _TERM.fullmatch(term):
                self._sounding[tuple(lazy_pinyin(term))].append(term)

    def respelled(self, text: str) -> str:
        """A question in normal form with the plan's words in the place of what sounds like them."""
        return _HAN.sub(lambda run: self._run(run.group()), text)

    def _run(self, run: str) -> str:
        """A run of Chinese signs, longer words before shorter ones."""
        sounds = lazy_pinyin(run)
        words = self._tokenizer.listed_words(run)
        bounds = [0, *accumulate(map(len, words))]
        found: list[str] = []
        begin = 0
        while begin < len(run):
            ends = [end for end in bounds if begin + 1 < end <= begin + _LONGEST]
            word, end = next(
                (
                    (word, end)
                    for end in reversed(ends)
                    if (word := self._meant(run[begin:end], tuple(sounds[begin:end])))
                ),
                ("", begin + len(words[bounds.index(begin)])),
            )
            found.append(word or run[begin:end])
            begin = end
        return "".join(found)

    def _meant(self, written: str, sounds: tuple[str, ...]) -> str:
        """The one word that is meant by what is written; "" when it stands for itself."""
        sounding = self._sounding.get(sounds)
        if not sounding or written in self._text or not _ASKING.isdisjoint(written):
            return ""
        if self._tokenizer.frequency(written):
            return ""
        meant = [word for word in sounding if self._is_slip(written, word)]
        return meant[0] if len(meant) == 1 else ""

    def _is_slip(self, written: str, word: str) -> bool:
        wrong = [one for one, other in zip(written, word, strict=True) if one != other]
        return len(wrong) == 1 and self._tokenizer.frequency(wrong[0]) < _COMMON
