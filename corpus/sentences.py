"""Sentences and clauses of Chinese prose, as spans: nothing is ever cut inside a number or quote."""

import re

# Marks in half and full width (the escapes): a sentence takes closing quotes and brackets along.
_ENDS = "。!?;\uff01\uff1f\uff1b"
_PAUSES = ",:\uff0c\uff1a"
_OPEN, _CLOSE = "“‘「『(《【\uff08", "”’」』)》】\uff09"
_SENTENCE = re.compile(f"[^{_ENDS}]*(?:[{_ENDS}]+[{_CLOSE}]*|$)")
_CLAUSE_END = re.compile(rf"[{_PAUSES}](?!\d)|(?<!\d)[{_PAUSES}](?=\d)")

Span = tuple[int, int]


def sentences(text: str, start: int = 0) -> list[Span]:
    """Spans of the sentences of ``text``, each shifted by ``start``; together they cover it.

    >>> sentences("甲。乙;丙")
    [(0, 2), (2, 4), (4, 5)]
    """
    spans: list[Span] = []
    begin = 0
    for match in _SENTENCE.finditer(text):
        end = match.end()
        if end > begin and not _inside_quotes(text, begin, end):
            spans.append((start + begin, start + end))
            begin = end
    if begin < len(text):
        spans.append((start + begin, start + len(text)))
    return spans


def clauses(text: str, start: int = 0) -> list[Span]:
    """Spans of the comma-separated clauses of ``text``, without the comma that ends each.

    >>> clauses("年均增速8%以上,达到1,200家。")
    [(0, 8), (9, 18)]
    """
    spans: list[Span] = []
    begin = 0
    for match in _CLAUSE_END.finditer(text):
        if _inside_quotes(text, begin, match.start()):
            continue
        spans.append((start + begin, start + match.start()))
        begin = match.end()
    spans.append((start + begin, start + len(text)))
    return [(a, b) for a, b in spans if a < b]


def _inside_quotes(text: str, begin: int, end: int) -> bool:
    """Whether a cut at ``end`` would leave a quotation or bracket opened since ``begin``."""
    piece = text[begin:end]
    opened = sum(piece.count(mark) for mark in set(_OPEN))
    closed = sum(piece.count(mark) for mark in set(_CLOSE))
    return opened > closed and any(mark in text[end:] for mark in _CLOSE)
