"""Which lines under a header are data: not blank ones, repeated headers, rows of column numbers, totals, notes below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from jingzhun.core.text import fold, fold_header, is_blank

from ..layouts.layout import Column, Layout

_FEW = 3  # a line with no more cells may be a note
_TOP = 3  # lines right under the header where further header lines stand
_FOOT = (
    "合计", "总计", "小计", "共计", "累计", "填表", "填报", "制表", "制单", "审核", "审批", "复核", "备注", "说明", "注:", "注1", "单位负责", "数据来源",
    "经办", "联系人:",
)  # fmt: skip
_INITIALS = frozenset(word[0] for word in _FOOT)
_NATIONAL = re.compile(r"A[A-Z]{2}\d{3}")
_NOTE = re.compile(r"[:：，。；*（(]|^.{9,}", re.DOTALL)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_IDENTITY = {"county", "township", "village", "villages", "household", "person", "name", "id_number", "head_name", "project:code", "project:name"}  # fmt: skip


class Lines:
    """Judges the lines of one sheet from the top; ``skipped`` are places of lines that are no data and not blank."""

    def __init__(self, layout: Layout, columns: Sequence[tuple[int, Column, str]], headers: Sequence[str]) -> None:
        self.skipped: list[int] = []
        self.identity = {place for place, column, _ in columns if column.target in _IDENTITY}
        self._names = {
            place: {fold_header(text) for text in (*column.headers, headers[place])} for place, column, _ in columns
        }
        self._lead = columns[0][0] if columns else 0
        self._folded: dict[Any, bool] = {}
        self._line = -1

    def is_data(self, cells: Sequence[Any]) -> bool:
        """Whether the next line is data."""
        self._line += 1
        few = len(cells) - cells.count(None) <= _FEW
        if few and all(map(is_blank, cells)):
            return False
        if self._is_total(cells) or self._is_header(cells):
            self.skipped.append(self._line)
            return False
        return True

    def foot(self, rows: Sequence[Sequence[Any]], first: int) -> int:
        """Where the data end: the lines of ``rows`` (from ``first``) behind it are notes without a keyword."""
        end = len(rows)
        while end > first + 1 and self._is_note(rows[end - 1]):
            end -= 1
        return end

    def _is_note(self, cells: Sequence[Any]) -> bool:
        filled = [cell for cell in cells if not is_blank(cell)]
        notes = [cell for cell in filled if isinstance(cell, str) and _NOTE.search(cell) and _CHINESE.search(cell)]
        return len(filled) <= _FEW and bool(notes) and all(isinstance(cell, date) or cell in notes for cell in filled)

    def _is_total(self, cells: Sequence[Any]) -> bool:
        first = next((cell for cell in cells if cell is not None), None)
        if not isinstance(first, str) or first.lstrip()[:1] not in _INITIALS:
            return False
        if not fold(first).replace(" ", "").startswith(_FOOT):
            return False
        telling = [place for place in self.identity if place < len(cells) and not is_blank(cells[place])]
        return len(cells) - cells.count(None) <= _FEW or len(telling) <= 2

    def _is_header(self, cells: Sequence[Any]) -> bool:
        if self._line < _TOP:
            return self._repeats(cells) or self._counts(cells)
        lead = cells[self._lead] if self._lead < len(cells) else None
        if lead.__class__ is not str:
            return False
        known = self._folded.get(lead)
        if known is None:
            known = self._folded[lead] = fold_header(lead) in self._names[self._lead]
        return known and self._repeats(cells)

    def _repeats(self, cells: Sequence[Any]) -> bool:
        """Most of the filled cells are names of their own columns, or codes of the national tables."""
        filled = [(place, cells[place]) for place in self._names if place < len(cells) and not is_blank(cells[place])]
        same = sum(
            isinstance(cell, str) and (fold_header(cell) in self._names[place] or _NATIONAL.fullmatch(cell.strip()) is not None)
            for place, cell in filled
        )  # fmt: skip
        return same >= 2 and same * 5 >= len(filled) * 3

    def _counts(self, cells: Sequence[Any]) -> bool:
        """甲 乙 1 2 3 …: the numbers of the columns."""
        texts = [fold(str(cell)).removesuffix(".0") for cell in cells if not is_blank(cell)]
        numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
        stems = [text for text in texts if len(text) == 1 and text in _STEMS]
        return (
            len(numbers) > _FEW
            and len(numbers) + len(stems) == len(texts)
            and numbers[0] in (0, 1)
            and all(after == before + 1 for before, after in pairwise(numbers))
        )
