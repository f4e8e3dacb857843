"""乡级路线图和村级施工图 of the demo's township and village, in the columns that the ledger declares.

Made from the county's projects, so that most of it closes; what is left out and added on purpose shows how gaps look.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jingzhun.ledger.plan_columns import COLUMNS, HEADERS

from .library import ProjectLine
from .workbook import write_workbook

TOWNSHIP = "云岭乡"
FILE = f"{TOWNSHIP}2018年路线图和村级施工图.xlsx"


def write_plans(folder: Path, lines: Sequence[ProjectLine]) -> Path:
    """An item in the township's roadmap for every project there, and in the village's plan for all but the last."""
    own = [line for line in lines if line.township == TOWNSHIP]
    rows = [_row(line, village="") for line in own] + [
        _row(line, village=line.villages) for line in own[:-1] if line.villages
    ]
    rows.append(
        {"township": TOWNSHIP, "year": 2018, "number": "另1", "name": "还没有申报的机耕路（演示数据）", "planned": 12}
    )
    write_workbook(
        folder / FILE, title="规划图", headers=HEADERS,
        rows=[[row.get(column.field, "") for column in COLUMNS] for row in rows],
    )  # fmt: skip
    return folder / FILE


def _row(line: ProjectLine, *, village: str) -> dict[str, object]:
    return {
        "township": TOWNSHIP, "village": village, "year": 2018, "number": line.code[-3:], "name": line.name, "task": line.task,
        "planned": sum(amount for amount in (line.shanghai, line.poverty, line.integrated) if amount != ""),
        "starts_on": line.starts_on, "ends_on": line.ends_on, "responsible_unit": line.responsible, "project_code": line.code,
    }  # fmt: skip
