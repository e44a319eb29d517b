"""The figure index, and pairs of what was achieved and what is aimed at: never swapped."""

import pytest

from assistant import Assistant
from assistant.asked_period import Period
from assistant.figure_index import figure_index
from corpus import Plan

# (asked of the past, its figure, asked of the future, its figure)
PAIRS = [
    ("“十三五”末生产总值达到多少?", "239.5亿元", "2025年地区生产总值目标是多少?", "500亿元"),
    ("“十三五”期间改造了多少个老旧小区?", "63个", "“十四五”期间要整治多少个老旧小区?", "73个"),
    ("“十三五”规上工业增加值年均增速?", "7.6%", "2025年规上工业增加值要达到多少?", "300亿元"),
    ("2020年财政一般预算收入是多少?", "10亿元", "2025年地方财政收入目标是多少?", "20亿元"),
    ("2020年实际利用外资多少?", "4.37亿美元", "2025年实际利用外资要达到多少?", "5.3亿美元"),
    ("“十三五”末万人发明专利拥有量多少?", "22件", "2025年每万人发明专利目标多少?", "30件"),
    ("“十三五”新增绿化面积多少亩?", "6900亩", "“十四五”末绿化覆盖率达到多少?", "50%"),
    ("“十三五”引进了多少个亿元以上项目?", "114个", "“十四五”要开工多少个亿元以上工业项目?", "50个"),
    ("现在有多少家国家级高新技术企业?", "24家", "2025年高新技术企业要达到多少家?", "40家"),
    ("2020年对外进出口总额多少?", "10亿元", "2025年外贸进出口总额目标多少?", "11.8亿元"),
    ("2020年常住人口城镇化率是多少?", "89%", "到2025年常住人口城镇化率达到多少?", "95%"),
    ("2020年劳动生产率是多少?", "45.2万元", "2025年劳动生产率目标是多少?", "72.8万元"),
]


@pytest.mark.parametrize(("past", "achieved", "future", "aimed"), PAIRS)
def test_what_was_achieved_and_what_is_aimed_at_are_never_swapped(
    assistant: Assistant, past: str, achieved: str, future: str, aimed: str
) -> None:
    # The first thing said counts: the other figure may follow in brackets.
    for question, wanted, other in ((past, achieved, aimed), (future, aimed, achieved)):
        text = assistant.ask(question).text
        assert wanted in text
        assert other not in text.split(wanted)[0]


def test_every_entry_stands_where_it_says(plan: Plan) -> None:
    entries = figure_index(plan)
    assert len(entries) > 200
    for entry in entries:
        assert entry.text in plan.markdown[entry.span.start - 1 : entry.span.end + 1]
        assert entry.span.within(entry.clause)


def test_subject_unit_and_period_are_read(plan: Plan) -> None:
    found = {(e.subject, e.text, e.period) for e in figure_index(plan)}
    assert ("老旧小区", "63个", Period.PAST) in found
    assert ("老旧小区", "73个", Period.CURRENT) in found
    assert ("财政一般预算收入", "10.0亿元", Period.PAST) in found
    assert ("劳动生产率", "72.8", Period.CURRENT) in found
    assert ("劳动生产率", "45.2", Period.PAST) in found
