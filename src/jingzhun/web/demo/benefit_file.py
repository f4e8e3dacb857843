"""项目到户名单 of the demo: the households of an orchard and of a clinic, in the columns that the ledger declares. All invented.

Two households of the clinic are left out on purpose, so that 到户对照 shows how a gap looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from jingzhun.ledger.benefit_columns import COLUMNS, HEADERS

from .county import COUNTY_NAME
from .library import ProjectLine
from .people import People
from .workbook import write_workbook

FILE = f"{COUNTY_NAME}2018年项目到户名单.xlsx"
_ORCHARD, _CLINIC = "西当村橄榄种植基地建设", "健康扶贫"
_IN_ORCHARD, _LEFT_OUT = 24, 2
_FROM, _LEFT = date(2018, 4, 1), date(2018, 10, 1)


def write_benefits(folder: Path, lines: Sequence[ProjectLine], people: People) -> Path:
    """Registered households of the orchard's village, one of which has left; of the smallest clinic's, as many as it states but two."""
    orchard = next(line for line in lines if line.name == _ORCHARD)
    clinic = min((line for line in lines if line.category == _CLINIC), key=lambda line: line.households)
    rows = [
        *_listed(orchard, _homes(people, orchard, registered=True)[:_IN_ORCHARD], "土地流转和务工", "基地带动户花名册"),
        *_listed(clinic, _homes(people, clinic)[: max(clinic.households - _LEFT_OUT, 1)], "看病就医", "服务户登记表"),
    ]
    rows += [
        row | {"since": _LEFT, "is_in": "否", "content": "", "document": "退出申请（演示数据）"} for row in rows[:1]
    ]
    cells = [[row.get(column.field, "") for column in COLUMNS] for row in rows]
    write_workbook(folder / FILE, title="项目到户名单", headers=HEADERS, rows=cells)
    return folder / FILE


def _homes(people: People, line: ProjectLine, *, registered: bool = False) -> list[str]:
    place = next(place for place, village in enumerate(people.villages) if village.name == line.villages)
    own = people.village == place
    return [str(code) for code in people.household_code[own & people.is_registered if registered else own]]


def _listed(line: ProjectLine, homes: Sequence[str], content: str, document: str) -> Iterator[dict[str, object]]:
    for home in homes:
        yield {
            "project_code": line.code, "household": home, "since": _FROM, "is_in": "是", "content": content,
            "document": f"{line.villages}{document}（演示数据）",
        }  # fmt: skip
