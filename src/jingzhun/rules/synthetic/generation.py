"""Writes synthetic rosters: as many counties as the households need, each a roster folder of its own. Nobody is real.

Every value is a hash of the row's number, so the same recipe gives the same rows. Households of a county lie in 225 villages
of 300; a county's numbers do not overlap with another's. About 5 % of the facts are missing, as in real registers.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from ..schema import COMPLETE_TABLE
from .schema import SYNTHETIC_ROSTER

RECIPE = "1"
"""Raised whenever the same numbers would give other rows."""
PER_VILLAGE, VILLAGES, TOWNSHIPS = 300, 15, 15
PER_COUNTY = PER_VILLAGE * VILLAGES * TOWNSHIPS
AS_OF = date(2020, 9, 30)
_FILE = "(FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION V2, ROW_GROUP_SIZE 122880)"


@dataclass(frozen=True)
class County:
    """The ``place``-th county: households ``first`` to before ``end``."""

    place: int
    first: int
    end: int

    @property
    def area(self) -> str:
        """A county code: provinces from 52 on, 99 prefectures of 99 counties each."""
        return f"{52 + self.place // 9801:02d}{self.place // 99 % 99 + 1:02d}{self.place % 99 + 1:02d}"


def counties(households: int) -> list[County]:
    """The counties that many households fill; the last may be smaller."""
    return [
        County(place, first, min(first + PER_COUNTY, households))
        for place, first in enumerate(range(0, households, PER_COUNTY))
    ]


def make_rosters(folder: Path, households: int, *, threads: int = 2, told: Callable[[int], None] | None = None) -> int:
    """Write the rosters below ``folder``, one folder per county; those already whole are kept. Returns how many counties.

    ``told`` is called with the households of each county as it is done.
    """
    made = counties(households)

    def make(county: County) -> None:
        make_county(folder / county.area, county)
        if told is not None:
            told(county.end - county.first)

    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(make, made))
    return len(made)


def make_county(folder: Path, county: County) -> None:
    """Write one county's roster; ``roster.json`` last. Nothing is done where it is there already."""
    digest = hashlib.sha256(f"synthetic {RECIPE} {county} {SYNTHETIC_ROSTER.to_json()}".encode()).hexdigest()
    head = folder / "roster.json"
    if head.exists() and json.loads(head.read_text(encoding="utf-8"))["digest"] == digest:
        return
    folder.mkdir(parents=True, exist_ok=True)
    head.unlink(missing_ok=True)
    with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as connection:
        for table, query in _queries(county).items():
            target = str(folder / f"{table}.parquet").replace("'", "''")
            connection.execute(f"COPY ({query}) TO '{target}' {_FILE}")
    (folder / "schema.json").write_text(SYNTHETIC_ROSTER.to_json(), encoding="utf-8")
    body = {"as_of": AS_OF.isoformat(), "known_at": f"{AS_OF}T00:00:00", "area": county.area, "digest": digest}
    part = folder / "roster.json.part"
    part.write_text(json.dumps(body), encoding="utf-8")
    os.replace(part, head)


def _drawn(row: str, salt: int) -> str:
    """A number from 0 to 999,999 that belongs to a row and a column."""
    return f"(hash({row}::BIGINT * 31 + {salt}) % 1000000)::INTEGER"


def _yes(row: str, salt: int, *, missing: int, yes: int) -> str:
    """A boolean: so many of a million missing, so many of the rest true."""
    drawn = _drawn(row, salt)
    return f"CASE WHEN {drawn} >= {missing} THEN {drawn} < {missing + (1_000_000 - missing) * yes // 1_000_000} END"


def _queries(county: County) -> dict[str, str]:
    """What each table is made of: numbers, yes or no, and the codes of the schema; nothing a person gave us."""
    first, end, area, place = county.first, county.end, county.area, county.place + 1
    villages = -(-(end - first) // PER_VILLAGE)
    base = county.place * TOWNSHIPS * VILLAGES
    grade = _drawn("i", 2)
    houses = f"SELECT i, {base} + (i - {first}) // {PER_VILLAGE} AS v FROM range({first}, {end}) r(i)"
    sizes = f"SELECT i, {_drawn('i', 7)} % 100 AS h FROM range({first}, {end}) r(i)"
    people = f"""SELECT i, unnest(range(CASE WHEN h < 10 THEN 1 WHEN h < 30 THEN 2 WHEN h < 55 THEN 3 WHEN h < 80 THEN 4
        WHEN h < 95 THEN 5 ELSE 6 END)) AS k FROM ({sizes})"""
    counts = f"SELECT i, {_drawn('i', 11)} AS h FROM range({first}, {end}) r(i)"
    incomes = f"SELECT i, unnest(range(CASE WHEN h < 5000 THEN 0 ELSE 2 + h % 5 END)) AS k FROM ({counts})"
    amount = _drawn("id", 13)
    schooling = _drawn("id", 9)
    codes = f"'{area}' || lpad(((v - {base}) // {VILLAGES} + 1)::VARCHAR, 3, '0') || lpad(((v - {base}) % {VILLAGES} + 1)::VARCHAR, 3, '0')"
    return {
        "county": f"SELECT {place}::BIGINT AS id, '{area}000000' AS area_code",
        "township": f"""SELECT {base} // {VILLAGES} + t AS id, {place}::BIGINT AS county_id,
            '{area}' || lpad((t + 1)::VARCHAR, 3, '0') || '000' AS area_code FROM range(0, {-(-villages // VILLAGES)}) r(t)""",
        "village": f"SELECT v AS id, v // {VILLAGES} AS township_id, {codes} AS area_code FROM range({base}, {base + villages}) r(v)",
        "household": f"""SELECT i AS id, v AS village_id, {codes} AS area_code,
            {_yes("i", 1, missing=10_000, yes=985_000)} AS food_clothing,
            CASE WHEN {grade} < 10000 THEN NULL WHEN {grade} < 600000 THEN 'A' WHEN {grade} < 960000 THEN 'B'
                WHEN {grade} < 990000 THEN 'C' ELSE 'D' END AS dwelling_grade,
            {_yes("i", 3, missing=10_000, yes=980_000)} AS safe_water,
            {_yes("i", 4, missing=5_000, yes=995_000)} AS electricity,
            {_yes("i", 5, missing=8_000, yes=990_000)} AS broadcast,
            CASE WHEN {_drawn("i", 6)} >= 5000 THEN ({_drawn("i", 6)} % 7)::BIGINT END AS measures FROM ({houses})""",
        "member": f"""SELECT id, household_id,
            CASE WHEN {_drawn("id", 8)} >= 8000 THEN DATE '1940-01-01' + {_drawn("id", 8)} % 29500 END AS born_on,
            CASE WHEN {schooling} < 15000 THEN NULL WHEN {schooling} < 970000 THEN '在校' WHEN {schooling} < 985000 THEN '依法免学'
                ELSE '失学' END AS schooling,
            {_yes("id", 10, missing=6_000, yes=993_000)} AS medical_insurance
            FROM (SELECT i * 10 + k AS id, i AS household_id FROM ({people}))""",
        "income": f"""SELECT id, household_id,
            CASE k WHEN 0 THEN '工资性' WHEN 2 THEN '生产经营支出' WHEN 3 THEN '转移性' WHEN 5 THEN '财产性' ELSE '生产经营性' END AS kind,
            DATE '2019-09-01' + {_drawn("id", 12)} % 420 AS date,
            CASE WHEN {amount} < 3000 THEN NULL ELSE CASE k WHEN 0 THEN 500000 + {amount}::BIGINT * 3 WHEN 2 THEN {amount} // 2
                WHEN 3 THEN 100000 + {amount} ELSE 200000 + {amount} * 2 END END AS amount,
            {_drawn("id", 14)} < 900000 AS verified
            FROM (SELECT i * 10 + k AS id, i AS household_id, k FROM ({incomes}))""",
        COMPLETE_TABLE: f"""SELECT 'household' AS subject_table, i AS subject_id, rows AS "table", 0::INTEGER AS year
            FROM range({first}, {end}) r(i), (VALUES ('income', 15), ('member', 16)) t(rows, salt)
            WHERE (hash(i::BIGINT * 31 + salt) % 1000000) >= 10000""",
    }
