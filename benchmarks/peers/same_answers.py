"""Whether contenders answered alike: every row, every count, every sum of money."""

from __future__ import annotations

from pathlib import Path

import duckdb

ITEMS = ("income", "food", "school", "insured", "house", "water", "power", "broadcast", "assisted")
_OURS = {
    "hid": "subject_id", "region": "area_code", **{item: f"户达标.{item}" for item in ITEMS}, "overall": "户达标", "net_fen": "户达标.income.value",
    "line_fen": "户达标.income.threshold", "n_out": "户达标.school.value", "n_uninsured": "户达标.insured.value",
    "house_grade": "户达标.house.value", "measures": "户达标.assisted.value", "subsidy_fen": "补助.amount",
}  # fmt: skip
"""A peer's column → ours."""


def differing_rows(ours: Path, peer: Path) -> int:
    """Rows of the one that the other does not have."""
    mine = ", ".join(f'"{name}" AS {theirs}' for theirs, name in _OURS.items())
    return _apart(
        f"SELECT {mine} FROM read_parquet('{ours}/household.parquet')",
        f"SELECT {', '.join(_OURS)} FROM read_parquet('{peer}/0*.parquet')",
    )


def differing_verdicts(ours: Path, other: Path) -> int:
    """Households whose whole verdict or subsidy is not the same in two findings of ours."""
    columns = 'SELECT subject_id, area_code, "户达标", "补助", "补助.amount" FROM read_parquet'
    return _apart(f"{columns}('{ours}/household.parquet')", f"{columns}('{other}/household.parquet')")


def differing_counts(ours: Path, peer: Path) -> int:
    """Counts of area and item, and sums of money, that are not the same."""
    theirs = " UNION ALL ".join(
        f"SELECT level, area, '{'' if item == 'overall' else item}' AS item, {item}_pass::BIGINT AS passed, {item}_fail::BIGINT AS failed, "
        f"{item}_missing::BIGINT AS missing FROM read_parquet('{peer}/rollup.parquet')"
        for item in (*ITEMS, "overall")
    )
    mine = f"FROM read_parquet('{ours}/rollup.parquet') WHERE level IN ('village', 'township', 'county')"
    counts = _apart(
        f"SELECT level, area, item, passed, failed, missing FROM ({mine}) WHERE standard = '户达标'", f"FROM ({theirs})"
    )
    money = f"SELECT count(*) FROM ({mine} AND item = 'amount') JOIN read_parquet('{peer}/rollup.parquet') USING (level, area) WHERE fen <> subsidy"
    return counts + int(duckdb.sql(money).fetchall()[0][0])


def _apart(one: str, other: str) -> int:
    query = f"SELECT count(*) FROM ((FROM ({one}) EXCEPT ALL FROM ({other})) UNION ALL (FROM ({other}) EXCEPT ALL FROM ({one})))"
    return int(duckdb.sql(query).fetchall()[0][0])
