"""One case of the spec: a readable roster, one rule, what it gives per subject. Run alone, or many in one run."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from county_roster import COUNTY_ROSTER
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.language import parse
from jingzhun.rules.numbers import UnableToCompute
from jingzhun.rules.pack import Pack, Rounding, Standard
from jingzhun.rules.source import Source

from .building import AREA, lay_together, make_pack, programme, standard

APART = 1000
"""No case has so many rows of a table."""


@dataclass(frozen=True)
class SpecCase:
    """``rule`` is a condition (expect verdicts), ``value`` a number (expect quantities), ``amount`` a programme's (expect 元).

    ``refused``: the run must be refused as too large a number. ``完整`` are the completeness marks.
    """

    tables: Mapping[str, str]
    expect: Mapping[int, str]
    rule: str = ""
    value: str = ""
    amount: str = ""
    subject: str = "户"
    as_of: str = "2018-12-31"
    完整: str = ""
    terms: Mapping[tuple[str, str], str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    complete: Mapping[str, bool] = field(default_factory=dict)
    standards: tuple[Standard, ...] = ()
    rounding: Rounding | None = None
    eligible: str | None = None
    refused: bool = False


def case_of(*, expect: Mapping[int, str], **given: Any) -> SpecCase:
    """The call of a spec test as a case: what is not a field is a table."""
    own = {name: value for name, value in given.items() if name in SpecCase.__dataclass_fields__}
    return SpecCase({name: text for name, text in given.items() if name not in own}, expect, **own)


def check(case: SpecCase, engine: str) -> None:
    """Run one case on one engine and compare."""
    if case.refused:
        try:
            run([case], engine)
        except UnableToCompute:
            return
        raise AssertionError(f"{engine}: a number that large must be refused")
    (found,) = run([case], engine)
    assert found == dict(case.expect)


def run_together(cases: list[SpecCase], engine: str, *, most: int = 12) -> list[dict[int, str]]:
    """What each case gives, with as few runs as their days, marks and words allow, ``most`` cases to a run."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        groups[repr((case.as_of, case.complete, case.terms, case.parameters, case.codes))].append(place)
    found: dict[int, dict[int, str]] = {}
    parts = [places[first : first + most] for places in groups.values() for first in range(0, len(places), most)]
    for places in parts:
        found |= dict(zip(places, run([cases[place] for place in places], engine), strict=True))
    return [found[place] for place in range(len(cases))]


def run(cases: list[SpecCase], engine: str) -> list[dict[int, str]]:
    """Cases of one day and one set of words, laid into one roster and one pack."""
    with tempfile.TemporaryDirectory() as folder:
        laid = [(case.tables, case.完整) for case in cases]
        roster = lay_together(Path(folder) / "roster", COUNTY_ROSTER, laid, apart=APART)
        findings = evaluate(
            _pack(cases),
            roster,
            as_of=date.fromisoformat(cases[0].as_of),
            area=AREA,
            engine=engine,
            out=Path(folder) / "findings",
            threads=1,
        )
        wide = {name: findings.wide(name).to_pylist() for name in {_table(case) for case in cases}}
    return [_found(case, place, wide[_table(case)]) for place, case in enumerate(cases)]


def _pack(cases: list[SpecCase]) -> Pack:
    standards: dict[Any, Standard] = {}
    for each in (each for case in cases for each in case.standards):
        assert standards.setdefault(each.name, each) == each, f"two standards of the spec are called {each.name}"
    asked, programmes = [], []
    for place, case in enumerate(cases):
        if case.amount:
            programmes.append(programme(f"p{place}", case.amount, eligible=case.eligible, rounding=case.rounding))
        else:
            shows = {"x": case.value} if case.value else None
            asked.append(standard(f"s{place}", case.subject, {"x": case.rule or f"非 ({case.value}) 缺"}, shows=shows))
    first = cases[0]
    return make_pack(
        standards=(*standards.values(), *asked), programmes=tuple(programmes), terms=first.terms, parameters=first.parameters,
        codes=first.codes, complete=first.complete,
    )  # fmt: skip


def _table(case: SpecCase) -> str:
    return "household" if case.amount else COUNTY_ROSTER.of_subject(case.subject).name


def _found(case: SpecCase, place: int, wide: list[dict[str, Any]]) -> dict[int, str]:
    rows = {row["subject_id"] - place * APART: row for row in wide}
    return {key: _answer(case, place, rows[key], wanted) for key, wanted in case.expect.items()}


def _answer(case: SpecCase, place: int, row: dict[str, Any], wanted: str) -> str:
    if case.amount:
        return "不符合" if row[f"p{place}"] == 0 else _fen(row[f"p{place}.amount"])
    if case.value:
        value = row[f"s{place}.x.value"]
        return "缺数据" if value is None else _same(value, wanted)
    return ("不通过", "通过", "缺数据", "不适用")[row[f"s{place}"]]


def _fen(amount: int | None) -> str:
    if amount is None:
        return "缺数据"
    return f"{amount // 100}元" if amount % 100 == 0 else f"{amount / 100:.2f}元"


def _same(value: Any, wanted: str) -> str:
    negative = wanted.startswith("-")
    quantity = parse(Source(wanted.removeprefix("-"))).value if wanted and wanted != "缺数据" else None
    if quantity is not None and Fraction(value) == (-quantity.number if negative else quantity.number):
        return wanted
    return str(value)
