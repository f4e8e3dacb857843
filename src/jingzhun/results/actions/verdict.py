"""Writing the last verdict of each subject in bulk: those of a pack in an area are replaced as one."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode
from jingzhun.registry.actions.rows import insert
from jingzhun.registry.models import Subject

from ..indicator import Kind
from ..models import Run, Verdict

COLUMNS = (
    "run_id", "subject_id", "area_id", "pack_name", "name", "is_programme", "outcome", "amount", "failed", "missing"
)  # fmt: skip
_KINDS = {
    Kind.HOUSEHOLD: "household", Kind.PERSON: "person", Kind.VILLAGE: "village", Kind.TOWNSHIP: "township",
    Kind.COUNTY: "county", Kind.PROJECT: "project",
}  # fmt: skip
_AREAS = ("village", "township", "county")


def replace(*, run: Run, finding: pa.Table, by: Actor) -> int:
    """Put the verdicts of ``run`` in the place of earlier ones of its pack, unless a later day was evaluated already.

    Areas without facts of their own have no subject and so no verdict row; their counts are in the figures.
    """
    code = AreaCode.parse(run.area_id)
    mine = Verdict.objects.filter(pack_name=run.pack.name, area_id__gte=code.first, area_id__lt=code.after)
    with unit(by=by) as log:
        if mine.filter(run__as_of__gt=run.as_of).exists():
            return 0
        mine._raw_delete(mine.db)
        rows = _rows(run, finding)
        insert(Verdict._meta.db_table, COLUMNS, rows)
        log.record(
            "verdicts.replace", subject_kind="结论", area_code=run.area_id, run=run.pk, verdicts=len(rows), pack=run.pack.name
        )  # fmt: skip
    return len(rows)


def _rows(run: Run, finding: pa.Table) -> list[tuple[Any, ...]]:
    """One row in the order of ``COLUMNS`` for each subject and standard or programme."""
    subjects = _subjects(run, {_KINDS[Kind(kind)] for kind in finding["kind"].unique().to_pylist()})
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    items: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    names = ("name", "is_programme", "item", "kind", "code", "area", "outcome", "amount")
    for name, is_programme, item, kind, code, area, outcome, amount in zip(
        *(finding[each].to_pylist() for each in names), strict=True
    ):
        key = (name, code)
        if item:
            failed, missing = items.setdefault(key, ([], []))
            if outcome == "fail":
                failed.append(item)
            elif outcome == "missing":
                missing.append(item)
            continue
        subject = subjects.get((_KINDS[Kind(kind)], code))
        if subject is not None:
            found[key] = (run.pk, subject, area[:12], run.pack.name, name, is_programme, outcome, amount)
    nothing: tuple[list[str], list[str]] = ([], [])
    return [(*row, *map(_listed, items.get(key, nothing))) for key, row in found.items()]


def _listed(items: list[str]) -> str:
    return f"|{'|'.join(items)}|"[:400] if items else ""


def _subjects(run: Run, kinds: set[str]) -> dict[tuple[str, str], int]:
    """(kind, code) → subject key of the kinds that have findings; areas by their padded code."""
    code = AreaCode.parse(run.area_id)
    rows = Subject.objects.filter(kind__in=kinds, area_id__gte=code.first, area_id__lt=code.after)
    found = {}
    for pk, kind, own, area in rows.values_list("pk", "kind", "code", "area_id"):
        found[kind, area if kind in _AREAS else own] = pk
    return found
