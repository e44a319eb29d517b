"""The one tokeniser: jieba in search mode over normalised text, with the plan's own terms."""

import logging
import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

import jieba
from bm25s.stopwords import STOPWORDS_EN_PLUS
from snowballstemmer import stemmer

from corpus import Plan
from index.normalize import normalize

jieba.setLogLevel(logging.WARNING)

# A full stop ends no English word, a dash joins two, 's is none of it.
_WORD = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|[a-z][a-z0-9]*(?:[+&.]+[a-z0-9]+)*\+*|(?<=[a-z])['’](?:s|re|ll|ve|d|m|t)\b|[\u4e00-\u9fff]+"
)
_QUOTED = re.compile(r"[“《]([^“”《》]{2,12})[”》]")
_HAN = re.compile(r"^[\u4e00-\u9fff]{2,8}$")
_REMEMBERED = 256
# Words that carry no topic: particles, question words and politeness.
STOPWORDS = frozenset(
    """
    的 了 吗 呢 吧 啊 呀 嘛 哦 么 是 在 有 和 与 及 或 等 也 都 就 还
    又 很 更 最 被 把 将 对 从 到 为 以 于 之 其 这 那 这个 那个 哪 哪个 哪些
    哪里 哪儿 什么 怎么 怎样 如何 为什么 多少 几 谁 何时 何 请问 请 一下 一个 我 我们 你 你们 他 她
    它 他们 咱 咱们 您 会 能 能不能 可以 要 想 让 给 没有 不 没 上 里 中 下 个 做
    有没有 是不是 会不会 多 达 达到 many much would could may might shall must also us hi hello hey please 俺 俺们 咋 咋样 啥 哩 嘞 咧 嗯 得 着 过 那儿 这儿 那边 这边 那会儿 里头 就是 到底 究竟 一共 总共 老是 还是
    听说 听说过 知道 想知道 据说 听人说 想问 问问 问一下 说 说是 老 都 给 该
    """.split()  # noqa: SIM905  a word list reads best as words
).union(STOPWORDS_EN_PLUS)
_stem = lru_cache(maxsize=10_000)(stemmer("english").stemWord)


class Tokenizer:
    """Text → terms; the same instance serves indexing and queries, and holds no per-query state."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self._jieba = jieba.Tokenizer()
        for term in sorted(set(terms)):
            self._jieba.add_word(normalize(term))
        # Every step of an answer reads the same question.
        self._terms = lru_cache(_REMEMBERED)(self._split)

    def __call__(self, text: str) -> list[str]:
        """Terms in order, longer words preceded by their parts, stop words left out, English words
        by their stems (Porter2, as Snowball has it).

        >>> Tokenizer(["高新技术企业"])("高新技术企业有40家")
        ['高新', '技术', '企业', '高新技术企业', '40', '家']
        >>> Tokenizer()("How many companies does the zone's plan name?")
        ['compani', 'zone', 'plan', 'name']
        """
        return list(self._terms(text))

    def _split(self, text: str) -> tuple[str, ...]:
        found: list[str] = []
        for run in _WORD.findall(normalize(text)):
            if run[0] > "\u3000":
                found.extend(w for w in self._jieba.lcut_for_search(run) if w not in STOPWORDS)
            elif run not in STOPWORDS and run[0] not in "'’":
                found.append(str(_stem(run)))
        return tuple(found)

    def words(self, text: str) -> list[str]:
        """The segmentation without overlaps and with stop words: what a highlighter needs."""
        return list(self._jieba.cut(normalize(text)))

    def listed_words(self, text: str) -> list[str]:
        """The segmentation into words that the dictionary lists, and single characters; the text is
        in normal form."""
        return list(self._jieba.cut(text, HMM=False))

    def frequency(self, word: str) -> int:
        """How often jieba's dictionary has counted a word; 0 for one that it does not know."""
        self._jieba.check_initialized()
        return self._jieba.FREQ.get(word) or 0

    def tagged(self, text: str) -> list[tuple[str, str]]:
        """Words with jieba's part of speech ("n…" nouns and names, "v…" verbs, "m" numbers)."""
        return [(pair.word, pair.flag) for pair in self._tagger.cut(normalize(text))]

    @cached_property
    def _tagger(self) -> Any:
        import jieba.posseg  # a second's worth of tables; only when wanted

        return jieba.posseg.POSTokenizer(self._jieba)


def plan_terms(plan: Plan) -> list[str]:
    """The plan's own vocabulary: quoted terms and indicator names, for the user dictionary."""
    terms = {term for term in _QUOTED.findall(plan.markdown) if _HAN.match(term)}
    terms |= {i.name for i in plan.indicators if _HAN.match(i.name)}
    return sorted(terms)
