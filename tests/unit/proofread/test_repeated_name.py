"""A name twice in one list whose length nobody states."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("修订《资金管理办法》《招投标实施细则》《资金管理办法》等制度。", "资金管理办法"),
        ("2.硬化下河组、新屋组、下河组道路，争取资金约180,000元。", "下河组"),
        ("先在石桥村、柳林村、清水村、石桥村试点。", "石桥村"),
    ],
)
def test_a_name_that_comes_twice_is_pointed_at(text, name):
    (found,) = proofread(read_text(text, name="x")).findings
    assert (found.kind.value, found.literals) == ("duplicate", (name,))


@pytest.mark.parametrize(
    "text",
    [
        "修订《资金管理办法》《招投标实施细则》，《资金管理办法》自6月起施行。",
        "石桥村、柳林村、清水村位置相邻，石桥村最大。",
        "石桥村至柳林村、柳林村至清水村、清水村至石桥村三条路已通车。",
    ],
)
def test_names_that_come_again_elsewhere_are_not(text):
    assert proofread(read_text(text, name="x")).findings == ()
