"""Between the rules package and the database: a stored pack over a roster, its findings as one long table, its words.

The long table ``finding`` has one row per subject and item ('' for the whole) and per programme: name, is_programme, item,
kind (户, 村, 县), code, area, outcome, value and line (texts as shown), persons, amount (fen).
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from jingzhun.core.money import yuan
from jingzhun.policy.models import PackVersion
from jingzhun.policy.packs import write_folder
from jingzhun.rules.bind import bind_pack
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.findings import Findings
from jingzhun.rules.pack import Pack
from jingzhun.rules.pack_check import CheckedPack, check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import Roster
from jingzhun.rules.schema import RosterSchema

OUTCOMES = ("fail", "pass", "missing", "not_applicable")
"""By the number in which findings store a verdict."""
FINDING = pa.schema(
    [
        ("name", pa.string()), ("is_programme", pa.bool_()), ("item", pa.string()), ("kind", pa.string()), ("code", pa.string()),
        ("area", pa.string()), ("outcome", pa.string()), ("value", pa.string()), ("line", pa.string()), ("persons", pa.int64()),
        ("amount", pa.int64()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Evaluated:
    """``standards`` and ``parameters`` are what :class:`jingzhun.results.models.Run` keeps as JSON."""

    finding: pa.Table
    standards: list[dict[str, Any]]
    parameters: list[dict[str, str]]
    digest: str


def pack_folder(pack: PackVersion) -> Path:
    """The stored version as a folder on disk, written once; the content hash names it. Several processes may write it at the
    same time, each beside it: whoever is done first gives it its name, whole."""
    folder = Path(settings.DATA_FOLDER) / "packs" / pack.content_hash
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            write_folder(pack.files, draft)
            draft.rename(folder)
        except OSError:
            if not folder.exists():
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return folder


@lru_cache(maxsize=64)
def _loaded(folder: Path) -> Pack:
    return load_pack(folder)


def stored_pack(pack: PackVersion) -> Pack:
    """A stored version as its files say. Versions never change, so each is read once in a process."""
    return _loaded(pack_folder(pack))


def checked_pack(pack: PackVersion, schema: RosterSchema) -> CheckedPack:
    """A stored version, checked against a roster's schema. Raises the pack author's errors."""
    return check_pack(stored_pack(pack), schema)


def run_pack(pack: PackVersion, roster: Roster, *, engine: str, folder: Path, threads: int, memory: str) -> Evaluated:
    """Evaluate a stored pack over a roster; findings stay in ``folder``."""
    checked = checked_pack(pack, roster.schema)
    shutil.rmtree(folder, ignore_errors=True)
    findings = evaluate(
        checked, roster, as_of=roster.as_of, area=roster.area, engine=engine, out=folder, threads=threads, memory_limit=memory
    )  # fmt: skip
    finding = pa.concat_tables([FINDING.empty_table(), *_long(findings, roster)])
    return Evaluated(finding, standards_of(checked), parameters_of(checked, roster), digest_of(findings))


def standards_of(checked: CheckedPack) -> list[dict[str, Any]]:
    """Titles, clauses, rules and trust of every standard and programme, as pages and figures show them."""
    kinds = {table.name: table.subject for table in checked.schema.tables}
    found: list[dict[str, Any]] = []
    for each in checked.standards:
        standard = each.standard
        items = [
            {
                "id": item.id, "title": item.title, "clause": item.clause, "source": item.source, "trust": item.trust.label,
                "rule": item.holds.text if item.holds else "", "decided": item.holds is not None,
            }
            for item in standard.items
        ]  # fmt: skip
        found.append(
            {
                "name": standard.name, "title": standard.told, "subject": kinds[each.table], "is_programme": False,
                "applies": standard.applies.text if standard.applies else "", "rule": "", "clause": "", "trust": "", "items": items,
            }
        )  # fmt: skip
    for each in checked.programmes:
        programme = each.programme
        found.append(
            {
                "name": programme.name, "title": programme.title, "subject": kinds[each.table], "is_programme": True,
                "applies": programme.eligible.text if programme.eligible else "", "rule": programme.amount.text,
                "clause": programme.clause, "trust": programme.trust.label, "items": [],
            }
        )  # fmt: skip
    return found


def parameters_of(checked: CheckedPack, roster: Roster) -> list[dict[str, str]]:
    """The parameter values that went into the run, with their legal source."""
    bound = bind_pack(checked, as_of=roster.as_of, area=roster.area)
    return [
        {
            "name": name, "value": _quantity(used.literal.value, used.literal.type.unit), "source": used.source or used.clause,
            "trust": used.trust.label,
        }
        for name, used in sorted(bound.used.items())
    ]  # fmt: skip


def _quantity(value: Any, unit: Any) -> str:
    if not isinstance(value, int | Fraction):
        return str(value)
    if unit.is_money and Fraction(value).denominator == 1:
        return f"{yuan(int(value))} {unit}"
    return f"{float(value):,g} {unit}".strip()


def _long(findings: Findings, roster: Roster) -> Iterator[pa.Table]:
    counted = roster.read("member").group_by("household_id").aggregate([([], "count_all")])
    for table in dict.fromkeys(each.table for each in (*findings.standards, *findings.programmes)):
        wide = findings.wide(table)
        subjects = roster.read(table)
        places = pc.index_in(wide["subject_id"], value_set=subjects["id"].combine_chunks())
        code = subjects["code"].take(places)
        area = subjects["area_code"].take(places)
        size = len(wide)
        persons = pa.nulls(size, pa.int64())
        if table == "household":
            at = pc.index_in(wide["subject_id"], value_set=counted["household_id"].combine_chunks())
            persons = pc.fill_null(counted["count_all"].take(at), 0)

        def part(
            name: str, is_programme: bool, item: str, kind: str, verdict: Any, value: Any, line: Any, amount: Any,
            size: int = size, code: Any = code, area: Any = area, persons: Any = persons,
        ) -> pa.Table:  # fmt: skip
            arrays = [
                _same(name, size), pa.array([is_programme] * size, pa.bool_()), _same(item, size), _same(kind, size), code, area,
                _outcomes(verdict), value, line, persons, amount,
            ]  # fmt: skip
            table = pa.table(arrays, schema=FINDING)
            return table.filter(pc.not_equal(table["outcome"], "not_applicable")) if item else table

        nothing, no_amount = pa.nulls(size, pa.string()), pa.nulls(size, pa.int64())
        for standard in (each for each in findings.standards if each.table == table):
            name, kind = standard.name, standard.kind
            yield part(name, False, "", kind, wide[name], nothing, nothing, no_amount)
            for item in (each for each in standard.items if each.decided):
                key = f"{name}.{item.id}"
                value = nothing
                if item.value_unit is not None:
                    beside = wide[f"{key}.threshold"] if item.threshold_unit == item.value_unit else None
                    value = _values(wide[f"{key}.value"], item.value_unit, beside)
                line = (
                    _texts(wide[f"{key}.threshold"], item.threshold_unit)
                    if item.threshold_unit is not None
                    else nothing
                )
                yield part(name, False, item.id, kind, wide[key], value, line, no_amount)
        for programme in (each for each in findings.programmes if each.table == table):
            amount = wide[f"{programme.name}.amount"].cast(pa.int64())
            verdict = pc.if_else(
                pc.and_(pc.equal(wide[programme.name], 1), pc.is_null(amount)), 2, wide[programme.name]
            )
            yield part(programme.name, True, "", programme.kind, verdict, nothing, nothing, amount)


def _same(text: str, size: int) -> pa.Array:
    return pa.array([text] * size, pa.string())


def _outcomes(codes: Any) -> Any:
    return pa.array(OUTCOMES).take(codes.cast(pa.int64()))


def _texts(column: Any, unit: str | None) -> pa.Array:
    return pa.array([value_text(value, unit or "") for value in column.to_pylist()], pa.string())


def _values(column: Any, unit: str, lines: Any | None) -> pa.Array:
    """Values in words. One that differs from its line is never rounded up to it: 3,499.996… beside 3,500.00 is 3,499.99."""
    if lines is None:
        return _texts(column, unit)
    texts = []
    for value, line in zip(column.to_pylist(), lines.to_pylist(), strict=True):
        text = value_text(value, unit)
        if unit == "分" and value is not None and line is not None and value != line and text == value_text(line, unit):
            text = value_text(
                int(Decimal(value).to_integral_value(ROUND_FLOOR if value < line else ROUND_CEILING)), unit
            )
        texts.append(text)
    return pa.array(texts, pa.string())


def value_text(value: Any, unit: str) -> str | None:
    """A value as people read it: fen as ``3,499.99 元``, yes and no, numbers with their unit."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, int | Decimal):
        return str(value)
    if unit == "分":
        return f"{yuan(int(Decimal(value).to_integral_value()))} 元"
    plain = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return f"{plain} {unit}".strip()


def digest_of(findings: Findings) -> str:
    """SHA-256 over every finding in order of subject: equal for equal results, whatever engine and file bytes."""
    digest = hashlib.sha256()
    for table in sorted({each.table for each in (*findings.standards, *findings.programmes)}):
        wide = findings.wide(table).sort_by("subject_id")
        names = sorted(wide.column_names)
        digest.update(f"{table}|{'|'.join(names)}\n".encode())
        columns = [[_plain(value) for value in wide[name].to_pylist()] for name in names]
        digest.update("\n".join(map("|".join, zip(*columns, strict=True))).encode())
    return digest.hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)
