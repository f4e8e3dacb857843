"""What a run found: per subject and item a verdict, value and threshold; per programme an amount; counts by area.

Stored wide, one Parquet file per subject table, one row per subject: ``STANDARD``, ``STANDARD.ITEM``,
``STANDARD.ITEM.value``, ``STANDARD.ITEM.threshold``, ``PROGRAMME``, ``PROGRAMME.amount``. Verdicts are 0 不通过, 1 通过,
2 缺数据, 3 不适用.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jingzhun.core.errors import Problem

from .rollup import ROLLUP, roll_up

_NUMBER = pa.decimal128(38, 6)


class VerdictCode(IntEnum):
    FAIL = 0
    PASS = 1
    MISSING = 2
    NOT_APPLICABLE = 3

    @property
    def label(self) -> str:
        return ("不通过", "通过", "缺数据", "不适用")[self.value]


class UnableToReadFindings(Problem):
    code = "Y-041"
    says = "运行结果“{folder}”不能读取"
    remedy = "请重新运行评估"


@dataclass(frozen=True)
class ItemColumns:
    """An item with the units of what it shows (分 is fen)."""

    id: str
    title: str
    value_unit: str | None
    threshold_unit: str | None
    decided: bool


@dataclass(frozen=True)
class StandardColumns:
    name: str
    title: str
    kind: str
    table: str
    items: tuple[ItemColumns, ...]


@dataclass(frozen=True)
class ProgrammeColumns:
    name: str
    title: str
    kind: str
    table: str


@dataclass(frozen=True)
class Findings:
    """The result of one run. ``wide`` tables are read on demand from ``folder``."""

    folder: Path
    pack: str
    pack_digest: str
    roster_digest: str
    as_of: date
    area: str
    engine: str
    standards: tuple[StandardColumns, ...]
    programmes: tuple[ProgrammeColumns, ...]

    def wide(self, table: str) -> pa.Table:
        """One row per subject of a table (household): subject_id, area_code and the columns named above."""
        return pq.read_table(self.folder / f"{table}.parquet")

    def rows(self, standard: str | None = None) -> pa.Table:
        """Long: subject_kind, subject_id, area_code, standard, item ('' for the whole), verdict (text), value, threshold
        (numbers, money in fen), value_text, threshold_text (what is not a number), unit."""
        parts = [part for each in self.standards if standard in (None, each.name) for part in self._long(each)]
        return pa.concat_tables(parts) if parts else _LONG.empty_table()

    def _long(self, standard: StandardColumns) -> Iterator[pa.Table]:
        wide = self.wide(standard.table)
        yield _long(wide, standard, "", wide[standard.name], None, None, None)
        for item in standard.items:
            if item.decided:
                name = f"{standard.name}.{item.id}"
                value = wide[f"{name}.value"] if item.value_unit is not None else None
                threshold = wide[f"{name}.threshold"] if item.threshold_unit is not None else None
                yield _long(wide, standard, item.id, wide[name], value, threshold, item.value_unit)

    def awards(self) -> pa.Table:
        """Long: subject_kind, subject_id, area_code, programme, eligible (text), amount (fen, null where missing)."""
        parts = []
        for each in self.programmes:
            wide = self.wide(each.table)
            columns = {
                "subject_kind": pa.array([each.kind] * len(wide), pa.string()),
                "subject_id": wide["subject_id"],
                "area_code": wide["area_code"],
                "programme": pa.array([each.name] * len(wide), pa.string()),
                "eligible": _labels(wide[each.name]),
                "amount": wide[f"{each.name}.amount"].cast(pa.int64()),
            }
            parts.append(pa.table(columns))
        return pa.concat_tables(parts) if parts else pa.table({})

    def verdict(self, standard: str, subject_id: Any) -> VerdictCode:
        """The whole verdict of one subject; raises KeyError."""
        columns = next((each for each in self.standards if each.name == standard), None)
        if columns is None:
            raise KeyError(standard)
        found = pq.read_table(
            self.folder / f"{columns.table}.parquet", columns=[standard], filters=[("subject_id", "=", subject_id)]
        ).to_pylist()
        if not found:
            raise KeyError(subject_id)
        return VerdictCode(found[0][standard])

    def rollup(self) -> pa.Table:
        """Counts by area at every level: level, area, standard, item, passed, failed, missing, not_applicable; for programmes
        ``item`` is 'amount' and ``fen`` the sum of known amounts."""
        lines = [roll_up(self.files(table), self.measures(table)) for table in self.tables]
        return pa.concat_tables(lines) if lines else ROLLUP.empty_table()

    @property
    def tables(self) -> list[str]:
        """The subject tables that have findings."""
        return sorted({s.table for s in self.standards} | {p.table for p in self.programmes})

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a subject table's findings: one, or the parts of an engine that writes many."""
        path = self.folder / f"{table}.parquet"
        return sorted(path.rglob("*.parquet")) if path.is_dir() else [path]

    def measures(self, table: str) -> list[tuple[str, str]]:
        """What is counted of a subject table: (standard, item), and (programme, 'amount')."""
        counted = [(s.name, i.id) for s in self.standards if s.table == table for i in (_WHOLE, *s.items) if i.decided]
        return counted + [(p.name, "amount") for p in self.programmes if p.table == table]

    def save_head(self) -> None:
        body = asdict(self) | {"folder": "", "as_of": self.as_of.isoformat()}
        (self.folder / "findings.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def read_findings(folder: Path) -> Findings:
    """Open stored findings. Raises :class:`UnableToReadFindings`."""
    try:
        body = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
        standards = tuple(
            StandardColumns(**{**s, "items": tuple(ItemColumns(**i) for i in s["items"])}) for s in body["standards"]
        )
        programmes = tuple(ProgrammeColumns(**p) for p in body["programmes"])
        head = {key: body[key] for key in ("pack", "pack_digest", "roster_digest", "area", "engine")}
        return Findings(
            folder=folder, as_of=date.fromisoformat(body["as_of"]), standards=standards, programmes=programmes, **head
        )
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise UnableToReadFindings(folder=folder.name) from cause


_WHOLE = ItemColumns("", "", None, None, True)
_LONG = pa.schema(
    [
        ("subject_kind", pa.string()), ("subject_id", pa.int64()), ("area_code", pa.string()), ("standard", pa.string()),
        ("item", pa.string()), ("verdict", pa.string()), ("value", _NUMBER), ("threshold", _NUMBER), ("value_text", pa.string()),
        ("threshold_text", pa.string()), ("unit", pa.string()),
    ]
)  # fmt: skip


def _labels(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.take(pa.array([code.label for code in VerdictCode]), codes.cast(pa.int64()))


def _long(
    wide: pa.Table, standard: StandardColumns, item: str, verdict: Any, value: Any, threshold: Any, unit: str | None
) -> pa.Table:
    size = len(wide)

    def constant(text: str | None) -> pa.Array:
        return pa.array([text] * size, pa.string())

    numbers, texts = [], []
    for column in (value, threshold):
        is_number = column is not None and (pa.types.is_integer(column.type) or pa.types.is_decimal(column.type))
        numbers.append(_decimal(column) if is_number else pa.nulls(size, _NUMBER))
        texts.append(constant(None) if column is None or is_number else pc.cast(column, pa.string()))
    arrays = [
        constant(standard.kind), wide["subject_id"].cast(pa.int64()), wide["area_code"], constant(standard.name), constant(item),
        _labels(verdict), numbers[0], numbers[1], texts[0], texts[1], constant(unit),
    ]  # fmt: skip
    return pa.table(arrays, schema=_LONG)


def _decimal(column: pa.ChunkedArray) -> pa.Array:
    return pa.array([None if value is None else Decimal(value) for value in column.to_pylist()], _NUMBER)
