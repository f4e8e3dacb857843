"""The office's files through ingest: the first upload refuses its dirty rows, the returned workbook is corrected and sent again.

Nothing here writes to the registry: every row goes through the same actions as an upload on the page.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
from django.utils import timezone

from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.ingest.actions.importing import Choice, read_sheets
from jingzhun.ingest.actions.upload import apply_and_show
from jingzhun.ingest.result import Result
from jingzhun.ingest.returned import KEY, NUMBER, returned_workbook

from .county import COUNTY
from .dirt import Spoilt, spoil_ledger, spoil_persons
from .office_files import SEED
from .sheets import Sheet
from .workbook import write_workbook

AS_OF = date(2018, 12, 31)
_PERSONS = ("export-2018", "roster")
_LEDGERS = {"income": "IncomeEntry", "sales": "ProductSale", "wages": "WageEntry", "measures": "MeasureReceived"}
CORRECTED = "（改错后）"


class UnableToLoadDemo(Problem):
    code = "O-031"
    says = "演示文件“{file}”改错后仍有 {rows} 行被拒收：第 {row} 行 {reason}"
    remedy = "请把这一行报给系统的维护人"


@dataclass(frozen=True)
class Loaded:
    """What came of one file: the first upload, and the corrected one where rows were refused."""

    file: str
    first: Result
    again: Result | None = None

    def line(self) -> str:
        said = f"  {self.file}：{self.first.persons} 行，收 {self.first.accepted}，拒 {self.first.persons - self.first.accepted}"
        if self.again is not None:
            said += f"；改错表 {self.again.persons} 行，收 {self.again.accepted}"
        return said


def spoil(sheet: Sheet, number: int) -> Spoilt:
    """The sheet as the office first sends it; sheets of departments are clean."""
    rng = np.random.default_rng((SEED, number))
    if sheet.layout.name in _PERSONS:
        return spoil_persons(rng, sheet)
    if sheet.layout.name in _LEDGERS:
        return spoil_ledger(rng, sheet, _LEDGERS[sheet.layout.name])
    return Spoilt(sheet, sheet, np.arange(len(sheet)))


def load(path: Path, *, by: Actor) -> Result:
    """One file as an upload that is applied at once."""
    result, _ = _apply(path, by=by)
    return result


def load_spoilt(spoilt: Spoilt, folder: Path, *, by: Actor) -> Loaded:
    """The spoilt file, then what was refused of it, corrected. Raises :class:`UnableToLoadDemo` if rows stay refused."""
    path = folder / spoilt.sheet.file
    first, returned = _apply(path, by=by)
    if not returned:
        return Loaded(path.name, first)
    corrected = path.with_stem(path.stem + CORRECTED)
    write_corrected(returned, spoilt, corrected)
    again, left = _apply(corrected, by=by)
    if left:
        issue = again.refused[0]
        raise UnableToLoadDemo(
            file=corrected.name, rows=again.persons - again.accepted, row=issue.row, reason=issue.reason
        )
    return Loaded(path.name, first, again)


def write_corrected(returned: bytes, spoilt: Spoilt, path: Path) -> int:
    """The returned workbook with every cell as it should have been, each person once. Returns the number of rows."""
    sheet = openpyxl.load_workbook(io.BytesIO(returned), read_only=True).active
    header, *rows = sheet.iter_rows(values_only=True)
    places = {name: place for place, name in enumerate(header) if name}
    targets = dict(zip(spoilt.clean.headers, spoilt.clean.targets, strict=True))
    top = 3 if spoilt.sheet.above else 2
    names = [name for name in places if name in targets or name == KEY]
    written = {}
    for row in rows:
        clean = int(spoilt.origin[int(row[places[NUMBER]]) - top])
        cells = {name: _text(spoilt.clean.columns[target][clean]) for name, target in targets.items()}
        written[clean] = [cells[name] if name in cells else row[places[name]] for name in names]
    return write_workbook(path, title="改错表", headers=names, rows=written.values())


def _apply(path: Path, *, by: Actor) -> tuple[Result, bytes]:
    """The result, and the workbook of refused rows (empty when none was)."""
    data = path.read_bytes()
    result, outcome, _ = apply_and_show(
        data=data, sheets=read_sheets(data, path.name), name=path.name, choice=Choice(since=AS_OF),
        scope=AreaCode.parse(COUNTY), today=timezone.localdate(), by=by,
    )  # fmt: skip
    return result, returned_workbook(outcome.batch, is_demo=True) if result.refused else b""


def _text(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return "" if value is None else str(value)
