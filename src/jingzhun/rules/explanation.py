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
from .pack import Item, Pack, ParameterValue, Programme
from .pack_check import CheckedPack, check_pack, standard_nodes
from .reason import VERDICT_LABEL, Reason, amounts_told, reason_of, shown_of
from .roster import Roster
from .wording import money_text, same_quantity, value_text


class UnableToExplain(Problem):
    code = "Y-043"
    says = "名册中没有{kind} {subject}"
    remedy = "请核对对象编号和评估日"


@dataclass(frozen=True)
class ExplainedItem:
    """``value`` and ``threshold`` are texts with unit, empty where the item shows none; ``change`` is empty where passed.
    ``note`` is the comparison as it was made, where the rounded numbers do not show it.

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
    note: str = ""


@dataclass(frozen=True)
class ExplainedStandard:
    """``counted``: items are weighed against each other (one of several suffices), so one that does not hold is no fault."""

    name: str
    title: str
    verdict: str
    items: tuple[ExplainedItem, ...]
    counted: bool = False


@dataclass(frozen=True)
class ExplainedProgramme:
    """``amount`` in fen, None where missing; ``eligible`` is 符合, 不符合 or 缺数据. ``sentence`` says what was counted,
    ``change`` what must be recorded before an amount can be worked out."""

    name: str
    title: str
    eligible: str
    amount: int | None
    amount_text: str
    clause: str
    trust: str
    source: str
    sentence: str
    change: str


@dataclass(frozen=True)
class UsedParameter:
    name: str
    value: str
    source: str
    clause: str
    trust: str


@dataclass(frozen=True)
class Explanation:
    """``problem`` says why a pack could not be asked there and then (a line that nobody has set); then it explains nothing."""

    pack: str
    pack_title: str
    subject_kind: str
    subject: Any
    as_of: date
    standards: tuple[ExplainedStandard, ...]
    programmes: tuple[ExplainedProgramme, ...]
    parameters: tuple[UsedParameter, ...]
    problem: str = ""


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
    programmes = tuple(
        _programme(bound, memory, each.programme, {table: row}) for each in checked.programmes if each.table == table
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
        programmes,
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
    return ExplainedStandard(
        standard.name, written.told, result.verdict or "缺数据", tuple(items), standard.passes_at is not None
    )


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
    if applies:
        verdict, reason = VERDICT_LABEL[found.verdict], reason_of(bound, memory, item, each, found, rows)
        change = _change(bound, memory, each, rows)
    else:
        verdict, change = VerdictCode.NOT_APPLICABLE.label, ""
        reason = Reason(*shown_of(bound, memory, item, each, found, rows), "本标准不适用于该对象。")
    return ExplainedItem(
        item.id, item.title, verdict, reason.value, reason.threshold, item.clause, item.trust.label, item.source,
        reason.sentence, change, reason.note,
    )  # fmt: skip


def _programme(
    bound: BoundPack, memory: MemoryRoster, programme: Programme, rows: Mapping[str, Row]
) -> ExplainedProgramme:
    each = next(p for p in bound.programmes if p.name == programme.name)
    found = Reference(bound, memory).programme(each, rows[each.table])
    sentence = amounts_told(bound, memory, each.amount, rows) if found.eligible else ""
    change = ""
    if found.eligible is None and each.eligible is not None:
        change = ChangeFinder(bound, memory, each.eligible, rows).find()
    elif found.amount is None:
        known = n.Compare(n.BOOL, ">=", each.amount, n.Literal(each.amount.type, Fraction(0)))
        change = ChangeFinder(bound, memory, known, rows).find()
    return ExplainedProgramme(
        programme.name, programme.title, {True: "符合", False: "不符合", None: "缺数据"}[found.eligible], found.amount,
        "缺数据" if found.amount is None else money_text(found.amount),
        programme.clause, programme.trust.label, programme.source, sentence, change,
    )  # fmt: skip


def _change(bound: BoundPack, memory: MemoryRoster, each: BoundItem, rows: Mapping[str, Row]) -> str:
    if each.holds is None:
        return ""
    heads = 0
    if isinstance(each.value, n.Mean) and isinstance(each.value.right, n.Count):
        heads = int(Reference(bound, memory).value(each.value.right, rows) or 0)
    return ChangeFinder(bound, memory, each.holds, rows, per_head=heads).find()


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
