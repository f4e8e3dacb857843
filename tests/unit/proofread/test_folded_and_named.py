"""Breakdowns that count as one, wholes that only shares tell, means called by name, and growth over the wrong figure."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def wrong(text):
    """The stated values that are called wrong, notes aside."""
    return [found.literals[0] for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


GROWTH = [
    ("全县鲜笋产量2.2万吨，比上年减少0.3万吨，下降{}，主要受春旱影响。", "12%", "13.6%"),
    ("在册会员9640人，上半年新增1205人，较年初增长{}。", "14.3%", "12.5%"),
    ("户均收入从16000元增加到24000元，增长{}。", "50%", "33.33%"),
]


@pytest.mark.parametrize(("text", "right", "over_now"), GROWTH)
def test_growth_is_over_what_there_was(text, right, over_now):
    assert wrong(text.format(right)) == []
    assert wrong(text.format(over_now)) == [over_now]


def test_the_message_says_which_figure_is_the_base():
    (found,) = proofread(read_text("茶叶产量2.2万吨，比上年减少0.3万吨，下降13.6%。")).findings
    assert (found.computed, found.arithmetic) == ("12%", "0.3万吨 ÷ (2.2万吨 + 0.3万吨) = 12% ≠ 13.6%")


@pytest.mark.parametrize(
    "text",
    [
        "计划安排9640人，实际多安排1205人，超过12.5%。",
        "去年产量2.4万吨，今年减少0.3万吨，下降12.5%。",
        "原有社员9640人，新增1205人，增长12.5%。",
    ],
)
def test_growth_over_what_was_planned_or_was_before_is_right(text):
    assert wrong(text) == []


SHARES = "从收入构成看，工资11512元，占66.60%；经营2874元，占{}；转移2396元，占13.86%；财产504元，占2.92%。"


def test_shares_of_a_whole_that_is_not_written_must_lead_to_the_same_one():
    assert wrong(SHARES.format("16.63%")) == []
    assert wrong(SHARES.format("18.63%")) == ["18.63%"]


def test_shares_of_several_wholes_lead_nowhere():
    assert wrong("小学512人，占41.2%；初中364人，占35.5%；高中205人，占18.1%；大学96人，占7.4%。") == []


@pytest.mark.parametrize(("women", "faults"), [("8354人", []), ("8534人", ["8534人"])])
def test_two_shares_that_make_a_hundred_leave_the_rest_to_the_second(women, faults):
    said = wrong(f"全县务工21420人。\n分性别看，男性13066人，占61%，女性{women}，占39%。")
    assert (women in said) == bool(faults)


POSTS = "开发岗位2160个，其中护林870个、保洁742个、护路548个，每个岗位每月补贴500元，全年发放补贴{}。"


def test_what_multiplies_a_breakdown_multiplies_its_head():
    assert wrong(POSTS.format("1296万元")) == []
    assert wrong(POSTS.format("1269万元")) == ["1269万元"]
    (found,) = proofread(read_text(POSTS.format("1269万元"))).findings
    assert found.arithmetic == "2160个 × 500元 × 12 = 1296万元 ≠ 1269万元"


RESTS = [
    ("我们投入资金2500万元，建冷库6座花了1350万元，每座225万元；建烤房24座花了720万元，每座30万元；剩下的{}修了路。", "430万元", "340万元"),
    ("发放证书1713本，办证率98.22%，剩余{}正在办理。", "31户", "21户"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "slipped"), RESTS)
def test_the_rest_is_worked_out_without_prices_and_without_a_whole(text, right, slipped):
    assert wrong(text.format(right)) == []
    assert wrong(text.format(slipped)) == [slipped]


def test_a_rest_that_is_no_slip_away_may_be_of_something_else():
    assert wrong("发放证书1713本，办证率98.22%，剩余4户正在办理。") == []


TRIPS = "组织专车96趟，其中赴东市46趟、赴南市38趟、赴西市12趟，输送3388人，依次为1610人、1406人、372人，赴东市的平均每趟35人，赴南市的平均每趟37人，赴西市的平均每趟{}。"
WORKS = "建设内容：低改10200亩，补植1860亩，厂房4800平方米，库房2600平方米。\n计划投资：低改2550万元，补植744万元，厂房1680万元，库房546万元。\n按此计算，低改每亩2500元，补植每亩4000元，厂房每平方米3500元，库房每平方米{}。"  # fmt: skip


@pytest.mark.parametrize(("text", "right", "slipped"), [(TRIPS, "31人", "33人"), (WORKS, "2100元", "2200元")])
def test_means_find_amount_and_count_by_their_name(text, right, slipped):
    assert wrong(text.format(right)) == []
    assert wrong(text.format(slipped)) == [slipped]


def test_a_name_that_two_amounts_bear_says_nothing():
    text = "厂房4800平方米，库房2600平方米。\n厂房投资1680万元，库房投资546万元。\n厂房追加90万元，库房追加60万元。\n厂房每平方米3500元，库房每平方米2331元。"
    assert wrong(text) == []


READINGS = [
    "全村外出务工397人，其中县内158人、省内县外96人、省外143人，占劳动力的46%。",
    "全部搬迁户中，集中安置1560户6702人，分散安置184户804人，集中安置率按户计为89.4%。",
    "平台推送信息1265条，四家单位分别推送486条、352条、211条、216条，核实后属有效信息的20%，即253条，属无效信息的1012条。",
    "在现场会上的发言\n（2025年5月22日）\n2019年种了2万亩，2021年种了3万亩，去年底达到6万亩。",
    "类别    项目数    金额\n产业    14    1984\n基础    9    736\n其他    8    480\n合计    31    3200\n分类看，产业支出率62.5%，基础支出率69.57%。",
]  # fmt: skip


READINGS += [
    "2023年分红58.5万元，其中60%（35.1万元）分给农户，40%留作集体积累，即23.4万元。",
    "全村党员54名，其中女党员13名，60岁以上的31名，流动党员8名。",
    "工程  单位  计划  完成  完成率\n水池  座  4  4  100%\n泵房  座  2  2  100%\n主管  千米  35.0  35.0  100%\n支管  千米  86.0  88.58  103.0%\n入户  户  3240  3078  95.0%",
]  # fmt: skip


@pytest.mark.parametrize("text", READINGS)
def test_what_a_stranger_s_reports_were_wrongly_called_wrong_for(text):
    assert wrong(text) == []


def test_the_named_rate_is_held_against_its_own_part():
    text = "新建厕所81座，其中新建43座、改建38座，完成全年任务120座的{}，下半年还需完成39座。"
    assert wrong(text.format("67.5%")) == []
    assert wrong(text.format("76.5%")) == ["76.5%"]
