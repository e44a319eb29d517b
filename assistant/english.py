"""English questions by their grammar: whether one asks for yes or no, compares, or wants figures.

All texts are in normal form, which is lower case.
"""

import re
from collections.abc import Sequence

_WORDS = re.compile(r"[a-zA-Z]{2,} [a-zA-Z]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(
    r"(?<=[a-z\d%)\"'”][.!?])(?<!\bvs\.)(?<!\bno\.)(?<!\bmin\.)(?<!\bmax\.)(?<!\bst\.)(?<!\bapprox\.)(?<!\b[a-z]\.[a-z]\.)(?<!\bmr\.)(?<!\bdr\.)(?<!\betc\.)\s+"
)
# Before the asking: so, hi, please.
LEAD = re.compile(
    r"^(?:(?:so|and|but|or|then|ok|okay|well|hi|hello|hey|please|sorry|now|also|just|actually|really|thanks?)\b[\s,.:;!–—-]*)+"
)
AUX = r"(?:is|are|am|was|were|do|does|did|will|would|can|could|should|shall|has|have|had|must|may|might)"
WH = r"(?:how|what|which|who|whom|whose|when|where|why)"
IN = r"(?:by|in|for|of|from|to|on|at|with|about|under|over|during|before|after|within|between)"
_WH_FIRST = re.compile(rf"^(?:{IN}\s)?{WH}\b")
_WHETHER_FIRST = re.compile(rf"^{AUX}(?:n't)?\b(?!-)")
# After what it is asked of: by 2025, does …; the old town: is ….
_WHETHER_LATER = re.compile(
    rf"^(?:(?!\b{WH}\b)[^?])*?(?:[,:;]| [–—-])\s*(?:(?:and|but|so) )?{AUX}(?:n't)? (?!not\b)[^?]*\?$"
)
# What only asks for what it names: can you tell me how many…, does the plan say where….
_POLITE = re.compile(
    rf"^(?:{AUX}|i(?:'d| would) (?:like|love) to|kindly|i (?:want|need|wish) to|let me)\b[^,?]{{0,40}}?\b"
    r"(?:tell|say|know|give|explain|list|show|name|describe|mention|state|specify|indicate|find|check|told|ask|remind|telling|known|understand)s?\b"
    rf"(?: out| me| us| please| exactly| anywhere| anything about)*\s*(?={WH}\b)|^(?:can|could|would|will) you (?:please |kindly )?(?:list|name|give|tell|show|describe|explain)\b"
)
_TAG = re.compile(
    rf"\b(?:right|correct|true|yes|no)\?$|[,.;–—-]\s*(?:{AUX}(?:n't| not)? (?:it|they|there|he|she|we|that|you|i|this)(?: not)?(?: so| right| true| correct| really)*)\?$"
)
# A sentence or a last clause that only asks for confirmation of what stands before it.
_CONFIRMS = re.compile(
    r"^(?:(?:so )?(?:is|was|would|could|can) (?:that|this|it|he|she|they|what (?:he|she|they) (?:said|says|say)|my \w+)\b[^,?]{0,30}?\b(?:right|correct|true|so|accurate|the case|wrong|a fact)(?: or (?:not|wrong|false))?|"
    r"(?:true|correct|right|really|yes|agreed|fact)(?: or (?:false|not|wrong|no|myth|fiction))?|(?:please |kindly |can you |could you )*(?:confirm|verify|check|double-check)(?: (?:this|that|it|please|for me))*|"
    r"(?:did|do|have|am) i (?:(?:get|got|understand|understood|read|remember|recall|hear|heard)(?: (?:this|that|it|you|him|her|them))?(?: (?:right|rightly|correctly|well|wrong))?|right|correct|mistaken|wrong)(?: (?:here|there|about (?:this|that|it)))?|yes or no|is that so)[.?!]*$"
)
COMPARATIVE = (
    r"(?:more|fewer|less|larger|bigger|greater|higher|lower|smaller|faster|slower|quicker|earlier|later|sooner|longer(?!-)|shorter|wider|"
    r"cheaper|stronger|weaker|broader|greener|costlier|first(?! \w+ (?:or|and)\b)(?<!the first))"
)
# isn't it …; …, doesn't it
_ASKS_NOT = re.compile(
    rf"(?P<lead>^|[,.;–—-]\s*(?:(?:so|and|but|well)[, ]+)?)(?P<aux>{AUX}|wo|ca)n't\b"
)
_IRREGULAR = {"wo": "will", "ca": "can"}
_COMPARES = re.compile(
    rf"\bthan\b(?! (?:\d|an?\b|half|one|two|three|five|ten))|\bvs\b|\bversus\b|\bcompare[ds]?\b|\b(?:difference|gap) between\b|\bside by side\b|\brespectively\b|\b(?:which|what|who)\b[^?]*\b{COMPARATIVE}\b[^?]*\bor\b|\bhow many times (?:as|the|that|larger|bigger|more|higher|greater)\b"
)
_OR = re.compile(
    rf"\b{COMPARATIVE}\b[^?]*\bor\b(?! (?:not|so|no|even|less)\b| (?:more|less|above|fewer|higher|over)(?=[,.?]|$| of\b| than\b| in\b))|^{AUX} [^,?]+ or [^,?]+\b{COMPARATIVE}\b"
)
_AMOUNTS = re.compile(
    r"\bhow (?:much|many|far)\b|\bwhat (?:is|are|was|were)\b|\bwhat's\b|\b(?:both|two|the|exact) (?:figures?|numbers?|values?|amounts?)\b"
)
MARKS = " ,;:.?!–—-"


def is_english(text: str) -> bool:
    """Whether most of a text is in Latin letters, two words on end where it has Chinese ones too.

    >>> is_english("what is the target for 规上工业?"), is_english("gdp呢?")
    (True, False)
    """
    letters = sum(c.isascii() and c.isalpha() for c in text)
    return letters > len(text) / 2 and bool(_WORDS.search(text) or not _HAN.search(text))


def sentences(text: str) -> list[str]:
    """The sentences of an English text.

    >>> sentences("it is 5.3. is that so?")
    ['it is 5.3.', 'is that so?']
    """
    return [one for one in _SENTENCE.split(text.strip()) if one]


def asks_whether(text: str) -> bool:
    """Whether a question asks for yes or no: by its first word, by a tag, or by a sentence that only
    asks to confirm. What it names besides (the year in which…) asks nothing.

    >>> asks_whether("is 2023 the year in which the park opens?"), asks_whether("it opens in 2023. true?")
    (True, True)
    >>> asks_whether("can you tell me when it opens?"), asks_whether("is the park bigger or the lake?")
    (False, False)
    """
    told = sentences(text)
    if _is_confirmed(told):
        return True
    asking = ([one for one in told if one.endswith("?")] or told)[-1:]
    last = LEAD.sub("", asking[0]) if asking else ""
    if _POLITE.search(last) or _OR.search(last):
        return False
    if _WHETHER_FIRST.search(last):
        return True
    if _WH_FIRST.search(last):
        return False
    clause = re.split(r"[,–—]| - ", last)[-1].strip()
    return any(p.search(last) for p in (_TAG, _WHETHER_LATER)) or (
        clause != last and bool(_CONFIRMS.search(clause))
    )


def without_confirmation(text: str) -> str:
    """A text without the last sentence that only asks whether it is so.

    >>> without_confirmation("it opens in 2023. did i get this right?")
    'it opens in 2023.'
    """
    told = sentences(text)
    return text[: text.rindex(told[-1])].strip() if _is_confirmed(told) else text


def _is_confirmed(told: Sequence[str]) -> bool:
    return len(told) > 1 and bool(_CONFIRMS.search(told[-1]))


def affirmed(text: str) -> str:
    """A text whose negative askings, which expect a yes, are put without their not.

    >>> affirmed("isn't it 200 mu?"), affirmed("won't they build it?"), affirmed("it isn't built")
    ('is it 200 mu?', 'will they build it?', "it isn't built")
    """
    return _ASKS_NOT.sub(lambda m: f"{m['lead']}{_IRREGULAR.get(m['aux'], m['aux'])}", text)


def compares(text: str) -> bool:
    """Whether a question sets two things against each other.

    >>> compares("which is bigger, the lake or the park?"), compares("how big is the lake?")
    (True, False)
    """
    return bool(_COMPARES.search(text) or _OR.search(text))


def asks_amount(text: str) -> bool:
    """Whether a question wants figures told, whatever else it asks.

    >>> asks_amount("is it bigger than the lake, and by how much?"), asks_amount("is it bigger?")
    (True, False)
    """
    return bool(_AMOUNTS.search(text))
