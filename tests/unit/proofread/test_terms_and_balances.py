"""Terms of so many days, accounts from one end of the year to the other, item numbers, parts that overlap."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("名单于2023年5月8日张贴公示，公示期7天，至2023年5月{}日结束。", "15", "25"),
        ("公告时间：2023年5月8日至5月{}日（10天）。", "17", "27"),
        ("公告期5个工作日，自2023年5月8日至2023年5月{}日。", "12", "10"),
        ("2023年3月1日开工，2023年4月{}日完工，工期45天。", "14", "24"),
        ("公示时间为2023年5月8日至5月17日（10天）。\n公示期间如有异议，请于2023年5月{}日前反映。", "17", "7"),
        ("2023年6月9日，镇里召开渠道检修会议。\n现场会定于2023年{}月16日召开。", "6", "5"),
    ],
)
def test_dates_and_the_days_between_them_agree(text, right, wrong):
    assert serious(text.format(right)) == []
    (found,) = serious(text.format(wrong))
    assert found.kind is Kind.DATE


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("年初有渔船1,284艘，年内新增96艘，报废47艘，年末在册{}艘。", "1,333", "1,383"),
        ("上年末有监测渠段318条，今年新识别52条，消除39条，年末累计{}条。", "331", "311"),
        ("原有护渠员640名，增补85名，增补后达到{}名。", "725", "752"),
    ],
)
def test_what_there_was_and_what_moved_make_what_there_is(text, right, wrong):
    report = proofread(read_text(text.format(right)))
    assert not report.findings
    assert any(right in held.literals[0] and held.kind is Kind.SUM for held in report.holdings)
    (found,) = serious(text.format(wrong))
    assert found.kind is Kind.SUM
    assert wrong in found.literals[0]


def test_an_item_number_is_no_decimal():
    items = "检修情况\n1.4条水渠淤塞。\n2.5条水渠渗漏，修补花费37.5万元，平均每条7.5万元。\n3．6条水渠改道。"
    report = proofread(read_text(items))
    assert [figure.literal for figure in report.figures][:2] == ["4条", "5条"]
    assert any(held.kind is Kind.PRODUCT for held in report.holdings)
    chapters = "1.1万元以下的工程\n1.2万元以上的工程\n2.1万元以下的采购"
    assert next(figure.literal for figure in proofread(read_text(chapters)).figures) == "1.1万元"


@pytest.mark.parametrize(
    "text",
    [
        "抽查20座水库，闸门锈蚀的9座、无人值守的6座、缺少预案的8座，部分水库同时存在多类问题。",
        "渔船按材质分，木质1,893艘、钢质815艘；按用途分，捕捞1,188艘、养殖848艘、运输672艘。",
        "清淤完成省级投入213.5万元，占70%；市级投入61万元，占20%；镇级投入30.5万元，占10%。",
        "查处3户违规，每户罚5万元，共15万元；逾期未缴2户7.3万元。",
        "全区36座水库……修建了平湾、大湾、石湾等16座水库的溢洪道。",
    ],
)
def test_what_need_not_add_up_is_left_alone(text):
    assert serious(text) == []


@pytest.mark.parametrize(("share", "wrong"), [("26.3%", True), ("30.0%", False)])
def test_a_share_is_of_the_whole_that_the_wording_names(share, wrong):
    text = f"全镇渔户4,000户，其中登记渔户3,508户。已换证的1,052户，占登记渔户的{share}。"
    assert bool(serious(text)) is wrong


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("渔业总收入8,640万元，其中捕捞收入5,184万元、养殖收入3,456万元，捕捞收入占{}%。", "60", "40"),
        ("清淤投入9,600万元，其中干渠5,760万元，占{}%；支渠3,840万元，占40%。", "60", "64"),
        ("养护员1,642人，完成年度任务的{}%，任务数为1,700人。", "96.6", "96.9"),
        ("六条渠完好率依次为96.4%、91.8%、88.5%、84.0%、80.7%和73.2%，首尾相差{}个百分点。", "23.2", "32.2"),
        ("干渠长度由36.4公里延长到52.8公里，增加{}公里。", "16.4", "14.6"),
        ("帮助渔民18,420人转产，其中网箱户7,368人。到岸上就业4,605人；留在水上13,8{}人。", "15", "51"),
    ],
)
def test_the_wording_says_which_figures_belong_together(text, right, wrong):
    assert serious(text.format(right)) == []
    (found,) = serious(text.format(wrong))
    assert wrong in found.literals[0]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("平桥镇2023年农机工作总结\n全镇有收割机86台。\n三、2027年工作计划\n新增收割机6台。", "2027年"),
        ("农机检修情况\n2021年检修212台，2022年检修236台，2022年起登记造册。截至2026年12月，已登记448台。", "2026年"),
        ("年份\t检修台数\t登记台数\n2021年\t212\t180\n2025年\t236\t214\n2023年\t248\t231", "2025"),
        ("检查组于2023年4月8日至2026年5月14日抽查农机64台。", "2026年5月14日"),
    ],
)
def test_a_year_out_of_its_row_or_far_off_is_pointed_out(text, year):
    (found,) = serious(text)
    assert found.kind is Kind.DATE
    assert found.literals[0] == year
