"""Rows that lie in the order of what they belong to, counted and added up in one pass: no hash table, no join.

A roster's tables are written that way (``roster``, ``synthetic``). Where rows do not, or where a number needs more than 64
bits, the caller leaves the group to SQL; the results are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..numbers import UnableToCompute

_AT_FIRST = 2**20
"""Owners for whom there is room at first; what is not used takes no memory."""
Way = Literal["rows", "true", "false", "known", "sum"]


@dataclass(frozen=True)
class Added:
    """A number per owner: its ``rows``, those that are ``true``, ``false`` or ``known`` in ``column``, or the ``sum`` of it, whose
    size is at most ``most``."""

    way: Way
    column: str = ""
    most: int = 0


@dataclass(frozen=True)
class AddedUp:
    """``owners`` rise; ``columns`` have a number for each: counts of 32 bits, sums of 64."""

    owners: np.ndarray
    columns: dict[str, np.ndarray]

    def lay_beside(self, keys: np.ndarray) -> None:
        """From here on a number for each of ``keys`` (they rise): nought where it has no rows."""
        if np.array_equal(self.owners, keys):
            return
        if len(keys) and int(keys[-1]) - int(keys[0]) == len(keys) - 1:
            inside = (self.owners >= keys[0]) & (self.owners <= keys[-1])
            places = self.owners[inside] - keys[0]
        else:
            places = np.searchsorted(keys, self.owners)
            inside = np.append(keys, -1)[places] == self.owners
            inside &= places < len(keys)
            places = places[inside]
        whole = bool(inside.all())
        for name, numbers in self.columns.items():
            beside = np.zeros(len(keys), numbers.dtype)
            beside[places] = numbers if whole else numbers[inside]
            self.columns[name] = beside


def add_up(batches: Iterable[pa.RecordBatch], owner: str, wanted: Mapping[str, Added]) -> AddedUp | None:
    """What ``wanted`` says per ``owner``; None where the rows do not lie in its order or need more than 64 bits. Raises
    ``UnableToCompute`` where a sum is larger than its ``most``."""
    kinds = [np.int64, np.int32, *(np.int64 if each.way == "sum" else np.int32 for each in wanted.values())]
    columns: list[np.ndarray] = [np.empty(_AT_FIRST, kind) for kind in kinds]
    end, largest = 0, 0
    running = np.zeros(1, np.int64)
    for batch in batches:
        owners = batch.column(owner)
        if owners.null_count or owners.type != pa.int64():
            return None
        if not len(owners):
            continue
        owners = owners.to_numpy()
        before, after = owners[:-1], owners[1:]
        if (after < before).any() or (end and owners[0] < columns[0][end - 1]):
            return None
        ends = np.append(np.flatnonzero(after != before), len(owners) - 1)
        sizes = _steps(ends + 1).astype(np.int32)
        while end + len(ends) > len(columns[0]):
            columns = [np.concatenate([column, np.empty_like(column)]) for column in columns]
        continues = bool(end and owners[0] == columns[0][end - 1])  # an owner's rows lie in two batches
        begin = end - continues
        end = begin + len(ends)
        earlier = [column[begin : begin + 1].copy() for column in columns]
        columns[0][begin:end], columns[1][begin:end] = owners[ends], sizes
        if len(running) <= len(owners):
            running = np.zeros(len(owners) + 1, np.int64)
        for each, column in zip(wanted.values(), columns[2:], strict=True):
            if each.way == "sum":
                summed = batch.column(each.column)
                if summed.type != pa.int64():
                    return None
                numbers = _filled(summed, 0).to_numpy()
                largest = max(largest, int(numbers.max()), -int(numbers.min()))
                # may run over 64 bits: differences of it are right all the same, where they have 64 bits
                column[begin:end] = _steps(np.cumsum(numbers, out=running[: len(numbers)])[ends])
            elif each.way == "rows":
                column[begin:end] = sizes
            else:
                column[begin:end] = _held(batch.column(each.column), each.way, ends, sizes)
        if continues:
            for column, number in zip(columns[1:], earlier[1:], strict=True):
                column[begin : begin + 1] += number
    owners, sizes, *columns = (column[:end] for column in columns)
    if end and largest * int(sizes.max()) >= 2**63:
        return None
    for each, column in zip(wanted.values(), columns, strict=True):
        if each.way == "sum" and end and max(int(column.max()), -int(column.min())) > each.most:
            raise UnableToCompute
    return AddedUp(owners, dict(zip(wanted, columns, strict=True)))


def _steps(running: np.ndarray) -> np.ndarray:
    """By how much each number is more than the one before it, the first than nought."""
    steps = running.copy()
    steps[1:] -= running[:-1]
    return steps


def _held(column: pa.Array, way: Way, ends: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """How many of each owner's rows are true, are false or have a value at all."""
    if way == "known":
        return sizes - _counted(column.is_null(), ends) if column.null_count else sizes
    rows = _filled(column, way == "false")
    others = pc.invert(rows)
    if way == "false":
        rows, others = others, rows
    return _counted(rows, ends) if rows.true_count * 2 < len(rows) else sizes - _counted(others, ends)


def _counted(rows: pa.BooleanArray, ends: np.ndarray) -> np.ndarray:
    """How many of each owner's rows are true."""
    true = _bits(rows)
    if rows.true_count * 16 < len(rows):
        places = np.searchsorted(ends, np.flatnonzero(true))
        return np.bincount(places, minlength=len(ends)).astype(np.int32)
    return _steps(np.cumsum(true, dtype=np.int32)[ends])


def _bits(rows: pa.BooleanArray) -> np.ndarray:
    """Which rows are true; none of them is missing. Fifteen times as fast as Arrow's own way."""
    bits = np.frombuffer(rows.buffers()[1], np.uint8)
    return np.unpackbits(bits, count=rows.offset + len(rows), bitorder="little")[rows.offset :].view(np.bool_)


def _filled(column: pa.Array, value: object) -> pa.Array:
    return pc.fill_null(column, value) if column.null_count else column
