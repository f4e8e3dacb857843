"""Items of roadmaps and construction plans, judged by the ledger's own action; good rows are planned, others say why not."""

from __future__ import annotations

from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.ledger.actions.plan_item import FIELDS, ItemGiven, judge_items
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from .outcome import Outcome


def plan_plan_items(batch: Batch, index: AreaIndex) -> Outcome:
    outcome = Outcome(batch)
    areas = [_area(batch, index, row) for row in range(len(batch))]
    subjects = _subjects(outcome, [area for area in areas if area])
    places, given = [], []
    codes = batch.column("plan:project_code")
    for row, area in enumerate(areas):
        if area is None or row in batch.refused:
            continue
        values = {name: batch.column("year" if name == "year" else f"plan:{name}")[row] for name in FIELDS}
        places.append(row)
        given.append(ItemGiven(subjects[area], area, values, codes[row] or ""))
    judged = judge_items(given, day=batch.frame.since, new=outcome.provisional)
    for place, faults in judged.refused.items():
        for name, why in faults:
            target = {"year": "year", "project": "plan:project_code"}.get(name, f"plan:{name}")
            batch.refuse(places[place], target, reasons.UnfitForLibrary(why=why))
    for place, row in enumerate(places):
        if place not in judged.refused:
            outcome.rows_of.setdefault(given[place].subject, []).append(row)
    outcome.plans.append(judged.plan)
    return outcome


def _area(batch: Batch, index: AreaIndex, row: int) -> str | None:
    """The padded code of the row's village, else of its township; None where it is refused."""
    place = "township"
    try:
        area = index.find(batch.column("township")[row], Level.TOWNSHIP) if batch.column("township")[row] else None
        village = batch.column("village")[row]
        if village and area:
            place = "village"
            area = index.find(village, Level.VILLAGE, inside=area)
    except (UnableToFindArea, UnableToTellAreas) as cause:
        batch.refuse(row, place, reasons.UnknownPlace(why=cause.sentence, nearest=""))
        return None
    if area and not batch.frame.scope.covers(area):
        batch.refuse(row, place, reasons.OutOfScope())
        return None
    return area


def _subjects(outcome: Outcome, areas: list[str]) -> dict[str, int]:
    """The townships and villages as subjects; they become subjects when something is first said about them."""
    kinds = (Subject.Kind.TOWNSHIP, Subject.Kind.VILLAGE)
    known = dict(Subject.objects.filter(kind__in=kinds, code__in=areas).values_list("code", "pk"))
    for area in dict.fromkeys(areas):
        if area not in known:
            kind = kinds[AreaCode.parse(area).level == Level.VILLAGE]
            known[area] = outcome.key(kind, area, area)
        outcome.owner[known[area]] = area
    return known
