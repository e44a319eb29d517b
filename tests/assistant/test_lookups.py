"""Look-ups on the real plan: rows, terse names, amounts in English, two askings in one message."""

import pytest

from assistant import Assistant
from assistant.types import Turn


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # What is to grow by the year only the table tells; the prose tells how it grew.
        ("GDP每年涨几个点才算达标呀,说说看", "年均增长为高于全市平均水平"),
        ("外国投来的钱每年平均要增百分之几?", "年均增长为4%"),
        # No figure is asked for where the question knows that there is none.
        ("居民可支配收入2025年没写数的话,是怎么个说法?", "与经济增长基本同步"),
        ("干活的人平均念过几年书,2025年要求高还是低?", "高于全市平均水平"),
        ("要是哪年税收不好,财政收入的目标没完成,它是死任务还是预期的?", "预期性"),
    ],
)
def test_how_something_is_to_grow_is_read_in_its_row(
    assistant: Assistant, question: str, told: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert told in answer.text
    assert any(citation.quote.startswith("|") for citation in answer.citations)


@pytest.mark.parametrize("question", ["疫苗接种率", "疫苗接种率是多少"])
def test_what_is_said_in_full_is_told_whatever_near_miss_resembles_it(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert "96%" in answer.text


def test_another_thing_with_a_name_alike_is_not_looked_up(assistant: Assistant) -> None:
    answer = assistant.ask("有效专利量")
    assert answer.status == "answered"
    assert "1632" in answer.text


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Did the Zhongshan Road overpass cost 470 million yuan?", "是(Yes),"),
        ("I heard the Lianchuang Building cost five hundred million yuan. Is that true?", "不是"),
        ("Were seventy-three old communities renovated in the last five years?", "不是"),
        ("Were sixty-three old communities renovated in the last five years?", "是(Yes),"),
        # Nothing asks but the mark in the middle.
        ("听说中粮那个厂要从铁路北边挪走?我在那儿上班十几年了,慌得很", "是,"),
    ],
)
def test_english_amounts_are_held_against_the_plan(
    assistant: Assistant, question: str, verdict: str
) -> None:
    assert assistant.ask(question).text.startswith(verdict)


def test_of_two_askings_both_are_answered(assistant: Assistant) -> None:
    answer = assistant.ask("中山路立交桥花了多少钱修的?前五年一共新添了多少公里路?")
    assert "4.7亿元" in answer.text
    assert "140公里" in answer.text


def test_an_indicator_keeps_its_whole_name_in_a_follow_up(assistant: Assistant) -> None:
    history: list[Turn] = [
        {"role": "user", "content": "2020年单位规上工业增加值能耗是多少"},
        {"role": "assistant", "content": "0.53吨标准煤/万元。"},
    ]
    answer = assistant.ask("目标?", history)
    assert "能耗2025年目标为完成市定目标" in answer.text


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("工业固废综合利用率2020年到2025年没往上加也没往下减,对吧?", "是"),
        ("工业固废综合利用率2020年到2025年持平,对吧?", "是"),
        ("劳动生产率2020年到2025年保持不变,对吧?", "不是"),
        ("每千人的注册护士数是不是高于执业医师数?", "是"),
        ("每千人的注册护士数是不是低于执业医师数?", "不是"),
    ],
)
def test_two_figures_decide_what_is_claimed_of_them(
    assistant: Assistant, question: str, word: str
) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith(f"{word}。"), answer.text


def test_a_difference_of_two_is_not_asked_of_the_whole_table(assistant: Assistant) -> None:
    answer = assistant.ask("每千人的医生指标是几个、护士指标是几个,护士比医生多几个?")
    assert "0.7" in answer.text
    assert "22项" not in answer.text


def test_a_box_of_the_text_is_no_column_of_the_table(assistant: Assistant) -> None:
    answer = assistant.ask("往后五年民生工程那个专栏里,列了名的小学一共有哪几个?")
    assert "辛庄小学" in answer.text
    assert "22项" not in answer.text


def test_what_is_said_to_have_doubled_is_compared_with_itself(assistant: Assistant) -> None:
    answer = assistant.ask("十三五末一般预算收入比期初翻了一番还多,此说是否成立?")
    assert answer.text.startswith("是"), answer.text


def test_how_often_is_told_by_every_week(assistant: Assistant) -> None:
    told, untold = (
        assistant.ask(q) for q in ("项目服务例会多久开一次?", "招商图谱多长时间更新一次?")
    )
    assert "周例会" in told.text
    assert untold.status == "not_in_plan"
    assert "多久一次" in untold.text
    assert "960条" in assistant.ask("前几年新一轮改造了多少条背街小巷?").text


def test_of_two_rows_neither_is_set_against_its_base(assistant: Assistant) -> None:
    answer = assistant.ask("专利拥有量和劳动生产率哪个比基期提高得多?")
    assert "72.8-45.2" not in answer.text


@pytest.mark.parametrize(
    ("question", "word"),
    [("在国家级开发区综合考评中进了前150名吗?", "是"), ("在全省排第2名,是前三名吗?", "是")],
)
def test_a_rank_within_a_bound(assistant: Assistant, question: str, word: str) -> None:
    assert assistant.ask(question).text.startswith(word)


def test_a_claimed_grade_is_decided_by_what_has_one(assistant: Assistant) -> None:
    answer = assistant.ask("Is Qinglong River Park going for a national 5A scenic-area rating?")
    assert answer.text.startswith("不是")
    assert "3A" in answer.text


def test_a_second_asking_may_begin_with_what_it_is_about(assistant: Assistant) -> None:
    answer = assistant.ask("前五年新修的道路一共多长?青龙河那个生态公园呢,多长")
    assert "140公里" in answer.text
    assert "10公里" in answer.text


def test_what_only_upsets_the_asker_is_no_opinion(assistant: Assistant) -> None:
    answer = assistant.ask("玉山路要架桥,从漯阜铁路上面跨过去吧?我家窗户正对着那儿,怕吵。")
    assert answer.text.startswith("不是")


def test_two_things_are_set_against_each_other_by_what_was_found(assistant: Assistant) -> None:
    answer = assistant.ask("修桥的钱比盖联创大厦和职工之家的钱多多少?")
    assert "4.7-3.5=1.2亿元" in answer.text
