"""Gaps and slips as real files have them. What is spoilt here is put right in the corrected upload from the same columns.

Some slips ingest reads through (blanks and full-width digits in ID numbers, a small x, 15 digits, spellings of villages),
others make it refuse the row (check digit, unknown texts, a second head, a person twice).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from .people import Numbers, Texts
from .sheets import Sheet

SPELLINGS = {"查里通村": "查理通村", "粗卡通村": "粗卡桶村", "溜洞江村": "溜筒江村"}
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_UNKNOWN = (
    ("Schooling.education", "初小"),
    ("relation", "长房"),
    ("Health.health", "亚健康"),
    ("PersonIdentity.ethnicity", "藏回"),
    ("Labour.capacity", "半工半农"),
)


@dataclass(frozen=True)
class Spoilt:
    """``sheet`` is what is uploaded first; ``clean`` is what should have been. ``origin`` says for each row of the spoilt
    sheet which row of the clean one it stands for; a person entered twice has two rows that stand for the same one."""

    sheet: Sheet
    clean: Sheet
    origin: Numbers


def spoil_persons(rng: np.random.Generator, clean: Sheet) -> Spoilt:
    """A person sheet: about one row in a hundred is refused, one in thirty needs reading through."""
    columns = {target: values.copy() for target, values in clean.columns.items()}
    count = len(clean)
    deck = iter(np.array_split(rng.permutation(count), 40))
    ids, village = columns["id_number"], columns["village"]

    def some(per_thousand: float) -> Numbers:
        """Rows that no other slip touches."""
        return next(deck)[: max(round(count * per_thousand / 1000), 1)]

    _each(ids, some(3), _wrong_check_digit)
    _each(ids, some(6), lambda number: f"{number[:6]} {number[6:14]} {number[14:]}")
    _each(ids, some(2), lambda number: number.translate(_WIDE))
    _each(ids, some(5), lambda number: f"{number} ")
    _each(ids, some(2), lambda number: number[:6] + number[8:17] if number[6:8] == "19" else number)
    capital = np.flatnonzero(np.char.endswith(ids.astype(str), "X"))
    _each(ids, capital[::2], str.lower)
    if "PersonIdentity.disability" in columns or "Health.health" in columns:
        disabled = np.flatnonzero(columns["Health.health"] == "残疾")
        whole = disabled[np.char.str_len(ids[disabled].astype(str)) == 18]
        _each(ids, whole[::6], lambda number: f"{number}{rng.integers(1, 8)}{rng.integers(1, 5)}")
    for target, text in _UNKNOWN:
        columns[target][some(0.3)] = text
    if "sex" in columns:
        _each(columns["sex"], some(1), lambda sex: {"男": "女", "女": "男"}[sex])
    if "born_on" in columns:
        _each(columns["born_on"], some(1), lambda day: day - timedelta(days=365))
    columns["name"][some(0.15)] = ""
    village[some(0.15)] = "澜沧村"
    _each(village, some(8), lambda name: f" {name}")
    for official, spelt in SPELLINGS.items():
        rows = np.flatnonzero(village == official)
        village[rows[rng.random(len(rows)) < 0.6]] = spelt
    _second_heads(rng, columns, max(round(count / 3000), 1))
    _each(columns["household"], some(4), lambda code: f"{code}\t")
    twice = some(0.6)
    rows = np.concatenate((np.arange(count), twice))
    rows = rows[_scattered(rng, len(rows), count)]
    spoilt = replace(clean, columns={target: values[rows] for target, values in columns.items()})
    return Spoilt(spoilt, clean, rows)


def spoil_ledger(rng: np.random.Generator, clean: Sheet, model: str) -> Spoilt:
    """A yearly sheet: amounts and days as people type them; a few that cannot be read."""
    columns = {target: values.copy() for target, values in clean.columns.items()}
    count = len(clean)
    deck = iter(np.array_split(rng.permutation(np.flatnonzero(columns[f"{model}.amount"] != "")), 12))

    def some(per_thousand: float) -> Numbers:
        return next(deck)[: max(round(count * per_thousand / 1000), 1)]

    amount = columns[f"{model}.amount"]
    _each(amount, some(4), lambda value: f"{value:,}元")
    _each(amount, some(3), lambda value: str(value).translate(_WIDE))
    _each(amount, some(1), lambda value: f"约{value}")
    _each(columns["household"], some(0.5), lambda code: f"{code[:-1]}x")
    _each(columns["village"], np.flatnonzero(np.isin(columns["village"], list(SPELLINGS)))[::3], SPELLINGS.__getitem__)
    day = columns.get(f"{model}.sold_on", columns.get(f"{model}.received_on"))
    if day is not None:
        _each(day, some(10), lambda value: f"{value.year}年{value.month}月{value.day}日" if value else value)
        _each(day, some(10), lambda value: value.strftime("%Y.%m.%d") if value else value)
    return Spoilt(replace(clean, columns=columns), clean, np.arange(count))


def _each(cells: Texts, rows: Numbers, change: Callable[[object], object]) -> None:
    for row in rows:
        cells[row] = change(cells[row])


def _wrong_check_digit(number: str) -> str:
    return number[:17] + ("0" if number[17] != "0" else "1")


def _second_heads(rng: np.random.Generator, columns: dict[str, Texts], many: int) -> None:
    """A spouse entered as a second head."""
    spouses = np.flatnonzero(columns["relation"] == "配偶")
    columns["relation"][rng.choice(spouses, min(many, len(spouses)), replace=False)] = "户主"


def _scattered(rng: np.random.Generator, rows: int, count: int) -> Numbers:
    """An order in which one row in twelve stands anywhere: members away from their household."""
    place = np.concatenate((np.arange(count), rng.integers(0, count, rows - count))).astype(float)
    moved = rng.random(rows) < 1 / 12
    place[moved] = rng.uniform(0, count, int(moved.sum()))
    return np.argsort(place, kind="stable")
