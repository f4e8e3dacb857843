"""Totals of parts that the wording names, and two totals of parts that stand in turn."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread


def sums(text):
    report = proofread(read_text(text))
    held = [h.literals[0] for h in report.holdings if h.kind is Kind.SUM]
    return held, [f.literals[0] for f in report.findings if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("受助学生中，学前194人、小学322人、初中249人、高中188人，资助额76.4万元。小学、初中两个学段合计{}人。", "571", "517"),
        ("站名\t农户（户）\t人口（人）\n桐溪站\t318\t1,272\n黄坡站\t214\t903\n雨台站\t106\t415\n合计\t638\t2,590\n桐溪、雨台两站农户共{}户。", "424", "442"),
        ("一季度980人，二季度1,240人，三季度1,130人，四季度850人。上半年{}人。", "2,220", "2,202"),
        ("四个季度分别支出291万元、436.5万元、563.8万元、527.5万元，全年{}万元。", "1,818.8", "1,881.8"),
        ("桐溪站18个项目仅完工12个，黄坡站22个项目完工14个，雨台站16个项目完工11个，以上合计{}个项目完工37个。", "56", "58"),
    ],
)  # fmt: skip
def test_the_parts_named_make_the_total(text, right, wrong):
    assert any(literal.startswith(right) for literal in sums(text.format(right))[0])
    assert not any(literal.startswith(wrong) for literal in sums(text.format(wrong))[0])


def test_a_slip_in_a_total_of_named_parts_is_pointed_out():
    text = "受助学生中，学前194人、小学322人、初中249人、高中188人，资助额76.4万元。小学、初中两个学段合计517人。"
    assert sums(text)[1] == ["517人"]


def test_two_parts_named_make_a_share_together():
    text = "在岗236人，其中保洁员86人、护林员61人、护路员30人、其他59人。保洁员与护林员两类相加占在岗总数的62.3%。"
    assert any(h.kind is Kind.PERCENT and h.literals[0] == "62.3%" for h in proofread(read_text(text)).holdings)
