"""'What would change it': the smallest change in one fact that flips an item, found by trying it.

Candidates come from the item's own rule: a fact it reads, a row it would count, a completeness mark it asks for. Each is
applied to the rows in memory, the rule is evaluated again by the reference engine, and the rows are put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from . import nodes as n
from .bound import BoundPack
from .engines.reference import Reference
from .memory_roster import MemoryRoster, Row
from .nodes import Kind, Node
from .schema import STANDING, ColumnSchema, ColumnType, TableSchema
from .wording import money_text, number_text

NOTHING = "没有哪一项单独的事实能改变这一结论"
MOST_ROWS = 40
"""Beyond this many rows no single row is looked at."""
MOST_GRADES = 6
"""A code list of at most so many texts is a scale (A to D): the nearest grade is the smallest change. In longer lists no
text is nearer than another and the policy's own order decides."""
_FURTHEST = 10**14
_PREMISE = 10
"""Added to the rank of a change of whom a rule asks (under 非, or the condition of 如果): one that answers what is asked
comes first. A grown-up without a pension insurance is not to be sent to primary school."""


_Tried = tuple[int, str, bool]
"""A fact already looked at: its row, its column, and whether as a premise."""


@dataclass(frozen=True)
class Change:
    """One changed fact. ``apply`` puts it into the rows and returns how to take it back; ``size`` orders changes."""

    sentence: str
    rank: int
    size: Fraction
    apply: Callable[[], Callable[[], None]]
    less: Change | None = None
    """The same change by one unit less, where it has an amount."""


class ChangeFinder:
    """Looks for the change of one item of one subject. ``per_head`` divides amounts for the words 人均."""

    def __init__(
        self, pack: BoundPack, memory: MemoryRoster, holds: Node, rows: Mapping[str, Row], per_head: int = 0
    ) -> None:
        self.pack, self.memory, self.schema = pack, memory, pack.schema
        self.holds, self.rows, self.per_head = holds, rows, per_head
        self.now = self.verdict()
        self.missing: list[str] = []
        self.wanted = _wanted_texts(holds)

    def find(self) -> str:
        """The sentence; empty where the item passes."""
        if self.now is True:
            return ""
        best: tuple[int, int, Fraction, int, str] | None = None
        for place, change in enumerate(self.changes()):
            with applied(change):
                after = self.verdict()
            if after is not self.now and after is not None:
                key = (0 if after else 1, change.rank, change.size, place, change.sentence)
                best = key if best is None else min(best, key)
        if best is not None and (self.now is None or best[0] == 0):
            return best[4]
        if self.now is None and len(set(self.missing)) > 1:
            return "单独一项不能定，须补录：" + "、".join(dict.fromkeys(self.missing[:8]))
        return NOTHING

    def verdict(self) -> bool | None:
        verdict: bool | None = Reference(self.pack, self.memory).value(self.holds, self.rows)
        return verdict

    # -- candidates

    def changes(self) -> Iterator[Change]:
        """Every single change that is tried, with amounts already the least that flip."""
        self.missing.clear()
        yield from self._of(self.holds, self.rows, set())

    def _of(self, node: Node, rows: Mapping[str, Row], seen: set[_Tried], *, premise: bool = False) -> Iterator[Change]:
        if isinstance(node, n.Field):
            row = rows[node.table]
            if (id(row), node.column, premise) not in seen:
                seen.add((id(row), node.column, premise))
                for change in self._of_field(self.schema.table(node.table), row, node.column):
                    yield replace(change, rank=change.rank + _PREMISE) if premise else change
            return
        if isinstance(node, n.Marked):
            yield from self._of_mark(node, rows[node.table])
            return
        if isinstance(node, n.Verdict | n.AllRows):
            return
        if isinstance(node, n.Many):
            yield from self._of_many(node, rows, seen, premise=premise)
            return
        for child in node.children():
            asks = isinstance(node, n.Not) or (isinstance(node, n.Choose) and child is node.condition)
            yield from self._of(child, rows, seen, premise=premise or asks)

    def _of_many(self, node: n.Many, rows: Mapping[str, Row], seen: set[_Tried], *, premise: bool) -> Iterator[Change]:
        if node.complete is not None:
            yield from self._of(node.complete, rows, seen)
        below = self.memory.below(node.of, rows[node.of], node.table)
        yield from self._of_new_row(node, rows)
        if len(below) > MOST_ROWS:
            return
        for row in below:
            inside = {**rows, node.table: row}
            yield from self._of(node.where, inside, seen, premise=premise)
            if isinstance(node, n.Total) and Reference(self.pack, self.memory).value(node.where, inside) is not False:
                yield from self._of(node.amount, inside, seen, premise=premise)

    def _of_mark(self, node: n.Marked, row: Row) -> Iterator[Change]:
        if self.memory.is_marked(node.table, row, node.rows, node.first, node.last):
            return
        key, table = row[self.schema.table(node.table).key], self.schema.table(node.rows)
        years = [STANDING] if not table.period else list(range(node.first, node.last + 1))[:200]
        when = (
            ""
            if not table.period
            else f" {node.first} 年"
            if node.first == node.last
            else f" {node.first} 至 {node.last} 年"
        )
        sentence = f"补录{when}{table.term}"
        self.missing.append(f"{when.strip()}{table.term}")
        added = {(node.table, key, node.rows, year) for year in years} - self.memory.marks

        def apply() -> Callable[[], None]:
            self.memory.marks |= added
            return lambda: self.memory.marks.difference_update(added)

        yield Change(sentence, 0, Fraction(0), apply)

    def _of_new_row(self, node: n.Many, rows: Mapping[str, Row]) -> Iterator[Change]:
        """A further row that the condition counts; for totals with the least amount that flips."""
        table = self.schema.table(node.table)
        if table.subject or table.parent != node.of or isinstance(node, n.Every | n.Share):
            return
        values = _satisfying(node.where, table)
        if values is None:
            return
        parent = rows[node.of][self.schema.table(node.of).key]
        row: Row = (
            {column.name: None for column in table.columns} | values | {table.key: None, table.parent_key: parent}
        )
        place, children = (node.of, parent, node.table), self.memory.children

        def apply() -> Callable[[], None]:
            before = children.get(place)
            children[place] = [*(before or []), row]

            def undo() -> None:
                del children[place]
                if before is not None:
                    children[place] = before

            return undo

        if not isinstance(node, n.Total):
            told = "、".join(
                self._one_of(str(v), self.wanted.get((table.name, k), ()), "类")
                for k, v in values.items()
                if k != table.period and isinstance(v, str)
            )
            yield Change(f"增加 1 项{table.term}" + (f"（{told}）" if told else ""), 1, Fraction(1), apply)
            return
        if not isinstance(node.amount, n.Field) or node.amount.table != table.name:
            return
        column = table.column(node.amount.column)

        def with_amount(units: int) -> Change:
            amount = units * _step(column)

            def put() -> Callable[[], None]:
                row[column.name] = amount
                return apply()

            words = f"再{table.gain} " if table.gain else f"{table.term}再增加 "
            return Change(words + self._amount_text(column, amount), 0, amount, put)

        least = self._least(with_amount)
        if least is not None:
            yield replace(with_amount(least), less=with_amount(least - 1))

    def _of_field(self, table: TableSchema, row: Row, name: str) -> Iterator[Change]:
        column, old = table.column(name), row[name]
        who = "" if row is self.rows.get(table.name) else self._who(table, row)

        def put(value: Any, sentence: str, rank: int, size: Fraction) -> Change:
            def apply() -> Callable[[], None]:
                row[name] = value
                return lambda: row.__setitem__(name, old)

            return Change(sentence, rank, size, apply)

        if old is None:
            what = f"{who}的{column.term}" if who else column.term
            self.missing.append(what)
            for value in self._plausible(table, column):
                yield put(value, f"补录{what}", 1, Fraction(0))
        elif column.type is ColumnType.BOOL:
            to = f"{who}{column.term}" if who and not old else f"{who}“{column.term}”由{_yes(old)}变为{_yes(not old)}"
            yield put(not old, to, 2, Fraction(1))
        elif column.type in (ColumnType.CODE, ColumnType.TEXT):
            codes = list(self.schema.codes.get(column.codes, ()))
            wanted = [value for value in self.wanted.get((table.name, name), ()) if value != old]
            for value in wanted:
                is_graded = len(codes) <= MOST_GRADES and value in codes and old in codes
                far = abs(codes.index(value) - codes.index(old)) if is_graded else 1
                to = f"“{value}”" if is_graded else self._one_of(f"“{value}”", wanted, "项")
                yield put(value, f"{who}{column.term}改为{to}", 2, Fraction(far))
        elif column.type in (ColumnType.INT, ColumnType.DECIMAL, ColumnType.MONEY) and name != table.period:
            step = _step(column)
            for sign, word in ((1, "再增加"), (-1, "减少")):
                room = None if sign > 0 or old < 0 else int(old / step)

                def moved(units: int, sign: int = sign, word: str = word) -> Change:
                    delta = units * step
                    return put(
                        old + sign * delta, f"{who}{column.term}{word} {self._amount_text(column, delta)}", 3, delta
                    )

                least = self._least(moved, room)
                if least is not None:
                    yield replace(moved(least), less=moved(least - 1))

    def _one_of(self, first: str, wanted: Sequence[str], counted: str) -> str:
        """One text that would do; where the rule names several, it is said that any of them would."""
        return f"{first}等 {len(wanted)} {counted}之一" if len(wanted) > 1 else first

    def _least(self, change: Callable[[int], Change], room: int | None = None) -> int | None:
        """The least whole number of steps that turns the item to pass (or, when missing, to anything decided)."""

        def flips(units: int) -> bool:
            with applied(change(units)):
                after = self.verdict()
            return after is True or (self.now is None and after is not None)

        furthest = _FURTHEST if room is None else room
        high = 1
        while high < furthest and not flips(high):
            high *= 8
        high = min(high, furthest)
        if high < 1 or not flips(high):
            return None
        low = high // 8 if high > 1 else 0
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if flips(middle) else (middle, high)
        return high

    def _plausible(self, table: TableSchema, column: ColumnSchema) -> list[Any]:
        """Values tried for a fact that is not known."""
        if column.type is ColumnType.BOOL:
            return [True, False]
        if column.type is ColumnType.DATE:
            return [date(self.pack.as_of.year - age, 1, 1) for age in (0, 8, 30, 70)]
        if column.type in (ColumnType.CODE, ColumnType.TEXT):
            return [*self.wanted.get((table.name, column.name), ()), *self.schema.codes.get(column.codes, ())] or [""]
        return [0, 10**11 if column.type is ColumnType.MONEY else 10**6]

    def _who(self, table: TableSchema, row: Row) -> str:
        rows = self.memory.children.get((table.parent, row[table.parent_key], table.name), [])
        place = sorted(each[table.key] for each in rows if each[table.key] is not None).index(row[table.key]) + 1
        return f"{table.term} {place} " if table.subject else f"第 {place} 条{table.term}"

    def _amount_text(self, column: ColumnSchema, amount: int | Fraction) -> str:
        if column.type is not ColumnType.MONEY:
            return f"{number_text(Fraction(amount), digits=max(2, column.scale))} {column.unit}".strip()
        text = money_text(int(amount))
        if self.per_head > 1 and int(amount) % self.per_head == 0:
            text += f"（人均 {money_text(int(amount) // self.per_head)}）"
        return text


@contextmanager
def applied(change: Change) -> Iterator[None]:
    """The rows with a change in them; put back on leaving."""
    undo = change.apply()
    try:
        yield
    finally:
        undo()


def _step(column: ColumnSchema) -> Fraction:
    """The smallest amount that the column can hold: a fen, one whole, 0.01 of an area."""
    return Fraction(1, 10**column.scale) if column.type is ColumnType.DECIMAL else Fraction(1)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _wanted_texts(holds: Node) -> dict[tuple[str, str], tuple[str, ...]]:
    """The texts a rule compares each column with."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for node in n.walk(holds):
        if isinstance(node, n.Among) and isinstance(node.part, n.Field):
            key = (node.part.table, node.part.column)
            found[key] = (*found.get(key, ()), *node.values)
        if isinstance(node, n.Compare):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, n.Field) and isinstance(other, n.Literal) and one.type.kind is Kind.TEXT:
                    key = (one.table, one.column)
                    found[key] = (*found.get(key, ()), str(other.value))
    return found


def _satisfying(where: Node, table: TableSchema) -> dict[str, Any] | None:
    """Column values of a row for which a simple condition holds; None where it is not simple."""
    if where == n.TRUE:
        return {}
    if isinstance(where, n.All):
        parts = [_satisfying(part, table) for part in where.parts]
        merged: dict[str, Any] = {}
        for part in parts:
            if part is None:
                return None
            merged = {**part, **merged}
        return merged
    if isinstance(where, n.Field) and where.table == table.name:
        return {where.column: True}
    if (
        isinstance(where, n.Among)
        and isinstance(where.part, n.Field)
        and where.part.table == table.name
        and where.values
    ):
        return {where.part.column: where.values[0]}
    if isinstance(where, n.Compare) and where.sign in ("=", ">=", "<="):
        for one, other in ((where.left, where.right), (where.right, where.left)):
            if isinstance(one, n.Field) and one.table == table.name and isinstance(other, n.Literal):
                value = other.value
                return {one.column: int(value) if isinstance(value, Fraction) else value}
    return None
