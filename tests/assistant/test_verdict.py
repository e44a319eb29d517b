"""A claim against what the plan says, for each way in which a claim goes wrong."""

import pytest

from assistant import Assistant
from assistant.asked_period import Period
from assistant.claim import Claim, Evidence, without_values
from assistant.claimed_figures import within_rank
from assistant.extract import Weigh
from assistant.objections import borne_out
from assistant.question import understand
from assistant.verdict import opening
from corpus import Plan
from corpus.sentences import clauses

COMPANIES = frozenset({"卫龙", "双汇", "利通"})


def evidence(claim: str, text: str, period: Period) -> Evidence:
    def weigher(words: str) -> Weigh:
        about = set(words)
        return lambda part: len(about & set(part)) / len(about)

    weigh = weigher(without_values(claim))
    parts = [text[a:b] for a, b in clauses(text)]
    return Evidence(text, parts, max(parts, key=weigh), text, period, weigh, weigher, COMPANIES)


@pytest.mark.parametrize(
    ("claim", "said", "holds"),
    [
        ("新增道路是不是超过100公里?", "新增道路里程140公里", True),
        ("新增道路不到100公里吧?", "新增道路里程140公里", False),
        ("占比不低于六成吗?", "占比不低于50%", False),
        ("增速低于全省平均水平吗?", "增速低于全市平均水平", False),
        ("增速低于全市平均水平吗?", "增速低于全国、全市平均水平", True),
        ("以后不让随便上高耗水项目了吗?", "严控高耗水项目", True),
        ("以后随便上高耗水项目吗?", "严控高耗水项目", False),
        ("定位是“中部重要”,不是“全国重要”?", "打造中部重要的物流基地", True),
        ("拉到六个多亿的外资?", "利用外资5.3亿美元", False),
        ("did they renovate more than 900 alleys in the 13th five-year period?", "改造960条", True),
        ("一半以上都要改造吗?", "80%以上的企业实施改造", True),
        ("新增就业超过一万人吗?", "新增就业5000人", False),
        ("花了4亿多建的桥吗?", "投资4.7亿元建成跨线桥", True),
        ("花了5亿多建的桥吗?", "投资4.7亿元建成跨线桥", False),
        ("河水现在还是劣五类吗?", "河水由劣五类水体提升至三类水体", False),
        ("河水原来是劣五类吗?", "河水由劣五类水体提升至三类水体", True),
        ("是世界最大的基地吗?", "建设亚洲最大的生产基地", False),
        ("图书馆已经建好了吗?", "规划建设图书馆", False),
        ("教学楼盖好了吗?", "规划建设教学楼", False),
        ("图书馆会不会建?", "规划建设图书馆", True),
        ("只是打算建图书馆吗?", "规划建设图书馆、博物馆", True),
        ("消防中队不能少吧?", "完成消防中队、人防指挥所建设", True),
        ("过去五年河水是劣五类吗?", "河水由劣五类水体提升至三类水体", False),
        (
            "2025年创建成省级工业旅游示范基地吗?",
            "到2023年创建成省级工业旅游示范基地,2025年创建成为国家级基地",
            False,
        ),
        ("是否不再举办博览会?", "推进博览会专业化发展", False),
        ("我也说不清,博览会还办吗?", "推进博览会专业化发展", True),
        ("支不支持返乡创业?", "大力支持返乡创业", True),
        ("污染物排放要增加吗?", "污染物排放减少10%", False),
        ("垃圾分类要全覆盖吗?", "垃圾分类覆盖率达到70%以上", False),
        ("公园2023年完工吗?", "推进公园建设,力争2025年底前完成", False),
        ("公园2025年完工吗?", "推进公园建设,力争2025年底前完成", True),
        ("医院按三甲标准建吗?", "达到或接近二级综合医院水平", False),
        ("中心由双汇建设吗?", "支持卫龙建设研发中心", False),
        ("中心由卫龙建设吗?", "支持卫龙、利通建设研发中心", True),
        ("这条路往东修吗?", "加快推进这条路南延", False),
        ("分类收集覆盖率目标为35%以上,对吗?", "分类收集覆盖率达到70%以上", False),
        ("分类收集覆盖率有没有达到35%以上?", "分类收集覆盖率达到70%以上", True),
        ("国家级的20家、市级的24家吗?", "国家级、市级企业分别达到24家、20家", False),
        ("国家级的24家、市级的20家吗?", "国家级、市级企业分别达到24家、20家", True),
        ("东路要穿过京广铁路吗?", "实施东路下穿漯阜铁路和宁洛高速项目", False),
        ("东路要穿过宁洛高速吗?", "实施东路下穿漯阜铁路和宁洛高速项目", True),
        ("念高中是不是不要钱?", "落实高中阶段教育免费政策", True),
        ("生活组团在南部吗?", "完善北部生活组团、南部综合产业组团", False),
        ("智能工厂是5-8个吗?", "培育2-3个智能工厂、5-8个智能车间", False),
        ("修桥花了3.5个亿吗?", "投资4.7亿元修桥", False),
        ("回收率过半吗?", "回收率提高到35%", False),
        ("图书馆还没建成,我说得对吧?", "规划建设图书馆", True),
        ("图书馆已经建成,我说得对吧?", "规划建设图书馆", False),
        ("没有修路的打算吧?", "新修道路30公里", False),
        ("资金没落实吧?", "全面落实资金", False),
        ("落户限制会解除吗?", "全面放开落户条件", True),
        ("坚持了6个必须的要求吗?", "这“六个必须”是五年的经验", True),
        ("建36个卫生所,不是63个,她没记错吧?", "新建36个村卫生所", True),
        ("老街一点都不保留,是这么打算的吗?", "改造中保留老街", False),
        ("企业拿了头名吗?", "企业位居全省第2名", False),
        ("园区晋位五星级,对否?", "园区晋位四星级", False),
        ("高耗能产能要放宽吗?", "严控高耗能产能", False),
        ("几家工厂留在原地吗?", "谋划实施几家工厂搬迁", False),
        ("经验概括为“四个必须”吗?", "这“六个必须”是五年的经验", False),
        ("经验概括为“六个必须”吗?", "这“六个必须”是五年的经验", True),
        ("标准厂房30万平方米以上,此数对否?", "建设标准厂房40万平方米以上", False),
        ("省级基地2025年建成,与国家级基地同年?", "2023年建成省级基地,2025年建成国家级基地", False),
        ("搬迁是谋划而不是已经完成吗?", "谋划实施企业搬迁", True),
        ("有人说公园已经建成,其实还没建,我理解得对吧?", "规划建设公园", True),
        ("牌子是省里发的,可不是市里发的?", "被省政府授予称号", True),
        ("返乡创业一概不管,是不是?", "大力支持返乡创业", False),
        ("接种率保持在90%以上就行,对吗?", "接种率保持在96%以上", False),
        ("100个人里头要有95个参保吗?", "参保率达到95%", True),
        ("100个人里头要有90个参保吗?", "参保率达到95%", False),
        ("园区由农业农村部验收吗?", "园区通过科技部验收", False),
        ("园区由科技部验收吗?", "园区通过科技部验收", True),
        ("三链是技术链、产业链、供应链,对吗?", "推进技术链、产业链、人才链融合", False),
        ("三链是技术链、产业链、人才链,对吗?", "推进技术链、产业链、人才链融合", True),
        ("污水一年处理19万吨吗?", "污水处理能力达到19万吨/日", False),
        ("污水一天处理19万吨吗?", "污水处理能力达到19万吨/日", True),
        ("要搬的是铁路南边的厂,我在北边,真是南边?", "谋划实施铁路以北企业搬迁", False),
        ("进口要压缩吗?", "优化出口与扩大进口并重", False),
        ("新楼已经盖好了吗?", "推进新楼建设", False),
        ("河是从三类掉成了劣五类吗?", "河流由劣五类水体提升至三类水体", False),
        ("新增产能是要鼓励吗?", "严控新增产能", False),
        ("园区评上四星级了吗?", "园区晋级“三星级”", False),
        ("廊道顺着京港澳高速跟京广铁路修吗?", "打造沿京港澳高速和宁洛高速的廊道", False),
        ("我住京广铁路边,东路要穿宁洛高速吗?", "东路下穿漯阜铁路和宁洛高速", True),
        ("卫龙利通都在这儿,中心是利通建的吗?", "支持卫龙建设研发中心", False),
        ("参保率要到百分之百,一个都不能少?", "参保率达到99%", False),
        ("等二期建好了,里头会不会卖海鲜?", "推进二期项目,设水产、海鲜交易区", True),
        ("二期已经建好了,会不会再扩?", "推进二期项目扩建", True),
        ("五年合计建平台5家以上,对吗?", "每年建设平台5家以上", False),
        ("每年建平台5家以上,对吗?", "每年建设平台5家以上", True),
        ("每年新增岗位5000个吗?", "“十四五”期间,新增岗位5000个", False),
        ("这是五年合计5000个岗位吧,不是一年的?", "“十四五”期间,新增岗位5000个", True),
        ("收入多了五亿出头吗?", "收入从4.8亿元增长到10.0亿元", True),
        ("每年新增岗位5000个吗?", "五年累计新增岗位5000个", False),
        ("五年累计新增岗位5000个吗?", "五年累计新增岗位5000个", True),
        ("东路过铁路用上跨的方案吗?", "东路下穿铁路", False),
        ("听说已经打算搬厂了,对吗?", "谋划实施工厂搬迁", True),
        ("工厂已经搬完了,对吗?", "谋划实施工厂搬迁", False),
        ("收入比期初翻了一番还多吗?", "收入从4.8亿元增长到10.0亿元", True),
        ("收入翻了两倍以上吗?", "收入从4.8亿元增长到8.0亿元", False),
        ("收入涨了5.2亿吗?", "收入从4.8亿元增长到10.0亿元", True),
        ("收入涨了6亿吗?", "收入从4.8亿元增长到10.0亿元", False),
        ("推动它去科创板上市吗?", "推动主板上市", False),
        ("引进总部类企业,门槛是税收超200万吗?", "引进税收超200万总部经济企业", True),
        ("the park will be done by 2025, true or not?", "力争2025年底前完成公园", True),
    ],
)
def test_a_claim_holds_until_something_speaks_against_it(
    plan: Plan, claim: str, said: str, holds: bool
) -> None:
    asked = Claim.of(understand(claim, plan.info))
    assert borne_out(asked, evidence(claim, said, Period.CURRENT)) is holds


@pytest.mark.parametrize(
    ("claim", "holds"), [("二期三期都建成了吧?", False), ("二期建成了吧?", True)]
)
def test_what_is_told_as_done_may_be_done_by_half(plan: Plan, claim: str, holds: bool) -> None:
    asked = Claim.of(understand(claim, plan.info))
    assert borne_out(asked, evidence(claim, "产业园二期建成三期投建", Period.PAST)) is holds


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("难道没有提到职业中专?", True),
        ("来了没?", False),
        ("有没有消防队?", False),
        ("不低于50%吗?", False),
        ("经开区不是有40家吗?", False),
        ("是不是要一直做下去,不是一阵风?", False),
        ("不再办了吗?", True),
    ],
)
def test_a_denial_is_told_from_a_choice(plan: Plan, text: str, denied: bool) -> None:
    assert Claim.of(understand(text, plan.info)).denied is denied


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("有没有消防队?", "有"),
        ("公园里有灯吗?", "有"),
        ("有同志提出要修路,规划是这样写的吗?", "是"),
        ("公园要修吗?", "是"),
    ],
)
def test_whether_there_is_something_is_answered_by_that(plan: Plan, text: str, word: str) -> None:
    assert opening(understand(text, plan.info), holds=True) == word


@pytest.mark.parametrize(
    ("claim", "within"),
    [
        ("排在150名以内吗?", True),
        ("排进前100名了吗?", False),
        ("排在100名开外,对吗?", True),
        ("进了前两百名吗?", True),
        ("排名靠前吗?", None),
        ("排在前100名还是前200名?", None),
    ],
)
def test_a_rank_lies_within_what_is_claimed(plan: Plan, claim: str, within: bool | None) -> None:
    asked = Claim.of(understand(claim, plan.info))
    assert within_rank(asked, evidence(claim, "考评中排名133位", Period.PAST)) is within


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        # Two words in each other's place, and figures of 分别 in another order.
        ("战略重点简称“三提升两增强”,没记错吧?", "不是"),
        ("“十三五”PM10、PM2.5同比改善率分别写成6%、5%,对吗?", "不是"),
        # Only so much is no only one; some tens are no ten.
        ("漯河卷烟厂包装园区总投资只有4000万元,这个数与规划一致吗?", "有"),
        ("全区那几十户贫困户是不是一户没落、全都摘帽了?", "是"),
        # What the asker thinks of it denies nothing.
        ("她说2020年区里居民人均可支配收入是21751元,我印象里好像不是这个数,她记得对吗?", "不是"),
        ("台湾老板开的旺旺、统一,厂里头也搞了党组织、党的工作也铺到了?不能吧", "是"),
        # What asks whether, whatever else it says.
        ("一个卖辣条火腿肠的地方,莫非还打算做中药饮片?", "是"),
        ("“十四五”城镇新增就业目标就1500人么?咋这么少,工作难找啊", "不是"),
    ],
)
def test_everyday_doubts_and_words_in_another_order(
    assistant: Assistant, question: str, begins: str
) -> None:
    assert assistant.ask(question).text.startswith(begins)
