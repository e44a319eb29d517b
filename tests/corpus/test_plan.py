"""The canonical plan against its raw source, and what the parser finds in it."""

import re
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from corpus import DEFAULT_PLAN, Plan, PlanFormatError, PlanNotFound, load_plan
from corpus.sentences import clauses, sentences

# Where the body begins and what follows it on the scraped page.
FIRST, AFTER = "漯河经济技术开发区 国民经济", "收藏"


def source_body() -> str:
    """The raw page between navigation and footer; indentation and blank lines are layout."""
    raw = (DEFAULT_PLAN / "source.txt").read_text(encoding="utf-8")
    lines = [line.strip(" ") for line in raw.split("\n")]
    start = next(i for i, line in enumerate(lines) if line.startswith(FIRST))
    return "".join(lines[start : lines.index(AFTER)])


def without_markup(markdown: str) -> str:
    """The canonical form without what it adds: # marks, table bars, the rule, line breaks."""
    kept: list[str] = []
    for line in markdown.split("\n"):
        if line.startswith("|"):
            if not re.fullmatch(r"[| -]*--[| -]*", line):
                kept.append("".join(cell.strip() for cell in line.split("|")))
        else:
            kept.append(re.sub(r"^#{1,3} ", "", line))
    return "".join(kept)


def test_canonical_text_equals_the_source_body_character_for_character(plan: Plan) -> None:
    assert without_markup(plan.markdown) == source_body()


def test_one_lost_character_would_be_seen(plan: Plan) -> None:
    assert without_markup(plan.markdown.replace("75.2吨", "75.吨", 1)) != source_body()


def test_the_tree_has_8_chapters_38_sections_4_boxes_and_one_table(plan: Plan) -> None:
    assert Counter(s.level for s in plan.sections) == {1: 8, 2: 38, 3: 5}
    titled = [s.number for s in plan.sections if s.level == 3]
    assert titled == ["表2", "专栏1", "专栏2", "专栏3", "专栏4"]
    assert plan.sections[0].number == "第一章"
    assert plan.sections[0].title == "持续发力,如期全面建成小康社会"


def test_title_is_joined_from_its_two_lines(plan: Plan) -> None:
    assert plan.title.endswith("“十四五”规划和二〇三五年远景目标纲要")


def test_every_passage_stands_at_its_offsets_and_none_overlap(plan: Plan) -> None:
    end = 0
    for passage in plan.passages:
        assert plan.markdown[passage.start : passage.end] == passage.text
        assert passage.start >= end
        end = passage.end
        assert plan.passage_at(passage.start) is passage
        assert plan.passage_at(passage.end - 1) is passage


def test_every_body_character_is_in_a_passage_a_heading_or_the_table_frame(plan: Plan) -> None:
    covered = sum(len(p.text) for p in plan.passages)
    headings = sum(len(s.heading) for s in plan.sections)
    frame = sum(
        len(line)
        for line in plan.markdown.split("\n")
        if line.startswith("|") and not any(p.text == line for p in plan.passages)
    )
    layout = len(re.findall(r"\n|^#{1,3} ", plan.markdown, re.M))
    marks = sum(len(m) - 1 for m in re.findall(r"^#{1,3} ", plan.markdown, re.M))
    title = sum(len(line) for line in plan.markdown.split("\n")[:3])
    assert covered + headings + frame + layout + marks + title == len(plan.markdown)


def test_passages_are_paragraph_sized_and_end_with_their_sentence(plan: Plan) -> None:
    prose = [p for p in plan.passages if p.kind != "table_row"]
    assert 150 <= median(len(p.text) for p in prose) <= 230
    assert all(p.text[-1] in "。!;:" for p in prose), [p.text[-5:] for p in prose]


def test_boxes_are_cut_at_their_own_sub_headings(plan: Plan) -> None:
    leads = [p.lead for p in plan.passages if p.kind == "box"]
    assert leads == [
        "食品",
        "液压科技",
        "智能食品装备",
        "食品产业园",
        "液压科技精品园",
        "智能食品装备产业园",
        "检验检测专业园区",
        "现代物流园",
        "交通基础设施建设工程",
        "市政配套设施提升工程",
        "生活居住功能完善工程",
        "绿色园区打造工程",
        "现代教育体系建设工程",
        "医疗卫生基础设施建设工程",
        "文化设施建设工程",
    ]


def test_passages_know_chapter_section_and_box(plan: Plan) -> None:
    passage = plan.passage_at(plan.markdown.index("新建36个村卫生所"))
    assert passage is not None
    assert passage.chapter == "第七章 增进民生福祉,建设幸福美好家园"
    assert passage.section == "第八节 打造平安经开区 › 专栏4:民生保障重点工程"
    assert passage.kind == "box"


def test_22_indicators_in_4_groups(plan: Plan) -> None:
    groups = Counter(i.group for i in plan.indicators)
    assert groups == {"结构优化": 7, "创新驱动": 3, "民生福祉": 5, "绿色转型": 7}
    assert [i.number for i in plan.indicators] == list(range(1, 23))


@pytest.mark.parametrize(
    ("number", "base", "target", "growth"),
    # base × (1 + growth)^5 tells which split of the flattened digits is right.
    [(2, 45.2, 72.8, 10), (5, 4.37, 5.3, 4), (6, 10, 11.8, 3.5), (9, 22, 30, 6.4), (7, 10, 20, 15)],
)
def test_the_table_is_split_as_its_own_arithmetic_demands(
    plan: Plan, number: int, base: float, target: float, growth: float
) -> None:
    indicator = plan.indicators[number - 1]
    cells = (indicator.base.number, indicator.target.number, indicator.growth.number)
    assert cells == (base, target, growth)
    assert base * (1 + growth / 100) ** 5 == pytest.approx(target, rel=0.015)


def test_urbanisation_grows_by_percentage_points(plan: Plan) -> None:
    """89 + 5 × 1.2 = 95: the flattened “89951.2个百分点” is 89 | 95 | 1.2个百分点."""
    indicator = plan.indicators[3]
    assert (indicator.base.number, indicator.target.number) == (89, 95)
    assert indicator.growth.text == "1.2个百分点"
    assert pytest.approx(95) == 89 + 5 * 1.2


def test_a_dash_is_a_missing_value_never_zero(plan: Plan) -> None:
    rate = plan.indicators[11]
    assert (rate.name, rate.base.text, rate.base.number) == ("城镇调查失业率", None, None)
    assert plan.indicators[20].growth.text is None  # an empty cell


def test_every_cell_stands_at_its_offsets(plan: Plan) -> None:
    for i in plan.indicators:
        for cell in (i.base, i.target, i.growth, i.nature):
            assert plan.markdown[cell.start : cell.end] == (
                cell.text or plan.markdown[cell.start : cell.end]
            )
            assert cell.text is None or cell.end - cell.start == len(cell.text)


def test_every_expansion_quotes_the_plan_and_no_near_miss_is_also_answered(plan: Plan) -> None:
    answered = {q for e in plan.expansions for q in e.questions}
    unanswered = {q for e in plan.expansions for q in e.unanswered}
    assert len(answered) > 2000
    assert not answered & unanswered
    covered = {p.id for e in plan.expansions if (p := plan.passage_at(e.start))}
    assert covered == {p.id for p in plan.passages}


def test_missing_and_broken_plans_are_named(tmp_path: Path) -> None:
    with pytest.raises(PlanNotFound, match=r"plan\.md is missing"):
        load_plan(tmp_path)
    (tmp_path / "plan.md").write_text("# 第一章\n\n## 第一节\n\n一句话。\n", encoding="utf-8")
    (tmp_path / "plan.toml").write_text("id = 3 3", encoding="utf-8")
    with pytest.raises(PlanFormatError, match=r"plan\.toml"):
        load_plan(tmp_path)
    toml = (DEFAULT_PLAN / "plan.toml").read_text(encoding="utf-8")
    (tmp_path / "plan.toml").write_text(toml, encoding="utf-8")
    assert load_plan(tmp_path).passages[0].text == "一句话。"
    (tmp_path / "expansions").mkdir()
    (tmp_path / "expansions" / "a.jsonl").write_text('{"quote": "没有", "questions": []}\n')
    with pytest.raises(PlanFormatError, match="does not contain"):
        load_plan(tmp_path)
    (tmp_path / "plan.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanFormatError, match="UTF-8"):
        load_plan(tmp_path)


def test_sentences_and_clauses_never_cut_a_number_or_a_quotation() -> None:
    text = "达到1,200家,增速8.5%;按“培育一批。挂牌一批,上市一批”的思路。推进。"
    assert [text[a:b] for a, b in sentences(text)] == [
        "达到1,200家,增速8.5%;",
        "按“培育一批。挂牌一批,上市一批”的思路。",
        "推进。",
    ]
    assert [text[a:b] for a, b in clauses(text[:16])] == ["达到1,200家", "增速8.5%;"]
    quoted = "挂“甲,乙”牌,丙"
    assert [quoted[a:b] for a, b in clauses(quoted)] == [
        "挂“甲,乙”牌",
        "丙",
    ]
