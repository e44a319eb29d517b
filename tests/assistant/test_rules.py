"""The rules that need no index: scope, understanding, follow-ups, comparisons, verification."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asked_period import Period
from assistant.columns import Column, columns_asked
from assistant.operations import operations
from assistant.parts import parts
from assistant.question import Asks, understand
from assistant.scope import Scope, scope_of
from assistant.stated import stated_figures
from assistant.types import Citation
from assistant.verify import quotes_exact, ungrounded_numbers
from corpus import Plan, load_plan
from index.figures import arabic
from index.tokens import Tokenizer

TOKENIZER = Tokenizer()


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("", Scope.EMPTY),
        ("???", Scope.EMPTY),
        ("您好呀", Scope.GREETING),
        ("谢谢你", Scope.THANKS),
        ("讲个笑话听听", Scope.OFF_TOPIC),
        ("规划里有多少所学校要新建?", None),
        ("加快编制专项规划了吗", None),
        ("人造板企业有哪些", None),
        ("老厂房当作文创园,规划怎么说", None),
        ("把它改成公园了吗", None),
        ("打造出什么样的园区", None),
        ("What parks make up the zone?", None),
        ("环评文件有没有人审查", None),
        ("目标定出具体数字没有", None),
    ],
)
def test_scope(text: str, scope: Scope | None) -> None:
    assert scope_of(text) is scope


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("到2025年要有多少家", Asks.QUANTITY),
        ("文化公园什么时候建好", Asks.TIME),
        ("医养结合中心在哪里", Asks.PLACE),
        ("有哪些产业园", Asks.LIST),
        ("公交能到村里吗", Asks.YES_NO),
        ("2020年和2025年相比差多少", Asks.COMPARISON),
        ("停车难怎么解决", Asks.MANNER),
        ("为什么要搞智慧城市", Asks.REASON),
        ("How many parks will be built?", Asks.QUANTITY),
        ("我们几个老邻居天天吵。规划里按哪个条例管噪声?", Asks.OPEN),
        ("村口真要修桥吗,我好告诉我妈", Asks.YES_NO),
        ("听说村口要修桥,真的假的呀,我不大信", Asks.YES_NO),
        ("老楼是八几年的,漏雨。要改造多少个小区?", Asks.QUANTITY),
        ("我想知道要建多少处游园。能告诉我吗?", Asks.QUANTITY),
        ("我跟邻居为差多少钱吵过。新线路有哪些?", Asks.LIST),
        ("2025年收入是多少,是不是压根没定数?", Asks.YES_NO),
        ("那格是多少空着没填,我没看走眼吧?", Asks.YES_NO),
        ("失业率列为约束性指标?请确认。", Asks.YES_NO),
        ("社区健身圈当真要做?", Asks.YES_NO),
        ("我说的是北部要建多少家", Asks.QUANTITY),
        ("后补助标准最高多少万元", Asks.QUANTITY),
        ("还有别的项目吗", Asks.LIST),
        ("打工十几年了,回乡创业支不支持", Asks.YES_NO),
        ("咋天天闻着味儿?厂子到底是不是搬妥了", Asks.YES_NO),
        ("一年才5万吨哪够喝啊,是一年5万吨?", Asks.YES_NO),
        ("法律援助规划里可提过?", Asks.YES_NO),
        ("征地比以前快了不少,咋做到的", Asks.MANNER),
        ("改革条目里,承诺制审批属探索之列?", Asks.YES_NO),
        (
            "We rent a flat where it floods. Is it true that the plan builds new drains?",
            Asks.YES_NO,
        ),
        ("听说路灯都要换,靠谱不?", Asks.YES_NO),
        ("请判断:路灯要全部更换。", Asks.YES_NO),
        ("转型升级的步子要加快,是不?", Asks.YES_NO),
        ("难道谁也不管路灯", Asks.YES_NO),
        ("路灯只换几条街的吧?", Asks.YES_NO),
        ("说说有几条街换路灯吧", Asks.QUANTITY),
        ("路灯覆盖率是多少,帮我查一下吧", Asks.QUANTITY),
        ("为啥要换路灯,解释一下吧", Asks.REASON),
        ("为什么路灯要换,难道坏了?", Asks.REASON),
        ("有哪些换路灯的项目,帮我总结一下吧", Asks.LIST),
        ("路灯有换的办法,属实?", Asks.YES_NO),
        ("Must all lamps be replaced?", Asks.YES_NO),
        ("以后白事咋办?听人讲要建墓园,有这回事没", Asks.YES_NO),
        ("比例要到七成以上吧,宣传栏上这么写的", Asks.YES_NO),
        ("Care for the old — is that to come?", Asks.YES_NO),
        ("那片岂不是也要通燃气了", Asks.YES_NO),
        ("规划里可有讲修路", Asks.YES_NO),
        ("加快改革的步伐", Asks.OPEN),
        ("尽可能多地列出公园", Asks.LIST),
        ("介绍一下公园吧,我想去玩", Asks.OPEN),
        ("那就说教育吧,我家孩子要上小学", Asks.OPEN),
        ("Let me know what it is and whether it helps.", Asks.OPEN),
        ("I wonder whether the plan helps those who farm.", Asks.YES_NO),
        ("比例是要到95%吧,我好告诉老人家,他一直惦记着啥时候算城里。", Asks.YES_NO),
        ("跑了几家都不要。招老兵能免税,这规划里提了没?", Asks.YES_NO),
        ("区里四条轴沿的是哪四条路?", Asks.LIST),
        ("能不能告诉我“四大工程”是哪四个?", Asks.LIST),
        ("投资项目是多少个,是114还是117?", Asks.QUANTITY),
    ],
)
def test_what_is_asked(plan: Plan, text: str, asks: Asks) -> None:
    assert understand(text, plan.info).asks is asks


@pytest.mark.parametrize(
    ("text", "years", "period"),
    [
        ("2020年的数", (2020,), Period.PAST),
        ("到二〇三五年", (2035,), Period.VISION),
        ("25年要达到多少", (2025,), Period.CURRENT),
        ("2030年呢", (2030,), None),
        ("“十五五”拟新增几家", (2030,), None),
        ("“十三五”期间", (), Period.PAST),
        ("过去五年", (), Period.PAST),
        ("公园多大", (), None),
        ("甲路和乙路现在要修的各是第几期", (), None),
        ("甲路和乙路现在是第几期", (), Period.PAST),
    ],
)
def test_years_and_period(
    plan: Plan, text: str, years: tuple[int, ...], period: Period | None
) -> None:
    question = understand(text, plan.info)
    assert (question.years, question.period) == (years, period)


@pytest.mark.parametrize(
    "text",
    [
        "这个项目分几期建设",
        "这一个项目分几期建设",
        "第一家双汇配几条生产线",
        "what is the industrial value added in 2025",
        "一个社区有几个小区",
    ],
)
def test_no_arithmetic_is_asked_for(text: str) -> None:
    assert not operations(text)


def test_whether_there_is_anything_to_say_asks_for_measures(plan: Plan) -> None:
    story = "老人过世了埋哪儿是个难事。这方面规划里有什么说法吗?"
    assert understand(story, plan.info).asks is Asks.MANNER
    assert understand("有地铁的规划吗?", plan.info).asks is Asks.YES_NO


def test_what_only_asks_for_confirmation_names_nothing(plan: Plan) -> None:
    assert understand("要修公路,有这回事没", plan.info).text == "要修公路"


def test_a_last_sentence_tells_of_the_asker(plan: Plan) -> None:
    assert understand("游园建在哪里?我跑了多少趟都没找到。", plan.info).asks is Asks.PLACE
    assert understand("哪家企业在哪个产业园?", plan.info).asks is not Asks.COMPARISON


def test_the_unit_is_that_of_the_asking_sentence(plan: Plan) -> None:
    story = "老楼住了好几年,几吨水都漏了。要改造多少个小区?"
    assert understand(story, plan.info).unit == "个"


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("到25年要建30处", [30]),
        ("五年里引进5家", [5]),
        ("表2里每1万人有20件", [20]),
        ("营业收入2000亿元", [2000]),
        ("2000年建成", []),
        ("厂房免租5年", [5]),
        ("土地使用年限20年", [20]),
        ("推选人大代表20名", [20]),
    ],
)
def test_only_amounts_are_stated(text: str, amounts: list[float]) -> None:
    assert [figure.value for figure in stated_figures(arabic(text))] == amounts


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("外资的规划目标是上升还是下降?", (Column.TARGET,)),
        ("GDP到2025年要增长多少?", (Column.TARGET,)),
        ("外资一年要长多少?", (Column.GROWTH,)),
        ("它归“结构优化”还是“创新驱动”?", (Column.GROUP,)),
    ],
)
def test_the_column_asked_of(plan: Plan, text: str, columns: tuple[Column, ...]) -> None:
    assert columns_asked(understand(text, plan.info), plan.info) == columns


def test_the_asker_s_home_is_not_the_place_asked_of(plan: Plan) -> None:
    assert understand("郑州的亲戚问:咱区2025年要建几所学校?", plan.info).places == ()
    assert understand("郑州2025年要建几所学校?", plan.info).places == ("郑州",)
    assert understand("洛阳有多少家企业,比咱开发区多吗?", plan.info).places == ("洛阳",)
    assert understand("医院盖好就不用往郑州跑了,是什么级别?", plan.info).places == ()
    assert understand("表哥在上海打工,他回来能落户吗?", plan.info).places == ()
    assert understand("从深圳回来开厂,支持吗?", plan.info).places == ()
    assert understand("我在郑州一所大学教书,你们那边认兼职吗?", plan.info).places == ()
    assert understand("我们在郑州2025年要建几所学校?", plan.info).places == ("郑州",)
    english = "I run a shop in Wenzhou and may move. How many factories will be built?"
    assert understand(english, plan.info).places == ()
    english = "My uncle lives in Linying County. What target did that county set?"
    assert understand(english, plan.info).places == ("临颍县",)
    assert understand("Will the Luohe-Fuyang railway be crossed?", plan.info).places == ()


@given(st.text(max_size=120))
def test_any_text_can_be_understood(text: str) -> None:

    info = load_plan().info
    assert understand(text, info).text is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "液压科技和食品装备2025年税收分别多少",
            ("液压科技 2025年税收分别多少", "食品装备2025年税收分别多少"),
        ),
        ("2020年和2025年城镇化率对比", ("2020年 城镇化率对比", "2025年城镇化率对比")),
        (
            "双汇和卫龙都要搞研发,有啥不一样",
            ("双汇 都要搞研发,有啥不一样", "卫龙都要搞研发,有啥不一样"),
        ),
        (
            "食品、物流和检测三个产业营业收入各多少",
            ("食品产业营业收入各多少", "物流产业营业收入各多少", "检测产业营业收入各多少"),
        ),
        (
            "新建道路、管网和游园十三五期间一共多少",
            ("新建道路 十三五期间一共多少", "管网和游园十三五期间一共多少"),
        ),
        (
            "对比甲产业园与乙产业园:建成后各自什么定位",
            ("甲产业园 ,建成后各自什么定位", "乙产业园,建成后各自什么定位"),
        ),
        (
            "甲公司的仓库跟乙公司的工厂,将来分别干什么",
            ("甲公司的仓库 ,将来分别干什么", "乙公司的工厂,将来分别干什么"),
        ),
        ("甲产业的年税收高于乙产业?", ("甲产业的年税收", "乙产业?的年税收")),
        ("每千人的护士数高于医师数?", ("每千人的护士数", "医师数?")),
        ("公交出行分担率是多少", None),
    ],
)
def test_comparisons_fall_into_questions(text: str, expected: tuple[str, ...] | None) -> None:
    assert parts(text, TOKENIZER.words) == expected


def cite(plan: Plan, quote: str) -> Citation:
    start = plan.markdown.index(quote)
    return Citation(quote, start, start + len(quote), "", "", "paragraph")


def test_a_shifted_quote_is_seen(plan: Plan) -> None:
    citation = cite(plan, "新建30处游园")
    assert quotes_exact([citation], plan)
    shifted = Citation(citation.quote, citation.start + 1, citation.end + 1, "", "", "paragraph")
    assert not quotes_exact([shifted], plan)


@given(st.integers(0, 10**6))
def test_an_inserted_number_is_always_seen(number: int) -> None:
    citation = Citation("新建30处游园", 0, 7, "", "", "paragraph")
    text = f"将新建30处游园,投资{number}万元[1]"
    loose = ungrounded_numbers(text, [citation], "新建多少游园")
    assert loose == (set() if number == 30 else {str(number)})
