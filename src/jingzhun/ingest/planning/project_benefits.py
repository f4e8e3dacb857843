"""Rows of a project's list of households, judged by the ledger's own action; good rows are planned, others say why not."""

from __future__ import annotations

from jingzhun.areas.resolve import AreaIndex
from jingzhun.ledger.actions.project_benefit import BenefitGiven, judge_benefits
from jingzhun.ledger.sites import is_built_in, sites_of
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from .outcome import Outcome
from .subjects import find_subjects

CODE = "project:code"
_TARGETS = {"household": "household"}


def plan_project_benefits(batch: Batch, index: AreaIndex) -> Outcome:
    outcome = Outcome(batch)
    homes = find_subjects(batch, index, outcome)
    areas = dict(Subject.objects.filter(pk__in={key for key in homes if key}).values_list("pk", "area_id"))
    projects = _projects(batch)
    days, said = batch.column("since"), batch.column("benefit:is_in")
    contents, documents = batch.column("benefit:content"), batch.column("benefit:document")
    places, given = [], []
    for row, code in enumerate(batch.column(CODE)):
        home = homes[row]
        if row in batch.refused or home is None or code is None:
            continue
        project = projects.get(code)
        if project is None:
            batch.refuse(row, CODE, reasons.UnknownProject(what=Subject.Kind.PROJECT.label))
            continue
        places.append(row)
        given.append(
            BenefitGiven(
                home, areas[home], project.pk, days[row] or batch.frame.since, said[row] is not False, contents[row] or "",
                documents[row] or "",
            )
        )  # fmt: skip
    judged = judge_benefits(given)
    for place, faults in judged.refused.items():
        for name, why in faults:
            target = _TARGETS.get(name, f"benefit:{name}")
            batch.refuse(places[place], target if batch.has(target) else CODE, reasons.UnfitForLibrary(why=why))
    outcome.plans.append(judged.plan)
    return outcome


def _projects(batch: Batch) -> dict[str, Subject]:
    """Projects that lie in the scope of who loads, or are built in it."""
    codes = set(filter(None, batch.column(CODE)))
    rows = list(Subject.objects.filter(kind=Subject.Kind.PROJECT, code__in=codes))
    sites = sites_of([row.pk for row in rows], batch.frame.since)
    scope = batch.frame.scope.padded
    return {row.code: row for row in rows if is_built_in(scope, sites.get(row.pk) or (row.area_id,))}
