"""Noughts in a report: nothing to divide by, but persons without a household are pointed out."""

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread


def test_no_household_and_nobody_holds():
    assert proofread(read_text("登记受益农户0户0人。")).findings == ()


def test_persons_without_a_household_are_pointed_out():
    (found,) = proofread(read_text("登记受益农户0户5人。")).findings
    assert (found.kind.label, found.severity.label) == ("界限", "必改")
