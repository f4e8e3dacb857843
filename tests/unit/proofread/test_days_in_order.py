"""Days that cannot come in the order told: deadlines gone by, steps before those they rest on, ends before beginnings."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def dates(text):
    found = proofread(read_text(text, name="x")).findings
    return [f.literals[0] for f in found if f.kind.value == "date" and f.severity is not Severity.NOTE]


_LETTER = "关于水费收缴问题整改情况的报告\n市水务局：\n{}\n柳坪县水务局\n2022年9月16日"


@pytest.mark.parametrize(
    ("sentence", "right", "false"),
    [
        ("（一）整改结果于{}前以书面形式报你局。", "2022年10月31日", "2022年8月31日"),
        ("对没有改完的3处，由水管站于{}前报送进度。", "2022年11月底", "2022年7月底"),
        ("共有水站11座，已验收9座，剩2座计划于{}前验收。", "2022年12月底", "2022年6月底"),
        ("逾期未缴的，乡里将从{}起按合同计收滞纳金。", "2022年10月1日", "2021年10月1日"),
    ],
)
def test_what_is_still_to_be_done_is_due_later(sentence, right, false):
    assert dates(_LETTER.format(sentence.format(right))) == []
    assert [literal.rstrip("前") for literal in dates(_LETTER.format(sentence.format(false)))] == [false]


@pytest.mark.parametrize(
    "sentence",
    [
        "审计要求2022年6月底前全部整改到位，现已完成。",
        "计划2022年4月30日前全部开工，实际到期开工15个。",
        "资金已于2022年7月底前全部拨付。",
        "其余5处原定2022年5月底前完工，因汛期延后。",
        "检查发现，7座水站没有在2022年6月底前报送台账。",
        "县里倒排工期，确保2022年6月底前全部完工。",
        "请对照2022年3月31日前上报的台账，逐项核对。",
        "其余的均于2022年6月底前完工。",
    ],
)
def test_deadlines_told_as_past_are_left_alone(sentence):
    assert dates(_LETTER.format(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "right", "false"),
    [
        ("9月20日前各村完成自评，{}前镇里根据各村自评结果完成复评。", "9月30日", "9月10日"),
        ("12月15日前完成水质复检，{}前将复检结果送达各村。", "12月25日", "12月5日"),
    ],
)
def test_a_step_is_due_after_the_one_it_rests_on(sentence, right, false):
    assert dates(sentence.format(right)) == []
    assert dates(sentence.format(false)) == [false]


@pytest.mark.parametrize(
    "sentence",
    [
        "12月15日前完成水质复检，12月5日前备齐药剂。",
        "10月20日前完成三季度考核，10月10日前上报二季度考核结果。",
        "12月20日前完成自评，次年1月10日前根据自评结果完成复评。",
        "12月20日前完成自评，1月10日前根据自评结果完成复评。",
    ],
)
def test_other_steps_have_no_order(sentence):
    assert dates(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "right", "false"),
    [
        ("水厂于2023年4月10日开工，{}通过验收。", "2023年11月20日", "2023年3月20日"),
        ("2021年5月动的工，{}建成投产，投资900万元。", "2022年3月", "2020年3月"),
        ("数据截至2022年12月31日，由水务、财政两家汇总，{}定稿。", "2023年2月8日", "2022年2月8日"),
        ("今年修的产业路3月6日开工，{}通车。", "8月20日", "2月20日"),
        ("最长延迟46天——2022年3月5日收到，{}才下达。", "4月20日", "4月10日"),
    ],
)
def test_what_begins_ends_later(sentence, right, false):
    assert dates(sentence.format(right)) == []
    assert dates(sentence.format(false)) == [false]


@pytest.mark.parametrize(
    "sentence",
    [
        "水厂11月开工，4月通水，群众很满意。",
        "一期2023年9月开工；二期2023年5月竣工。",
        "合同约定2023年7月1日开工，2023年6月20日提前交付场地。",
        "水厂2023年9月开工，泵站2023年5月竣工。",
        "一期工程2023年4月开工，2022年12月完成的管网交付使用。",
        "产业路2022年9月开工，2022年3月立项的泵站也已建成。",
        "数据截至2022年12月31日，依据2022年2月16日印发的办法测算。",
        "截至2023年6月30日，按照2023年2月印发的方案，已完成80%。",
    ],
)
def test_works_of_two_years_or_two_places_are_left_alone(sentence):
    assert dates(sentence) == []


_SELF = "2022年水费收缴自查报告\n市水务局：\n我局于9月5日至{}组织3个小组逐站自查。现将情况报告如下。\n一、情况\n水费收缴正常。\n柳坪县水务局\n{}"


@pytest.mark.parametrize(
    ("last", "signed", "wrong"),
    [
        ("9月23日", "2022年9月28日", False),
        ("9月30日", "2022年9月16日", True),
        ("9月18日", "2022年9月16日", False),
        ("9月30日", "2022年2月16日", False),
    ],
)
def test_a_report_is_signed_after_what_it_tells(last, signed, wrong):
    assert dates(_SELF.format(last, signed)) == ([signed] if wrong else [])


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("截至12月底，全镇水费收缴率91%。", True),
        ("截至12月底，预计水费收缴率91%。", False),
        ("去年工作抓得紧，截至12月底，全镇水费收缴率91%。", False),
        ("2021年开始改表，截至12月底，改了1200户。", False),
    ],
)
def test_a_month_that_is_not_over(sentence, wrong):
    text = f"2022年水费收缴总结\n{sentence}\n柳坪县水务局\n2022年11月16日"
    assert dates(text) == (["2022年11月16日"] if wrong else [])
    assert dates(text.replace("总结", "工作方案")) == []


_NOTICE = "2022年水站名单公示\n公示时间：2022年9月5日至9月14日。\n{}\n柳坪县水务局\n{}"


def test_a_notice_is_signed_before_its_days_are_over():
    assert dates(_NOTICE.format("如有异议，请来电。", "2022年9月5日")) == []
    assert dates(_NOTICE.format("如有异议，请来电。", "2022年9月24日")) == ["2022年9月24日"]
    assert dates(_NOTICE.format("公示期间没有收到异议。", "2022年9月24日")) == []
