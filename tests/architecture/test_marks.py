"""Completeness marks are set where files and pages say so and read where rosters are built: both must mean the same table."""

from jingzhun.ingest.layouts.layout import layouts
from jingzhun.registry.views.record import THEMES
from jingzhun.results.roster_tables import ENTRIES

MARKED = {source.term for source in ENTRIES if source.marked} | {"成员"}


def test_every_mark_of_a_layout_is_the_term_of_a_table_that_rosters_ask_for():
    marks = {mark for layout in layouts().values() for mark in layout.marks}
    assert marks == MARKED


def test_every_mark_of_a_page_is_the_term_of_a_table_that_rosters_ask_for():
    assert {theme.mark for theme in THEMES.values() if theme.mark} <= MARKED
