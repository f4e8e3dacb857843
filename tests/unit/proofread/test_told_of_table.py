"""What a sentence works out of a table, and what it says again."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread

TABLE = "站名\t农户（户）\t人口（人）\t收入（万元）\t支出（万元）\n桐溪站\t318\t1,272\t462.5\t391.8\n黄坡站\t214\t903\t318.4\t300.2\n雨台站\t106\t415\t127.6\t98.4\n合计\t638\t2,590\t908.5\t790.4\n"


def held(text, kind):
    return [h.literals[0] for h in proofread(read_text(text)).holdings if h.kind is kind]


@pytest.mark.parametrize(
    ("text", "kind", "right", "wrong"),
    [
        ("桐溪站与黄坡站相比，多{}户。", Kind.DIFFERENCE, "104", "114"),
        ("从表中看，桐溪站结余最多，余{}万元。", Kind.DIFFERENCE, "70.7", "77.0"),
        ("表中人口最多的桐溪站户均{}人。", Kind.PRODUCT, "4.0", "4.9"),
        ("全乡户均{}人。", Kind.PRODUCT, "4.06", "4.60"),
        ("另外，站里在册人口{}人都参加了统计。", Kind.RESTATED, "2,590", "2,509"),
    ],
)
def test_what_is_told_of_a_table_is_recognised(text, kind, right, wrong):
    assert any(literal.startswith(right) for literal in held(TABLE + text.format(right), kind))
    assert not any(literal.startswith(wrong) for literal in held(TABLE + text.format(wrong), kind))


def test_a_number_said_again_is_of_the_same_thing():
    text = "全镇新打机井36眼，修水渠12条。\n产业一章。\n{}36眼，投资320万元。"
    assert held(text.format("新打机井"), Kind.RESTATED) == ["36眼"]
    assert held(text.format("旧坑塘"), Kind.RESTATED) == []
