"""The yardstick: the nine items, their values, the subsidy and the roll-up as one hand-written DuckDB statement each.

``python sql.py ROSTERS OUT [FIRST END …]``: with ranges of counties, chunk by chunk.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

CODES = ("income", "food", "school", "insured", "house", "water", "power", "broadcast", "assisted")
COLUMNS = (
    "hid", "region", *CODES, "overall", "net_fen", "line_fen", "n_out", "n_uninsured", "house_grade", "measures", "subsidy_fen",
)  # fmt: skip
AT_ONCE = 15
"""Counties of 67,500 households: about a million together."""


def files(folders: list[Path], table: str) -> str:
    return "[" + ", ".join(f"'{folder / table}.parquet'" for folder in folders) + "]"


def code(column: str) -> str:
    return f"(CASE WHEN {column} IS NULL THEN 2 WHEN {column} THEN 1 ELSE 0 END)::TINYINT"


def household_sql(folders: list[Path]) -> str:
    return f"""
WITH p AS (
 SELECT household_id, count(*) AS members,
  count(*) FILTER (schooling = '失学' AND born_on > DATE '2004-09-30' AND born_on <= DATE '2014-09-30') AS n_out,
  count(*) FILTER (born_on IS NULL AND (schooling IS NULL OR schooling = '失学')
   OR schooling IS NULL AND born_on > DATE '2004-09-30' AND born_on <= DATE '2014-09-30') AS n_school_unknown,
  count(*) FILTER (NOT medical_insurance) AS n_uninsured, count(*) FILTER (medical_insurance IS NULL) AS n_insured_unknown
 FROM read_parquet({files(folders, "member")}) GROUP BY household_id),
i AS (
 SELECT household_id, count(*) - count(amount) AS n_missing,
  sum(CASE WHEN kind = '生产经营支出' THEN -amount ELSE amount END)::BIGINT AS net_fen,
  sum(CASE WHEN kind = '生产经营性' AND verified THEN amount ELSE 0 END)::BIGINT AS farm_fen,
  sum(CASE WHEN kind = '工资性' THEN amount ELSE 0 END)::BIGINT AS wage_fen,
  count(*) FILTER (amount IS NULL AND (kind = '工资性' OR kind = '生产经营性' AND verified)) AS n_subsidy_missing
 FROM read_parquet({files(folders, "income")}) WHERE date BETWEEN DATE '2019-10-01' AND DATE '2020-09-30' GROUP BY household_id),
j AS (
 SELECT h.id AS hid, h.area_code AS region,
  (CASE WHEN i.n_missing IS NULL OR i.n_missing > 0 THEN 2 WHEN i.net_fen >= 400000 * p.members THEN 1 ELSE 0 END)::TINYINT AS income,
  {code("h.food_clothing")} AS food,
  (CASE WHEN p.n_out > 0 THEN 0 WHEN p.n_school_unknown > 0 THEN 2 ELSE 1 END)::TINYINT AS school,
  (CASE WHEN p.n_uninsured > 0 THEN 0 WHEN p.n_insured_unknown > 0 THEN 2 ELSE 1 END)::TINYINT AS insured,
  (CASE WHEN h.dwelling_grade IS NULL THEN 2 WHEN h.dwelling_grade IN ('A', 'B') THEN 1 ELSE 0 END)::TINYINT AS house,
  {code("h.safe_water")} AS water, {code("h.electricity")} AS power, {code("h.broadcast")} AS broadcast,
  (CASE WHEN h.measures IS NULL THEN 2 WHEN h.measures >= 1 THEN 1 ELSE 0 END)::TINYINT AS assisted,
  CASE WHEN i.n_missing = 0 THEN i.net_fen END AS net_fen, 400000 * coalesce(p.members, 0) AS line_fen,
  CASE WHEN coalesce(p.n_school_unknown, 0) = 0 THEN coalesce(p.n_out, 0) END AS n_out,
  CASE WHEN coalesce(p.n_insured_unknown, 0) = 0 THEN coalesce(p.n_uninsured, 0) END AS n_uninsured,
  h.dwelling_grade AS house_grade, h.measures,
  CASE WHEN coalesce(i.n_subsidy_missing, 0) = 0 THEN
   (least(coalesce(i.farm_fen, 0) * 3, 3000000) + coalesce(i.wage_fen, 0) + 5) // 10 END::BIGINT AS subsidy_fen
 FROM read_parquet({files(folders, "household")}) h
  LEFT JOIN p ON p.household_id = h.id LEFT JOIN i ON i.household_id = h.id)
SELECT hid, region, {", ".join(CODES)},
 (CASE WHEN {" OR ".join(f"{c} = 0" for c in CODES)} THEN 0 WHEN {" OR ".join(f"{c} = 2" for c in CODES)} THEN 2 ELSE 1 END)::TINYINT AS overall,
 net_fen, line_fen, n_out, n_uninsured, house_grade, measures, subsidy_fen FROM j"""


def rollup_sql(source: str) -> str:
    names = (*CODES, "overall")
    counts = ", ".join(
        f"count(*) FILTER ({c} = {v}) AS {c}_{n}" for c in names for v, n in ((1, "pass"), (0, "fail"), (2, "missing"))
    )
    sums = ", ".join(f"sum({c}_{n})::BIGINT AS {c}_{n}" for c in names for n in ("pass", "fail", "missing"))
    return f"""
WITH v AS (SELECT region AS area, {counts}, sum(subsidy_fen)::BIGINT AS subsidy FROM read_parquet({source}) GROUP BY region),
t AS (SELECT area[:9] AS area, {sums}, sum(subsidy)::BIGINT AS subsidy FROM v GROUP BY 1),
c AS (SELECT area[:6] AS area, {sums}, sum(subsidy)::BIGINT AS subsidy FROM t GROUP BY 1)
SELECT 'village' AS level, * FROM v UNION ALL SELECT 'township', * FROM t UNION ALL SELECT 'county', * FROM c"""


def main(rosters: Path, out: Path, memory: str = "4GB") -> None:
    from turns import serve

    folders = sorted(path.parent for path in rosters.glob("*/roster.json"))
    out.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": memory, "preserve_insertion_order": False})

    def run() -> None:
        for old in out.glob("*.parquet"):
            old.unlink()
        for first in range(0, len(folders), AT_ONCE):
            query = household_sql(folders[first : first + AT_ONCE])
            connection.execute(f"COPY ({query}) TO '{out}/{first:05d}.parquet' (FORMAT parquet, COMPRESSION snappy)")
        rollup = rollup_sql(f"'{out}/0*.parquet'")
        connection.execute(f"COPY ({rollup}) TO '{out}/rollup.parquet' (FORMAT parquet)")

    serve(run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
