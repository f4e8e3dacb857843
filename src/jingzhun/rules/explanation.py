"""``explain``: why a subject passes or not, item by item, in words a clerk can read to a household.

Reads only the subject's own rows. Called by the household, village and county pages and by the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from jingzhun.core.errors import Problem

from . import nodes as n
from .bind import bind_pack
from .bound import BoundItem, BoundPack, BoundStandard
from .change import ChangeFinder
from .engines.reference import ItemResult, Reference, StandardResult
from .findings import Findings, VerdictCode
from .memory_roster import MemoryRoster, Row, read_subject
from .nodes import Node
from .pack import Item, Pack, ParameterValue
from .pack_check import CheckedPack, check_pack, standard_nodes
from .roster import Roster
from .wording import is_rate, money_text, same_quantity, value_text

_LABEL = {True: "通过", False: "不通过", None: "缺数据"}


class UnableToExplain(Problem):
    code = "Y-043"
    says = "名册中没有{kind} {subject}"
    remedy = "请核对对象编号和评估日"


@dataclass(frozen=True)
class ExplainedItem:
    """``value`` and ``threshold`` are texts with unit, empty where the item shows none; ``change`` is empty where passed.

    ``verdict`` is 通过, 不通过, 缺数据, 不适用, or 仅列文字 for an item the roster has no facts for."""

    id: str
    title: str
    verdict: str
    value: str
    threshold: str
    clause: str
    trust: str
    source: str
    sentence: str
    change: str


@dataclass(frozen=True)
class ExplainedStandard:
    name: str
    title: str
    verdict: str
    items: tuple[ExplainedItem, ...]


@dataclass(frozen=True)
class ExplainedProgramme:
    """``amount`` in fen, None where missing; ``eligible`` is 符合, 不符合 or 缺数据."""

    name: str
    title: str
    eligible: str
    amount: int | None
    amount_text: str
    clause: str
    trust: str
    source: str


@dataclass(frozen=True)
class UsedParameter:
    name: str
    value: str
    source: str
    clause: str
    trust: str


@dataclass(frozen=True)
class Explanation:
    pack: str
    pack_title: str
    subject_kind: str
    subject: Any
    as_of: date
    standards: tuple[ExplainedStandard, ...]
    programmes: tuple[ExplainedProgramme, ...]
    parameters: tuple[UsedParameter, ...]


def explain(
    pack: Pack | CheckedPack,
    roster: Roster,
    subject: Any,
    *,
    as_of: date,
    kind: str = "户",
    area: str | None = None,
    parameters_override: Mapping[str, object] | None = None,
    findings: Findings | None = None,
) -> Explanation:
    """Explain every standard and programme of a pack for one subject (its key in the table of ``kind``).

    ``findings`` of a run of the same pack, day and roster give the verdicts of the kinds below, so that a village or a
    county is explained without judging its households again.

    Raises :class:`UnableToExplain` where the roster has no such subject.
    """
    checked = pack if isinstance(pack, CheckedPack) else check_pack(pack, roster.schema)
    bound = bind_pack(checked, as_of=as_of, area=area or roster.area, override=parameters_override)
    table = roster.schema.of_subject(kind)
    memory = read_subject(
        roster, table.name, subject, tables_read(bound, table.name, through_verdicts=findings is None)
    )
    row = memory.tables[table.name].get(subject)
    if row is None:
        raise UnableToExplain(kind=kind, subject=subject)
    if findings is not None:
        memory.verdicts = _verdicts_below(findings, memory, table.name)
    return explain_row(checked, bound, memory, table.name, row)


def explain_row(checked: CheckedPack, bound: BoundPack, memory: MemoryRoster, table: str, row: Row) -> Explanation:
    """The same for rows already in memory."""
    engine, schema = Reference(bound, memory), checked.schema.table(table)
    standards = tuple(
        _standard(checked, bound, memory, each, engine.standard(each, row), row)
        for each in bound.standards
        if each.table == table
    )
    programmes = []
    for each in checked.programmes:
        if each.table == table:
            programme = each.programme
            found = engine.programme(next(p for p in bound.programmes if p.name == programme.name), row)
            eligible = {True: "符合", False: "不符合", None: "缺数据"}[found.eligible]
            text = "缺数据" if found.amount is None else money_text(found.amount)
            programmes.append(
                ExplainedProgramme(
                    programme.name,
                    programme.title,
                    eligible,
                    found.amount,
                    text,
                    programme.clause,
                    programme.trust.label,
                    programme.source,
                )
            )
    named = _parameters_read(checked, table)
    used = tuple(_used(name, value) for name, value in bound.used.items() if name in named)
    return Explanation(
        checked.pack.name,
        checked.pack.title,
        schema.subject,
        row[schema.key],
        bound.as_of,
        standards,
        tuple(programmes),
        used,
    )


def change_of(
    checked: CheckedPack, bound: BoundPack, memory: MemoryRoster, standard: BoundStandard, item: str, subject: Any
) -> str:
    """The 'what would change it' sentence of one item; empty where it passes."""
    found = next(each for each in standard.items if each.id == item)
    row = memory.tables[standard.table][subject]
    return _change(bound, memory, found, {standard.table: row})


def _verdicts_below(findings: Findings, memory: MemoryRoster, table: str) -> dict[tuple[str, Any], str | None]:
    """What a run found for the subjects in memory, other than the explained one."""
    found: dict[tuple[str, Any], str | None] = {}
    for each in findings.standards:
        if each.table == table or each.table not in memory.tables:
            continue
        wide, here = findings.wide(each.table).select(["subject_id", each.name]).to_pydict(), memory.tables[each.table]
        for subject, code in zip(wide["subject_id"], wide[each.name], strict=True):
            if subject in here:
                found[each.name, subject] = None if code == VerdictCode.MISSING else VerdictCode(code).label
    return found


def tables_read(bound: BoundPack, table: str, *, through_verdicts: bool = True) -> set[str]:
    """The tables that rules about the rows of ``table`` read, also through verdicts of kinds below if these are not known."""
    read: set[str] = set()
    todo = [each for standard in bound.standards if standard.table == table for each in _nodes(standard)]
    todo += [
        p
        for programme in bound.programmes
        if programme.table == table
        for p in (programme.eligible, programme.amount)
        if p
    ]
    seen: set[str] = set()
    while todo:
        for node in n.walk(todo.pop()):
            if isinstance(node, n.Many | n.AllRows):
                read.add(node.table)
            if isinstance(node, n.Verdict) and node.standard not in seen and through_verdicts:
                seen.add(node.standard)
                todo += _nodes(bound.standard(node.standard))
    return read - {table}


def _nodes(standard: BoundStandard) -> list[Node]:
    parts = [standard.applies]
    for item in standard.items:
        parts += [item.holds, item.value, item.threshold]
    return [part for part in parts if part is not None]


def _standard(
    checked: CheckedPack,
    bound: BoundPack,
    memory: MemoryRoster,
    standard: BoundStandard,
    result: StandardResult,
    row: Row,
) -> ExplainedStandard:
    written = checked.standard(standard.name).standard
    found = {each.id: each for each in result.items}
    items = []
    for item, each in zip(written.items, standard.items, strict=True):
        if each.holds is None:
            items.append(_only_text(item))
        else:
            items.append(
                _item(
                    bound, memory, item, each, found[item.id], {standard.table: row}, applies=result.verdict != "不适用"
                )
            )
    return ExplainedStandard(standard.name, written.title, result.verdict or "缺数据", tuple(items))


def _only_text(item: Item) -> ExplainedItem:
    sentence = "本条仅列文字：名册中没有可据以判断的数据。"
    return ExplainedItem(
        item.id, item.title, "仅列文字", "", "", item.clause, item.trust.label, item.source, sentence, ""
    )


def _item(
    bound: BoundPack,
    memory: MemoryRoster,
    item: Item,
    each: BoundItem,
    found: ItemResult,
    rows: Mapping[str, Row],
    *,
    applies: bool,
) -> ExplainedItem:
    value, threshold = _sides(bound, memory, each, found, rows)
    if not applies:
        verdict, change = VerdictCode.NOT_APPLICABLE.label, ""
    else:
        verdict = _LABEL[found.verdict]
        change = _change(bound, memory, each, rows)
    sentence = _sentence(item, verdict, value, threshold, bound)
    return ExplainedItem(
        item.id, item.title, verdict, value, threshold, item.clause, item.trust.label, item.source, sentence, change
    )


def _sides(
    bound: BoundPack, memory: MemoryRoster, each: BoundItem, found: ItemResult, rows: Mapping[str, Row]
) -> tuple[str, str]:
    """Value and threshold in words. Where rounding would contradict the verdict, both sides of the comparison itself."""
    value_node, threshold_node, value, threshold = each.value, each.threshold, found.value, found.threshold
    if (
        isinstance(value_node, n.Mean)
        and isinstance(each.holds, n.Compare)
        and value is not None
        and threshold is not None
    ):
        engine = Reference(bound, memory)
        holds_as_shown = engine.value(n.Compare(n.BOOL, each.holds.sign, _literal(value), _literal(threshold)), {})
        if found.verdict is not None and holds_as_shown is not found.verdict:
            value_node, threshold_node = each.holds.left, each.holds.right
            value, threshold = engine.value(value_node, rows), engine.value(threshold_node, rows)
    rate = is_rate(value_node) or is_rate(threshold_node)
    texts = []
    for node, one in ((value_node, value), (threshold_node, threshold)):
        unit = _written_unit(bound, value_node) or _written_unit(bound, node)
        texts.append("" if node is None else value_text(one, node.type, is_rate=rate, unit=unit))
    if isinstance(each.holds, n.Among) and threshold_node is None:
        texts[1] = "、".join(each.holds.values)
    return texts[0], texts[1]


def _literal(value: Any) -> Node:
    return n.Literal(n.NUMBER, Fraction(value))


def _written_unit(bound: BoundPack, node: Node | None) -> str:
    """The unit as the column (or the counted table) writes it."""
    if isinstance(node, n.Field):
        return bound.schema.table(node.table).column(node.column).unit
    if isinstance(node, n.Count):
        return bound.schema.table(node.table).unit
    return ""


def _change(bound: BoundPack, memory: MemoryRoster, each: BoundItem, rows: Mapping[str, Row]) -> str:
    if each.holds is None:
        return ""
    heads = 0
    if isinstance(each.value, n.Mean) and isinstance(each.value.right, n.Count):
        heads = int(Reference(bound, memory).value(each.value.right, rows) or 0)
    return ChangeFinder(bound, memory, each.holds, rows, per_head=heads).find()


def _sentence(item: Item, verdict: str, value: str, threshold: str, bound: BoundPack) -> str:
    if verdict == "不适用":
        return "本标准不适用于该对象。"
    if verdict == "缺数据":
        return f"{item.title}：现有数据不足以判断。"
    label = item.show[0].text if item.show and item.show[0].text.isalpha() else _label(item)
    told = f"{label}{' ' if label else ''}{value}" if value else ""
    against = f"标准 {threshold}" if threshold else ""
    parts = "，".join(part for part in (told, against) if part)
    return f"{parts}，{'达标' if verdict == '通过' else '未达标'}。" if parts else f"{item.title}：{verdict}。"


def _label(item: Item) -> str:
    """The word on the left of a plain comparison, as written."""
    rule = item.holds.text if item.holds else ""
    word = rule.split()[0] if rule.split() else ""
    if word.isalpha():
        return word
    return "不符合的有" if rule.startswith(("全部", "every")) else ""


def _parameters_read(checked: CheckedPack, table: str) -> set[str]:
    """The parameters that standards and programmes about rows of ``table`` name, and those behind their formulas."""
    roots = [root for each in checked.standards if each.table == table for root in standard_nodes(each)]
    for programme in checked.programmes:
        if programme.table == table:
            roots += [root for root in (programme.eligible, programme.amount) if root is not None]
    names: set[str] = set()
    while roots:
        found = {node.name for root in roots for node in n.walk(root) if isinstance(node, n.Parameter)} - names
        names |= found
        roots = [formula for (name, _), formula in checked.formulas.items() if name in found]
    return names


def _used(name: str, value: ParameterValue) -> UsedParameter:
    literal = value.literal
    text = value.written or value_text(literal.value, literal.type)
    if value.formula is not None:
        text = f"{value_text(literal.value, literal.type)}（{value.written}）"
    return UsedParameter(name, text, value.source, value.clause, value.trust.label)


__all__ = [
    "Explanation",
    "change_of",
    "explain",
    "explain_row",
    "money_text",
    "same_quantity",
    "standard_nodes",
    "value_text",
]
