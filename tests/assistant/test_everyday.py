"""Everyday askings on the real plan: stories, tales to check, differences, parts that there are not."""

import pytest

from assistant import Assistant
from assistant.extract import as_whole
from assistant.types import Span, Turn
from corpus import Plan
from corpus.sentences import clauses, sentences
from tests.assistant.test_condense import user


def test_a_story_around_the_question_changes_no_answer(assistant: Assistant) -> None:
    story = "俺闺女学会计的,家里几个长辈老打听。表上写的,劳动生产率到25年要多少?俺记不住。"
    assert "72.8" in assistant.ask(story).text


@pytest.mark.parametrize(
    "question",
    [
        "老师出题考我:表里写的,劳动生产率2025年到底是多少?我没答上来。",
        "邻居跟我打赌,说高新技术企业到2025年要到一百家,他说得对不对?",
    ],
)
def test_an_honest_tale_is_no_attack(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "answered"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("专栏9写了哪些项目?", "规划没有专栏9"),
        ("第十二章讲的是什么?", "规划没有第十二章"),
        ("主要指标表第40项是什么?", "只有22项"),
        ("What is Zhengzhou's GDP target for 2025?", "郑州"),
        ("玉山路下穿项目的投资估算", "规划没有给出所问的数字"),
        ("中山路上跨立交桥的施工单位是谁?", "规划没有写明由谁来做"),
        ("要整治的23个自然村,逐村名单", "没有列出名称"),
        ("单位规上工业增加值能耗2025年目标,要数字", "没有给出具体数值"),
        ("整个漯河市2025年的GDP目标是多少亿?", "漯河"),
        ("旺旺在这儿的厂有多少员工,本地人占几成?", "规划没有说明这一具体事项"),
    ],
)
def test_what_the_plan_leaves_out_is_said_to_be_so(
    assistant: Assistant, question: str, reason: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_in_plan"
    assert reason in answer.text


@pytest.mark.parametrize(
    ("question", "begin"),
    [
        ("城镇调查失业率2020年的基数,表里是不是没填?", "是。"),
        ("城镇调查失业率有没有给出2020年的基数?", "没有。"),
        ("创新驱动类指标一共3项,对吗?", "是。"),
        ("规上工业增加值2025年目标为>200亿元,对否?", "不是。"),
        ("创新驱动类指标一共6项,对吗?", "不是。"),
        ("每万人发明专利拥有量归在“民生福祉”类,对吗?", "不是。"),
        ("劳动人口平均受教育年限的目标是低于全市平均水平,对吗?", "不是。"),
        ("绿色转型那几项全是约束性的吗?", "是。"),
        ("固废综合利用率2025年是95%,是95不是?", "不是。"),
        ("地区生产总值2025年目标是否超过2020年基数的两倍?", "是。"),
        ("居民2025年人均可支配收入是多少,是不是没定数?", "是。"),
        ("氨氮排放量2025年那一格没写具体的数,对不对?", "是。"),
        ("基本养老保险参保率,年均增长那一栏列没列数?", "没有。"),
        ("居民人均可支配收入是归“创新驱动”还是“民生福祉”?", "居民人均可支配收入类别为民生福祉"),
        ("研发经费投入强度,2025年要到多少?", "研发经费投入强度2025年目标为4%左右"),
        ("表里外资那项一年要长多少?", "实际利用外资年均增长为4%"),
        ("约束性指标一共多少项?", "约束性指标共8项"),
        ("指标合计多少项?约束性占几项?", "主要指标共22项,约束性8项"),
        (
            "干活的人平均念几年书,表上这条是约束性的还是预期性的?",
            "劳动人口平均受教育年限属性为约束性",
        ),
        ("哪些指标有2025年目标但没有2020年基数?", "没有给出2020年基数的指标"),
        ("2025年那一列都填了字,只有一行划了横杠,是哪个指标?", "没有给出2025年目标的指标"),
        ("考核组问,基本养老保险参保率在表里归哪一大类名下?", "基本养老保险参保率类别为民生福祉"),
        ("城镇化率(常住人口)年均提升幅度", "常住人口城镇化率年均增长为1.2个百分点"),
        ("劳动生产率目标值较2020年增加多少?", "劳动生产率从2020年的45.2"),
        ("实际利用外资和外贸进出口总额的年均增长差多少?", "实际利用外资年均增长为4%"),
        # Two that are named are not the whole table; one in two years is compared with itself.
        ("表2里实际利用外资与外贸进出口总额,年均增长指标何者高?", "实际利用外资年均增长为4%"),
        ("多拉点外国人投钱,2025年用上的外资比2020年多出来几亿美元?", "实际利用外资从2020年的"),
    ],
)
def test_the_table_is_read_by_what_is_asked(
    assistant: Assistant, question: str, begin: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.text.startswith(begin)


def test_the_zone_by_its_whole_name_is_the_plan_s_own_place(assistant: Assistant) -> None:
    answer = assistant.ask("整个漯河经开区到2025年高新技术企业要有多少家?")
    assert answer.status == "answered"
    assert "40家" in answer.text


def test_rows_are_ranked_and_natures_counted_against_each_other(assistant: Assistant) -> None:
    answer = assistant.ask("主要指标表里年均增速最高的三项是哪些?")
    told = [answer.text.find(growth) for growth in ("15%[1]", "10%[2]", "6.4%[3]")]
    assert told == sorted(told)
    assert told[0] >= 0
    answer = assistant.ask("表里预期性指标比约束性指标多几项?")
    assert "按此计算:14-8=6项" in answer.text


def test_several_askings_get_one_answer(assistant: Assistant) -> None:
    answer = assistant.ask("要新建几处游园,又有多少个自然村要整治村容村貌?")
    assert answer.trace["by"] == "joint"
    assert "30处" in answer.text
    assert "23个" in answer.text
    # A story's question words ask nothing.
    story = assistant.ask("累得跟啥似的。表里写的,劳动生产率到25年要多少?")
    assert story.trace["by"] == "indicator"


def test_both_topics_of_a_conversation_are_set_against_each_other(assistant: Assistant) -> None:
    history = user("中山路立交桥投了多少钱?", "那建区实验中学和实验幼儿园呢,投了多少?")
    answer = assistant.ask("这两笔钱哪个多,多多少?", history[:1] + user("区实验中学投了多少?"))
    assert "按此计算:4.7-3=1.7亿元" in answer.text


def test_things_compared_in_words_get_two_quotes_each(assistant: Assistant) -> None:
    answer = assistant.ask("城投公司和区投资发展公司,在规划中承担的角色有什么不同?")
    assert answer.trace["by"] == "comparison"
    assert len(answer.citations) > 2


def test_of_a_long_sentence_the_clauses_before_are_told_too(plan: Plan) -> None:
    whole = next(
        Span(a, b)
        for passage in plan.passages
        for a, b in sentences(passage.text, passage.start)
        if b - a > 200
        and passage.kind == "paragraph"
        and b - clauses(passage.text[a - passage.start : b - passage.start], a)[-2][0] <= 120
    )
    begin, end = clauses(whole.text(plan), whole.start)[-1]
    told = as_whole(Span(begin, end), plan)
    assert whole.start <= told.start < begin
    assert told.end == end
    assert told.end - told.start <= 120


def test_the_claimed_grade_does_not_choose_the_evidence(assistant: Assistant) -> None:
    answer = assistant.ask("咱区2019年评上的是全省“四星级”产业集聚区,对吗?")
    assert answer.text.startswith("不是")
    assert "三星级" in answer.text


def test_a_shared_word_names_no_second_indicator(assistant: Assistant) -> None:
    answer = assistant.ask("城镇化率(常住人口)每年平均提升幅度")
    assert "劳动人口" not in answer.text


def test_what_the_far_future_holds_is_no_aim_of_these_years(assistant: Assistant) -> None:
    answer = assistant.ask("“三区一高地一家园”2025年就基本建成,对吗?")
    assert answer.text.startswith("不是")


def test_a_company_that_the_plan_does_not_know_is_none_that_it_names(assistant: Assistant) -> None:
    question = "亚洲最大的单晶硅基地是{}投资建设的,对吗?"
    assert assistant.ask(question.format("隆基")).text.startswith("不是")
    assert assistant.ask(question.format("协鑫")).text.startswith("是")


def test_by_when_may_stand_before_what(assistant: Assistant) -> None:
    answer = assistant.ask("城区路灯要装到百分之多少,啥时候装到?")
    assert answer.status == "answered"
    assert "“十四五”末" in answer.text
    assert "100%" in answer.text


def test_another_year_in_the_plan_sets_a_claim_right(assistant: Assistant) -> None:
    answer = assistant.ask("发展路文化主题公园2023年底前建成,对吗?")
    assert answer.text.startswith("不是")
    assert "2025年底前" in answer.text


def test_the_end_of_the_period_is_a_time(assistant: Assistant) -> None:
    answer = assistant.ask("生活垃圾分类收集覆盖率达到70%是什么时候的目标?")
    assert answer.status == "answered"
    assert "“十四五”末" in answer.text


def test_what_was_told_is_not_told_again(assistant: Assistant) -> None:
    told = "“十四五”期间,失业人员再就业1500人。"
    history: list[Turn] = [*user("失业的人要帮多少个?"), {"role": "assistant", "content": told}]
    assert "300人" in assistant.ask("那就业困难人员呢,有多少?", history).text


@pytest.mark.parametrize(
    "question",
    ["规上工业增加值占地区生产总值的几成,按2020年算", "“十四五”要新建多少处游园?"],
)
def test_who_doubts_an_answer_is_given_it_again(assistant: Assistant, question: str) -> None:
    first = assistant.ask(question)
    history: list[Turn] = [*user(question), {"role": "assistant", "content": first.text}]
    again = assistant.ask("不对吧,你再查查", history)
    assert again.status == "answered"
    assert again.text == first.text


@pytest.mark.parametrize(
    ("question", "begin"),
    [
        ("青龙河公园现在还没评上3A景区吧?", "是"),
        ("液压软管这一行要弄出5个驰名商标,是这个数不?", "不是"),
        ("省级工业旅游示范基地是2025年创建成吗?", "不是"),
        ("“十四五”要给117个工业“三大改造”项目投380亿元,是吧?", "不是。这是“十三五”期间的事"),
        ("每千人的执业医师要比注册护士还多,对吗?", "不是"),
        ("每千人的注册护士要比执业医师多吗?", "是"),
        ("等万邦市场二期弄好了,里面会不会有卖水产的?", "是"),
        ("听说可口可乐跟嘉吉之间是管子送料,真有这事?", "是"),
        ("规划里有没有“相邻建厂、管道输送”这样的说法?", "有"),
        ("坐公交的人,五年后能超过一半吗?", "不是"),
        ("城镇调查失业率的目标是低于全省平均水平,对吗?", "不是"),
        ("外资2025年要拉到六个多亿美元,是吧?", "不是"),
    ],
)
def test_a_verdict_on_the_real_plan(assistant: Assistant, question: str, begin: str) -> None:
    assert assistant.ask(question).text.startswith(begin)
