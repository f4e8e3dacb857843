"""Each way of saying a relation: checked when it holds, noticed when it does not, silent when it is right."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread
from unit.proofread.phrases import EVERY

CASES = [(kind, *row) for kind, rows in EVERY.items() for row in rows]


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(("kind", "text", "right", "wrong"), CASES)
def test_what_is_right_is_checked_and_not_reported(kind, text, right, wrong):
    report = proofread(read_text(text.format(right)))
    assert serious(text.format(right)) == []
    assert kind in {held.kind.value for held in report.holdings}


@pytest.mark.parametrize(("kind", "text", "right", "wrong"), CASES)
def test_what_is_wrong_is_reported_with_its_line_and_arithmetic(kind, text, right, wrong):
    findings = serious(text.format(wrong))
    assert findings
    assert findings[0].lines == (1,)
    assert findings[0].arithmetic
    assert all(literal in text.format(wrong) for literal in findings[0].literals)


@pytest.mark.parametrize(
    "text",
    [
        "全县约有3,000户参与，其中近1,800户种茶，800余户种果。",
        "全乡有合作社46家，其中省级示范社3家、市级示范社7家。",
        "全村有脱贫户96户，其中低保户60户、残疾户41户、大病户22户。",
        "茶叶产量1,860吨，完成年度计划1,500吨的124%。",
        "涉及青山村、绿水村、白云村等12个村。",
        "力争三年内覆盖率达到100%，培训2,000人次以上。",
        "累计投入4,860万元，2024年投入1,120万元。",
        "人均纯收入增速12.5%，比全省平均增速高1.6个百分点。",
        "收入比为2.35:1，路线沿G214国道，电话0887-8412345。",
        "根据〔2018〕69号文件和“五个一批”要求，落实“两不愁三保障”。",
        "占全省农村人口的21.3%，其中有农村贫困人口54.77万人，占农村人口的21.38%。",
        "完成投资8.37亿元，约占16亿元的一半。",
        "分类情况是：种植19项1569万元，医疗（卫生室）18所500万元，培训5项364万元，教育（幼儿园）2所401万元，"
        "环境3项916万元，活动室5项1019万元，道路26项16361万元。",
    ],
)
def test_temptations_are_left_alone(text):
    assert serious(text) == []


def test_truncation_and_last_digit_are_notes():
    report = proofread(read_text("下达资金3,000万元，支出2,000万元，占下达资金的66.6%。"))
    assert [found.severity for found in report.findings] == [Severity.NOTE]
