"""Exit of a village and of a county: the year, and that the village is no longer a poor one."""

from __future__ import annotations

from jingzhun.registry.models import Subject, VillageConditions

from .writ import Writ


def exit_village(writ: Writ, *, fact: str) -> None:
    """The village is no poor village from the day on; ``fact`` is the declared fact of a village that holds the year."""
    row = VillageConditions.objects.as_of(writ.on).filter(subject=writ.case.subject).first()
    if row is None or not row.is_poor_village:
        raise writ.refuse("这个村不是贫困村，或已经退出")
    writ.put(VillageConditions, writ.case.subject_id, writ.on, {"is_poor_village": False})
    writ.put_declared(fact, writ.case.subject_id, Subject.Kind.VILLAGE, writ.on.year)


def exit_county(writ: Writ, *, fact: str) -> None:
    """The county's exit; ``fact`` is the declared fact of a county that holds the year."""
    writ.put_declared(fact, writ.case.subject_id, Subject.Kind.COUNTY, writ.on.year)
