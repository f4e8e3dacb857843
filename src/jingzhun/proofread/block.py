"""Paragraphs, table rows and sentences of a document, each character knowing its line and column.

A paragraph may run over several lines (hard wraps, scans); blanks between Chinese characters are dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from .script import canonical

_SENTENCE_END = re.compile("[。！？]")
_PAUSE = re.compile("[；，、]")
LONGEST_SENTENCE = 1_200  # what runs on without a mark is cut: work per sentence stays bounded
_OUTLINE = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]+[章节部]|[（(]?\d{1,2}[）)、.．](?!\d)|#+\s|[-*]\s)"
)
_GAP = r"(?<![合总共小\s])\s{2,}+|(?<=[合总共小])\s{2,}+(?!计)"
"""Two blanks or more between cells; those of 合　　计 stand within a name."""
_CELLS = re.compile(rf"\t+|{_GAP}|\s*\|\s*")
_SPLIT = re.compile(rf"\t+|{_GAP}")
_WORD = re.compile(r"\S+")
_RULE = re.compile(r"^[\s|:：+—\-=]+$")


class Form(StrEnum):
    TEXT = "text"
    ROW = "row"


@dataclass(frozen=True)
class Sentence:
    """``[start, end)`` within the block."""

    start: int
    end: int


@dataclass(frozen=True)
class Origin:
    """Where the characters of a block came from: ``origin[i]`` is the (line, column) of the i-th, both from nought.

    A run of them stands in one line without a gap: ``starts`` has the first of each run, ``places`` its line and column.
    """

    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    length: int

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, position: int) -> tuple[int, int]:
        if not -self.length <= position < self.length:
            raise IndexError(position)
        position %= self.length
        run = bisect_right(self.starts, position) - 1
        line, column = self.places[run]
        return line, column + position - self.starts[run]


@dataclass(frozen=True)
class Block:
    """``text`` is canonical without idle blanks; ``origin[i]`` is the (line, column) of its i-th character.

    ``cells`` gives the spans of a table row's cells.
    """

    number: int
    form: Form
    text: str
    origin: Origin
    cells: tuple[tuple[int, int], ...] = ()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        found, start = [], 0
        marks = (match.start() for match in _SENTENCE_END.finditer(self.text))
        for end in [*(mark for mark in marks if not self._inside_number(mark)), len(self.text)]:
            while end - start >= LONGEST_SENTENCE and (cut := self._cut(start)) < end:
                found.append(Sentence(start, cut + 1))
                start = cut + 1
            if start < len(self.text):
                found.append(Sentence(start, min(end + 1, len(self.text))))
                start = end + 1
        return tuple(found)

    def _cut(self, start: int) -> int:
        """Where a sentence that runs on without a mark is cut: at its first pause after so many characters."""
        pause = _PAUSE.search(self.text, start + LONGEST_SENTENCE, start + 2 * LONGEST_SENTENCE)
        return pause.start() if pause else start + 2 * LONGEST_SENTENCE

    def _inside_number(self, position: int) -> bool:
        return self.text[position - 1 : position].isdecimal() and self.text[position + 1 : position + 2].isdecimal()

    def sentence_at(self, position: int) -> Sentence:
        return self.sentences[bisect_right(self._ends, position)]

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(sentence.end for sentence in self.sentences)

    @property
    def first_line(self) -> int:
        return self.origin[0][0]

    @property
    def last_line(self) -> int:
        return self.origin[-1][0]


def blocks_of(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """The blocks of a text given as lines."""
    lines = _marked(lines)
    written = canonical("\n".join(lines)).split("\n")
    width = _wrap_width(written)
    thin = _thin_rows(written)
    found: list[Block] = []
    pending: list[int] = []

    def close() -> None:
        if pending:
            found.append(_paragraph(len(found), pending, lines, written))
            pending.clear()

    for number, line in enumerate(written):
        if not line.strip() or (_RULE.match(line) and len(line.strip()) > 2):
            close()
            continue
        under_row = bool(found) and not pending and found[-1].form is Form.ROW and bool(_TOTAL_LINE.match(line))
        if number in thin or _is_row(line) or under_row:
            close()
            found.append(_row(len(found), number, line, _THIN if number in thin else _CELLS))
            continue
        if pending and not _continues(written[pending[-1]], line, width):
            close()
        pending.append(number)
    close()
    return tuple(found)


_TOTAL_LINE = re.compile(r"^\s*(?:[合总共小]\s?计|总\s?数)(?:\s{2,}[-−]?\d[\d,]*(?:\.\d+)?%?)+\s*$")
"""The last row of a table, whose other cells are empty."""
_MARK = re.compile(r"^\s*(\d{1,2})(?P<sign>[.．、])")
_NEIGHBOURS = 30  # lines within which the item before or behind stands


def _marked(lines: tuple[str, ...]) -> tuple[str, ...]:
    """``1.4个乡镇``, ``2．5个项目``: the number of an item and not a decimal, where the item before or behind is at hand."""
    numbered = [(row, match) for row, line in enumerate(lines) if (match := _MARK.match(line))]
    seen = {(row, int(match.group(1))) for row, match in numbered}
    changed = list(lines)
    for place, (row, match) in enumerate(numbered):
        number, at = int(match.group(1)), match.start("sign")
        beside = [
            int(other.group(1)) for _, other in (*numbered[max(0, place - 1) : place], *numbered[place + 1 : place + 2])
        ]
        if match["sign"] == "、" or not lines[row][at + 1 : at + 2].isdecimal() or number in beside:
            continue  # 1.1, 1.2: chapters of chapters
        sought = 2 if number == 1 else number - 1
        near = range(row + 1, row + _NEIGHBOURS) if number == 1 else range(max(0, row - _NEIGHBOURS), row)
        is_wrapped = row > 0 and len(lines[row - 1].strip()) > 20 and lines[row - 1].rstrip()[-1] not in "。；：！？"
        if (match["sign"] == "．" and not is_wrapped) or any((other, sought) in seen for other in near):
            changed[row] = lines[row][:at] + "、" + lines[row][at + 1 :]
    return tuple(changed)


def _columns(line: str) -> int:
    """Width on paper: a Chinese character takes two columns."""
    text = line.rstrip()
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _wrap_width(written: list[str]) -> int:
    """The columns at which the text is hard-wrapped, or 0: many unfinished lines of nearly equal width."""
    widths = sorted(_columns(line) for line in written if line.strip())
    if len(widths) < 6:
        return 0
    width = widths[int(len(widths) * 0.9)]
    full = [line.rstrip() for line in written if line.strip() and abs(_columns(line) - width) <= 5]
    unfinished = [line for line in full if line[-1] not in "。；：！？"]
    return width if 36 <= width <= 160 and len(unfinished) >= 4 and len(full) * 3 >= len(widths) else 0


def _continues(before: str, line: str, width: int) -> bool:
    before = before.rstrip()
    if _OUTLINE.match(line) or line.startswith(("  ", "\t")):
        return False
    if before[-1] in "。；！？：":
        return False
    if before[-1] in "，、（" and len(before) > 8:
        return True
    if before[-1].isdecimal() and len(before) > 12 and re.match(r"\s?[\d.万亿元户人个亩%]", line):
        return True
    if re.fullmatch(
        r"\s*[（(]?[\d〇零一二三四五六七八九十xX]{2,4}年\s?[\d一二三四五六七八九十xX]{1,3}月.{0,6}[）)]?\s*", line
    ):
        return False  # a date of its own line
    if 22 <= len(before) <= 64 and re.search(r"[，。、；]", before) and before[-1] not in "）”":
        return True  # a line of prose that stops without a mark was broken
    return bool(width) and _columns(before) >= width - 6


def _is_row(line: str) -> bool:
    stripped = line.strip()
    if stripped.count("|") >= 2:
        return True
    cells = [cell for cell in _SPLIT.split(stripped) if cell]
    if len(cells) < 2 or (_OUTLINE.match(line) and len(cells) < 3):
        return False
    return ("\t" in stripped or len(cells) >= 3) and all(len(cell) <= 30 for cell in cells)


_THIN = re.compile(r"(?<![合总共小\s])\s++|(?<=[合总共小])\s++(?!计)")
_THIN_ROW = re.compile(r"^\s*[^\s\d（(，。；]?\S{0,14}(?:\s+计)?(?:\s+[-−+]?\d[\d,]*(?:\.\d+)?%?){2,}\s*$")


def _many(row: str) -> int:
    return len(_THIN.split(row.strip()))


def _thin_rows(written: Sequence[str]) -> frozenset[int]:
    """Rows whose cells only one blank sets apart: two or more of a kind in a row, and the heading above them."""
    found: set[int] = set()
    run: list[int] = []
    for number in range(len(written) + 1):
        line = written[number] if number < len(written) else ""
        if _THIN_ROW.match(line) and (not run or _many(line) == _many(written[run[-1]])):
            run.append(number)
            continue
        head = run[0] - 1 if run else -1
        if len(run) >= 2 and head >= 0:
            cells = written[head].split()
            if len(cells) == _many(written[run[0]]) and not any(cell[0].isdecimal() for cell in cells[1:]):
                found.update((head, *run))
        run = [number] if _THIN_ROW.match(line) else []
    return frozenset(found)


def _row(number: int, line_number: int, line: str, between: re.Pattern[str]) -> Block:
    text = line.rstrip()
    cells: list[tuple[int, int]] = []
    start = 0
    for match in [*between.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip() or (cells and match is not None and "|" in text):
            cells.append((start, end))
        if match:
            start = match.end()
    empty = len(re.search(r"\t*$", line.rstrip(" \r\n")).group(0)) if cells else 0  # type: ignore[union-attr]
    cells.extend([(len(text), len(text))] * empty)  # the last cells are empty
    return Block(number, Form.ROW, text, Origin((0,), ((line_number, 0),), len(text)), tuple(cells))


def _paragraph(number: int, run: Sequence[int], lines: Sequence[str], written: Sequence[str]) -> Block:
    """Lines are joined as they came, then read canonically: a number may be cut by a line end."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for line in run:
        for match in _WORD.finditer(lines[line]):
            word, column = match[0], match.start()
            if column and words and _wordlike(words[-1][-1]) and _wordlike(word[0]):
                word, column = " " + word, column - 1
            words.append(word)
            places.append((line, column))
    starts = tuple(accumulate(map(len, words), initial=0))
    is_whole = len(run) == 1 and starts[-1] == len(lines[run[0]])
    text = written[run[0]] if is_whole else canonical("".join(words))
    return Block(number, Form.TEXT, text, Origin(starts[:-1], tuple(places), starts[-1]))


def _wordlike(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == ".")
