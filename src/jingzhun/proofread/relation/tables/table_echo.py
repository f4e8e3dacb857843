"""A figure of the text against the cell of a table that says the same: equal, or a slip of the pen away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ... import wording
from ...agreement import is_strong_slip
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from ...table import Cell, tables
from ...unit import PATTERN, PERCENT, RATES
from ..claims.claim import digits

_UNIT = re.compile(rf"[（(]\s*(?P<unit>(?:亿|万|千|百)?(?:{PATTERN}))")
_TOTAL = re.compile(r"合计|总计|共计|全[县市州区乡镇村]|三年|小计")


@dataclass(frozen=True)
class Known:
    """A cell with the words of its row and column, and the unit its heading gives, empty where it gives none."""

    cell: Cell
    row: str
    label: str
    unit: str
    is_total: bool


_AT_FIRST = re.compile(r"年初|原[计定安有]|最初|起初|调整前|当初")


def find(reading: Reading, supported: frozenset[tuple[int, str]]) -> Iterator[Outcome]:
    """``supported`` are (line, literal) of figures that other arithmetic confirms."""
    known = list(_cells(reading))
    by_value: dict[Decimal, list[Known]] = defaultdict(list)
    for one in known:
        by_value[one.cell.value].append(one)
    if not known:
        return
    by_size: dict[tuple[int, Decimal], list[Known]] = defaultdict(list)
    for one in known:
        for size in range(_size(one.cell.value) - 1, _size(one.cell.value) + 2):
            by_size[size, one.cell.step].append(one)
    for figure in reading.figures:
        if (
            not figure.is_exact
            or not figure.dimension
            or figure.is_article
            or digits(figure) < (2 if figure.dimension in RATES else 3)
        ):
            continue
        words = _words(reading, figure)
        equal = [one for one in by_value.get(figure.value, ()) if _may_mean(figure, one)]
        named = [one for one in equal if _shares(words, one.label) or digits(figure) >= 4]
        if named:
            cell = named[0].cell
            yield Holding(
                Kind.RESTATED,
                (figure.place.line, cell.line),
                (figure.literal, cell.literal),
                f"与表中“{named[0].label}”的{cell.literal}一致",
            )
        elif (
            not equal
            and not figure.is_change
            and not _AT_FIRST.search(figure.left)
            and (figure.place.line, figure.literal) not in supported
            and figure.dimension != PERCENT
            and not _is_some_of(reading, figure, by_value)
        ):
            yield from _slip(figure, words, by_size.get((_size(figure.value), figure.step / figure.unit_worth), ()))


def _is_some_of(reading: Reading, figure: Figure, by_value: Mapping[Decimal, Sequence[Known]]) -> bool:
    """没水用的 118 个，有 108 个集中在…: the table's number stands right before, and this is some of it."""
    if not re.match(r"其?中?有", figure.left):
        return False
    before = [f for f in reading.by_block[figure.block] if f.end <= figure.start][-1:]
    return (
        bool(before)
        and before[0].dimension == figure.dimension
        and before[0].base > figure.base
        and before[0].value in by_value
    )


def _cells(reading: Reading) -> Iterator[Known]:
    for table in tables(reading):
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                if cell and number:
                    head = table.header[number] if number < len(table.header) else ""
                    unit = _UNIT.search(head)
                    yield Known(
                        cell,
                        row.label,
                        f"{row.label} {head}",
                        unit["unit"] if unit else "",
                        bool(_TOTAL.match(row.label)),
                    )


def _words(reading: Reading, figure: Figure) -> str:
    text = reading.block_of(figure).text
    return re.split(r"[。；！]", text[max(0, figure.start - 30) : figure.start])[-1] + " " + figure.noun[:8]


def _shares(words: str, label: str) -> bool:
    return bool(wording.bigrams(words) & wording.bigrams(re.sub(r"[（(].*?[）)]", "", label)))


def _may_mean(figure: Figure, known: Known) -> bool:
    if known.cell.literal.endswith(("%", "％")) != (figure.dimension == PERCENT):
        return False
    return (
        not known.unit
        or known.unit == figure.unit
        or (known.unit[-1] == figure.unit[-1] and len(known.unit) == len(figure.unit))
    )


def _size(value: Decimal) -> int:
    """The power of two it lies under: what lies between half and double of it is one off at most."""
    return abs(int(value)).bit_length()


def _slip(figure: Figure, words: str, known: Sequence[Known]) -> Iterator[Outcome]:
    """``known`` are the cells of the same grain and about the same size."""
    step = figure.step / figure.unit_worth
    near = [
        one for one in known
        if figure.value < one.cell.value * 2 < figure.value * 4 and (one.is_total or (len(one.row) >= 2 and one.row in words)) and _may_mean(figure, one) and is_strong_slip(one.cell.value, figure.value, step)
        and _shares(words, one.label)
    ]  # fmt: skip
    if len({one.cell.value for one in near}) == 1:
        cell = near[0].cell
        yield Finding(
            Kind.RESTATED, Severity.WARNING, (figure.place.line, cell.line), (figure.literal, cell.literal), plain(cell.value), figure.text,
            f"表中{cell.literal}，文中{figure.literal}", f"表中“{near[0].label}”为{cell.literal}，文中写{figure.literal}", f"请核对，若是同一事项应统一为{cell.literal}",
        )  # fmt: skip
