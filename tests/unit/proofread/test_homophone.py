"""A place whose name is once written with another character of the same sound."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread


def misnamed(text):
    return [
        (f.literals[0], f.computed) for f in proofread(read_text(text, name="x")).findings if f.kind.value == "other"
    ]


_LIST = "项目安排在柳坪镇、青岗乡、桐溪乡。\n{}"


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("青冈乡的泵站缓建。", [("青冈乡", "青岗乡")]),
        ("同溪乡的泵站缓建。", [("同溪乡", "桐溪乡")]),
        ("青岗乡的泵站缓建。", []),
        ("青杉乡的泵站缓建。", []),
        ("青山乡的泵站缓建。", []),
        ("各乡镇、3个乡镇都有泵站。", []),
    ],
)
def test_a_place_is_written_alike(sentence, wrong):
    text = _LIST.format(sentence) + "\n青岗乡和桐溪乡已经开工，桐溪乡最快。"
    assert [item for item in misnamed(text) if item in wrong or not wrong] == wrong


def test_two_places_named_side_by_side_are_two():
    assert misnamed("项目安排在柳坪镇、石坪村、石屏村，石坪村最快。\n石坪村、柳坪镇已完工。\n石屏村还没有开工。") == []


def test_a_place_of_resettlement():
    text = "安置点有石榴园、银杏湾、新桥头三个。\n银杏湾、石榴园住满了。\n{}安置点由公司代管。"
    assert misnamed(text.format("银杏弯")) == [("银杏弯", "银杏湾")]
    assert misnamed(text.format("银杏湾")) == []
    assert misnamed(text.format("银杏坪")) == []
