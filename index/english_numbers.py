"""English numbers in the digits and units of a Chinese plan: 350 million yuan is 3.5亿元."""

import re

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905  reads best as words
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905  reads best as words
_VALUE = {
    "a": 1.0,
    "an": 1.0,
    "half a": 0.5,
    **{word: float(n) for n, word in enumerate(_ONES, 1)},
    **{word: 10.0 * n for n, word in enumerate(_TENS, 2)},
}
# So few are counted by who asks (the five parks): they are no claim.
_FEW = 10
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_CHINESE_SCALE = (("亿", 1e8), ("万", 1e4))
_UNIT = (
    (re.compile(r"us|dollar|\$"), "美元"),
    (re.compile("yuan|rmb|cny|¥"), "元"),
    (re.compile("ton"), "吨"),
    (re.compile("people|resident"), "人"),
)
# What is counted, where the plan has a sign of its own for it.
_COUNTED = tuple(
    (re.compile(rf"(?<!\b(?:19|20)\d\d)(?<=[\d万亿])\s?(?:{words})\b"), unit)
    for words, unit in (
        ("per ?cent(?! points?)", "%"),
        ("per ?cent(?:age)? points?", "个百分点"),
        ("households?|families|family", "户"),
        ("mu", "亩"),
        ("km|kilomet(?:re|er)s?", "公里"),
        ("ton(?:ne)?s?", "吨"),
        ("times(?= as| the| that| its|[,.?]|$)|-?fold", "倍"),
    )
)
_UNITS = "|".join(_ONES[:9])
_WORD = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{_UNITS}))?|{'|'.join(_ONES)}"
_IN_WORDS = re.compile(rf"\b(?:{_WORD})\b")
_HUNDRED_AND = re.compile(rf"\b([1-9]|an?|{_UNITS}) hundred and (\d\d?|{_WORD})\b")
# five hundred million, us$5 million, half a billion
_AMOUNT = re.compile(
    rf"(?P<before>(?:(?:us)?\$|¥|\brmb|\bcny)\s?)?(?<![\d.])\b(?P<number>\d+(?:\.\d+)?|half a|an?|{_WORD})"
    r"[ -](?P<scales>(?:hundred|thousand|million|billion)(?:[ -](?:thousand|million|billion))?)\b"
    r"(?P<after> (?:yuan|rmb|cny|us dollars?|dollars?|usd|ton(?:ne)?s?|people|residents))?"
)


def english_in_digits(text: str) -> str:
    """A text in normal form with its English numbers in digits, ten and fewer as they stand, and what
    they count by the plan's signs.

    >>> english_in_digits("us$5.3 hundred million, 350 million yuan, a hundred and six of ninety-five")
    '5.3亿美元, 3.5亿元, 106 of 95'
    >>> english_in_digits("which five places are named in 2025")
    'which five places are named in 2025'
    >>> english_in_digits("85 percent of 76 families on 40 mu")
    '85% of 76户 on 40亩'
    """
    text = _HUNDRED_AND.sub(lambda m: f"{100 * _value(m[1]) + _value(m[2]):g}", text)
    text = _IN_WORDS.sub(_counted, _AMOUNT.sub(_amount, text))
    for words, unit in _COUNTED:
        text = words.sub(unit, text)
    return text


def _value(word: str) -> float:
    """Of one word, of two (sixty-three), or of digits."""
    if word in _VALUE:
        return _VALUE[word]
    return float(word) if word[0].isdigit() else sum(_VALUE[w] for w in re.split("[ -]", word))


def _amount(match: re.Match[str]) -> str:
    value = _value(match["number"])
    for scale in re.split("[ -]", match["scales"]):
        value *= _SCALE[scale]
    told = f"{match['before'] or ''}{match['after'] or ''}"
    unit = next((unit for words, unit in _UNIT if words.search(told)), "")
    name, size = next(((n, s) for n, s in _CHINESE_SCALE if value >= s), ("", 1.0))
    return f"{value / size:g}{name}{unit}"


def _counted(match: re.Match[str]) -> str:
    value = _value(match.group())
    return f"{value:g}" if value > _FEW else match.group()
