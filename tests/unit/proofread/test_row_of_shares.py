"""Parts and shares that are all of one whole: what a part comes out over elsewhere is chance."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread

ROW = (
    "全县落实供水资金800万元。按用途分，水源320万元，占40%；管网280万元，占{}%；水表200万元，占25%。计划投资1,000万元。"
)
ITEMS = "全县落实供水资金800万元，其中：\n1．水源320万元，占40%；\n2．管网280万元，占{}%；\n3．水表200万元，占25%。"
REST = "全年收入860.4万元，支出790万元。全年收入中，财政拨款812万元，其他收入{}万元。"
OTHERS = "全县供养特困人员680人。集中供养170人，占25%；分散供养{}人。"
POINTS = "水质抽检640点，合格608点，合格率{}%。"


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [(ROW, "35", "28"), (ITEMS, "35", "38"), (REST, "48.4", "78.4"), (OTHERS, "510", "540"), (POINTS, "95", "98")],
)
def test_a_row_is_held_to_its_whole(text, right, wrong):
    """28 % is what 280 makes of the 1,000 planned; but the row is of the 800 that it adds up to."""
    assert serious(text.format(right)) == []
    assert any(wrong in literal for found in serious(text.format(wrong)) for literal in found.literals)


def test_a_part_of_a_part_is_no_share_of_the_row():
    assert serious("搬迁群众2,000户，入住600户，占30%；就业480户，占80%；创业120户，占6%。") == []
