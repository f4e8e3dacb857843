"""Which measures fit a household: class × labour capacity → measures, and what a cause adds. Read from ``measures/`` of a pack.

Measures are texts of the code list 帮扶措施类别, classes of 贫困户属性, causes of 致贫原因, capacities of 劳动技能. A row for
households without labour power that names only measures which need somebody who can work is refused: they cannot live of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .pack_file import Entry, parse_entries
from .trust import Trust, read_trust

LABOUR = ("有", "弱", "无")
"""A household's labour power, from more to less: that of its ablest member."""


@dataclass(frozen=True)
class MeasureRow:
    """``group`` is a class of households, ``labour`` one of :data:`LABOUR`."""

    group: str
    labour: str
    measures: tuple[str, ...]
    clause: str


@dataclass(frozen=True)
class MeasureTable:
    """``capacity`` says which capacities of a person make a household's labour power; ``needs_labour`` are measures for which
    somebody must be able to work. ``causes`` adds measures whatever the row says, those only where somebody can."""

    name: str
    code: str
    source: str
    trust: Trust
    note: str
    capacity: Mapping[str, frozenset[str]]
    needs_labour: frozenset[str]
    rows: tuple[MeasureRow, ...]
    causes: Mapping[str, tuple[str, ...]]

    def row(self, group: str, labour: str) -> MeasureRow | None:
        return next((each for each in self.rows if (each.group, each.labour) == (group, labour)), None)

    def added(self, cause: str, labour: str) -> tuple[str, ...]:
        found = self.causes.get(cause, ())
        return tuple(each for each in found if labour != "无" or each not in self.needs_labour)

    def labour_of(self, capacities: Collection[str]) -> str:
        """Of a household by its members' capacities, empty ones unknown: one of :data:`LABOUR`, or empty where it is not known
        of all and nobody is known to be able."""
        first, *others = LABOUR
        if self.capacity[first].intersection(capacities):
            return first
        if not capacities or "" in capacities:
            return ""
        return next((each for each in others if self.capacity[each].intersection(capacities)), "")


def measures_in(files: Mapping[str, str]) -> tuple[MeasureTable, ...]:
    """The tables of a stored pack, from its texts by relative path. Raises ``AuthorProblem`` with the place."""
    names = sorted(name for name in files if name.startswith("measures/") and name.endswith(".yaml"))
    return tuple(read_measures(entry) for name in names for entry in parse_entries(files[name], name))


def read_measures(entry: Entry) -> MeasureTable:
    """One table of a pack file."""
    entry.only("measures", "code", "source", "trust", "note", "capacity", "needs_labour", "rows", "causes")
    capacity, needs_labour = _capacity(entry), frozenset(entry.texts("needs_labour"))
    if not needs_labour:
        raise entry.refuse("needs_labour", entry.text("measures"), "要有人能劳动才做得成的措施，至少一项")
    rows: list[MeasureRow] = []
    for each in entry.entries("rows"):
        each.only("class", "labour", "measures", "clause")
        row = MeasureRow(each.text("class"), each.text("labour"), each.texts("measures"), each.text("clause", ""))
        if row.labour not in LABOUR:
            raise each.refuse("labour", row.labour, "、".join(LABOUR))
        if not row.measures:
            raise each.refuse("measures", row.group, "至少一项措施")
        if row.labour == "无" and needs_labour.issuperset(row.measures):
            raise each.refuse("measures", "、".join(row.measures), "无劳动力的户要有保障类措施，不能只有产业和就业")
        if any((row.group, row.labour) == (other.group, other.labour) for other in rows):
            raise each.refuse("class", row.group, "一类农户、一种劳动能力只写一行")
        rows.append(row)
    causes = {}
    for each in entry.entries("causes"):
        each.only("cause", "add")
        causes[each.text("cause")] = each.texts("add")
    if not rows:
        raise entry.refuse("rows", entry.text("measures"), "至少一行")
    return MeasureTable(
        entry.text("measures"), entry.text("code"), entry.text("source", ""), read_trust(entry), entry.text("note", ""), capacity, needs_labour,
        tuple(rows), causes,
    )  # fmt: skip


def _capacity(entry: Entry) -> dict[str, frozenset[str]]:
    """Labour power → the capacities that make it; each capacity stands once."""
    given = entry.entry("capacity")
    if given is None:
        raise entry.refuse("capacity", entry.text("measures"), "{有: [...], 弱: [...], 无: [...]}")
    given.only(*LABOUR)
    found = {labour: frozenset(given.texts(labour)) for labour in LABOUR}
    for labour, capacities in found.items():
        if not capacities:
            raise given.refuse(labour, labour, "至少一种劳动技能")
    if len(frozenset().union(*found.values())) < sum(map(len, found.values())):
        raise entry.refuse("capacity", "capacity", "一种劳动技能只写在一处")
    return found
