"""Each way in which a claim goes wrong against the plan's words.

Another year or period, "all" of what is a share, the state that was left behind, what is only planned,
a word of which only one can be true (国家级 or 省级); other names and figures stand beside.
"""

import re
from collections.abc import Callable

from assistant.asked_period import Period
from assistant.claim import Claim, Evidence, chosen_clause, denies, without_values
from assistant.claimed_figures import items, other_figure, other_order
from assistant.claimed_names import (
    other_company,
    other_direction,
    other_item,
    other_line,
    other_slogan,
)
from assistant.claimed_order import swapped
from assistant.operations import without_aside
from corpus.sentences import clauses
from index.figures import figures, han_to_int
from index.places import averages

_ALL = re.compile(
    r"每一?(?:家|个|所|户|条|名|人)|全部|全都|所有|一律|统统|全覆盖|无一例外|都(?:要|得|会|能|必须|已|是)|\b(?:all|every|entire)\b"
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")
_ONLY = re.compile(
    r"仅|只(?:有(?!\d)|是(?!说|争取|打算|想|要)|在|能|限|[^,。;?]{0,6}一[家个条处项所])|唯一|只此|\bonly\b"
)
_SEVERAL = re.compile(r"、|和|及|[两二三四五六七八九十]条|以及")
_RANK = re.compile(r"第([一二三四五六七八九十\d]+)(?!章|节|条|期|次|个五年|届)")
_GRADE = re.compile(r"\d+a|[一二三四五]星")
# Not yet there (还没评上, 尚未建成).
NOT_YET = re.compile(r"(?:还没有?|尚未|还未|仍未)(?!提|说|写|打算|计划|规划)|\bnot yet\b")
_EACH = re.compile(r"(?:一|1|每)([年月日天])(?=[^,。年月日天]{0,4}\d)")
_PER = re.compile(r"\d[^,。/]{0,3}/([年月日天])")
_YEARLY = re.compile(r"每年|年均|一年|逐年|\b(?:a|per|each|every) year\b|annual|yearly")
_IN_ALL = re.compile(
    r"合计|累计|总共|一共|总计|共计|加起来|(?<!\d)[五5]年(?:里|内|间|下来|期间)?(?:共|总|一起)|\b(?:in total|altogether|over (?:the )?five years)\b"
)
_IN_A_PERIOD = re.compile("十[三四]五”?期间,?(?:实现|累计|新增|新建|建设|培育|引进|完成|孵化|改造)")
_FIRST = re.compile(r"首位|榜首|头名|头一名|冠军|(?:排|位居|位列|居|列)(?:在)?(?:首|头里|最前)")
# Of each line a thing is only one: the scale, the reach, the rank, the nature.
_EXCLUSIVE = (
    ("十亿", "百亿", "千亿", "万亿"),
    ("国家级", "省级", "市级", "县级", "区级"),
    ("一级", "二级", "三级"),
    ("约束性", "预期性"),
    ("免费", "收费"),
    ("主板", "创业板", "科创板", "新三板", "北交所"),
    ("上跨", "下穿"),
    ("东部", "西部", "南部", "北部"),
)
_EXCLUSIVE_WORD = re.compile("|".join(word for words in _EXCLUSIVE for word in words))
# What is the most or the first is so within one reach: 亚洲最大 is not 世界最大.
_REACH = re.compile(r"(世界|亚洲|全国|国内|全省|全市)[^,。;、]{0,4}(?:最|第一|首|领先|唯一)")
_CHANGED = re.compile(
    r"(?:由|从)(?P<old>[^,。;]{1,12}?)(?:提升|增长|增加|提高|下降|降低|降|减少|调整|升级|改善|转变|上升)(?:至|到|为)(?P<new>[^,。;]{1,14})"
)
_DONE = re.compile(
    r"已经?+(?!打算|计划|准备|谋划|规划|想|要|在)(?!(?:被|明确|正式)*(?:列|写|纳|载|编)(?:入|进|明)|提出|明确)|早就|早已|(?:建|做|修|改|搞|完|盖|装|弄|铺|栽|办|搬|拆)(?:成|好|完|妥).{0,3}了|(?:用|住|通|开)上了|完工了|竣工了|投产了|\balready\b"
)
_ALL_DONE = re.compile(
    r"(?:都|全|均)(?:已经?)?(?:[建做修盖弄搞完竣投](?:成|好|完|工|产|用|妥)|通车)"
)
_DONE_TOO = re.compile("建成|完工|竣工|投产|投用|通车")
_STILL_TO_DO = re.compile("投建|在建|续建|开工|动工|启动|谋划|推进|加快")
_BEFORE = re.compile(
    r"原来|以前|之前|过去(?!的?[五5几]年)|曾|本来|原先|原本|当初|\b(?:was|were|used to|before)\b"
)
_RISING = re.compile(r"上调|调高|走高|抬高|提高|增加|上升|增长|扩大|增多|涨|放大")
_FALLING = re.compile(r"下调|调低|走低|降低|减少|下降|缩小|压减|压缩|缩减|削减|减小|降")
_LOOSE = re.compile(r"放开|放宽|放松|从宽|宽松|敞开|不设限|随便|鼓励|欢迎|多上")
_STRICT = re.compile(
    r"严控|严格|从严|严禁|控制|限制(?![^,。;]{0,3}(?:解除|取消|打破|突破|放))|禁止|收紧|压减"
)
_FORBIDDEN = re.compile(
    r"(?<!能)(?<!会)不(?:再|会)?(?:让|准|许|允许|能|得|可以|给)(?:再)?(?:随便|随意|乱|敞开|任意|放开|多|新)+"
)
_STAYING = re.compile(r"原地|留在|保留原址")
_MOVING = re.compile(r"搬|迁(?!入)|挪(?:走|到|去)")


def borne_out(claim: Claim, evidence: Evidence, *, sure: bool = False) -> bool:
    """Whether nothing in the evidence speaks against the claim; ``sure`` that a denial is no reason
    to say so (不用再掏学费了 of what is free)."""
    # Not yet there is what the plan has yet to do.
    not_yet = bool(NOT_YET.search(claim.text)) and _is_planned(evidence) and not claim.years
    # What is not allowed is what the plan keeps in check.
    kept = bool(_FORBIDDEN.search(claim.text) and _STRICT.search(evidence.about))
    if claim.denied and not (denies(evidence.about) or not_yet or kept or sure):
        return False
    return not any(objection(claim, evidence) for objection in _OBJECTIONS)


def trend(text: str) -> int:
    """1 when the text claims a rise, -1 when it claims a fall, 0 when neither or both."""
    return bool(_RISING.search(text)) - bool(_FALLING.search(text))


def _other_word(claim: Claim, evidence: Evidence) -> bool:
    """Whether an exclusive word is claimed where the plan has another: in the whole text, or in the
    item of it that the claim is about (完善北部…组团、南部…组团)."""
    if contradicts(claim.text, evidence.text):
        return True
    # The word itself says nothing of what it is said.
    weigh = evidence.weigher(_EXCLUSIVE_WORD.sub("", claim.text))
    return contradicts(claim.text, max(items(evidence.parts), key=weigh))


def without_grades(text: str) -> str:
    """A claim without the words of which only one can be true: what it is about."""
    return _GRADE.sub(" ", _EXCLUSIVE_WORD.sub(" ", text))


def contradicts(asked: str, given: str) -> bool:
    """Whether the question names one of several exclusive words and the text only another."""
    for words in _EXCLUSIVE:
        named = {word for word in words if word in asked}
        said = {word for word in words if word in given}
        if named and said and not named & said:
            return True
    return False


def _other_reach(claim: Claim, evidence: Evidence) -> bool:
    said, claimed = set(_REACH.findall(evidence.text)), set(_REACH.findall(claim.text))
    if not claimed and re.search(r"最|第一|\b(?:largest|biggest|first)\b", claim.text):
        claimed = {word for word in ("世界", "亚洲", "全国", "全省", "全市") if word in claim.text}
    return bool(claimed and said) and not claimed & said


def _not_all(claim: Claim, evidence: Evidence) -> bool:
    """Whether all are claimed where the clause speaks of a share of them."""
    if any(f.unit == "%" and f.value < 100 for f in claim.figures):
        return False
    shares = [float(share) for share in _SHARE.findall(evidence.about)]
    return bool(_ALL.search(claim.text)) and bool(shares) and max(shares) < 100


def _not_all_done(claim: Claim, evidence: Evidence) -> bool:
    """Whether all are claimed to be done of which the clause has some still to do (二期建成三期投建)."""
    done = _ALL_DONE.search(claim.text) and _DONE_TOO.search(evidence.about)
    return bool(done) and bool(_STILL_TO_DO.search(evidence.about))


def _not_only(claim: Claim, evidence: Evidence) -> bool:
    """Whether one thing alone is claimed where the text names several."""
    several = _SEVERAL.search(evidence.text) and not _ONLY.search(evidence.text)
    return bool(_ONLY.search(claim.text)) and bool(several)


def _other_average(claim: Claim, evidence: Evidence) -> bool:
    """Whether something is set against another place's average than the plan sets it against."""
    claimed, said = averages(claim.text), averages(evidence.about)
    return bool(claimed and said) and not claimed & said


def _other_grade(claim: Claim, evidence: Evidence) -> bool:
    claimed, said = graded(claim.text), graded(evidence.text)
    return bool(claimed and said) and not claimed & said


def graded(text: str) -> frozenset[str]:
    """The ranks and grades that a text names, in digits: 第二, 3A."""
    text = _FIRST.sub("第1", text)
    ranks = (han_to_int(match) or match for match in _RANK.findall(text))
    return frozenset({f"第{rank}" for rank in ranks} | set(_GRADE.findall(text)))


def _left_behind(claim: Claim, evidence: Evidence) -> bool:
    """Whether the claim names the state from which the plan says that it has changed, or has it the
    other way round."""
    if _BEFORE.search(claim.text) or _CHANGED.search(claim.text):
        return False
    for change in _CHANGED.finditer(evidence.text):
        old, new = (re.split(r"[的水]", change[side])[0] for side in ("old", "new"))
        if old in claim.text and (
            new not in claim.text or claim.text.index(new) < claim.text.index(old)
        ):
            return True
    return False


def _only_planned(claim: Claim, evidence: Evidence) -> bool:
    """Whether that is called done which the plan has yet to do."""
    if NOT_YET.search(claim.text):  # someone says that it is done, the asker that it is not
        return False
    return (
        bool(_DONE.search(chosen_clause(claim.text))) and _is_planned(evidence) and not claim.years
    )


def _is_planned(evidence: Evidence) -> bool:
    return evidence.period is not Period.PAST and not _DONE.search(evidence.sentence)


def _other_rate(claim: Claim, evidence: Evidence) -> bool:
    """Whether so much a year is claimed of what is so much a day or in all, or the other way round."""
    asserted = without_aside(claim.text)
    yearly = [bool(_YEARLY.search(text)) for text in (asserted, evidence.about)]
    in_all = [bool(_IN_ALL.search(text)) for text in (asserted, evidence.about)]
    # What is done in a period is so much in all of it.
    in_all[1] = in_all[1] or bool(_IN_A_PERIOD.search(evidence.sentence))
    same = {f.value for f in claim.figures} & {f.value for f in figures(evidence.about)}
    if same and (
        (in_all[0] and yearly == [False, True]) or (in_all[1] and yearly == [True, False])
    ):
        return True
    claimed = set(_EACH.findall(claim.text.replace("天", "日")))
    said = set(_PER.findall(evidence.about.replace("天", "日")))
    return bool(claimed and said) and not claimed & said


def _other_way(claim: Claim, evidence: Evidence) -> bool:
    """Whether the claim rises where the plan falls, or the other way round."""
    asserted = _FORBIDDEN.sub("", claim.text)
    for one, other in (
        (_RISING, _FALLING),
        (_FALLING, _RISING),
        (_LOOSE, _STRICT),
        (_STRICT, _LOOSE),
        (_STAYING, _MOVING),
        (_MOVING, _STAYING),
    ):
        claimed, said = one.search(asserted), other.search(evidence.about)
        if claimed and said and not other.search(claim.text) and not one.search(evidence.text):
            return True
    return False


def _other_year(claim: Claim, evidence: Evidence) -> bool:
    """Whether the clause about the claim, or about what it says of the year, names none but others.

    A clause without a year takes the last one before it, or the first one behind it; a sentence
    without any says nothing of it.
    """
    if not claim.years:
        return False
    said = [part for part in re.split(r"[,。;?]", claim.text) if str(claim.years[0]) in part]
    weigh = evidence.weigher(without_values(said[0])) if len(said) == 1 else evidence.weigh
    about = max(evidence.parts, key=weigh)
    before: list[int] = []
    passed = False
    for a, b in clauses(evidence.sentence):
        part = evidence.sentence[a:b]
        here = [int(f.value) for f in figures(part) if 1990 < f.value < 2060]
        if here and passed:
            before = before or here
            break
        before = here or before
        passed = passed or about in part or part in about
    return bool(before) and not any(year in before for year in claim.years)


_OBJECTIONS: tuple[Callable[[Claim, Evidence], bool], ...] = (
    _other_word,
    other_company,
    other_line,
    other_order,
    swapped,
    other_direction,
    _other_reach,
    _other_average,
    _other_grade,
    other_slogan,
    other_item,
    _other_rate,
    _not_all,
    _not_all_done,
    _not_only,
    _left_behind,
    _only_planned,
    _other_way,
    other_figure,
    _other_year,
)
