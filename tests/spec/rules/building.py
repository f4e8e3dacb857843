"""Small packs and rosters for the spec: rules as text, tables as text. Many rosters may be laid into one.

A table's first line names columns; ``编号`` is the row's own number, a column named after the table above (户, 村) says to whom
it belongs. A blank or 缺 cell is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from jingzhun.core.period import Period
from jingzhun.rules import nodes as n
from jingzhun.rules.case_roster import column_value
from jingzhun.rules.language import parse
from jingzhun.rules.nodes import Kind, Type
from jingzhun.rules.pack import Item, Pack, PackParameter, ParameterValue, Programme, Rounding, Standard, Term
from jingzhun.rules.roster import COMPLETE_COLUMNS, Roster, arrow_schema, write_roster
from jingzhun.rules.schema import RosterSchema
from jingzhun.rules.source import Source
from jingzhun.rules.trust import Trust

AREA = "533422"


def make_pack(
    *,
    standards: tuple[Standard, ...] = (),
    programmes: tuple[Programme, ...] = (),
    terms: Mapping[tuple[str, str], str] | None = None,
    parameters: Mapping[str, str] | None = None,
    codes: Mapping[str, tuple[str, ...]] | None = None,
    complete: Mapping[str, bool] | None = None,
) -> Pack:
    made = tuple(Term(name, "", of, Source(rule, "spec")) for (of, name), rule in (terms or {}).items())
    return Pack(
        name="spec", title="spec", document_title="", document_number="", trust=Trust.UNCHECKED, area="53",
        in_force=Period(date(2010, 1, 1)), complete=complete or {}, codes=codes or {}, facts=(),
        parameters=tuple(_parameter(name, value) for name, value in (parameters or {}).items()), terms=made, standards=standards,
        programmes=programmes, procedures=(), measures=(), cases=(), digest="0", folder=Path(), at=Source("", "spec"),
    )  # fmt: skip


def _parameter(name: str, written: str) -> PackParameter:
    quantity = parse(Source(written)).value
    literal = n.Literal(Type(Kind.NUMBER, quantity.unit), Fraction(quantity.number))
    return PackParameter(
        name,
        "",
        literal.type,
        (ParameterValue("53", date(2010, 1, 1), None, literal, "", "", Trust.UNCHECKED),),
        Source("", "spec"),
    )


def standard(name: str, subject: str, rules: Mapping[str, str], *, applies: str | None = None, shows: Mapping[str, str] | None = None,
             weights: Mapping[str, int] | None = None, passes_at: int | None = None) -> Standard:  # fmt: skip
    items = tuple(
        Item(
            key, key, Source(rule, "spec"), (Source(shows[key], "spec"),) if shows and key in shows else (), "", "", Trust.UNCHECKED,
            (weights or {}).get(key), Source("", "spec"),
        )
        for key, rule in rules.items()
    )  # fmt: skip
    return Standard(
        name, "", name, subject, Source(applies, "spec") if applies else None, items, passes_at, Source("", "spec")
    )


def programme(name: str, amount: str, *, eligible: str | None = None, rounding: Rounding | None = None) -> Programme:
    return Programme(
        name, "", name, "户", Source(eligible, "spec") if eligible else None, Source(amount, "spec"), rounding or Rounding(), "", "", "", "",
        Trust.UNCHECKED, {}, (), Source("", "spec"),
    )  # fmt: skip


Tables = Mapping[str, str]
Rows = dict[str, list[dict[str, Any]]]


def make_roster(folder: Path, schema: RosterSchema, tables: Tables, marks: str = "") -> Roster:
    """A roster from readable tables, by table term."""
    return lay_together(folder, schema, [(tables, marks)])


def lay_together(
    folder: Path, schema: RosterSchema, rosters: Iterable[tuple[Tables, str]], *, apart: int = 0
) -> Roster:
    """Many small rosters in one: the numbers of the n-th are raised by n × ``apart``."""
    rows: Rows = {}
    complete: list[dict[str, Any]] = []
    for place, (tables, marks) in enumerate(rosters):
        raised = place * apart
        for name, each in table_rows(schema, tables, raised).items():
            rows.setdefault(name, []).extend(each)
        complete += mark_rows(schema, marks, raised)
    arrow = {name: pa.Table.from_pylist(each, schema=arrow_schema(schema.table(name))) for name, each in rows.items()}
    return write_roster(
        folder, schema, arrow, complete=pa.Table.from_pylist(complete, schema=COMPLETE_COLUMNS), as_of=date(2018, 12, 31),
        known_at=datetime(2019, 1, 1), area=AREA,
    )  # fmt: skip


def table_rows(schema: RosterSchema, tables: Tables, raised: int) -> Rows:
    """The rows of one small roster, by code word. Parents that are not given are made once."""
    at = Source("", "spec")
    rows: Rows = {}
    for term, text in tables.items():
        table = next(t for t in schema.tables if term in (t.term, t.subject))
        head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        for number, line in enumerate(lines, start=1):
            row: dict[str, Any] = {column.name: None for column in table.columns} | {table.key: raised + number}
            if table.parent_key:
                row[table.parent_key] = raised + 1
            for word, cell in zip(head, line, strict=True):
                if word == "编号":
                    row[table.key] = raised + int(cell)
                elif table.parent and word in (schema.table(table.parent).subject, schema.table(table.parent).term):
                    row[table.parent_key] = raised + int(cell)
                else:
                    column = next(c for c in table.columns if word in (c.term, c.name))
                    row[column.name] = None if cell == "" else column_value(column, cell, at)
            rows.setdefault(table.name, []).append(row)
    for table in sorted(schema.tables, key=lambda t: -len(schema.above(t))):
        if table.parent and rows.get(table.name):
            above = schema.table(table.parent)
            known = {row[above.key] for row in rows.setdefault(above.name, [])}
            for key in sorted({row[table.parent_key] for row in rows[table.name]} - known):
                blank: dict[str, Any] = {column.name: None for column in above.columns}
                rows[above.name].append(blank | {above.parent_key: raised + 1, above.key: key})
    for table in schema.tables:
        for row in rows.get(table.name, []):
            row.pop("", None)
            if "area_code" in row and not row["area_code"]:
                row["area_code"] = f"{AREA}001001"
    return rows


def mark_rows(schema: RosterSchema, marks: str, raised: int) -> list[dict[str, Any]]:
    """Completeness marks, one a line: ``户 1 收入 2018`` (no year: the standing mark)."""
    written = [line.split() for line in marks.strip().splitlines()]
    return [
        {
            "subject_table": next(t.name for t in schema.tables if of in (t.term, t.subject)),
            "subject_id": raised + int(key),
            "table": next(t.name for t in schema.tables if table in (t.term, t.subject)),
            "year": int(year[0]) if year else 0,
        }
        for of, key, table, *year in written
    ]
