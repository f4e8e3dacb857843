"""Runs a pack's worked cases: its own tests, on any engine. Called by tests, by the pack workshop and before approval."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jingzhun.core.area_code import AreaCode, UnableToReadAreaCode
from jingzhun.core.text import fold

from . import explanation
from .bind import bind_pack
from .case_roster import CaseRoster, UnableToReadCase
from .engines.reference import Reference
from .evaluation import evaluate
from .findings import Findings, VerdictCode
from .memory_roster import read_whole
from .nodes import Node
from .pack import Case, Programme
from .pack_check import CheckedPack
from .roster import Roster
from .source import nearest

_ELIGIBLE = {"符合": VerdictCode.PASS, "不符合": VerdictCode.FAIL, "缺数据": VerdictCode.MISSING}


@dataclass(frozen=True)
class CaseResult:
    """``found`` says per expectation what came out; ``passed`` when all agree."""

    title: str
    passed: bool
    expected: Mapping[str, str]
    found: Mapping[str, str]


@dataclass(frozen=True)
class _Prepared:
    case: Case
    table: str
    key: int
    expect: Mapping[str, Any]
    programme: Programme | None


def run_cases(checked: CheckedPack, *, engine: str = "reference") -> list[CaseResult]:
    """Every case of a pack, in the order of its files. Raises :class:`UnableToReadCase` where one cannot be read."""
    groups: dict[tuple[str, date], list[tuple[int, Case, Programme | None]]] = defaultdict(list)
    cases: list[tuple[Case, Programme | None]] = [(case, None) for case in checked.pack.cases]
    cases += [(case, each.programme) for each in checked.programmes for case in each.programme.cases]
    for place, (case, programme) in enumerate(cases):
        body = {**(programme.given if programme else {}), **case.body}
        on = body.get("on", body)
        if not isinstance(on, Mapping) or not isinstance(on.get("as_of"), date) or not _is_area(on.get("area")):
            raise UnableToReadCase(case.at, found="on", allowed="on: {area: 区划代码, as_of: 日期}")
        groups[str(on["area"]), on["as_of"]].append((place, case, programme))
    results: dict[int, CaseResult] = {}
    for (area, as_of), members in groups.items():
        with tempfile.TemporaryDirectory(prefix="jingzhun-cases-") as folder:
            collected = CaseRoster(checked.schema, as_of, area)
            prepared = {place: _prepare(checked, collected, case, programme) for place, case, programme in members}
            roster = collected.write(Path(folder) / "roster")
            findings = evaluate(
                checked, roster, as_of=as_of, area=area, engine=engine, out=Path(folder) / "findings", threads=1
            )
            judge = _Judge(checked, roster, findings, as_of, area)
            results |= {place: judge.result(each) for place, each in prepared.items()}
    return [results[place] for place in sorted(results)]


def _is_area(written: object) -> bool:
    try:
        AreaCode.parse(str(written))
    except UnableToReadAreaCode:
        return False
    return True


def _prepare(checked: CheckedPack, roster: CaseRoster, case: Case, programme: Programme | None) -> _Prepared:
    if programme is None:
        kinds = [key for key in case.body if key not in ("case", "on", "expect")]
        if (
            len(kinds) != 1
            or not isinstance(case.body[kinds[0]], Mapping)
            or not isinstance(case.body.get("expect"), Mapping)
        ):
            raise UnableToReadCase(case.at, found=case.title, allowed="一个对象（户、村…）和 expect")
        subjects = [table.subject for table in checked.schema.subjects()]
        if kinds[0] not in {
            word for each in checked.schema.subjects() for word in (each.subject, each.term, each.name)
        }:
            near = nearest(kinds[0], subjects)
            raise UnableToReadCase(case.at, found=kinds[0], allowed="、".join(subjects), nearest=near)
        table = checked.schema.of_subject(kinds[0])
        return _Prepared(
            case, table.name, roster.add(kinds[0], case.body[kinds[0]], case.at), case.body["expect"], None
        )
    table = checked.schema.of_subject(programme.subject)
    if "expect" not in case.body:
        raise UnableToReadCase(case.at, found=case.title, allowed="expect: 金额、不符合或缺数据")
    body = {
        key: value for key, value in {**programme.given, **case.body}.items() if key not in ("area", "as_of", "expect")
    }
    shaped = _shaped(checked, table.name, body, case)
    return _Prepared(
        case, table.name, roster.add(programme.subject, shaped, case.at), {"expect": case.body.get("expect")}, programme
    )


def _shaped(checked: CheckedPack, subject: str, body: Mapping[str, Any], case: Case) -> dict[str, Any]:
    """The short form ``{销售: 9000元, 日期: 2018-06-01, 在册: 建档立卡}``: one row of the named table with its one amount."""
    schema = checked.schema.table(subject)
    own = {word for column in schema.columns for word in (column.term, column.name)}
    shaped: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    amounts: list[tuple[str, Any]] = []
    children = {table.term: table for table in checked.schema.tables if table.parent == subject}
    for key, value in body.items():
        if key in own or key.endswith("完整") or (key in children and isinstance(value, list)):
            shaped[key] = value
        elif key in children:
            amounts.append((key, value))
        else:
            rest[key] = value
    used: set[str] = set()
    for key, value in amounts:
        amount = next((column for column in children[key].columns if column.type == "money"), None)
        if amount is None:
            raise UnableToReadCase(case.at, found=key, allowed=f"{key}: [{{列: 值}}]")
        words = {word for column in children[key].columns for word in (column.term, column.name)}
        used |= words
        shaped[key] = [{**{k: v for k, v in rest.items() if k in words}, amount.term: value}]
    known = [*children, *(column.term for column in schema.columns)]
    for key in case.body:  # what ``given`` says is for all cases, whether each needs it or not
        if key in rest and key not in used:
            raise UnableToReadCase(case.at, found=key, allowed="、".join(known), nearest=nearest(str(key), known))
    return shaped


class _Judge:
    def __init__(self, checked: CheckedPack, roster: Roster, findings: Findings, as_of: date, area: str) -> None:
        self.checked, self.findings, self.as_of, self.area = checked, findings, as_of, area
        self.rows = {table: {r["subject_id"]: r for r in findings.wide(table).to_pylist()} for table in self._tables()}
        self.memory = read_whole(roster)
        self.bound = bind_pack(checked, as_of=as_of, area=area)

    def _tables(self) -> set[str]:
        return {s.table for s in self.findings.standards} | {p.table for p in self.findings.programmes}

    def result(self, each: _Prepared) -> CaseResult:
        if each.programme is not None:
            wanted = str(each.expect["expect"])
            row = self.rows[each.table][each.key]
            found = self._award(row, each.programme.name, wanted)
            return CaseResult(each.case.title, found == wanted, {"金额": wanted}, {"金额": found})
        expected = {str(key): str(value) for key, value in each.expect.items()}
        results = {key: self._found(each, key, value) for key, value in expected.items()}
        return CaseResult(each.case.title, all(results[k] == v for k, v in expected.items()), expected, results)

    def _award(self, row: Mapping[str, Any], name: str, wanted: str) -> str:
        code = VerdictCode(row[name])
        if code is VerdictCode.FAIL:
            return "不符合"
        amount = row[f"{name}.amount"]
        if code is VerdictCode.MISSING or amount is None:
            return "缺数据"
        return wanted if explanation.same_quantity(wanted, amount) else explanation.money_text(amount)

    def _found(self, each: _Prepared, key: str, wanted: str) -> str:
        row = self.rows.get(each.table, {}).get(each.key, {})
        for standard in self.findings.standards:
            if standard.table != each.table:
                continue
            if key == standard.name:
                return VerdictCode(row[key]).label
            if f"{standard.name}.{key}" in row:
                return VerdictCode(row[f"{standard.name}.{key}"]).label
        if key == "change":
            return self._change(each, wanted)
        node = self._term(key, each)
        value = Reference(self.bound, self.memory).value(node, {each.table: self.memory.tables[each.table][each.key]})
        if value is None:
            return "缺数据"
        return wanted if explanation.same_quantity(wanted, value) else explanation.value_text(value, node.type)

    def _term(self, key: str, each: _Prepared) -> Node:
        node = self.bound.terms.get((each.table, key))
        if node is None:
            known = [name for table, name in self.bound.terms if table == each.table]
            raise UnableToReadCase(each.case.at, found=key, allowed="、".join(known))
        return node

    def _change(self, each: _Prepared, wanted: str) -> str:
        """The change of the one undecided or failed item among those the case expects something of."""
        named = [key for key in each.expect if key != "change"]
        changes = [
            change
            for standard in self.bound.standards
            if standard.table == each.table
            for item in standard.items
            if item.id in named
            for change in [explanation.change_of(self.checked, self.bound, self.memory, standard, item.id, each.key)]
            if change
        ]
        return wanted if wanted in map(fold, changes) else "；".join(changes)
