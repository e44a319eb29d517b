"""What a claim names against what the plan's words name: who, which road, which way, which things."""

import re
from collections.abc import Callable
from typing import TypeVar

from assistant.claim import Claim, Evidence
from assistant.claimed_figures import items
from assistant.confirming import CLAUSE_END

_T = TypeVar("_T")
# Roads and bodies by name, of which one is another one.
_LINE = re.compile(
    r"([^\W的了过在到从条这那和与及是有要经由跨穿被]{2})"
    r"(铁路|高速|高铁|大道|集团|(?<![东西南北全内外中局干大总])部(?!分|门|署|位|队)|(?<![格布结大开全])局(?!面|势|限|部)|(?<![大客])厅)"
)
_TRAFFIC = {"铁路", "高速", "高铁", "大道"}
# Where something goes or lies, not what only a name says (东方红路).
_DIRECTION = re.compile(
    r"([东南西北])(?:边|面|侧|延|伸|扩|移|迁)|(?:往|向|朝|以)([东南西北])(?![东南西北])"
)
_QUOTED = re.compile(r"“([^“”]{3,12})”")
_NUMERAL = re.compile("[0-9]")
_DIGITS = str.maketrans("〇一二两三四五六七八九", "01223456789")
_NAME_SIGNS = 3
_JOINED = re.compile(r"[、+和与及,]")
_ITEM = r"(?:(?![是为指含])[\u4e00-\u9fff]){2,6}"
_ENUMERATED = re.compile(f"{_ITEM}(?:[、+和与及]{_ITEM}){{2,}}")
_TOLD_ITEMS = 2


def other_company(claim: Claim, evidence: Evidence) -> bool:
    """Whether the claim names a company of which the plan's words are silent, and they one that the
    claim leaves out: the quoted words, or the sentence around those that name none."""

    def named(text: str) -> set[str]:
        return {name for name in evidence.companies if name in text}

    claimed = _asserted(claim, named)
    said = named(evidence.text) or named(evidence.sentence)
    return bool(_apart(claimed, said) and _apart(said, claimed))


def _apart(names: set[str], others: set[str]) -> bool:
    """Whether a name is neither one of the others nor short or long for one (嘉吉, 嘉吉果糖)."""
    return any(not any(n in other or other in n for other in others) for n in names)


def other_line(claim: Claim, evidence: Evidence) -> bool:
    """Whether the claim names a railway, road or body that the plan's sentence does not, and the
    plan's words one of its like that the claim leaves out."""
    claimed, said = _asserted(claim, _lines), _lines(evidence.text)
    for kinds in (_TRAFFIC, *({kind} for _, kind in said - claimed if kind not in _TRAFFIC)):
        other = any(k in kinds and n not in evidence.sentence for n, k in claimed)
        if other and any(k in kinds and f"{n}{k}" not in claim.text for n, k in said):
            return True
    return False


def _lines(text: str) -> set[tuple[str, str]]:
    return set(_LINE.findall(text))


def other_direction(claim: Claim, evidence: Evidence) -> bool:
    """Whether a direction is claimed where the item about it has only others (东伸, 南延)."""
    claimed = _asserted(claim, _directions)
    said = _directions(max(items(evidence.parts), key=evidence.weigh))
    return bool(claimed and said) and not claimed & said


def _directions(text: str) -> set[str]:
    return {a or b for a, b in _DIRECTION.findall(text)}


def other_item(claim: Claim, evidence: Evidence) -> bool:
    """Whether one of several things that a claim lists is none of those that the sentence lists,
    which has others of them (技术链+产业链+供应链, where it says 技术链、产业链、人才链)."""
    for match in _ENUMERATED.finditer(claim.text):
        listed = _JOINED.split(match.group())
        told = [item for item in listed if item in evidence.sentence]
        if len(told) < _TOLD_ITEMS:
            continue
        for item in set(listed) - set(told):
            own = {sign for sign in item if not any(sign in other for other in told)}
            if own and not any(sign in evidence.sentence for sign in own):
                return True
    return False


def other_slogan(claim: Claim, evidence: Evidence) -> bool:
    """Whether a quoted name that counts (“六个始终”) is claimed with other numbers."""
    text = claim.text.translate(_DIGITS)
    bare = _NUMERAL.sub("", text)
    for name in _QUOTED.findall(evidence.text):
        counted = name.translate(_DIGITS)
        words = _NUMERAL.sub("", counted)
        if len(words) >= _NAME_SIGNS and words != counted and words in bare:
            return counted not in text
    return False


def _asserted(claim: Claim, named: Callable[[str], set[_T]]) -> set[_T]:
    """What the last clause of a claim names that names anything: the story before it (我在铁路北边…)
    asserts nothing."""
    found = [names for clause in CLAUSE_END.split(claim.text) if (names := named(clause))]
    return found[-1] if found else set()
