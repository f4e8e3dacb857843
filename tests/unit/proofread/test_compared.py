"""Things compared by name, years that went by, parts whose number is told, rows that say what they make: right and wrong."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("今年机耕率82%，机播率31%，机收率56%。机播率比机耕率低{}个百分点。", "51", "41"),
        ("三季度3107.8万元，四季度3522.7万元。四季度比三季度多{}万元。", "414.9", "441.9"),
        ("2024年1月1日账面结存1,286,450.00元。\n2024年12月31日账面结存1,373,002.20元，比年初增加{}元。", "86,552.20", "86,525.20"),
        ("会议费预算28万元，实支21.7万元。比预算节约6.3万元，节约率{}。", "22.5%", "29%"),
        ("全年追回资金{}万元，由三部分构成：追回基金241.5万元，罚款96.3万元，退还48.6万元。", "386.4", "337.8"),
        ("义工赴县四次，春季26人、夏季31人、秋季28人、冬季24人，四次共{}人次。", "109", "119"),
        ("派发问卷480份，收回有效问卷456份，回收率95%，未能收回者{}份。", "24", "34"),
        ("某校2024年总结\n王老师1998年参加工作，扎根山区，到今年已整整{}年。", "26", "36"),
        ("某县2024年总结\n该桥建于1986年，到2024年已使用{}年。", "38", "48"),
        ("土建自2025年5月6日开工，工期120天，须于2025年{}前完工。", "9月2日", "10月2日"),
        ("指标\t2025年\t2030年\t变化\n库容（万吨）\t1.2\t2.1\t增长{}%\n接待（万人次）\t86\t129\t增长50%", "75", "57"),
        ("指标\t2025年\t2030年\t变化\n床位（张）\t1,260\t1,800\t新增{}张\n接待（万人次）\t86\t129\t增长50%", "540", "640"),
    ],
)  # fmt: skip
def test_right_holds_and_wrong_is_found(text, right, wrong):
    assert serious(text.format(right)) == []
    found = serious(text.format(wrong))
    assert any(wrong in literal for one in found for literal in one.literals)


@pytest.mark.parametrize(
    "text",
    [
        "某县2024年总结\n合作社2019年成立，至2024年已连续3年盈利。",
        "某县2024年总结\n1998年建站，2015年改造，到今年已运行9年。",
        "甲乡低保率3.2%，乙乡低保率4.1%，丙乡低保率2.0%。低保率比上年低0.4个百分点。",
        "全县1月1日存款1200万元，贷款860万元。全县12月31日存款1500万元，比年初增加300万元。贷款910万元，比年初增加50万元。",
        "改造农房项目由两部分构成：自筹120万元、补助240万元，另有贷款60万元，共420万元。",
        "指标\t去年\t今年\t变化\n水质（级）\t3\t2\t提高1级\n产量（吨）\t1.2\t1.3\t增长8.3%",
    ],
)
def test_what_is_said_of_something_else_is_left_alone(text):
    assert serious(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "literal"),
    [
        ("参会：应到23人，实到21人，请假2人。", "difference", "2人"),
        ("水厂制水成本每吨3.4元，执行水价每吨2.8元，每吨亏0.6元。", "difference", "0.6元"),
        ("设摊位120个，已出租96个，利用率80%，余下24个摊位向周边村民开放。", "difference", "24个"),
        ("贷满5万元，按年利率3.65%计算，一年利息1,825元。", "product", "1,825元"),
        ("电站全年发电66万千瓦时，按0.38元一度结算，带来25.08万元收入。", "product", "25.08万元"),
    ],
)
def test_what_the_wording_asks_for_is_said_to_hold(text, kind, literal):
    holdings = proofread(read_text(text)).holdings
    assert any(held.kind.value == kind and literal in held.literals for held in holdings), holdings
