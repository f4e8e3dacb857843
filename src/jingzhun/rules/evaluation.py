"""``evaluate``: a pack over a roster on one engine. The way in for ``results``, jobs and the command line."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jingzhun.core.errors import Problem

from .bind import bind_pack
from .bound import BoundPack
from .engines import duckdb as duckdb_engine
from .engines.names import ENGINES, SPARK_HERE
from .engines.reference import Reference
from .engines.sql_statement import area_inside
from .findings import Findings, ItemColumns, ProgrammeColumns, StandardColumns, VerdictCode
from .keys import refuse_repeated_keys, tables_of
from .memory_roster import Row, in_area, read_whole
from .nodes import Kind, Node
from .numbers import half_up, shown_digits, shown_type
from .pack import Pack
from .pack_check import CheckedPack, check_pack
from .roster import Roster


class UnableToEvaluate(Problem):
    code = "Y-042"
    says = "不能评估：{reason}"
    remedy = "请选择 {allowed}"


class UnableToFindFacts(Problem):
    code = "Y-049"
    says = "名册里没有政策包要的事实：{facts}"
    remedy = "请在存入这个政策包之后重新生成名册，再评估"


def evaluate(
    pack: Pack | CheckedPack,
    roster: Roster,
    *,
    as_of: date,
    area: str,
    engine: str = "duckdb",
    parameters_override: Mapping[str, object] | None = None,
    out: Path | None = None,
    threads: int = 2,
    memory_limit: str = "2GB",
    master: str = SPARK_HERE,
) -> Findings:
    """Evaluate all standards and programmes of a pack for the subjects of ``area`` in a roster.

    ``parameters_override`` is a what-if: name to value (``{"扶贫标准": "3200元"}``). ``out`` is the folder for the Parquet
    findings (a new temporary one if not given; the caller removes it); ``master`` the Spark master. Raises subclasses of :class:`Problem`.
    """
    checked = pack if isinstance(pack, CheckedPack) else check_pack(pack, roster.schema)
    require_facts(checked, roster)
    bound = bind_pack(checked, as_of=as_of, area=area, override=parameters_override)
    folder = out or Path(tempfile.mkdtemp(prefix="jingzhun-findings-"))
    folder.mkdir(parents=True, exist_ok=True)
    run(bound, roster, folder, engine=engine, threads=threads, memory_limit=memory_limit, master=master)
    findings = findings_of(checked, bound, roster, folder, engine)
    findings.save_head()
    return findings


def run(
    bound: BoundPack,
    roster: Roster,
    folder: Path,
    *,
    engine: str,
    threads: int,
    memory_limit: str,
    master: str,
    by_county: bool = False,
) -> None:
    """A bound pack on one engine, into ``TABLE.parquet``; ``by_county`` into ``TABLE.parquet/county=…/`` (not reference)."""
    if engine not in ENGINES:
        raise UnableToEvaluate(reason=f"没有引擎“{engine}”", allowed="、".join(ENGINES))
    refuse_repeated_keys(roster, tables_of(bound))
    if engine == "duckdb":
        duckdb_engine.run(bound, roster, folder, threads=threads, memory_limit=memory_limit, by_county=by_county)
    elif engine == "spark":
        from .engines import spark as spark_engine  # it takes a tenth of a second to load

        spark_engine.run(
            bound, roster, folder, master=master, threads=threads, memory_limit=memory_limit, by_county=by_county
        )
    else:
        _run_reference(bound, roster, folder)


def findings_of(checked: CheckedPack, bound: BoundPack, roster: Roster, folder: Path, engine: str) -> Findings:
    """The findings that a run has left in ``folder``."""
    standards, programmes = columns_of(checked)
    pack = checked.pack
    return Findings(
        folder, pack.name, pack.digest, roster.digest, bound.as_of, bound.area, engine, standards, programmes
    )


def require_facts(checked: CheckedPack, roster: Roster) -> None:
    """A pack may declare facts that a roster made before it lacks: that is said, never taken for missing values."""
    there = {(table.subject, column.name) for table in roster.schema.tables for column in table.columns}
    lacking = [fact.name for fact in checked.pack.facts if (fact.of, fact.code) not in there]
    if lacking:
        raise UnableToFindFacts(facts="、".join(lacking[:10]))


def columns_of(checked: CheckedPack) -> tuple[tuple[StandardColumns, ...], tuple[ProgrammeColumns, ...]]:
    """Which columns the findings of a pack have."""

    def unit(node: Node | None) -> str | None:
        return None if node is None else (node.type.unit.num or "".join(f"/{d}" for d in node.type.unit.den))

    def kind(table: str) -> str:
        return checked.schema.table(table).subject

    standards = tuple(
        StandardColumns(
            s.standard.name,
            s.standard.told,
            kind(s.table),
            s.table,
            tuple(
                ItemColumns(i.item.id, i.item.title, unit(i.value), unit(i.threshold), i.holds is not None)
                for i in s.items
            ),
        )
        for s in checked.standards
    )
    programmes = tuple(
        ProgrammeColumns(p.programme.name, p.programme.title, kind(p.table), p.table) for p in checked.programmes
    )
    return standards, programmes


def _run_reference(pack: BoundPack, roster: Roster, folder: Path) -> None:
    memory = read_whole(roster)
    engine = Reference(pack, memory)
    for table in roster.schema.subjects():
        standards = [each for each in pack.standards if each.table == table.name]
        programmes = [each for each in pack.programmes if each.table == table.name]
        if not standards and not programmes:
            continue
        rows = list(memory.tables[table.name].values())
        if area_inside(pack, roster):  # of the whole area, rows without a code belong to it too
            rows = in_area(rows, pack.area)
        columns: dict[str, tuple[pa.DataType, list[Any]]] = {
            "subject_id": (pa.int64(), [row[table.key] for row in rows]),
            "area_code": (pa.string(), [row.get("area_code") for row in rows]),
        }
        for standard in standards:
            columns |= _standard_columns(engine, standard.name, rows)
        for programme in programmes:
            results = [engine.programme(programme, row) for row in rows]
            columns[programme.name] = (pa.int8(), [_code(result.eligible) for result in results])
            columns[f"{programme.name}.amount"] = (pa.int64(), [result.amount for result in results])
        arrays = {name: pa.array(values, kind) for name, (kind, values) in columns.items()}
        pq.write_table(pa.table(arrays), folder / f"{table.name}.parquet")


def _standard_columns(engine: Reference, name: str, rows: list[Row]) -> dict[str, tuple[pa.DataType, list[Any]]]:
    standard, schema = engine.pack.standard(name), engine.schema
    results = [engine.standard(standard, row) for row in rows]
    labels = {None: VerdictCode.MISSING} | {code.label: code for code in VerdictCode}
    columns: dict[str, tuple[pa.DataType, list[Any]]] = {name: (pa.int8(), [int(labels[r.verdict]) for r in results])}
    for place, item in enumerate(each for each in standard.items if each.holds is not None):
        found = [(result.verdict, result.items[place]) for result in results]
        codes = [int(VerdictCode.NOT_APPLICABLE) if whole == "不适用" else _code(each.verdict) for whole, each in found]
        columns[f"{name}.{item.id}"] = (pa.int8(), codes)
        for part, node in (("value", item.value), ("threshold", item.threshold)):
            if node is not None:
                values = [stored(getattr(each, part), node, schema) for _, each in found]
                columns[f"{name}.{item.id}.{part}"] = (shown_type(node, schema), values)
    return columns


def stored(value: Any, node: Node, schema: Any) -> Any:
    """A value of the reference engine as findings store it."""
    if value is None or node.type.kind is not Kind.NUMBER:
        return value
    digits = shown_digits(node, schema)
    rounded = half_up(Fraction(value), digits)
    if digits or shown_type(node, schema) != pa.int64():
        return Decimal(int(rounded * 10**digits)).scaleb(-digits)
    return int(rounded)


def _code(verdict: bool | None) -> int:
    return int(VerdictCode.MISSING if verdict is None else VerdictCode.PASS if verdict else VerdictCode.FAIL)
