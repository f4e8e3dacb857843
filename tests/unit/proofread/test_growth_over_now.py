"""Growth worked out over what there is now, with what there was in a sentence of its own."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread

SAID = "上半年外出务工2236人，其中省外1184人、市内706人、县内346人。去年同期为2108人，同比增长{}%。"


@pytest.mark.parametrize(("rate", "wrong"), [("6.1", []), ("5.7", ["6.1%"])])
def test_the_base_is_what_there_was(rate, wrong):
    found = proofread(read_text(SAID.format(rate))).findings
    assert [f.computed for f in found if f.kind is Kind.GROWTH] == wrong
