"""A sum taken up by its name: 当年收入 12,860 万元…。当年收入中，财政拨款 a，其他收入 b: with the rest told, the parts are all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...agreement import Agreement, of_sum, slip_in_sum
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, holding
from ...wording import SHARED
from .split import Split, failing, that_holds

_OPENS = re.compile(r"^(?P<name>[一-龥]{2,10}?)(?:当|之)?中，")
_REST = re.compile(r"^[，、；]?(?:其余|其他|其它|余下|剩余)[一-龥]{0,8}$")
_KIND = re.compile(r"(?:人员|对象|项目|资金|农户|的?[人户村])$")
"""退出人员中 takes up 退出 158 人."""
_BACK = 24  # figures further up among which the named one is looked for


def find(reading: Reading) -> Iterator[Outcome]:
    before: list[Figure] = []
    for passage in reading.passages:
        opening = _OPENS.match(passage.text)
        total = _named(before[-_BACK:], opening["name"]) if opening else None
        if total:
            yield from _held(passage, total)
        before.extend(passage.figures)


def _named(figures: list[Figure], name: str) -> Figure | None:
    """The last figure that bears the name; none where two of other values do."""
    names = {name, _KIND.sub("", name)} - {""}
    bearing = [
        f for f in figures if f.is_summable and f.is_exact and any(f.left.endswith(n) or f.noun == n for n in names)
    ]
    return bearing[-1] if bearing and len({f.base for f in bearing}) == 1 else None


def _held(passage: Passage, total: Figure) -> Iterator[Outcome]:
    text = passage.block.text
    row: list[Figure] = []
    for figure in passage.figures:
        if figure.dimension != total.dimension or not figure.is_summable or figure.is_change:
            continue
        if row and re.search(r"[；。]|其中|（", text[row[-1].end : figure.start]):
            return
        row.append(figure)
        if _REST.match(figure.left):
            break
    else:
        return
    if len(row) < 2 or not all(f.is_exact for f in row) or SHARED.search(passage.text):
        return
    split = Split(total, tuple(row), True, True, "")
    if of_sum(total, row, split.computed) is Agreement.HOLDS:
        yield that_holds(split)
        if len(row) == 2:
            one, rest = row
            yield holding(Kind.DIFFERENCE, rest, [total, one], f"{total.text} − {one.text} = {rest.text}")
    elif slip := slip_in_sum(total, row, split.computed):
        yield failing(split, Severity.WARNING, slip)
