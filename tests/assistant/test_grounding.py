"""What the verifier lets through and what it catches, on the real plan and without any model.

A case is a question, the quotes that answer it (exact strings of the plan, numbered from 1; a name
of the table stands for its row) and what an LLM might write.
"""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft
from assistant.extract import tidy
from assistant.grounding import Check, Grounding, statements
from assistant.indicators import IndicatorTable
from assistant.prompt import fenced
from assistant.question import understand
from assistant.types import Span
from corpus import Plan
from index.lexicon import Lexicon
from index.tokens import Tokenizer, plan_terms

TECH = "到2025年,全区高新技术企业总量达到40家,科技型中小企业达到50家,“科技小巨人”企业达到3家"
LEVELS = "国家级、市级高新技术企业分别达到24家、20家,省级、市级工程技术研究中心分别达到14家、25家"
GREW = "“十三五”期间,辖区生产总值由138亿元增长到239.5亿元,年均增速8%以上"
REVENUE = "财政一般预算收入从4.8亿元增长到10.0亿元"
WEILONG = "卫龙食品产业园二期建成三期投建,销售收入突破60亿元,纳税突破5亿元"
HYDRAULIC = "到2025年,液压科技产业营业收入达到100亿元,年税收达到5亿元"
MACHINES = "食品装备产业实现营业收入30亿元,年税收达到1亿元"
OLD_HOMES = "累计完成辖区960条背街小巷、63个老旧小区、49座危房及6个城中村改造提升工程"
NEW_HOMES = "对辖区73个老旧小区进行综合整治提升"
GREEN = "累计新增绿化面积6900亩、水域面积500亩"
LAMPS = "到“十四五”末,全区绿化覆盖率达到50%,城区路灯覆盖率达到100%"
JOBS = "“十四五”期间,实现城镇新增就业5000人,失业人员再就业1500人,就业困难人员实现就业300人"
TOUR = "力争到2023年创建成省级工业旅游示范基地,2025年创建成为国家级工业旅游示范基地"
TOWER = "投资3.5亿元建设占地40亩的联创大厦、市职工之家"
BRIDGE = "投资4.7亿元建成全市单体投资最大的中山路上跨立交桥"
RANK = "产业总体发展质量位居全省第三,食品产业发展质量位居全省第一"
FOOD = "到2025年,全区食品产业营业收入达到2500亿元,百亿级食品生产企业达到3个以上"
BEDS = "每千人常住人口医疗卫生机构床位数6张,每千人常住人口执业(助理)医师数2.6人,每千人常住人口注册护士数3.3人"
POVERTY = "76户229名建档立卡贫困户全部如期脱贫"
FOREIGN = "2020年,实际利用外资4.37亿美元"
R_D = "到2025年,全区研发经费投入强度达到4%左右"
TEAMS = "“十四五”期间,每年新引进培育1个高层次创新创业团队"
INDUSTRY = "规上工业增加值年均增速7.6%"

HONEST = [
    ("高新技术企业到2025年要达到多少家?", [TECH], "到2025年,全区高新技术企业总量将达到40家[1]。"),
    ("高新技术企业到2025年要达到多少家?", [TECH], "按照规划,2025年全区高新技术企业要达到40家[1]。"),
    ("2025年科技型中小企业目标?", [TECH], "科技型中小企业的目标是50家[1]。"),
    ("2025年创新型企业目标?", [TECH], "到2025年,高新技术企业达到40家,科技型中小企业达到50家,“科技小巨人”企业达到3家[1]。"),
    ("科技小巨人要有几家?", [TECH], "规划提出,到2025年“科技小巨人”企业达到3家[1]。"),
    ("高新技术企业到2025年要达到多少家?", [TECH], "40家[1]。"),
    ("国家级高新技术企业有多少家?", [LEVELS], "国家级高新技术企业达到24家[1]。"),
    ("高新技术企业各有多少家?", [LEVELS], "国家级高新技术企业24家,市级高新技术企业20家[1]。"),
    ("省级工程技术研究中心有多少?", [LEVELS], "全区省级工程技术研究中心有14家[1]。"),
    ("十三五生产总值怎样变化?", [GREW], "“十三五”期间,辖区生产总值从138亿元增长到239.5亿元[1]。"),
    ("十三五生产总值达到多少?", [GREW], "“十三五”期间,辖区生产总值增长到239.5亿元,年均增速8%以上[1]。"),
    ("财政收入十三五怎样变化?", [REVENUE], "“十三五”期间,财政一般预算收入由4.8亿元增至10.0亿元[1]。"),
    ("卫龙的销售收入是多少?", [WEILONG], "卫龙食品产业园的销售收入已突破60亿元[1]。"),
    ("卫龙纳税多少?", [WEILONG], "卫龙食品产业园纳税突破5亿元[1]。"),
    ("卫龙纳税多少?", [WEILONG], "卫龙食品产业园纳税超过5亿元[1]。"),
    ("液压产业2025年税收?", [HYDRAULIC], "到2025年,液压科技产业年税收达到5亿元[1]。"),
    ("液压产业2025年目标?", [HYDRAULIC], "液压科技产业到2025年营业收入将达到100亿元,年税收达到5亿元[1]。"),
    ("液压和食品装备谁的收入高?", [HYDRAULIC, MACHINES], "液压科技产业营业收入目标为100亿元[1],食品装备产业为30亿元[2]。"),
    ("改造了多少老旧小区?", [OLD_HOMES], "“十三五”累计完成63个老旧小区改造提升[1]。"),
    ("十四五要改造多少老旧小区?", [NEW_HOMES], "将对辖区73个老旧小区进行综合整治提升[1]。"),
    ("老旧小区改造?", [OLD_HOMES, NEW_HOMES], "“十三五”期间累计改造63个老旧小区[1];“十四五”将整治提升73个老旧小区[2]。"),
    ("新增绿化面积?", [GREEN], "“十三五”期间累计新增绿化面积6900亩[1]。"),
    ("路灯覆盖率?", [LAMPS], "到“十四五”末,城区路灯覆盖率要达到100%[1]。"),
    ("绿化覆盖率?", [LAMPS], "全区绿化覆盖率到“十四五”末达到50%[1]。"),
    ("十四五新增就业?", [JOBS], "“十四五”期间将实现城镇新增就业5000人[1]。"),
    ("十四五就业目标?", [JOBS], "规划期内,城镇新增就业5000人,失业人员再就业1500人[1]。"),
    ("国家级工业旅游示范基地哪年建成?", [TOUR], "力争2025年创建成为国家级工业旅游示范基地[1]。"),
    ("工业旅游示范基地?", [TOUR], "力争2023年创建成省级工业旅游示范基地,2025年创建成国家级工业旅游示范基地[1]。"),
    ("联创大厦投资多少?", [TOWER], "联创大厦、市职工之家投资3.5亿元,占地40亩[1]。"),
    ("中山路立交桥投资?", [BRIDGE], "中山路上跨立交桥投资4.7亿元,是全市单体投资最大的立交桥[1]。"),
    ("食品产业发展质量排名?", [RANK], "食品产业发展质量位居全省第一[1]。"),
    ("食品产业收入目标?", [FOOD], "到2025年,全区食品产业营业收入要达到2500亿元[1]。"),
    ("百亿级食品企业?", [FOOD], "百亿级食品生产企业要达到3个以上[1]。"),
    ("护士数?", [BEDS], "到2025年,每千人常住人口注册护士数达到3.3人[1]。"),
    ("贫困户?", [POVERTY], "76户229名建档立卡贫困户已全部如期脱贫[1]。"),
    ("2020年外资?", [FOREIGN], "2020年实际利用外资达到4.37亿美元[1]。"),
    ("研发投入强度?", [R_D], "到2025年,研发经费投入强度要达到4%左右[1]。"),
    ("每年引进几个团队?", [TEAMS], "“十四五”期间,每年新引进培育1个高层次创新创业团队[1]。"),
    ("工业增加值增速?", [INDUSTRY], "“十三五”时期,规上工业增加值年均增长7.6%[1]。"),
    ("劳动生产率2025年目标?", ["劳动生产率"], "2025年劳动生产率的目标是72.8万元/人·年[1]。"),
    ("劳动生产率2020年是多少?", ["劳动生产率"], "2020年,劳动生产率为45.2万元/人·年[1]。"),
    ("劳动生产率?", ["劳动生产率"], "劳动生产率由2020年的45.2万元/人·年提高到2025年的72.8万元/人·年,年均增长10%[1]。"),
    ("城镇化率2025年目标?", ["常住人口城镇化率"], "常住人口城镇化率到2025年要达到95%[1]。"),
    ("地区生产总值目标?", ["地区生产总值"], "2025年地区生产总值目标为500亿元以上[1]。"),
    ("2025年外贸和外资?", ["实际利用外资", "外贸进出口总额"], "到2025年,实际利用外资5.3亿美元[1],外贸进出口总额11.8亿元[2]。"),
]  # fmt: skip

WRONG = [
    # One thing's figure given to another.
    ("科技型中小企业?", [TECH], "科技型中小企业达到40家[1]。"),
    ("高新技术企业?", [TECH], "到2025年,全区高新技术企业总量达到50家[1]。"),
    ("高新技术企业?", [TECH], "到2025年,全区高新技术企业总量达到50家,科技型中小企业达到40家[1]。"),
    ("市级高新技术企业?", [LEVELS], "市级高新技术企业达到24家[1]。"),
    ("高新技术企业?", [LEVELS], "国家级、市级高新技术企业分别达到20家、24家[1]。"),
    ("省级工程技术研究中心?", [LEVELS], "省级工程技术研究中心25家[1]。"),
    ("双汇销售收入?", [WEILONG], "双汇集团销售收入突破60亿元[1]。"),
    ("双汇销售收入是多少?", [WEILONG], "突破60亿元[1]。"),
    ("卫龙纳税?", [WEILONG], "卫龙食品产业园纳税突破60亿元[1]。"),
    ("全行业收入?", [WEILONG], "全区调味面制品行业的销售收入突破60亿元[1]。"),
    ("卫龙收入?", [FOOD], "卫龙到2025年营业收入达到2500亿元[1]。"),
    ("液压税收?", [HYDRAULIC], "液压科技产业年税收达到100亿元[1]。"),
    ("食品装备税收?", [HYDRAULIC, MACHINES], "液压科技产业年税收达到1亿元[2]。"),
    ("食品装备?", [HYDRAULIC, MACHINES], "液压科技产业营业收入达到100亿元,年税收达到1亿元[1]。"),
    ("食品装备?", [HYDRAULIC, MACHINES], "食品装备产业营业收入达到100亿元[1]。"),
    ("水域?", [GREEN], "累计新增水域面积6900亩[1]。"),
    ("路灯?", [LAMPS], "城区路灯覆盖率达到50%[1]。"),
    ("危房?", [OLD_HOMES], "累计改造63座危房[1]。"),
    ("立交桥?", [TOWER, BRIDGE], "投资3.5亿元建成中山路上跨立交桥[1][2]。"),
    ("再就业?", [JOBS], "失业人员再就业5000人[1]。"),
    ("护士?", [BEDS], "每千人常住人口注册护士数2.6人[1]。"),
    ("排名?", [RANK], "食品产业发展质量位居全省第三[1]。"),
    ("工业增速?", [GREW], "规上工业增加值年均增速8%以上[1]。"),
    # Another time.
    ("2025年高新技术企业?", [LEVELS], "2025年国家级高新技术企业达到24家[1]。"),
    ("2025年国家级高新技术企业?", [LEVELS], "国家级高新技术企业达到24家[1]。"),
    ("十四五?", [GREW], "“十四五”期间,辖区生产总值增长到239.5亿元[1]。"),
    ("2025年外资?", [FOREIGN], "2025年实际利用外资4.37亿美元[1]。"),
    ("2025年外资目标是多少?", [FOREIGN], "实际利用外资4.37亿美元[1]。"),
    ("高新技术企业?", [TECH], "2020年全区高新技术企业总量达到40家[1]。"),
    ("高新技术企业?", [TECH], "到2035年,全区高新技术企业总量达到40家[1]。"),
    ("高新技术企业?", [TECH], "“十三五”期间,全区高新技术企业总量达到40家[1]。"),
    ("高新技术企业?", [TECH], "全区高新技术企业总量已达到40家[1]。"),
    ("老旧小区?", [OLD_HOMES], "“十四五”期间将改造63个老旧小区[1]。"),
    ("老旧小区?", [OLD_HOMES, NEW_HOMES], "“十三五”期间改造73个老旧小区[2]。"),
    ("国家级?", [TOUR], "2023年创建成国家级工业旅游示范基地[1]。"),
    ("起点?", [GREW], "“十三五”期间,辖区生产总值增长到138亿元[1]。"),
    ("起点?", [REVENUE], "财政一般预算收入达到4.8亿元[1]。"),
    ("劳动生产率2025年目标?", ["劳动生产率"], "劳动生产率2025年目标为45.2万元/人·年[1]。"),
    ("劳动生产率2025年目标?", ["劳动生产率"], "劳动生产率为45.2万元/人·年[1]。"),
    ("劳动生产率2020年?", ["劳动生产率"], "2020年劳动生产率为72.8万元/人·年[1]。"),
    ("劳动生产率2035年?", ["劳动生产率"], "2035年劳动生产率为72.8万元/人·年[1]。"),
    ("劳动生产率?", ["劳动生产率"], "劳动生产率2025年目标为10万元/人·年[1]。"),
    ("劳动生产率?", ["劳动生产率"], "劳动生产率年均增长72.8%[1]。"),
    ("外资?", ["实际利用外资", "外贸进出口总额"], "实际利用外资2025年目标为11.8亿元[1]。"),
    ("外资?", ["实际利用外资", "外贸进出口总额"], "实际利用外资2025年目标为11.8亿元[2]。"),
    # Another unit, bound or way of writing it.
    ("收入?", [WEILONG], "卫龙食品产业园销售收入60亿元[1]。"),
    ("收入?", [WEILONG], "卫龙食品产业园销售收入突破600000万元[1]。"),
    ("收入?", [WEILONG], "卫龙食品产业园销售收入突破六十亿元[1]。"),
    ("增速?", [GREW], "“十三五”期间,辖区生产总值年均增速百分之八以上[1]。"),
    ("增速?", [GREW], "“十三五”期间,辖区生产总值年均增速8%[1]。"),
    ("增长几倍?", [REVENUE], "财政一般预算收入增长了两倍[1]。"),
    ("增长几倍?", [REVENUE], "财政一般预算收入翻了一番[1]。"),
    ("占几成?", [LAMPS], "全区绿化覆盖率达到五成[1]。"),
    ("占几成?", [LAMPS], "全区绿化覆盖率达到一半[1]。"),
    ("企业?", [TECH], "到2025年,全区高新技术企业总量达到四十家[1]。"),
    ("外资?", [FOREIGN], "2020年,实际利用外资4.37亿元[1]。"),
    ("研发?", [R_D], "到2025年,研发经费投入强度达到4%以上[1]。"),
    # Names and citations.
    ("企业?", [TECH], "到2025年,“专精特新”企业达到40家[1]。"),
    ("企业?", [TECH], "《高企倍增计划》提出,高新技术企业达到40家[1]。"),
    ("企业?", [TECH], "高新技术企业达到40家[2]。"),
    ("企业?", [TECH], "高新技术企业达到40家。"),
    ("企业?", [TECH], "高新技术企业达到40家[1]。另有15家[0]。"),
    ("企业?", [TECH], "到2025年,高新技术企业达到40家,由华为牵头[1]。"),
    ("企业?", [TECH], "到2025年,高新技术企业达不到40家[1]。"),
]  # fmt: skip


@pytest.fixture(scope="module")
def grounding(plan: Plan) -> Grounding:
    tokenizer = Tokenizer(plan_terms(plan))
    return Grounding(plan, tokenizer, Lexicon(plan, tokenizer.words))


def check(grounding: Grounding, plan: Plan, question: str, quotes: list[str]) -> Check:
    """The check of an answer to ``question`` that stands on ``quotes``."""
    rows = {indicator.name: indicator for indicator in plan.indicators}
    spans: list[Span] = []
    for quote in quotes:
        row = rows.get(quote)
        start = row.start if row else plan.markdown.index(quote)
        spans.append(Span(start, row.end if row else start + len(quote)))
    return grounding.checker(understand(question, plan.info), Draft("", tuple(spans)))


# True, but the year stands in the passage before the quote: a number needs a quote beside it.
STRICT = "到2025年,每千人常住人口注册护士数达到3.3人[1]。"


@pytest.mark.parametrize(("question", "quotes", "text"), HONEST)
def test_an_honest_paraphrase_passes(
    grounding: Grounding, plan: Plan, question: str, quotes: list[str], text: str
) -> None:
    problems = check(grounding, plan, question, quotes).whole(text)
    assert problems == (("number 2025 stands in no quote",) if text == STRICT else ())


@pytest.mark.parametrize(("question", "quotes", "text"), WRONG)
def test_right_digits_about_the_wrong_thing_are_caught(
    grounding: Grounding, plan: Plan, question: str, quotes: list[str], text: str
) -> None:
    assert check(grounding, plan, question, quotes).whole(text)


NUMBER = re.compile(r"(?<![\[\d.])\d+(?:\.\d+)?(?![\d.]*\])")
WORDS = ("三成", "百分之八", "两倍", "一半", "五百家", "二十个", "翻一番", "第九")


def true_answers(plan: Plan, seed: int) -> Iterator[tuple[str, Draft]]:
    """A question and its true answer in the plan's words: every expansion, every row."""
    choose = random.Random(seed)  # noqa: S311  a seed makes a failure repeatable
    for expansion in plan.expansions:
        passage = plan.passage_at(expansion.start)
        if passage is None or passage.kind == "table_row":
            continue
        span = Span(expansion.start, expansion.end)
        draft = Draft(f"{tidy(span.text(plan))}[1]。", (span,), by="extract")
        yield choose.choice(expansion.questions), draft
    table = IndicatorTable(plan)
    for row in plan.indicators:
        for asked in ("2025年目标是多少?", "2020年是多少?", "年均增长多少?"):
            question = row.name + asked
            told = table.about_rows(understand(question, plan.info), [row])
            if told and not told.computed:  # derived figures are never reworded
                yield question, told


def with_a_random_number(text: str, known: set[str], choose: random.Random) -> str:
    """The text with one number replaced, or one put in, that its sources do not hold."""
    while (
        new := choose.choice([str(choose.randint(1, 9999)), f"{choose.uniform(0, 99):.1f}"])
    ) in known:
        pass
    places = list(NUMBER.finditer(text))
    if places and choose.random() < 0.7:
        place = choose.choice(places)
        return text[: place.start()] + new + text[place.end() :]
    outside = [i for i in range(len(text)) if not re.search(r"\[\d*$|\d\.?$", text[:i])]
    outside = [i for i in outside if not text[i].isdigit()]
    at = choose.choice(outside)
    new = choose.choice(
        [new + choose.choice(["家", "亿元", "%", "个", "", "年"]), choose.choice(WORDS)]
    )
    return text[:at] + new + text[at:]


@pytest.mark.parametrize("seed", range(2))
def test_a_random_number_in_a_true_answer_is_caught_every_time(
    grounding: Grounding, plan: Plan, seed: int
) -> None:
    choose = random.Random(seed)  # noqa: S311
    missed: list[str] = []
    tried = 0
    for question, draft in true_answers(plan, seed):
        known = set(NUMBER.findall(" ".join(s.text(plan) for s in draft.spans) + draft.text))
        text = with_a_random_number(draft.text, known, choose)
        tried += 1
        if not grounding.checker(understand(question, plan.info), draft).whole(text):
            missed.append(text)
    assert tried > 1000
    assert missed == []


def test_a_number_swapped_for_another_of_the_same_quote_is_caught(
    grounding: Grounding, plan: Plan
) -> None:
    """The hardest lie: a figure that the cited quote does hold, in the place of another."""
    choose = random.Random(0)  # noqa: S311
    tried, missed = 0, []
    for question, draft in true_answers(plan, 0):
        checker = grounding.checker(understand(question, plan.info), draft)
        places = list(NUMBER.finditer(draft.text))
        for place in places:
            others = sorted({p.group() for p in places} - {place.group()})
            if not others:
                continue
            text = draft.text[: place.start()] + choose.choice(others) + draft.text[place.end() :]
            tried += 1
            if not checker.whole(text):
                missed.append(text)
    assert tried > 200
    assert missed == []


def test_true_answers_in_the_plans_own_words_pass(grounding: Grounding, plan: Plan) -> None:
    rejected = [
        draft.text
        for question, draft in true_answers(plan, 0)
        if grounding.checker(understand(question, plan.info), draft).whole(draft.text)
    ]
    assert len(rejected) <= 12, rejected  # of more than 1200


def test_a_statement_without_a_marker_belongs_to_the_next() -> None:
    assert statements("甲。乙[1]。丙。") == ["甲。乙[1]。", "丙。"]


@given(st.text())
def test_no_text_closes_a_fence(text: str) -> None:
    told = fenced(text)
    assert len(told) == len(text)
    assert not set("<>[]\n\r") & set(told)
