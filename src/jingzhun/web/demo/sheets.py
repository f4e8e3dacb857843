"""The office's files as columns: each sheet is a layout of ingest with the columns that this county has.

Headers come from the layouts, so nothing is typed twice. Cells are what offices write: official texts, 是 and 否, yuan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from jingzhun.ingest.layouts.layout import Layout

from .people import Texts
from .workbook import write_workbook


@dataclass(frozen=True)
class Sheet:
    """``columns`` maps targets of the layout (``name``, ``Schooling.education``) to cells, all of one length. ``above`` is a
    line over the header, as offices put one."""

    file: str
    layout: Layout
    columns: dict[str, Texts]
    above: str = ""

    def __post_init__(self) -> None:
        unknown = set(self.columns) - set(self.layout.by_target)
        if unknown:
            raise KeyError(f"{self.layout.name}: {', '.join(sorted(unknown))}")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.layout.columns if column.target in self.columns)

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(column.target for column in self.layout.columns if column.target in self.columns)

    def write(self, folder: Path, *, rows: Sequence[int] | None = None) -> Path:
        """The sheet as an xlsx file, all rows or those given, in that order."""
        order = np.arange(len(self)) if rows is None else np.asarray(rows)
        path = folder / self.file
        cells = [self.columns[target][order].tolist() for target in self.targets]
        write_workbook(
            path, title=self.layout.title[:31], headers=self.headers, rows=zip(*cells, strict=True), above=self.above
        )
        return path


def sheet(file: str, layout: Layout, columns: Mapping[str, Sequence[object]], above: str = "") -> Sheet:
    """A sheet over copies of the columns; single values stand for all rows."""
    length = max(len(values) for values in columns.values() if not isinstance(values, str))
    filled = {}
    for target, values in columns.items():
        cells = np.empty(length, object)
        cells[:] = values if isinstance(values, str) or len(values) != length else list(values)
        filled[target] = cells
    return Sheet(file, layout, filled, above)


def yes(flags: Sequence[bool] | np.ndarray) -> Texts:
    return np.where(flags, "是", "否").astype(object)


def yuan(fen: Sequence[object] | np.ndarray) -> Texts:
    """Fen as a number of yuan, whole where it is."""
    return np.array([_plain(Decimal(int(amount)) / 100) for amount in fen], object)


def _plain(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
