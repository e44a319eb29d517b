"""The parts of the page that need no browser."""

import re
from dataclasses import replace

import pytest

from assistant import Answer, Assistant, Citation
from assistant.page import charts, conversation
from assistant.page.chat import answer_html, conversation_html
from assistant.page.conversation import Exchange
from assistant.page.export import markdown
from assistant.page.followups import followups
from assistant.page.search import FullText
from assistant.page.texts import languages, load_texts
from corpus import Plan

ZH = load_texts("zh")
CITED = Citation(
    "对辖区73个老旧小区进行综合整治提升", 27226, 27244, "第六章", "第四节", "paragraph"
)


def test_every_language_has_the_same_texts_with_the_same_places() -> None:
    assert languages() == ("zh", "en")
    zh, en = (load_texts(language).by_key for language in languages())
    assert zh.keys() == en.keys()
    assert load_texts("xx") == ZH


def test_markers_become_buttons_only_for_citations_that_exist() -> None:
    shown = answer_html("甲[1]。<b>乙</b>[2]", (CITED,), ZH)
    assert 'data-start="27226" data-end="27244"' in shown
    assert '<sup class="mark">2</sup>' in shown
    assert "&lt;b&gt;乙&lt;/b&gt;" in shown


def test_what_was_asked_and_answered_is_escaped(plan: Plan) -> None:
    answer = Answer("answered", "<script>1</script>[1]", (replace(CITED, quote="<i>x</i>"),))
    shown = conversation_html((Exchange("<img src=x>", "done", answer=answer),), plan, ZH)
    assert not any(tag in shown for tag in ("<script", "<i>x", "<img"))


def test_an_edited_question_drops_what_followed_it() -> None:
    talk = (Exchange("一"), Exchange("二"), Exchange("三"))
    assert [e.question for e in conversation.opened(talk, "新", at=1)] == ["一", "新"]
    assert [e.question for e in conversation.opened(talk, "新")] == ["一", "二", "三", "新"]
    assert [e.question for e in conversation.opened(talk, "新", at=-4)] == ["新"]


def test_history_leaves_out_what_was_not_answered() -> None:
    talk = (Exchange("一", "done", answer=Answer("answered", "答")), Exchange("二", "failed"))
    assert [turn["content"] for turn in conversation.history(talk)] == ["一", "答"]


def test_an_export_keeps_markers_and_escapes_the_rest(plan: Plan) -> None:
    answer = Answer("answered", "73个*小区*[1]", (CITED,))
    text = markdown((Exchange("[点](x) #", "done", answer=answer),), plan, ZH)
    assert "## \\[点\\](x) \\#" in text
    assert "73个\\*小区\\*[1]" in text
    assert "1. 对辖区73个老旧小区进行综合整治提升  \n   第六章 › 第四节" in text


@pytest.mark.parametrize("query", ["老旧小区", "老舊小區", " 老旧小区 "])
def test_search_finds_every_spelling_of_a_term(plan: Plan, query: str) -> None:
    spans = FullText(plan).find(query)
    assert len(spans) == plan.markdown.count("老旧小区")
    assert all(span.text(plan) == "老旧小区" for span in spans)


def test_several_terms_meet_in_one_sentence(plan: Plan) -> None:
    found = FullText(plan).find("73 老旧小区")
    assert {span.text(plan) for span in found} == {"73", "老旧小区"}
    assert FullText(plan).find("老旧小区 单位工业增加值") == []
    assert FullText(plan).find("   ") == []


def test_the_chart_draws_ten_indicators_and_tells_the_rest_in_words(plan: Plan) -> None:
    by_name = {i.name: i for i in plan.indicators}
    assert sum(charts.ratio(i) is not None for i in plan.indicators) == 10
    assert charts.ratio(by_name["劳动生产率"]) == pytest.approx(72.8 / 45.2 * 100)
    assert charts.is_bound(by_name["地区生产总值"])
    told = {name: charts.in_words(by_name[name], ZH) for name in by_name}
    assert told["地区生产总值"] == "239.5 → ≥500 亿元"
    assert told["学前教育毛入园率"] == "无基数,目标:>90%"
    assert told["居民人均可支配收入"] == "基数 27151 元,目标:未给出"
    assert told["单位规上工业增加值能耗"] == "基数 0.53 吨标准煤/万元,目标:完成市定目标"
    assert told["城镇调查失业率"] == "无基数,目标:低于全市平均水平"
    figure = charts.figure(plan.indicators, plan.info, ZH, charts.LIGHT)
    assert [len(trace.x) for trace in figure.data] == [10, 10]


def test_follow_ups_are_the_same_each_time_and_repeat_nothing(assistant: Assistant) -> None:
    question = "老旧小区要改造多少个?"
    answer = assistant.ask(question)
    offered = followups(answer, [question], assistant.index)
    assert offered == followups(answer, [question], assistant.index)
    assert len(set(offered)) == 3
    assert question not in offered
    assert followups(Answer("out_of_scope", "您好!"), ["你好"], assistant.index) == ()


def test_what_is_like_the_question_is_offered_first(assistant: Assistant) -> None:
    """Though it stands elsewhere in the plan than the citation's neighbours."""
    question = "孩子上幼儿园方便吗?"
    answer = assistant.ask(question)
    alike = followups(answer, [question], assistant.index)
    nearby = followups(answer, [], assistant.index)  # nothing asked: nothing is like it
    assert alike[0] not in nearby


def test_follow_ups_are_worded_plainly(assistant: Assistant) -> None:
    """Dialect and slips help to find a passage; nobody is offered them."""
    index = assistant.index
    offered = [
        question
        for p in index.plan.passages
        for question in followups(
            Answer("answered", "", (Citation(p.text, p.start, p.end, "", "", p.kind),)), [], index
        )
    ]
    assert len(offered) > len(index.plan.passages)
    assert not [question for question in offered if re.search("[俺咋哩嘞咧]", question)]


def test_the_plan_answers_the_follow_ups_that_are_offered(assistant: Assistant) -> None:
    """Asked as they are offered: after the question that brought them."""
    asked = [question for _, group in assistant.plan.info.suggestions for question in group]
    outcomes: list[bool] = []
    for question in asked:
        answer = assistant.ask(question)
        history = conversation.history((Exchange(question, "done", answer=answer),))
        for offered in followups(answer, [question], assistant.index):
            outcomes.append(assistant.ask(offered, history).status == "answered")
    assert len(outcomes) >= 2 * len(asked)
    assert sum(outcomes) >= 0.9 * len(outcomes)
