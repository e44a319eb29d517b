"""A claim's figures against those of the plan's words."""

import re
from collections.abc import Sequence

from assistant.claim import Claim, Evidence, without_values
from assistant.operands import courses
from index.figures import Figure, amount, figures, same_kind

# 国家级、市级企业分别达到24家、20家: the first figure is the first thing's.
_RESPECTIVELY = re.compile(r"(?P<things>[^,。;]*?、[^,。;]*?)分别(?=(?P<figures>[^。;]*))")
_NAMEABLE = 10
_GROWN = re.compile(
    r"番|倍|增(?!速)|涨|多(?:了|出)|提高了|上升了|\b(?:doubl|tripl|grew|grown|increas|rose)"
)
_RANKS = re.compile(
    r"(?:前|\btop )(\d+)(?=名|位|强|\b)|(\d+)[名位](?:以内|之内|内|以里)|(\d+)[名位](?:开外|以外|之外|以后|之后|往后)"
)
_RANK = re.compile(r"(?:排名|排序|位居|位列|排|第)第?(\d+)(?=[名位])")
_LATIN = re.compile(r"[a-z]+\d*(?:\.\d+)?")
_SIGN = re.compile(r"[\u4e00-\u9fff]")
_AMOUNT = re.compile(r"突破|超过?|达到?|以上|左右|[十百千万亿元个家条年增的了是有]")


def other_order(claim: Claim, evidence: Evidence) -> bool:
    """Whether a figure is claimed of another thing than the one to which 分别 gives it."""
    for match in _RESPECTIVELY.finditer(evidence.sentence):
        things = match["things"].split("、")
        given = figures(match["figures"])[: len(things)]
        if len(given) < len(things) or len({f.unit for f in given}) > 1:
            continue
        # What the last thing is called belongs to all (国家级、市级企业): each by its own signs.
        signs = [_signs(thing) | _latin(thing) for thing in things]
        own = [s.difference(*signs[:n], *signs[n + 1 :]) for n, s in enumerate(signs)]
        for figure in claim.figures:
            about = _claimed_thing(claim, figure)
            shares = [len(s & about) / len(s) if s else 0.0 for s in own]
            meant = shares.index(max(shares))
            named = max(shares) > 0 and shares.count(max(shares)) == 1
            comparable = same_unit(figure.unit, given[meant].unit)
            if named and comparable and not matches(claim, figure, [given[meant]]):
                return True
    return False


def _claimed_thing(claim: Claim, figure: Figure) -> frozenset[str]:
    """The signs of the thing that a figure is claimed of: the one that 分别 gives it to, else those of
    its clause."""
    for match in _RESPECTIVELY.finditer(claim.text):
        things = match["things"].split("、")
        start, end = match.span("figures")
        given = [f for f in claim.figures if start <= f.start < end]
        if figure in given and len(given) == len(things):
            thing = things[given.index(figure)]
            return _signs(thing) | _latin(thing)
    clause = claim.clause_of(figure)
    return _signs(clause) | _latin(clause)


def _latin(text: str) -> frozenset[str]:
    return frozenset(_LATIN.findall(text))


def other_figure(claim: Claim, evidence: Evidence) -> bool:
    return not all(_borne_out(claim, figure, evidence) for figure in claim.figures)


def within_rank(claim: Claim, evidence: Evidence) -> bool | None:
    """Whether the rank that the plan gives lies where the claim says (前150名, 排在100名开外); None where
    either names none, or several."""
    claimed, given = _RANKS.findall(claim.text), _RANK.findall(evidence.about)
    if len(claimed) != 1 or len(given) != 1:
        return None
    first, within, beyond = claimed[0]
    rank = int(given[0])
    return rank > int(beyond) if beyond else rank <= int(first or within)


def _borne_out(claim: Claim, claimed: Figure, evidence: Evidence) -> bool:
    """The claimed figure against those of its unit in the clause that is most about it."""
    parts, weigh, about = evidence.parts, evidence.weigh, claim.text
    if len(claim.figures) > 1:  # each is looked for where its own clause leads
        about = claim.clause_of(claimed)
        weigh = evidence.weigher(without_values(about))
    grown = bool(_GROWN.search(claim.clause_of(claimed)))
    holding = [
        (weigh(part), part, same)
        for part in items(parts)
        if (
            same := [
                f
                for f in (*figures(part), *(_changes(part) if grown else ()))
                if same_unit(claimed.unit, f.unit)
            ]
        )
    ]
    if not holding:
        # Nothing of that kind is said: another figure in its place speaks against the claim, but a
        # small count may be of things that are named (利通、汇龙两家).
        return claimed.value < _NAMEABLE or not any(figures(part) for part in parts)
    best = max(weight for weight, _, _ in holding)
    alike = [(part, same) for weight, part, same in holding if weight >= best - 0.05]
    # What whole words do not tell apart, signs may: 交税 is 纳税, not 销售收入.
    shared = {part: len(_signs(part) & _signs(about)) for part, _ in alike}
    most = max(shared.values())
    near = [f for part, same in alike if shared[part] == most for f in same]
    if claim.states_bound(claimed):  # 目标为35%以上 is no other way to say 70%以上
        near = [f for f in near if f.bound != claimed.bound or amount(f) == amount(claimed)]
    return matches(claim, claimed, near)


def _changes(text: str) -> list[Figure]:
    """What something changed by on the course that a clause tells (从4.8亿元增长到10.0亿元): how many times as
    much it is, by how many per cent, by how much."""
    ends = courses(text)
    if len(ends) != 1 or not ends[0][0].value:
        return []
    first, last = (end.value for end in ends[0])
    found = (
        (last / first, "倍"),
        (100 * abs(last / first - 1), "%"),
        (abs(last - first), ends[0][0].unit),
    )
    return [Figure(round(value, 4), None, unit, "", 0, 0) for value, unit in found]


def _signs(text: str) -> frozenset[str]:
    """The Chinese signs of a text, without those that only say how much."""
    return frozenset(_SIGN.findall(_AMOUNT.sub("", text)))


def matches(claim: Claim, claimed: Figure, given: Sequence[Figure]) -> bool:
    """Whether one of the given figures lies where the claim says, its magnitude counted in."""
    low, high = claim.bounds(claimed)
    scale = amount(claimed) / claimed.value if claimed.value else 1.0
    for figure in given:
        if (claimed.unit == "倍") is not (figure.unit == "倍"):
            continue
        # A unit left out is the one that is meant.
        per = scale if claimed.unit and figure.unit else 1.0
        told = amount(figure) if claimed.unit and figure.unit else figure.value
        values = [told] if figure.upper is None else [told, told * figure.upper / figure.value]
        if any(
            low * per <= value * 1.0000001 and value <= high * per * 1.0000001 for value in values
        ):
            return True
    return False


def items(parts: Sequence[str]) -> list[str]:
    """Clauses, enumerations split; not where one 分别 belongs to all items."""
    return [item for p in parts for item in (p.split("、") if "分别" not in p else [p]) if item]


def same_unit(one: str, other: str) -> bool:
    return not one or same_kind(one, other) or (bool(other) and (one in other or other in one))
