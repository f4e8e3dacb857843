"""The last part of a total is what the parts before it leave."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread


def left_over(text):
    return [held.literals[0] for held in proofread(read_text(text)).holdings if held.kind is Kind.DIFFERENCE]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("收到群众来信412件，其中反映低保的168件、反映住房的127件、反映道路的76件、其他41件。", "41件"),
        ("全镇监测户318户1046人，其中因病141户463人、因残98户322人、因灾79户261人。", "261人"),
    ],
)
def test_the_last_part_is_what_the_others_leave(text, last):
    assert last in left_over(text)
    assert last not in left_over(text.replace(last, "5" + last))


@pytest.mark.parametrize(
    "text",
    [
        "甲村修渠2.4公里，乙村修渠3.1公里，丙村修渠1.7公里，合计7.2公里。",
        "总产值8.2亿元，其中种植业3.64亿元、养殖业2.91亿元、加工业1.6亿元。",
    ],
)
def test_a_total_behind_its_parts_and_a_rounded_one_leave_nothing(text):
    assert left_over(text) == []


@pytest.mark.parametrize(("total", "holds"), [("291条", True), ("219条", False)])
def test_a_list_adds_up_whatever_its_parts_are_called(total, holds):
    text = f"共收集线索{total}，其中住房74条、饮水121条、收入下降96条。已办结200条。"
    sums = [held.literals[0] for held in proofread(read_text(text)).holdings if held.kind is Kind.SUM]
    assert (total in sums) is holds
