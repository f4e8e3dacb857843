"""Counts by area: each row once per level in which its area lies, money exact or refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jingzhun.rules.numbers import UnableToCompute
from jingzhun.rules.rollup import ROLLUP, roll_up


def findings(folder: Path, rows: list[tuple[str | None, int, int | None]]) -> Path:
    """(area, verdict, amount) as a findings file."""
    areas, verdicts, amounts = zip(*rows, strict=True)
    columns = {"area_code": pa.array(areas, pa.string()), "甲": pa.array(verdicts, pa.int8()), "奖": pa.array([1] * len(rows), pa.int8()),
               "奖.amount": pa.array(amounts, pa.int64())}  # fmt: skip
    pq.write_table(pa.table(columns), folder / "f.parquet")
    return folder / "f.parquet"


def test_rows_count_in_every_level_their_area_lies_in_and_in_none_below(tmp_path: Path) -> None:
    file = findings(tmp_path, [("530102001002", 1, 5), ("530102001001", 0, 7), ("530102", 2, None), ("530103001001", 3, 1), (None, 1, 9)])  # fmt: skip
    whole = roll_up([file], [("甲", ""), ("奖", "amount")])
    assert whole.schema == ROLLUP
    counted = {
        (line["level"], line["area"]): (line["passed"], line["failed"], line["missing"], line["not_applicable"])
        for line in whole.to_pylist()
        if line["standard"] == "甲"
    }
    assert counted == {
        ("village", "530102001001"): (0, 1, 0, 0), ("village", "530102001002"): (1, 0, 0, 0), ("village", "530103001001"): (0, 0, 0, 1),
        ("township", "530102001"): (1, 1, 0, 0), ("township", "530103001"): (0, 0, 0, 1),
        ("county", "530102"): (1, 1, 1, 0), ("county", "530103"): (0, 0, 0, 1), ("prefecture", "5301"): (1, 1, 1, 1), ("province", "53"): (1, 1, 1, 1),
    }  # fmt: skip
    money = {line["area"]: line["fen"] for line in whole.to_pylist() if line["standard"] == "奖"}
    assert (money["530102001"], money["530102"], money["53"]) == (12, 12, 13)


def test_what_does_not_fit_64_bits_is_refused_not_wrapped(tmp_path: Path) -> None:
    file = findings(tmp_path, [(f"53010200100{i}", 1, 2**60) for i in range(9)])
    with pytest.raises(UnableToCompute):
        roll_up([file], [("奖", "amount")])


def test_without_rows_there_are_no_lines(tmp_path: Path) -> None:
    file = findings(tmp_path, [(None, 1, 1)])
    assert len(roll_up([file], [("甲", ""), ("奖", "amount")])) == 0
