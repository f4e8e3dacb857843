"""Sheets of rows of projects and schemes (bill of quantities, milestones, targets …): each row judged by its theme, good
ones planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.core.area_code import Level
from jingzhun.ledger.actions.row import Given, judge_rows
from jingzhun.ledger.theme import Theme
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from .outcome import Outcome

CODE = "project:code"


def planner(theme: Theme) -> Callable[[Batch, AreaIndex], Outcome]:
    """What plans the sheets of ``theme``."""

    def plan_rows(batch: Batch, index: AreaIndex) -> Outcome:
        return _plan(theme, batch, index)

    return plan_rows


def _plan(theme: Theme, batch: Batch, index: AreaIndex) -> Outcome:
    outcome = Outcome(batch)
    known = {
        subject.code: subject
        for subject in Subject.objects.filter(kind=theme.kind, code__in=set(filter(None, batch.column(CODE))))
    }
    home = (
        batch.frame.scope.padded if batch.frame.office.covers(batch.frame.scope.padded) else batch.frame.office.padded
    )
    new: dict[str, int] = {}
    names = [each.name for each in theme.fields if batch.has(f"{theme.key}.{each.name}")]
    days = batch.column("since")
    first: dict[Any, int] = {}
    places, given = [], []
    for row, code in enumerate(batch.column(CODE)):
        if row in batch.refused or not code:
            continue
        subject = known.get(code)
        if subject is None and theme.creates and len(code) <= 40:
            new.setdefault(code, -1)
        elif subject is None or not batch.frame.scope.covers(subject.area_id):
            batch.refuse(row, CODE, reasons.UnknownProject(what=theme.kind.label))
            continue
        values = {name: batch.column(f"{theme.key}.{name}")[row] for name in names}
        if theme.placed:
            values["area_id"] = _place(batch, index, row)
            if row in batch.refused:
                continue
        at = (days[row] or batch.frame.since) if theme.is_fact else theme.key_of(values)
        series = tuple(values.get(name.removesuffix("_id")) for name in theme.model.SERIES if name != "subject_id")
        earlier = first.setdefault((code, at, series), row)
        if earlier != row:
            batch.refuse(row, CODE, reasons.SubjectTwiceInFile(row=batch.number(earlier), what=theme.title))
            continue
        if subject is None and new[code] == -1:
            new[code] = outcome.key(theme.kind, code, home)
        key = subject.pk if subject is not None else new[code]
        places.append(row)
        given.append(Given(key, at, values))
        outcome.owner[key] = code
    judged = judge_rows(theme=theme, rows=given, clear_blanks=batch.frame.clear_blanks, new=new)
    for place, faults in judged.refused.items():
        for name, why in faults:
            target = f"{theme.key}.{name}" if batch.has(f"{theme.key}.{name}") else CODE
            batch.refuse(places[place], target, reasons.UnfitForLibrary(why=why))
    for place, row in enumerate(places):
        if place not in judged.refused:
            outcome.rows_of.setdefault(given[place].subject, []).append(row)
    kept = {given[place].subject for place in range(len(given)) if place not in judged.refused}
    outcome.new = {kind: [row for row in rows if row[0] in kept] for kind, rows in outcome.new.items()}
    outcome.plans.append(judged.plan)
    return outcome


def _place(batch: Batch, index: AreaIndex, row: int) -> str:
    """Padded code of the village, else of the township; empty where neither is written."""
    target = "township"
    try:
        township, village = batch.column("township")[row], batch.column("village")[row]
        place = index.find(township, Level.TOWNSHIP) if township else ""
        target = "village"
        place = index.find(village, Level.VILLAGE, inside=place) if village else place
    except (UnableToFindArea, UnableToTellAreas) as cause:
        batch.refuse(row, target, reasons.UnknownPlace(why=cause.sentence, nearest=""))
        return ""
    if place and not batch.frame.scope.covers(place):
        batch.refuse(row, target, reasons.OutOfScope())
    return place
