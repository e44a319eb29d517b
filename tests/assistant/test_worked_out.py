"""What the whole assistant works out of the plan's figures, and what it does not make up."""

import re

import pytest

from assistant import Assistant
from assistant.askings import askings


@pytest.mark.parametrize(
    ("question", "computed"),
    [
        ("液压科技产业和食品装备产业2025年营业收入差多少?", "100-30=70亿元"),
        ("液压科技产业和食品装备产业的年税收差多少?", "5-1=4亿元"),
        ("省级、市级工程技术研究中心的差额是多少家?", "25-14=11家"),
        ("“十三五”改造了一批老旧小区,这回要整治的比上回多改几个小区?", "73-63=10个"),
        ("“十三五”辖区GDP首尾相比增加了几亿元?", "239.5-138=101.5亿元"),
        ("食品产业2025年营业收入目标是液压科技产业的多少倍?", "2500÷100=25倍"),
        ("工业旅游示范基地,省级的和国家级的中间隔几年?", "2025-2023=2年"),
        ("亿元以上项目总投资和工业“三大改造”累计投入的差额是多少亿元?", "648-380=268亿元"),
        ("一个上班的人一年下来创造的东西,2025年得比2020年多出几万块?", "72.8-45.2=27.6万元"),
        ("世界500强和国内500强企业加起来几家?", "15+10=25家"),
        ("国家级和市级高新技术企业合计多少家?", "24+20=44家"),
        ("外贸进出口总额和一般公共预算收入2025年目标之和", "11.8+20=31.8亿元"),
        ("粮食一年加工200万吨,油脂辣椒这些辅料的量是它的几成?", "50÷200=25%"),
        ("财政一般预算收入“十三五”增幅是百分之几?", "(10-4.8)÷4.8≈108.3%,10-4.8=5.2亿元"),
        ("规上工业增加值占地区生产总值的几成,按2020年算", "135.6÷239.5≈56.6%"),
        ("智能工厂跟智能车间加起来要培育几个?", "2+5=7个,3+8=11个"),
        ("卫龙食品产业园纳税相当于销售收入的百分之几?", "5÷60≈8.3%"),
        ("建档立卡的贫困户,平均每户多少人?", "229÷76≈3.01人/户,约3人"),
        ("创新引领型平台每年都要新培育,五年下来至少多少家?", "5×5=25家"),
        ("企业占各类市场主体的比例是多少,企业算1200家", "1200÷7500=16%"),
        (
            "地区生产总值“十三五”增加了多少,“十四五”目标又要增加多少,分别说",
            "“十三五”期间239.5-138=101.5亿元,“十四五”期间500-239.5=260.5亿元",
        ),
        (
            "劳动生产率头尾两年一比,要涨百分之多少?不是问一年涨多少",
            "(72.8-45.2)÷45.2≈61.1%,72.8-45.2=27.6万元",
        ),
        (
            "按每年的任务折算,五年合计创新引领型平台和高端新型研发机构各要多少家?",
            "5×5=25家以上,2×5=10家以上",
        ),
        ("规模以上工业的增加值在生产总值里占几成,按2020年底数算", "135.6÷239.5≈56.6%"),
        ("企业数在各类市场主体里占百分之几?", "1200÷7500=16%"),
        ("亿元以上的项目,平均一个投了多少钱?", "648÷114≈5.68亿元/个"),
        ("省级、市级工程技术研究中心合计多少家,市级比省级多几家?", "14+25=39家,25-14=11家"),
        ("地区生产总值从138亿涨上来,涨了多少亿?", "239.5-138=101.5亿元"),
        (
            "食品、液压科技、食品装备三个产业2025年营业收入加起来多少亿元?",
            "2500+100+30=2630亿元",
        ),
        ("背街小巷改造的比危房多多少?", "960-49=911个"),
        ("氮氧化物的单位增加值排放量是氨氮的多少倍?", "0.27÷0.006=45倍"),
        (
            "By how many points will the urbanisation rate go up from 2020 to 2025?",
            "95-89=6个百分点",
        ),
    ],
)
def test_a_difference_is_worked_out_from_the_figures_asked(
    assistant: Assistant, question: str, computed: str
) -> None:
    answer = assistant.ask(question)
    assert f":{computed}" in answer.text.partition("按此计算")[2]
    figures = re.findall(r"\d+(?:\.\d+)?", re.sub("“[^”]*”", "", computed))
    assert set(figures) == set(answer.trace["computed"])
    quoted = "".join(citation.quote for citation in answer.citations)
    assert all(number in quoted for number in figures[:2])


def test_a_total_is_shared_out_over_the_years(assistant: Assistant) -> None:
    answer = assistant.ask("上五年新增的道路里程,平均一年修了多少公里?")
    assert "按此计算:140÷5=28公里/年" in answer.text
    # What is told by the year is shared out no further.
    assert "÷5" not in assistant.ask("每年新培育的创新引领型平台,平均一年几家?").text


@pytest.mark.parametrize(
    "question",
    [
        "到2025年地区生产总值平均每年多少亿元?",
        "规模以上工业企业平均每年多少家?",
        "平均每年引进多少家知名企业?",
        "企业平均一家配几个研发平台?",
        "纳税超千万元企业平均每家纳税多少?",
    ],
)
def test_no_share_is_made_up(assistant: Assistant, question: str) -> None:
    assert "按此计算" not in assistant.ask(question).text


def test_no_difference_is_made_up(assistant: Assistant) -> None:
    answer = assistant.ask("省级、市级工程技术研究中心至少多少家?")
    assert "按此计算" not in answer.text
    # 73 quarters and 117 projects are not set against each other.
    answer = assistant.ask("这回要整治的老旧小区比上回改造的多改几个?")
    assert "117-73" not in answer.text
    # One thing is counted, however much of it there is in all.
    answer = assistant.ask("前五年全区一共改造了多少条背街小巷?")
    assert "960条" in answer.text
    assert "按此计算" not in answer.text
    assert "按此计算" not in assistant.ask("南边的生态公园占多大一片地?").text
    # What both have grown by is asked, not how far they are apart.
    answer = assistant.ask("省级、市级工程技术研究中心分别新增多少家?")
    assert "按此计算" not in answer.text


def test_of_rates_the_difference_alone_means_something(assistant: Assistant) -> None:
    answer = assistant.ask("实际利用外资和外贸进出口总额的年均增长差多少?")
    assert "4-3.5=0.5个百分点" in answer.text
    assert "倍" not in answer.text


def test_sums_are_not_compared_where_the_plan_speaks_of_no_money(assistant: Assistant) -> None:
    assert assistant.ask("发展路文化公园大人小孩门票各多少钱?").status == "not_in_plan"


def test_a_change_that_cannot_be_worked_out_is_said_to_be_so(assistant: Assistant) -> None:
    answer = assistant.ask("研发经费投入强度2025年比2020年提高了多少?")
    assert answer.status == "not_in_plan"
    assert "没有给出2020年基数" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("世界500强和国内500强各有多少家,前头的比后头的多几家?", "15-10=5家"),
        ("你给俺算算,区里想多拉外国人来投钱,2025年要用上的外资比2020年多几亿美元?", "0.93亿美元"),
        ("表2,实际利用外资与外贸进出口总额,年均增长何者高,高几个百分点?", "0.5"),
    ],
)
def test_two_that_are_named_are_compared(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert told in answer.text
    assert len(answer.citations) <= 3


def test_another_figure_than_the_one_told_is_told_too(assistant: Assistant) -> None:
    answer = assistant.ask("在省里综合排第几?放到国家级那堆里19年又排到第几?")
    assert "第2名" in answer.text
    assert "133位" in answer.text


def test_an_enumeration_of_askings_asks_several_things() -> None:
    assert askings("要修几条路、建几处公园?", str.split) == ("要修几条路?", "建几处公园?")
    assert askings("要修几条路、桥和公园?", str.split) == ()
