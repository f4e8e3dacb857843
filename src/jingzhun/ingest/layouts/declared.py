"""Layouts with the columns of facts that stored packs declare: a new pack's facts can be read from the usual sheets at once.

Each kind of subject has one sheet that takes them: 住房与饮水等条件, 就学健康劳动力, 村情况, 乡镇情况, 县指标.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jingzhun.core.text import fold_header
from jingzhun.policy.facts import all_declared_facts
from jingzhun.registry.models import Subject
from jingzhun.registry.pack_facts import field_of, of_kind
from jingzhun.rules.declared_fact import DeclaredFact

from .layout import About, Column, Layout, layouts

SHEETS = {
    "living": Subject.Kind.HOUSEHOLD,
    "conditions": Subject.Kind.PERSON,
    "villages": Subject.Kind.VILLAGE,
    "townships": Subject.Kind.TOWNSHIP,
    "county": Subject.Kind.COUNTY,
}
TOWNSHIPS = Layout(
    name="townships",
    title="乡镇情况",
    about=About.TOWNSHIP,
    columns=(
        Column("县", "county", ("县(市、区)", "县市区")),
        Column("乡镇", "township", ("乡(镇)", "乡", "镇"), required=True, needed=True),
    ),
)
"""Townships have no facts of their own: the sheet is there when packs declare some."""


def layouts_in_use() -> dict[str, Layout]:
    """All layouts by name, with the declared facts of all valid packs. One query."""
    facts = all_declared_facts()
    known = layouts() | ({TOWNSHIPS.name: TOWNSHIPS} if of_kind(facts, Subject.Kind.TOWNSHIP) else {})
    return {
        name: _with(layout, of_kind(facts, SHEETS[name])) if name in SHEETS else layout
        for name, layout in known.items()
    }


def layout_title(name: str) -> str:
    """What a layout is called, which no declared fact changes; empty for an unknown name."""
    layout = (layouts() | {TOWNSHIPS.name: TOWNSHIPS}).get(name)
    return layout.title if layout else ""


def _with(layout: Layout, facts: Sequence[DeclaredFact]) -> Layout:
    """The layout with a column for each fact; a header that it has already keeps its meaning."""
    taken = {fold_header(header) for column in layout.columns for header in column.headers}
    added = []
    for fact in facts:
        also = tuple(word for word in (f"是否{fact.name}",) if fold_header(word) not in taken)
        if fold_header(fact.name) not in taken:
            added.append(Column(fact.name, f"PackFact.{fact.code}", also, field=field_of(fact), fact=fact))
            taken |= {fold_header(word) for word in (fact.name, *also)}
    signs = (*layout.signs, *(column.header for column in added))
    return replace(layout, columns=(*layout.columns, *added), signs=signs) if added else layout
