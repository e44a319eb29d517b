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
# Two signs that read like a person's name are most often none (不用车拉), unless a firm is called so.
_PERSON = "nr"
# Who is said to have done it, told by the place before the verb.
_DOER = re.compile(
    r"(?:是由|由|是|被)([\u4e00-\u9fff]{2,5}?)(?:集团|公司)?(?:在[^,。;?]{1,6})?(?:投资|建设|承建|建|投|兴办|牵头|主导|引进|开发|盖)"
)


def _called(word: str, text: str) -> bool:
    """Whether two signs are called a firm, stand beside another name, or do something."""
    name = re.escape(word)
    firm = "集团|公司|企业|股份|电子|汽车|食品|科技|的?(?:厂|项目|基地)"
    doing = "(?:要|会|来|给)?[^,。?]{0,4}(?:投|建|办|捐)"
    return bool(re.search(f"{name}(?:{firm}|{doing}|[、和与])|[、和与]{name}", text))


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
    """What a question names that stands nowhere in the plan's normal text: what reads like a name,
    and whoever is said to have done it (是隆基投资建设的)."""
    named = {
        word
        for word, tag in tokenizer.tagged(text)
        if tag.startswith(_NAME_TAGS)
        and len(word) > (2 if tag.startswith(_PERSON) and not _called(word, text) else 1)
        and tokenizer.frequency(word) < _EVERYDAY
    }
    return frozenset(name for name in named | set(_DOER.findall(text)) if name not in plan_text)
