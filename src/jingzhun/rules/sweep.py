"""A pack over the rosters of many counties: whole counties at a time, findings per county, to be taken up again after a stop.

A county's findings are a folder ``county=530102`` that appears whole or not at all; what is there of the same pack, day and
roster is not done again. At the end the counts of all levels are one file, ``rollup.parquet``.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from jingzhun.core.errors import Problem

from .bind import bind_pack
from .county_rosters import CountyRoster, Step, county_roster, read_rosters, steps
from .engines.duckdb import COUNTY
from .engines.names import SPARK_HERE
from .evaluation import findings_of, run
from .findings import UnableToReadFindings, read_findings
from .keys import tables_of
from .pack import Pack
from .pack_check import CheckedPack, check_pack
from .rollup import ROLLUP, roll_up

AT_ONCE = 1_000_000
"""Households that go through DuckDB together: under 1 GiB with two threads."""
_PART = ".part"


class UnableToResume(Problem):
    code = "Y-045"
    says = "“{folder}”里是另一次评估的结果（{what}不同）"
    remedy = "请换一个输出文件夹，或先删去旧结果"


@dataclass(frozen=True)
class Swept:
    """``kept`` counties were there already."""

    counties: int
    kept: int
    rollup: pa.Table


def sweep(
    pack: Pack,
    folder: Path,
    out: Path,
    *,
    as_of: date,
    engine: str = "duckdb",
    parameters_override: Mapping[str, object] | None = None,
    at_once: int | None = None,
    threads: int = 2,
    memory_limit: str = "700MB",
    master: str = SPARK_HERE,
    begun: Callable[[int], None] = lambda households: None,
    told: Callable[[int], None] = lambda households: None,
) -> Swept:
    """Evaluate a pack over the roster(s) in ``folder`` into ``out``.

    ``at_once``: rows laid together (DuckDB: a million; Spark: all; the reference engine takes one county at a time).
    ``begun`` hears how many rows there are to do, ``told`` those just done. Raises subclasses of :class:`Problem`.
    """
    rosters = read_rosters(folder)
    checked = check_pack(pack, rosters[0].schema)
    out.mkdir(parents=True, exist_ok=True)
    _claim(out, pack, as_of, parameters_override or {})
    shutil.rmtree(out / _PART, ignore_errors=True)
    waiting: list[CountyRoster] = []
    for roster in rosters:
        if not _is_done(out / f"{COUNTY}={roster.area}", roster.digest):
            bound = bind_pack(checked, as_of=as_of, area=roster.area, override=parameters_override)
            waiting.append(county_roster(roster, bound, tables_of(bound)))
    begun(sum(county.size for county in waiting))
    together = {"reference": 0, "spark": 2**63}.get(engine, AT_ONCE) if at_once is None else at_once
    for step in steps(waiting, 0 if engine == "reference" else together):
        _take(checked, step, out, engine=engine, threads=threads, memory_limit=memory_limit, master=master)
        told(step.size)
    return Swept(len(rosters), len(rosters) - len(waiting), _whole(out, threads=threads, memory_limit=memory_limit))


def _claim(out: Path, pack: Pack, as_of: date, override: Mapping[str, object]) -> None:
    """Say whose results these are, or refuse to add to another's."""
    head = {
        "政策包": pack.digest,
        "评估日": as_of.isoformat(),
        "试算的参数": {key: str(value) for key, value in override.items()},
    }
    path = out / "sweep.json"
    if path.exists():
        there = json.loads(path.read_text(encoding="utf-8"))
        for what, value in head.items():
            if there.get(what) != value:
                raise UnableToResume(folder=out.name, what=what)
        return
    part = out / "sweep.json.part"
    part.write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    os.replace(part, path)


def _is_done(folder: Path, digest: str) -> bool:
    """Whether a county's findings are there; those of another state of its roster are removed."""
    if not folder.exists():
        return False
    try:
        if read_findings(folder).roster_digest == digest:
            return True
    except UnableToReadFindings:
        pass
    shutil.rmtree(folder)
    return False


def _take(
    checked: CheckedPack, step: Step, out: Path, *, engine: str, threads: int, memory_limit: str, master: str
) -> None:
    part, many = out / _PART, len(step.counties) > 1
    shutil.rmtree(part, ignore_errors=True)
    made = part / "made"
    made.mkdir(parents=True)
    bound = step.counties[0].bound
    run(
        bound,
        step.roster,
        made,
        engine=engine,
        threads=threads,
        memory_limit=memory_limit,
        master=master,
        by_county=many,
    )
    tables = [path.name for path in sorted(made.glob("*.parquet"))]
    for county in step.counties:
        folder = part / f"{COUNTY}={county.roster.area}"
        folder.mkdir()
        for name in tables:
            os.rename(made / name / folder.name if many else made / name, folder / name)
        findings_of(checked, county.bound, county.roster, folder, engine).save_head()
        os.rename(folder, out / folder.name)
    shutil.rmtree(part)


def _whole(out: Path, *, threads: int, memory_limit: str) -> pa.Table:
    """The counts of all counties together, also as ``rollup.parquet``."""
    found = [read_findings(path.parent) for path in sorted(out.glob(f"{COUNTY}=*/findings.json"))]
    lines = [
        roll_up(
            [file for each in found for file in each.files(table)],
            found[0].measures(table),
            threads=threads,
            memory_limit=memory_limit,
        )
        for table in found[0].tables
    ]
    whole = pa.concat_tables(lines) if lines else ROLLUP.empty_table()
    part = out / "rollup.parquet.part"
    pq.write_table(whole, part)
    os.replace(part, out / "rollup.parquet")
    return whole
