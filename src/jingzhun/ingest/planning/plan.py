"""From a recognised table to what it would change: the planner is picked by the kind of sheet."""

from __future__ import annotations

from jingzhun.areas.resolve import AreaIndex
from jingzhun.policy.codes import CodeBook

from ..checking.batch import Batch, Frame
from ..layouts.layout import About
from ..reading.table import Table
from .entries import plan_sheet_of_entries
from .facts import plan_sheet_of_facts
from .outcome import Outcome
from .people import plan_people


def plan_table(table: Table, frame: Frame) -> Outcome:
    """Read and check every row and plan what the accepted ones change. Writes nothing."""
    index = AreaIndex.read(frame.office)
    batch = Batch.read(table, frame, CodeBook.read())
    layout = table.layout
    if layout.apply is not None:
        return layout.apply(batch, index)
    if layout.about is About.PERSON and layout.creates:
        return plan_people(batch, index)
    if layout.entry:
        return plan_sheet_of_entries(batch, index)
    return plan_sheet_of_facts(batch, index)
