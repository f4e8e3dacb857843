"""Tables set with tabs, blanks or bars: header, row labels and numeric cells with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .block import Block, Form
from .figure import Figure, Place, Role
from .numerals import ARABIC, read_arabic
from .reading import Reading
from .unit import PATTERN, UNITS, Unit

TOTAL_ROW = re.compile(
    r"^(?:[两二三四五六七八九十]{1,2}(?:年|项|类|个?[镇乡村县]|季度?)?[合总共]计|合\s*计|总\s*计|共\s*计|全[县镇乡市州区]合?计?|总\s*数|累\s*计)"
)
SUBTOTAL_ROW = re.compile(r"^[一-龥]{0,6}小\s*计|^[一-龥]{1,6}[合总]计$")
TOTAL_COLUMN = re.compile(
    r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|总数|总人数|总户数|总投资|总额|总量|总金额)(?:[（(].*[）)])?$"
)
NOT_ADDED = re.compile(r"率|占比|比例|%|均|单价|标准|序号|编号|年份|年度|名次|排名|得分|增幅|幅度|时间|日期|电话")
_NUMBER = re.compile(rf"^[-−+]?{ARABIC}\s*(?:%|元|万元|户|人|个|亩|公里|米|项|家|名)?$")


@dataclass(frozen=True)
class Cell:
    """A numeric cell; ``step`` is the worth of its last digit."""

    line: int
    literal: str
    value: Decimal
    step: Decimal


@dataclass(frozen=True)
class Row:
    """``unread`` are the columns in which it has words where others have numbers: 若干, 约200."""

    label: str
    line: int
    cells: tuple[Cell | None, ...]
    unread: frozenset[int] = frozenset()

    @property
    def is_total(self) -> bool:
        return bool(TOTAL_ROW.match(self.label))

    @property
    def is_subtotal(self) -> bool:
        return bool(SUBTOTAL_ROW.match(self.label)) and not self.is_total


@dataclass(frozen=True)
class Table:
    """``header[i]`` names the i-th of each row's ``cells``; ``is_whole`` if no row of the text was left out."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    is_whole: bool = True

    def column(self, number: int) -> list[Cell | None]:
        return [row.cells[number] if number < len(row.cells) else None for row in self.rows]


def tables(reading: Reading) -> tuple[Table, ...]:
    """The tables of a reading, read once."""
    return reading.tables


def tables_of(reading: Reading) -> Iterator[Table]:
    run: list[Block] = []
    for block in [*reading.blocks, None]:
        if block is not None and block.form is Form.ROW and (not run or block.first_line - run[-1].last_line <= 2):
            run.append(block)
            continue
        if len(run) >= 3:
            table = _table(reading, run)
            if table:
                yield table
        run = [block] if block is not None and block.form is Form.ROW else []


def _texts(reading: Reading, block: Block) -> list[str]:
    return [block.text[start:end].strip() for start, end in block.cells]


def _table(reading: Reading, run: list[Block]) -> Table | None:
    header: list[str] = []
    body = run
    while body and not any(_cell(block, span) for block in body[:1] for span in block.cells[1:]):
        header, body = _texts(reading, body[0]), body[1:]
    width = max((len(block.cells) for block in body), default=0)
    if not header or len(body) < 2 or width < 2:
        return None
    rows: list[Row] = []
    for block in body:
        spans = block.cells
        if len(spans) != width and not TOTAL_ROW.match(_texts(reading, block)[0]):
            continue
        texts = _texts(reading, block)
        shift = width - len(spans)
        leading = next((i for i, span in enumerate(spans) if _cell(block, span) and i > 0), 1)
        label = next((text for text in texts[:leading] if text and not text.isdecimal()), texts[0])
        cells: list[Cell | None] = [_cell(block, span) for span in spans]
        if texts[0].isdecimal() or shift:
            cells[0] = None
        unread = frozenset() if shift else frozenset(i for i, text in enumerate(texts) if _UNREAD.search(text))
        rows.append(Row(label, block.first_line + 1, _placed(cells, shift, rows), unread))
    head = [""] * (width - len(header)) + header if len(header) <= width else header[-width:]
    return Table(tuple(head), tuple(rows), len(rows) == len(body))


_UNREAD = re.compile(
    r"^(?:若干|[约近逾超]\d.*|\d[\d,.]*(?:余|多|左右|以上)?[一-龥]{0,3}[（(].*|.*[余多]|.*左右|待[一-龥]+|暂[一-龥]+)$"
)


def _placed(cells: list[Cell | None], shift: int, rows: list[Row]) -> tuple[Cell | None, ...]:
    """The cells of a row that lacks ``shift`` of them: at the front (two columns of names), or at the end where the row
    is the total of more columns that way, or the columns left over hold no numbers at all.
    """
    last, first = (*([None] * shift), *cells), (*cells, *([None] * shift))
    if not shift:
        return first
    totals = [_fitting(row, rows) for row in (first, last)]
    nameless = all(cell is None for row in rows for cell in row.cells[len(cells) :])
    return first if totals[0] > totals[1] or (totals[0] == totals[1] and nameless) else last


def _fitting(total: tuple[Cell | None, ...], rows: list[Row]) -> int:
    """How many columns add up to the cells of ``total``."""
    parts = [row for row in rows if not row.is_total]
    return sum(
        cell is not None and cell.value == sum(part.value for row in parts if (part := row.cells[number]))
        for number, cell in enumerate(total)
    )


def _cell(block: Block, span: tuple[int, int]) -> Cell | None:
    text = block.text[span[0] : span[1]].strip()
    if not _NUMBER.match(text):
        return None
    match = re.search(ARABIC, text)
    assert match
    numeral = read_arabic(match.group(0))
    sign = -1 if text[0] in "-−" else 1
    return Cell(block.first_line + 1, text, numeral.value * sign, numeral.step)


_UNIT = re.compile(rf"(?:[（(:：、]|单位[：:为]?)\s*(?P<scale>亿|万|千|百)?(?P<unit>{PATTERN})(?=[）)、，/]|$|\s)")
_NAMED = re.compile(r"(?P<unit>户|人)(?:数|口)")
_SCALES = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "千": Decimal(1_000), "百": Decimal(100)}


def figures_of_tables(reading: Reading) -> Iterator[Figure]:
    """Cells under a heading that gives their unit, or whose caption does: 户数, 资金（万元）, 单位：万元."""
    for table in tables(reading):
        caption = _caption(reading, table.rows[0].line)
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                head = table.header[number] if number < len(table.header) else ""
                found = _unit_of(head, caption)
                if cell and number and found and not cell.literal.endswith("%"):
                    unit, worth = found
                    scale = worth / unit.factor
                    yield Figure(
                        place=Place(cell.line, 0, cell.line, 0), literal=cell.literal, value=cell.value, unit=_scaled(scale) + unit.symbol,
                        dimension=unit.dimension, base=cell.value * worth, step=cell.step * worth, block=-cell.line, start=0, end=0,
                        left=row.label + re.sub(r"[（(].*", "", head), where="" if row.is_total else row.label, when=head,
                        role=Role.TOTAL if row.is_total else Role.OTHER,
                    )  # fmt: skip


def _scaled(scale: Decimal) -> str:
    return next((name for name, worth in _SCALES.items() if worth == scale), "")


def _unit_of(head: str, caption: str) -> tuple[Unit, Decimal] | None:
    if NOT_ADDED.search(head):
        return None
    for text in (head, caption):
        match = _UNIT.search(text)
        if match and match["unit"] in UNITS and (text is head or "、" not in caption):
            unit = UNITS[match["unit"]]
            return unit, unit.factor * _SCALES.get(match["scale"] or "", Decimal(1))
    named = _NAMED.search(head)
    return (UNITS[named["unit"]], Decimal(1)) if named else None


def _caption(reading: Reading, line: int) -> str:
    """The words 单位：万元 in the three lines above the table."""
    for text in reversed(reading.document.lines[max(0, line - 5) : line - 1]):
        match = re.search(r"单位[：:为][^。；）)]{1,12}", text)
        if match:
            return match.group(0)
        titled = re.match(r"\s*表\s?[\d一二三四五六七八九十]+.*(（[^（）、]{1,5}）)\s*$", text)
        if titled:
            return titled.group(1)
    return ""
