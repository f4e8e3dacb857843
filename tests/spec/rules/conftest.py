"""Spec tests: a readable roster, one rule, what it gives per subject. Each runs on every engine.

``spec(户=table, 成员=table, …, 完整=table, rule=…, expect={…})``: a table's first line names columns; ``编号`` is the row's own
number, a column named after the table above (户, 村) says to whom it belongs. ``rule`` is a condition (expect verdicts) or,
as ``value``, a number (expect quantities). A blank or 缺 cell is missing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from county_roster import COUNTY_ROSTER
from jingzhun.core.period import Period
from jingzhun.rules import nodes as n
from jingzhun.rules.case_roster import column_value
from jingzhun.rules.evaluation import ENGINES, evaluate
from jingzhun.rules.language import parse
from jingzhun.rules.nodes import Kind, Type
from jingzhun.rules.pack import Item, Pack, PackParameter, ParameterValue, Programme, Rounding, Standard, Term, Trust
from jingzhun.rules.roster import COMPLETE_COLUMNS, Roster, arrow_schema, write_roster
from jingzhun.rules.schema import RosterSchema
from jingzhun.rules.source import Source

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
        "spec", "spec", "", "", Trust.UNCHECKED, "53", Period(date(2010, 1, 1)), complete or {}, codes or {},
        tuple(_parameter(name, value) for name, value in (parameters or {}).items()), made, standards, programmes, (), "0", Path(),
        Source("", "spec"),
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


def make_roster(folder: Path, schema: RosterSchema, tables: Mapping[str, str], marks: str = "") -> Roster:
    """A roster from readable tables, by table term. Parents that are not given are made once."""
    at = Source("", "spec")
    rows: dict[str, list[dict[str, Any]]] = {}
    for term, text in tables.items():
        table = next(t for t in schema.tables if term in (t.term, t.subject))
        head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        for number, line in enumerate(lines, start=1):
            row: dict[str, Any] = {column.name: None for column in table.columns} | {table.key: number}
            if table.parent_key:
                row[table.parent_key] = 1
            for word, cell in zip(head, line, strict=True):
                if word == "编号":
                    row[table.key] = int(cell)
                elif table.parent and word in (schema.table(table.parent).subject, schema.table(table.parent).term):
                    row[table.parent_key] = int(cell)
                else:
                    column = next(c for c in table.columns if word in (c.term, c.name))
                    row[column.name] = None if cell == "" else column_value(column, cell, at)
            rows.setdefault(table.name, []).append(row)
    for table in sorted(schema.tables, key=lambda t: -len(schema.above(t))):
        if table.parent and rows.get(table.name):
            above = schema.table(table.parent)
            known = {row[above.key] for row in rows.setdefault(above.name, [])}
            for key in sorted({row[table.parent_key] for row in rows[table.name]} - known):
                rows[above.name].append(
                    {column.name: None for column in above.columns} | {above.key: key, above.parent_key: 1}
                )
    for table in schema.tables:
        for row in rows.get(table.name, []):
            if "area_code" in row and not row["area_code"]:
                row["area_code"] = f"{AREA}001001"
    written = [line.split() for line in marks.strip().splitlines()]
    complete = [
        {
            "subject_table": next(t.name for t in schema.tables if of in (t.term, t.subject)),
            "subject_id": int(key),
            "table": next(t.name for t in schema.tables if table in (t.term, t.subject)),
            "year": int(year[0]) if year else 0,
        }
        for of, key, table, *year in written
    ]
    arrow = {name: pa.Table.from_pylist(each, schema=arrow_schema(schema.table(name))) for name, each in rows.items()}
    return write_roster(
        folder, schema, arrow, complete=pa.Table.from_pylist(complete, schema=COMPLETE_COLUMNS), as_of=date(2018, 12, 31),
        known_at=datetime(2019, 1, 1), area=AREA,
    )  # fmt: skip


@pytest.fixture(params=ENGINES)
def spec(request: pytest.FixtureRequest) -> Any:
    engine = request.param

    def check(*, rule: str = "", value: str = "", amount: str = "", subject: str = "户", as_of: str = "2018-12-31", 完整: str = "",
              expect: Mapping[int, str], terms: Any = None, parameters: Any = None, codes: Any = None, complete: Any = None,
              standards: tuple[Standard, ...] = (), rounding: Rounding | None = None, eligible: str | None = None, **tables: str) -> None:  # fmt: skip
        if amount:
            pack = make_pack(programmes=(programme("p", amount, eligible=eligible, rounding=rounding),), terms=terms, parameters=parameters,
                             codes=codes, complete=complete)  # fmt: skip
        else:
            asked = standard("s", subject, {"x": rule or f"非 ({value}) 缺"}, shows={"x": value} if value else None)
            pack = make_pack(
                standards=(*standards, asked), terms=terms, parameters=parameters, codes=codes, complete=complete
            )
        with tempfile.TemporaryDirectory() as folder:
            roster = make_roster(Path(folder) / "r", COUNTY_ROSTER, tables, 完整)
            found = evaluate(
                pack,
                roster,
                as_of=date.fromisoformat(as_of),
                area=AREA,
                engine=engine,
                out=Path(folder) / "f",
                threads=1,
            )
            wide = found.wide(COUNTY_ROSTER.of_subject(subject).name).to_pylist()
        if amount:
            results = {r["subject_id"]: "不符合" if r["p"] == 0 else _fen(r["p.amount"]) for r in wide}
        elif value:
            results = {
                r["subject_id"]: "缺数据"
                if r["s.x.value"] is None
                else _same(r["s.x.value"], expect.get(r["subject_id"], ""))
                for r in wide
            }
        else:
            results = {r["subject_id"]: ("不通过", "通过", "缺数据", "不适用")[r["s.x"]] for r in wide}
        assert {key: results.get(key) for key in expect} == dict(expect)

    return check


def _fen(amount: int | None) -> str:
    if amount is None:
        return "缺数据"
    return f"{amount // 100}元" if amount % 100 == 0 else f"{amount / 100:.2f}元"


def _same(value: Any, wanted: str) -> str:
    negative = wanted.startswith("-")
    quantity = parse(Source(wanted.removeprefix("-"))).value if wanted and wanted != "缺数据" else None
    if quantity is not None and Fraction(value) == (-quantity.number if negative else quantity.number):
        return wanted
    return str(value)
