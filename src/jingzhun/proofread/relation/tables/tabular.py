"""Tables: total rows and columns, and what the columns are to each other in all rows but one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations, product
from math import log10

from ...agreement import Agreement, is_slip, of_ratio
from ...figure import plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from ...table import NOT_ADDED, TOTAL_COLUMN, Cell, Row, Table, tables

_WIDEST_FOR_RULES = 9
_HEADS = {
    Kind.PERCENT: re.compile(r"率|占|比|%|进度"), Kind.GROWTH: re.compile(r"增|降|幅|速"), Kind.DIFFERENCE: re.compile(r"差|结余|剩余|余|未|增减|增加|净|欠|尚"),
    Kind.SUM: re.compile(r"计|总|共"), Kind.PRODUCT: re.compile(r"额|资金|补助|补贴|合计|总|产值|收入|均|投资|费"),
}  # fmt: skip
_RULES: tuple[tuple[Kind, str, Callable[[Decimal, Decimal], Decimal]], ...] = (
    (Kind.PERCENT, "÷", lambda one, other: one / other * 100 if other else Decimal(-1)),
    (Kind.DIFFERENCE, "−", lambda one, other: one - other),
    (Kind.SUM, "+", lambda one, other: one + other),
    (Kind.PRODUCT, "×", lambda one, other: one * other),
    (Kind.PRODUCT, "÷均", lambda one, other: one / other if other else Decimal(-1)),
    (Kind.PRODUCT, "÷均万", lambda one, other: one / other * 10000 if other else Decimal(-1)),
    (Kind.PRODUCT, "×万", lambda one, other: one * other / 10000),
    (Kind.GROWTH, "增幅", lambda one, other: (one - other) / other * 100 if other else Decimal(-1)),
)


def find(reading: Reading) -> Iterator[Outcome]:
    for table in tables(reading):
        yield from _down(table)
        yield from _across(table)


def _down(table: Table) -> Iterator[Outcome]:
    for position, total in enumerate(table.rows):
        if not (total.is_total or total.is_subtotal):
            continue
        rows = _details(table, position, total)
        if len(rows) < 2:
            continue
        outcomes = [outcome for number in range(len(total.cells)) if (outcome := _column(table, rows, total, number))]
        outcomes = [
            o for o in outcomes if isinstance(o, Holding) or (_is_plausible(o) and not _stands_beside(o, total))
        ]
        failing = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
        if failing and not table.is_whole:
            outcomes = [outcome for outcome in outcomes if isinstance(outcome, Holding)]
        if len(failing) == len(outcomes) >= 3:
            continue
        yield from outcomes


def _details(table: Table, position: int, total: Row) -> list[Row]:
    """The rows a total adds up: subtotals if there are any, else all between it and the last total."""
    before = list(table.rows[:position])
    after = list(table.rows[position + 1 :])
    if total.is_subtotal:
        start = max((i for i, row in enumerate(before) if row.is_subtotal or row.is_total), default=-1)
        return before[start + 1 :]
    rows = before if before else after
    last = max((place for place, row in enumerate(rows) if row.is_subtotal), default=-1)
    loose = [row for row in rows[last + 1 :] if not row.is_total]
    return [*(row for row in rows if row.is_subtotal), *loose]


def _column(table: Table, rows: Sequence[Row], total: Row, number: int) -> Outcome | None:
    head = table.header[number] if number < len(table.header) else ""
    stated = total.cells[number]
    if NOT_ADDED.search(head) or stated is None or stated.literal.endswith("%"):
        return None
    cells = [row.cells[number] for row in rows if number < len(row.cells)]
    numbers = [cell for cell in cells if cell]
    if len(numbers) < 2:
        return None
    computed = sum((cell.value for cell in numbers), Decimal(0))
    if computed != stated.value and (_lies_among(stated, numbers) or any(number in row.unread for row in rows)):
        return None
    name = head or f"第{number + 1}列"
    return _judged(
        Kind.SUM, stated, numbers, computed, f"“{name}”各行之和", " + ".join(plain(cell.value) for cell in numbers)
    )


def _stands_beside(found: Finding, total: Row) -> bool:
    """What the column comes to is in the total row, a column further: a cell was left out of the line."""
    return any(cell is not None and plain(cell.value.normalize()) == found.computed for cell in total.cells)


def _is_plausible(found: Finding) -> bool:
    """A slip of the pen, or not far off: a column that comes to something else altogether is not added up."""
    said = [re.sub(r"[^\d.]", "", text).strip(".") for text in (found.computed, found.stated)]
    if not all(said):
        return False
    right, written = map(Decimal, said)
    if not right or not written:
        return (not right and written < 10) or (not written and right < 10)
    step = Decimal(1).scaleb(int(min(right.as_tuple().exponent, written.as_tuple().exponent, 0)))  # type: ignore[type-var]
    return is_slip(right, written, step) or Decimal("0.8") < right / written < Decimal("1.25")


def _lies_among(stated: Cell, cells: Sequence[Cell]) -> bool:
    """A "total" between the least and the largest of its parts is a mean of them."""
    values = [cell.value for cell in cells]
    return min(values) > 0 and min(values) < stated.value < max(values)


def _judged(kind: Kind, stated: Cell, cells: Sequence[Cell], computed: Decimal, what: str, how: str) -> Outcome:
    lines = tuple(sorted({stated.line, *(cell.line for cell in cells)}))
    literals = tuple(dict.fromkeys([stated.literal, *(cell.literal for cell in cells)]))
    gap = abs(computed - stated.value)
    if gap == 0 or (stated.step < 1 and gap <= stated.step * len(cells) / 2):
        return Holding(kind, lines, literals, f"{how} = {stated.literal}")
    shown = plain(computed.normalize())
    return Finding(
        kind, Severity.ERROR, lines, literals, shown, stated.literal, f"{how} = {shown} ≠ {stated.literal}",
        f"表中{what}为{shown}，合计写作{stated.literal}", f"若各行无误，应为{shown}",
    )  # fmt: skip


def _across(table: Table) -> Iterator[Outcome]:
    """A total column is the sum of the columns behind (or before) it; other columns follow the rule of all rows but one."""
    width = len(table.header)
    rows = [row for row in table.rows if len(row.cells) == width]
    explained: set[int] = set()
    for number, head in enumerate(table.header):
        if not TOTAL_COLUMN.match(head):
            continue
        for others in _spans(table, number, width):
            verdicts = [(row, _row_sum(row, number, others)) for row in rows]
            verdicts = [(row, verdict) for row, verdict in verdicts if verdict]
            good = [verdict for _, verdict in verdicts if isinstance(verdict, Holding)]
            if len(good) >= 2 and 2 * len(good) >= len(verdicts):  # the heading says that it is the sum
                explained.add(number)
                yield from (verdict for _, verdict in verdicts if verdict)
                break
    yield from _shares_of_total(table, rows, explained)
    yield from _linear(table, rows, explained)
    if 3 <= width <= _WIDEST_FOR_RULES and len(rows) >= 3:
        yield from _rules(table, rows, explained)


def _spans(table: Table, number: int, width: int) -> Iterator[list[int]]:
    usable = [i for i in range(width) if i != number and not NOT_ADDED.search(table.header[i])]
    behind, before = [i for i in usable if i > number], [i for i in usable if i < number]
    for side in (behind, before[::-1]):
        for count in range(len(side), 1, -1):
            yield side[:count]


def _row_sum(row: Row, number: int, others: Sequence[int]) -> Outcome | None:
    stated = row.cells[number]
    cells = [cell for i in others if (cell := row.cells[i])]
    if stated is None or len(cells) < 2:
        return None
    computed = sum((cell.value for cell in cells), Decimal(0))
    return _judged(
        Kind.SUM, stated, cells, computed, f"“{row.label}”一行各项之和", " + ".join(plain(cell.value) for cell in cells)
    )


def _shares_of_total(table: Table, rows: Sequence[Row], explained: set[int]) -> Iterator[Outcome]:
    """A column of 占比 is another column over that one's total row; the shares add up to its own total."""
    totals = [row for row in rows if row.is_total]
    parts = [row for row in rows if not row.is_total and not row.is_subtotal]
    if len(totals) != 1 or len(parts) < 2:
        return
    for number, head in enumerate(table.header):
        if not re.search(r"占比|比重|构成|占总|比例", head):
            continue
        best: tuple[int, list[Outcome]] = (0, [])
        for other in range(len(table.header)):
            whole = totals[0].cells[other]
            if other == number or whole is None or not whole.value:
                continue
            judged = [o for row in parts if (o := _share(row, row.cells[number], row.cells[other], whole))]
            good = sum(isinstance(o, Holding) for o in judged)
            if good > best[0] and good >= 2 and good >= len(judged) - max(1, len(judged) // 4):
                best = good, judged
        if best[1]:
            explained.add(number)
            yield from best[1]
            yield from _hundred(totals[0], parts, number)


def _share(row: Row, stated: Cell | None, part: Cell | None, whole: Cell) -> Outcome | None:
    if stated is None or part is None:
        return None
    computed = part.value / whole.value * 100
    how = f"{part.literal} ÷ {whole.literal}"
    lines, literals = tuple(sorted({row.line, whole.line})), (stated.literal, part.literal, whole.literal)
    if of_ratio(computed, stated.value, stated.step) is not Agreement.FAILS:
        return Holding(Kind.PERCENT, (row.line,), literals, f"{how} = {stated.literal}")
    shown = plain(computed.quantize(min(stated.step, Decimal("0.1"))))
    return Finding(
        Kind.PERCENT, Severity.ERROR, lines, literals, shown, stated.literal, f"{how} = {shown}% ≠ {stated.literal}",
        f"“{row.label}”一行占比应为{shown}，表中为{stated.literal}", f"应为{shown}",
    )  # fmt: skip


def _hundred(total: Row, parts: Sequence[Row], number: int) -> Iterator[Outcome]:
    stated, cells = total.cells[number], [cell for row in parts if (cell := row.cells[number])]
    if stated and cells and abs(stated.value - 100) <= stated.step:
        lines = tuple(sorted({total.line, *(cell.line for cell in cells)}))
        yield Holding(
            Kind.SUM,
            (total.line, *(line for line in lines if line != total.line)),
            (stated.literal,),
            "各项占比合计100%",
        )
    elif stated and cells and len(cells) == len(parts) and stated.value > 0:
        added = sum((cell.value for cell in cells), Decimal(0))
        if abs(added - 100) <= stated.step * len(cells) / 2 + Decimal("0.2"):
            yield Finding(
                Kind.SUM, Severity.ERROR, (total.line,), (stated.literal,), "100", stated.literal, f"各项占比之和为{plain(added)}%",
                f"各项占比合计应为100%，表中写{stated.literal}", "应为100",
            )  # fmt: skip


def _linear(table: Table, rows: Sequence[Row], explained: set[int]) -> Iterator[Outcome]:
    """A closing column that in all rows but one is the first plus and minus the others: 年初 − 脱贫 + 返贫 ± 变动 = 年末."""
    width = len(table.header)
    for number in range(width - 1, 1, -1):
        if number in explained or NOT_ADDED.search(table.header[number]):
            continue
        usable = [
            i for i in range(number) if not NOT_ADDED.search(table.header[i]) and all(row.cells[i] for row in rows)
        ]
        if not 2 <= len(usable) <= _MOST_TERMS or not all(row.cells[number] for row in rows) or len(rows) < 3:
            continue
        for signs in product((1, -1, 0), repeat=len(usable)):
            used = [(i, sign) for i, sign in zip(usable, signs, strict=True) if sign]
            if len(used) < 2 or used[0][1] < 0:
                continue
            judged = [_signed(row, number, used) for row in rows]
            good = [o for o in judged if isinstance(o, Holding)]
            if len(good) >= 3 and len(good) >= len(judged) - max(1, len(judged) // 4):
                explained.add(number)
                yield from judged
                break


_MOST_TERMS = 5


def _signed(row: Row, number: int, used: Sequence[tuple[int, int]]) -> Outcome:
    stated = row.cells[number]
    terms = [(cell, sign) for i, sign in used if (cell := row.cells[i])]
    assert stated
    computed = sum((cell.value * sign for cell, sign in terms), Decimal(0))
    how = " ".join(f"{'+' if sign > 0 else '−'} {cell.literal.lstrip('+')}" for cell, sign in terms).removeprefix("+ ")
    kind = Kind.DIFFERENCE if all(sign < 0 for _, sign in terms[1:]) else Kind.SUM
    literals = tuple(dict.fromkeys((stated.literal, *(cell.literal for cell, _ in terms))))
    if abs(computed - stated.value) <= (stated.step if stated.step < 1 else 0):
        return Holding(kind, (row.line,), literals, f"{how} = {stated.literal}")
    shown = plain(computed.normalize())
    return Finding(
        kind, Severity.ERROR, (row.line,), literals, shown, stated.literal, f"{how} = {shown} ≠ {stated.literal}",
        f"“{row.label}”一行按其余各行的算法应为{shown}，表中为{stated.literal}", f"若其余各数无误，应为{shown}",
    )  # fmt: skip


def _rules(table: Table, rows: Sequence[Row], explained: set[int]) -> Iterator[Outcome]:
    width = len(table.header)
    for number in range(width):
        if number in explained or sum(row.cells[number] is not None for row in rows) < 3:
            continue
        found = [
            judged
            for one, other in permutations([i for i in range(width) if i != number], 2)
            for rule in _RULES
            if (judged := _by_rule(rule, table.header[number], rows, number, one, other))
        ]
        if found:
            yield from min(found, key=lambda judged: sum(isinstance(o, Finding) for o in judged))


_AVERAGE = re.compile(r"均|每|单价|单位")
_RARE = 4.0
"""Powers of ten by which the rows that hold must be rarer than chance before another row is called wrong: 4 = 12 ÷ 3 is not rare."""
_CHANGE = re.compile(r"^(?:增减|差额|增加|净增|比上年增减)")


def _is_of_a_mean(stated: Cell, computed: Decimal, *factors: Cell) -> bool:
    """6852 人 × 750 元 are 513.9 and not 514.1; but 514.1 over 6852 is 750, as the mean was rounded."""
    return bool(computed) and any(
        factor.value and abs(stated.value / computed * factor.value - factor.value) <= factor.step / 2
        for factor in factors
    )


def _by_rule(
    rule: tuple[Kind, str, Callable[[Decimal, Decimal], Decimal]],
    head: str,
    rows: Sequence[Row],
    number: int,
    one: int,
    other: int,
) -> list[Outcome] | None:
    kind, sign, compute = rule
    if not _HEADS[kind].search(head) and not (
        kind is Kind.PERCENT and all(r.cells[number] is None or "%" in str(r.cells[number]) for r in rows)
    ):
        return None
    told = (kind is Kind.DIFFERENCE and bool(_CHANGE.match(head))) or (kind is Kind.GROWTH and "增长" in head)
    if sign.startswith("÷均") and not _AVERAGE.search(head):
        return None
    holds: list[Outcome] = []
    fails: list[Outcome] = []
    digits = 0.0
    for row in rows:
        stated, first, second = row.cells[number], row.cells[one], row.cells[other]
        if not (stated and first and second):
            continue
        computed = compute(first.value, second.value)
        agreement = of_ratio(computed, stated.value, stated.step)
        how = f"{plain(first.value)} {sign[0]} {plain(second.value)}"
        literals = tuple(dict.fromkeys((stated.literal, first.literal, second.literal)))
        if kind is Kind.PRODUCT and agreement is Agreement.FAILS and _is_of_a_mean(stated, computed, first, second):
            agreement = Agreement.HOLDS
        if agreement in (Agreement.HOLDS, Agreement.TRUNCATED):
            holds.append(Holding(kind, (row.line,), literals, f"{how} = {stated.literal}"))
            digits += log10(float(max(Decimal(1), abs(stated.value) / stated.step)))
            continue
        if kind is Kind.PRODUCT and (row.is_total or row.is_subtotal):
            continue  # a total of products is no product of totals
        shown = plain(computed.quantize(stated.step))
        severity = Severity.NOTE if agreement is Agreement.NEAR and stated.step < 1 else Severity.ERROR
        fails.append(
            Finding(kind, severity, (row.line,), literals, shown, stated.literal, f"{how} = {shown} ≠ {stated.literal}",
                    f"“{row.label}”一行按其余各行的算法应为{shown}，表中为{stated.literal}", f"应为{shown}")
        )  # fmt: skip
        if len(fails) > (len(rows) // 2 if told else max(1, len(rows) // 3)):
            return None
    fails = [o for o in fails if isinstance(o, Holding) or o.severity is Severity.NOTE or _is_plausible(o)]
    if kind is Kind.PRODUCT and len(fails) > 1:
        fails = []  # two that do not fit: the columns are something else to each other there
    distinct = {holding.literals for holding in holds if isinstance(holding, Holding)}
    if told and len(distinct) >= 2 and len(holds) >= len(fails):
        return [*holds, *fails]
    if len(distinct) < (2 if len(rows) == 3 else 3) or len(holds) < 2 * len(fails):
        return None
    if fails and digits < _RARE:
        return None
    if sign in ("+", "−", "×") and fails and len(distinct) < (4 if sign == "×" else 3):
        return None
    return [*holds, *fails]
