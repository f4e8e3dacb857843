"""Why an item came out as it did: the subject's own number, the threshold and one sentence, from the rule itself.

Where several conditions are joined by 且 and one of them fails, the number shown is that condition's, never that of another
one which holds. Used by :mod:`jingzhun.rules.explanation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from . import nodes as n
from .bound import BoundItem, BoundPack
from .engines.reference import ItemResult, Reference
from .memory_roster import MemoryRoster, Row
from .nodes import Node
from .pack import Item
from .schema import ColumnType
from .units import read_unit
from .wording import is_rate, money_text, value_text

VERDICT_LABEL = {True: "通过", False: "不通过", None: "缺数据"}


@dataclass(frozen=True)
class Reason:
    """``value`` and ``threshold`` with their units, empty where the item shows none; ``sentence`` says both and the outcome.
    ``note`` is the comparison as it was made, where the rounded numbers do not show it."""

    value: str
    threshold: str
    sentence: str
    note: str = ""


@dataclass(frozen=True)
class _Side:
    """A number or word with its label: ``取水半径`` ``1.64 公里`` against ``1 公里``."""

    label: str
    value: str
    threshold: str
    note: str = ""

    @property
    def told(self) -> str:
        return f"{self.label} {self.value}".strip() if self.value else ""

    @property
    def sentence(self) -> str:
        parts = (self.told, f"标准 {self.threshold}" if self.threshold else "", self.note)
        return "，".join(part for part in parts if part)


def reason_of(
    pack: BoundPack, memory: MemoryRoster, item: Item, each: BoundItem, found: ItemResult, rows: Mapping[str, Row]
) -> Reason:
    """The reason of an item that applies; rows by table, the subject's own among them."""
    shown = _shown(pack, memory, item, each, found, rows)
    if found.verdict is None:
        return Reason(shown.value, shown.threshold, f"{item.title}：现有数据不足以判断。")
    if found.verdict is False and isinstance(each.holds, n.All):
        failing = [part for part in each.holds.parts if Reference(pack, memory).value(part, rows) is False]
        sides = [shown if _is_shown(part, each) else _side(pack, memory, part, rows) for part in failing]
        named = [side for side in sides if side is not None]
        if named:
            first = shown if shown in named else named[0]
            value = first.value if first is shown else first.told
            return Reason(value, first.threshold, f"{'；'.join(side.sentence for side in named)}，未达标。", first.note)
    sentence, label = shown.sentence, VERDICT_LABEL[found.verdict]
    if not sentence:
        return Reason(shown.value, shown.threshold, f"{item.title}：{label}。")
    return Reason(shown.value, shown.threshold, f"{sentence}，{'达标' if found.verdict else '未达标'}。", shown.note)


def shown_of(
    pack: BoundPack, memory: MemoryRoster, item: Item, each: BoundItem, found: ItemResult, rows: Mapping[str, Row]
) -> tuple[str, str]:
    """Value and threshold as the item shows them, without a sentence: for a subject that the standard does not apply to."""
    shown = _shown(pack, memory, item, each, found, rows)
    return shown.value, shown.threshold


def _shown(
    pack: BoundPack, memory: MemoryRoster, item: Item, each: BoundItem, found: ItemResult, rows: Mapping[str, Row]
) -> _Side:
    """Where rounding would contradict the verdict, with both sides of the comparison itself, under its own name."""
    value_node, threshold_node, value, threshold = each.value, each.threshold, found.value, found.threshold
    note = ""
    if (
        isinstance(value_node, n.Mean)
        and isinstance(each.holds, n.Compare)
        and value is not None
        and threshold is not None
    ):
        engine = Reference(pack, memory)
        holds_as_shown = engine.value(n.Compare(n.BOOL, each.holds.sign, _literal(value), _literal(threshold)), {})
        if found.verdict is not None and holds_as_shown is not found.verdict:
            left, right = each.holds.left, each.holds.right
            whole, line = (_text(pack, side, engine.value(side, rows), left) for side in (left, right))
            note = f"按未舍入的数比较：{_left_word(item)} {whole}，标准 {line}"
    texts = [
        "" if node is None else _text(pack, node, one, value_node, threshold_node)
        for node, one in ((value_node, value), (threshold_node, threshold))
    ]
    if isinstance(each.holds, n.Among) and threshold_node is None:
        texts[1] = "、".join(each.holds.values)
    return _Side(_written_label(item), texts[0], texts[1], note)


def _is_shown(part: Node, each: BoundItem) -> bool:
    return isinstance(part, n.Compare) and each.value is not None and part.left == each.value


def _side(pack: BoundPack, memory: MemoryRoster, part: Node, rows: Mapping[str, Row]) -> _Side | None:
    """A failed condition in words; None where it is not a simple one."""
    engine = Reference(pack, memory)
    if isinstance(part, n.Not) and isinstance(part.part, n.Field):
        return _Side(_term(pack, part.part), "是", "否")
    if isinstance(part, n.Field):
        return _Side(_term(pack, part), "否", "是")
    if isinstance(part, n.Every):
        table = pack.schema.table(part.table)
        below = memory.below(part.of, rows[part.of], part.table)
        bad = sum(engine.value(part.where, {**rows, part.table: row}) is False for row in below)
        named = "或".join(dict.fromkeys(_term(pack, each) for each in _asked(part.where) if _is_flag(pack, each)))
        return _Side(f"{named}不符合的有", f"{bad} {table.unit}", f"0 {table.unit}")
    if isinstance(part, n.Compare):
        left = _field_of(part.left)
        label = _term(pack, left) if left else ""
        value, line = engine.value(part.left, rows), engine.value(part.right, rows)
        return _Side(
            label, _text(pack, part.left, value, part.left), _text(pack, part.right, line, part.left, part.right)
        )
    return None


def _asked(node: Node) -> Iterator[n.Field]:
    """The fields a condition asks for: those under a negation only say whom it asks."""
    if isinstance(node, n.Field):
        yield node
    elif not isinstance(node, n.Not):
        for child in node.children():
            yield from _asked(child)


def _field_of(node: Node) -> n.Field | None:
    """The field of a plain or scaled one."""
    if isinstance(node, n.Arithmetic) and node.sign == "×" and isinstance(node.right, n.Literal):
        node = node.left
    return node if isinstance(node, n.Field) else None


def _term(pack: BoundPack, field: n.Field) -> str:
    return pack.schema.table(field.table).column(field.column).term


def _is_flag(pack: BoundPack, field: n.Field) -> bool:
    return pack.schema.table(field.table).column(field.column).type is ColumnType.BOOL


def _text(pack: BoundPack, node: Node, value: Any, *sides: Node | None) -> str:
    """A value in the unit that its column (or the counted table) writes: 0.64 公里 where the rule compares metres."""
    rate = any(is_rate(side) for side in sides)
    for side in (*sides, node):
        field = _field_of(side) if side is not None else None
        written = ""
        if field is not None:
            written = pack.schema.table(field.table).column(field.column).unit
        elif isinstance(side, n.Count):
            written = pack.schema.table(side.table).unit
        if written and not rate:
            unit = read_unit(written)
            scaled = unit[1] if unit and isinstance(side, n.Arithmetic) else 1
            shown = value / Fraction(scaled) if scaled != 1 and isinstance(value, int | Fraction) else value
            return value_text(shown, node.type, unit=written)
    return value_text(value, node.type, is_rate=rate)


def _literal(value: Any) -> Node:
    return n.Literal(n.NUMBER, Fraction(value))


def _written_label(item: Item) -> str:
    if item.show and item.show[0].text.isalpha():
        return item.show[0].text
    return _left_word(item)


def _left_word(item: Item) -> str:
    """The word on the left of a plain comparison, as written."""
    rule = item.holds.text if item.holds else ""
    word = rule.split()[0] if rule.split() else ""
    if word.isalpha():
        return word
    return "不符合的有" if rule.startswith(("全部", "every")) else ""


def amounts_told(pack: BoundPack, memory: MemoryRoster, amount: Node, rows: Mapping[str, Row]) -> str:
    """What an amount is worked out from: ``计入销售 2 项共 9000.00 元``; empty where it sums nothing or a sum is missing."""
    engine, told = Reference(pack, memory), []
    for node in n.walk(amount):
        if isinstance(node, n.Total):
            value = engine.value(node, rows)
            if value is None:
                return ""
            counted = engine.value(n.Count(n.NUMBER, node.of, node.table, node.where, None), rows)
            table = pack.schema.table(node.table)
            told.append(f"计入{table.term} {counted} {table.unit}共 {money_text(int(value))}")
    return "；".join(dict.fromkeys(told))
