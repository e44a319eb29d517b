"""Follow-ups, as they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.condense import DOUBTED, condense
from assistant.readings import readings
from assistant.types import Turn
from corpus import Plan
from index.tokens import Tokenizer

TOKENIZER = Tokenizer()


def user(*texts: str) -> list[Turn]:
    return [{"role": "user", "content": text} for text in texts]


@pytest.mark.parametrize(
    ("before", "question", "holds", "lacks"),
    [
        ("劳动生产率2025年目标是多少?", "那2020年呢?", ["劳动生产率", "2020"], ["2025"]),
        ("“十三五”新增了多少水域面积?", "那绿化呢?", ["十三五", "绿化", "多少"], ["水域"]),
        ("中心公园占地多少亩?", "我说的是休闲公园,不是中心公园", ["休闲公园", "多少亩"], ["中心"]),
        ("有哪些专业园区?", "它们在哪?", ["专业园区", "在哪"], []),
        ("双汇要建什么中心?", "利通呢,支持它建什么?", ["利通", "建什么"], ["双汇", "它"]),
        ("高新技术企业要多少家?", "为什么?", ["高新技术企业", "为什么"], []),
        ("GDP目标是多少?", "老旧小区改造多少个?", ["老旧小区"], ["gdp"]),
        ("征地工作干得怎样?", "咋做到的?", ["征地", "咋做到"], []),
        ("应急体系怎么建?", "具体说说", ["应急体系"], ["具体"]),
        ("新增水域面积多少亩?", "不对吧,我听说是八百亩,你再查查", ["水域"], ["八百"]),
        ("新增水域面积多少亩?", "你确定没弄错?", ["新增水域面积多少亩"], []),
        ("改造多少老旧小区?", "不是,我问的是前五年已经改好的,有几个?", ["老旧小区", "前五年"], []),
        ("外资2025年目标是多少?", "差额是多少?帮我算一下", ["外资", "差额"], []),
        ("规上工业增加值2025年目标多少?", "那2035年是多少亿元?", ["2035"], ["目标"]),
        ("龙河公园要评几A?", "东路那个呢,啥时候弄好?", ["东路", "啥时候"], ["龙河", "那个"]),
    ],
)
def test_follow_ups(before: str, question: str, holds: list[str], lacks: list[str]) -> None:
    text = condense(question, user(before), TOKENIZER).text
    assert all(word in text for word in holds), text
    assert not any(word in text for word in lacks), text


@pytest.mark.parametrize(
    ("told", "question", "meant"),
    [
        ("指智能化改造、绿色化改造和技术改造。", "最后那项占多少", "技术改造"),
        ("与装备业、造纸业、医药业打通。", "第二个靠哪些项目?", "造纸业"),
        ("甲路和乙路要修。", "后者多长?", "乙路"),
        ("一个是甲产业集群,另一个是乙产业集群。", "后面那个多大?", "乙产业集群"),
        ("甲路、乙路和丙路要修。", "后者多长?", "后者"),
        ("甲路、乙路和丙路要修。", "第四条多长?", "第四条"),
        ("到2025年建成省级及以上工厂3家。", "第二个呢?", "第二个"),
        ("甲路和乙路要修。", "今后一个五年呢?", "今后一个五年"),
    ],
)
def test_what_is_named_by_its_place_is_that(told: str, question: str, meant: str) -> None:
    history = [Turn(role="user", content="有哪些?"), Turn(role="assistant", content=told)]
    assert meant in condense(question, history, TOKENIZER).text


def test_both_topics_are_taken_over() -> None:
    history = user("立交桥投了多少钱?", "实验中学投了多少钱?")
    both = condense("这两笔钱哪个多?", history, TOKENIZER)
    assert both.rule == "both topics"
    assert "立交桥" in both.text
    assert "实验中学" in both.text
    # The last turn names two things by itself.
    history = user("立交桥投了多少钱?", "公园和游园各有多少?")
    assert condense("这两个哪个多?", history, TOKENIZER).rule != "both topics"


@pytest.mark.parametrize(
    "question",
    [
        "高新技术企业要达到32家,是真的吗?",
        "12个智能工厂,对吗?",
        "要建哪两个产业园?",
        "will both hospitals be rebuilt?",
    ],
)
def test_what_counts_two_of_its_own_keeps_its_topic(question: str) -> None:
    history = user("游园要新建多少处?", "村卫生室要建多少个?")
    assert condense(question, history, TOKENIZER).rule != "both topics"


def test_what_is_worked_out_is_read_whole(plan: Plan) -> None:
    told = "我在城西开了二十年小店,儿子找工作好几个月了,新增岗位5000个,{},多少个岗位?"
    shared, plain = (
        readings(condense(told.format(asked), (), TOKENIZER), plan.info)
        for asked in ("分摊到五年,一年大概", "不知道是不是真的,里头有")
    )
    assert len(shared) == 1
    assert len(plain) > 1


def test_a_chain_of_follow_ups_keeps_the_first_topic() -> None:
    history = user("劳动生产率2025年目标是多少?", "那2020年呢?", "年均增幅")
    assert "劳动生产率" in condense("属性呢?", history, TOKENIZER).text


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=4))
def test_any_text_and_history_can_be_condensed(question: str, earlier: list[str]) -> None:
    assert isinstance(condense(question, user(*earlier), TOKENIZER).text, str)


@pytest.mark.parametrize(
    "question", ["肯定会修地铁吧?", "再查一下,外资2020年的基数", "真的,老旧小区会改造吗?"]
)
def test_a_new_question_is_no_doubt(question: str) -> None:
    assert condense(question, user("GDP目标是多少?"), TOKENIZER).rule != DOUBTED
