"""True sentences that look like arithmetic gone wrong, and next to each the slip that must still be found."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    "text",
    [
        "帮扶对象按困难类型分，疾病52人、意外17人、缺技术23人、其他来源14人，其中与低保对象重合的41人。",
        "补助对象中，残疾补贴60人、高龄补贴25人、其他类型12人，其中同时领取两项的46人。",
        "年初在册困难户46户，本年新增8户、退出12户，年末42户。",
        "月初结存粮食65吨，本月入库20吨、出库25吨，月末60吨。",
        "年初有存栏母牛34头，年内购入5头、出售7头，年底32头。",
        "全年召开党员大会24次、支委会12次、小组会8次；开展志愿服务6次。",
        "按工程类别分。道路18.6亿元，水利14.2亿元，教育7.5亿元，卫生4.3亿元，文化2.2亿元。",
        "年末全县公路里程3200公里，其中硬化路3010公里，占94.1%；农村公路2880公里，占公路里程的90%。",
        "新增就业312人，其中按比例就业92人、自主创业60人、公益岗位90人、外出务工70人，四类之和312人。培训任务数为300人。",
    ],
)
def test_what_stands_side_by_side_is_no_total_with_its_parts(text):
    assert serious(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "到位资金5亿元，已支出2.4亿元，支出进度48%，而序时进度应为75%，慢了27个百分点。",
        "到位资金5亿元，已支出2.4亿元，支出进度48%，低于全市平均水平62.5%。",
        "应参保4000人，已参保3600人，参保率90%，省定目标为95%。",
        "完成造林1800亩，完成率90%，计划2000亩，而上级要求达到92.5%。",
        "本年支出合计820万元。\n合同价款为45万元，按3%预留质保金1.35万元。",
        "全年支出合计960万元。\n合同金额36万元，按10%收取履约保证金3.6万元，另按2%缴纳管理费0.72万元。",
        "2024年度账目\n本年收入合计700万元。电费收入420万元，占全年收入的60%。2023年专户收入为640万元。",
    ],
)
def test_a_norm_a_rate_put_to_an_amount_and_another_years_whole_are_no_share(text):
    assert serious(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "工程从2023年4月2日动工，到2023年11月20日验收。",
        "培训班从2024年春季开班，到2024年秋季结业，共办6期。",
        "库存由2024年初的320吨降至2024年末的180吨。",
        "某县光伏资金2024年度报告\n应付质保金5万元，待质保期满（2026年8月）后支付。\n2025年1月20日",
        "某县项目2024年度总结\n设备保修至2027年3月，房屋租赁合同2028年到期。贷款2026年11月到期归还。\n2025年1月20日",
    ],
)
def test_a_span_within_a_year_and_what_falls_due_later_are_in_order(text):
    assert serious(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "孩子的助学金3000元，父亲的公益岗位补贴按每月500元、发放12个月计6000元。",
        "该楼4个单元，每单元5层，每层2户，共40户。",
        "石桥镇、柳河乡等地8个村由邻近村代管。",
        "石桥镇、柳河乡、白沙乡等乡镇的12个村实现通水。",
        "示范户共360户，分为三级，一级68户、二级92户、三级200户，层层推选、动态管理。其中兼营民宿的86户。",
    ],
)
def test_another_amount_another_thing_and_another_name_are_left_alone(text):
    assert serious(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("帮扶对象128人，按困难类型分，疾病52人、意外17人、缺技术23人、其他来源34人。", "128人"),
        ("由2024年的320吨提高到2023年的380吨。", "由2024年的320吨提高到2023年"),
        ("应参保4000人，实参保3600人，参保率95%。", "95%"),
        ("石桥镇、柳河乡、白沙乡共4个乡镇实现通水。", "4个"),
        ("公益岗位每月500元，发放12个月，计7000元。", "7000元"),
    ],
)
def test_the_slip_beside_it_is_still_found(text, wrong):
    assert wrong in {literal for found in serious(text) for literal in found.literals}


@pytest.mark.parametrize(
    "text",
    [
        "贷款户数320户，其中新发放85户，续贷42户，到期归还60户，逾期3户。",
        "一等奖2名，每名5000元；二等奖4名，每名3000元；三等奖8名，每名1000元，共发奖金3万元。",
        "拆除危房68栋，面积8,160平方米，平均每栋120平方米，腾出宅基地12.6亩，复垦10.2亩，复垦率81%。",
        "购置农机24台，其中拖拉机8台，每台12万元；收割机6台，每台18万元；其余10台每台3万元，合计234万元。",
        "大户补贴每亩200元，散户补贴每亩120元，种植面积8,600亩，共补贴129万元。",
        "每村安排30万元，12个重点村另加20万元，26个村共1,020万元。",
        "全年培训18期，其中一期60人，其余各期50人，共培训910人。",
        "新增造林2.4万亩，其中人工造林1.6万亩，封山育林0.8万亩，成活率92%。",
        "适龄儿童1,240人，在校1,236人，送教上门4人，巩固率99.2%，辍学0人。",
        "低收入村56个，集体收入10万元以上的42个，50万元以上的12个，100万元以上的3个。",
        "本月受理诉求186件，办结172件，上月遗留12件办结11件，累计办结183件，办结率92.4%。",
        "职工86人，其中管理人员12人，技术人员28人，具有中级以上职称35人，占40.7%。",
    ],
)
def test_mixed_rates_named_rates_and_open_lists_are_left_alone(text):
    assert serious(text) == []
