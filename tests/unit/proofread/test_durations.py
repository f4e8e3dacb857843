"""Days, months and hours from one spot of the calendar to the other; days of the week; deadlines."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread


def dates(text):
    report = proofread(read_text(text))
    held = [h.literals for h in report.holdings if h.kind is Kind.DATE and "存在" not in h.arithmetic]
    return held, [f.literals for f in report.findings if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    "text",
    [
        "秋季普查第一轮3月5日至3月24日，历时20天；第二轮9月1日至9月30日，历时30天。",
        "冷库合同工期90天，4月1日开工，按期应于6月30日前竣工。",
        "公示榜3月4日张贴、3月11日撤除，仅7天。",
        "引水工程2018年4月动工，10月通水，用了6个月。",
        "座谈从14时开到16时30分，历时150分钟。",
        "2024年6月18日（星期二）上午，村两委开会。",
    ],
)
def test_what_was_measured_holds(text):
    held, found = dates(text)
    assert held
    assert found == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("入户核查从3月5日至3月24日，历时30天。", "3月24日"),
        ("冷库合同工期90天，4月1日开工，按期应于7月20日前竣工。", "7月20日"),
        ("2024年6月18日（星期三）上午，村两委开会。", "2024年6月18日（星期三"),
    ],
)
def test_what_does_not_fit_is_pointed_out(text, wrong):
    _, found = dates(text)
    assert [literals[0] for literals in found] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "3月5日至3月24日，全镇走访320户，帮办实事15天内办结率98%。",
        "项目4月1日开工，6月30日完工，其间停工12天。",
        "培训从3月4日至3月15日，共10个工作日。",
    ],
)
def test_other_days_are_no_measure_of_the_span(text):
    assert dates(text)[1] == []


def test_a_deadline_comes_after_the_report():
    text = "关于验收的通知\n各村须在{}前报送自查表。\n镇政府\n2024年5月8日"
    assert any("5月20日前" in literals for literals in dates(text.format("5月20日"))[0])
    assert not any("4月20日前" in literals for literals in dates(text.format("4月20日"))[0])


def test_a_term_counts_its_first_and_last_day():
    """Between the two days there are eight; a term of eight days it is not."""
    said = "督查组于2023年8月7日至8月16日开展了为期{}天的督查。"
    assert dates(said.format(10))[1] == []
    assert len(dates(said.format(8))[1]) == 1
