"""项目库: the county's project workbook in the columns that the ledger declares."""

from __future__ import annotations

from pathlib import Path

from jingzhun.ledger.columns import COLUMNS, FUNDING_PREFIX, HEADERS

from .county import COUNTY_NAME
from .library import ProjectLine
from .workbook import write_workbook

FILE = f"{COUNTY_NAME}2018年度项目库.xlsx"


def write_projects(folder: Path, lines: list[ProjectLine]) -> Path:
    """All projects, finished at the end of 2018, amounts in 万元 by source."""
    rows = [[_cell(line, column.field) for column in COLUMNS] for line in lines]
    write_workbook(folder / FILE, title="项目库", headers=HEADERS, rows=rows)
    return folder / FILE


def _cell(line: ProjectLine, field: str) -> object:
    if field.startswith(FUNDING_PREFIX):
        return getattr(line, field.removeprefix(FUNDING_PREFIX), "")
    if field == "total":
        return sum(amount for amount in (line.shanghai, line.poverty, line.integrated) if amount != "")
    if field in _FIXED:
        return _FIXED[field]
    if field in _DERIVED:
        return _DERIVED[field](line)
    return getattr(line, _NAMES.get(field, field))


_FIXED = {"year": 2018, "stage": "完工", "beneficiaries": "建档立卡户及本村群众"}
_NAMES = {"scale_unit": "unit", "responsible_unit": "responsible"}
_DERIVED = {
    "place": lambda line: line.villages or line.township or COUNTY_NAME,
    "goal": lambda line: f"{line.ends_on.year}年底前完成{line.name}并投入使用",
    "mechanism": lambda line: "优先吸纳建档立卡劳动力参加建设，收益或设施由受益村群众共享",
}
