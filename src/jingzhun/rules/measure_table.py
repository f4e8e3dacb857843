"""Which measures fit a household: class × labour capacity → measures, and what a cause adds. Read from ``measures/`` of a pack.

Measures are texts of the code list 帮扶措施类别, classes of 贫困户属性, causes of 致贫原因. A row for households without
labour power that names nothing but production is refused: they cannot live of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .pack_file import Entry, parse_entries
from .trust import Trust, read_trust

LABOUR = ("有", "弱", "无")
PRODUCTION = frozenset({"产业发展", "扶贫小额信贷", "技能培训", "转移就业"})
"""What needs somebody who can work."""


@dataclass(frozen=True)
class MeasureRow:
    """``group`` is a class of households, ``labour`` one of :data:`LABOUR`."""

    group: str
    labour: str
    measures: tuple[str, ...]
    clause: str


@dataclass(frozen=True)
class MeasureTable:
    """``causes`` adds measures whatever the row says; those in :data:`PRODUCTION` only where somebody can work."""

    name: str
    code: str
    source: str
    trust: Trust
    note: str
    rows: tuple[MeasureRow, ...]
    causes: Mapping[str, tuple[str, ...]]

    def row(self, group: str, labour: str) -> MeasureRow | None:
        return next((each for each in self.rows if (each.group, each.labour) == (group, labour)), None)

    def added(self, cause: str, labour: str) -> tuple[str, ...]:
        found = self.causes.get(cause, ())
        return tuple(each for each in found if labour != "无" or each not in PRODUCTION)


def measures_in(files: Mapping[str, str]) -> tuple[MeasureTable, ...]:
    """The tables of a stored pack, from its texts by relative path. Raises ``AuthorProblem`` with the place."""
    names = sorted(name for name in files if name.startswith("measures/") and name.endswith(".yaml"))
    return tuple(read_measures(entry) for name in names for entry in parse_entries(files[name], name))


def read_measures(entry: Entry) -> MeasureTable:
    """One table of a pack file."""
    entry.only("measures", "code", "source", "trust", "note", "rows", "causes")
    rows: list[MeasureRow] = []
    for each in entry.entries("rows"):
        each.only("class", "labour", "measures", "clause")
        row = MeasureRow(each.text("class"), each.text("labour"), each.texts("measures"), each.text("clause", ""))
        if row.labour not in LABOUR:
            raise each.refuse("labour", row.labour, "、".join(LABOUR))
        if not row.measures:
            raise each.refuse("measures", row.group, "至少一项措施")
        if row.labour == "无" and set(row.measures) <= PRODUCTION:
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
        entry.text("measures"), entry.text("code"), entry.text("source", ""), read_trust(entry), entry.text("note", ""), tuple(rows), causes
    )  # fmt: skip
