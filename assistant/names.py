"""The companies that a plan names, read off its enumerations ("依托利通、汇龙等企业")."""

import re

from corpus import Plan
from index.normalize import normalize
from index.tokens import Tokenizer

_LISTED = re.compile(r"([^,。;:“”()\n|]{2,80}?)等[^,。;、]{0,10}?(?:企业|公司|集团|[两三四五]家)")
_CALLED = re.compile(r"([\u4e00-\u9fff]{2,8})集团")
# What jieba has counted more often is an everyday word (食品、液压等企业), no name.
_EVERYDAY = 150
_NAME_TAGS = ("nr", "nz", "nt")


def companies(plan: Plan, tokenizer: Tokenizer) -> frozenset[str]:
    """Names in normal form, of two signs or more."""
    text = normalize(plan.markdown)
    names = {tokenizer.words(match[1])[-1] for match in _CALLED.finditer(text)}
    for match in _LISTED.finditer(text):
        first, *others = match[1].split("、")
        # Before the first name stands what is done with all of them.
        names |= {tokenizer.words(first)[-1], *others}
    return frozenset(n for n in names if len(n) > 1 and tokenizer.frequency(n) < _EVERYDAY)


def strangers(text: str, plan_text: str, tokenizer: Tokenizer) -> frozenset[str]:
    """What reads like a name in a question (隆基) and stands nowhere in the plan's normal text."""
    return frozenset(
        word
        for word, tag in tokenizer.tagged(text)
        if tag.startswith(_NAME_TAGS)
        and len(word) > 1
        and word not in plan_text
        and tokenizer.frequency(word) < _EVERYDAY
    )
