"""New subjects and where they are. Households, persons and places of the tree; others bring their own tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import Level

from ..models import Change, Household, Organisation, Person, Subject
from .rows import chunks, insert, reserve_ids
from .writing import Writing, writing

_OWN_TABLE = {
    Subject.Kind.HOUSEHOLD: Household,
    Subject.Kind.PERSON: Person,
    Subject.Kind.ORGANISATION: Organisation,
}
OF_AREA = {
    Level.COUNTY: Subject.Kind.COUNTY,
    Level.TOWNSHIP: Subject.Kind.TOWNSHIP,
    Level.VILLAGE: Subject.Kind.VILLAGE,
}
"""Level of an area → the kind of its own subject."""


def area_subject(*, area: Area, by: Actor, source: str) -> Subject:
    """The area's own subject, made where no fact was recorded of it before."""
    kind = OF_AREA[Level(area.level)]
    known = Subject.objects.filter(kind=kind, code=area.pk).first()
    if known is not None:
        return known
    about = {"subject_kind": kind.label, "subject_code": area.pk, "area_code": area.pk}
    with writing(kind=Change.Kind.PAGE, by=by, source=source, **about) as work:
        key = create_subjects(kind=kind, rows=[(area.pk, area.pk)], work=work)[area.pk]
    return Subject.objects.get(pk=key)


def create_subjects(*, kind: str, rows: Sequence[tuple[str, str]], work: Writing) -> dict[str, int]:
    """Create subjects of ``kind`` from (code, padded area code); returns code → key. Codes must be new."""
    keys = reserve_ids(Subject, len(rows))
    made = [(key, kind, code, area, work.change.pk) for key, (code, area) in zip(keys, rows, strict=True)]
    insert(Subject._meta.db_table, ("id", "kind", "code", "area_id", "created_by_id"), made)
    own = _OWN_TABLE.get(Subject.Kind(kind))
    if own is not None:
        insert(own._meta.db_table, ("subject_id",), ((key,) for key in keys))
    work.added[f"subject:{kind}"] += len(made)
    return {code: key for key, (code, _) in zip(keys, rows, strict=True)}


def move_subjects(*, areas: Mapping[int, str], work: Writing) -> list[int]:
    """Put subjects into other areas (subject key → padded code); those already there stay. Returns the moved keys."""
    moved = []
    for part in chunks(sorted(areas)):
        for subject in Subject.objects.filter(pk__in=part):
            if subject.area_id != areas[subject.pk]:
                moved.append([subject.pk, subject.area_id, areas[subject.pk]])
    by_area: dict[str, list[int]] = {}
    for key, _, after in moved:
        by_area.setdefault(after, []).append(key)
    for area, keys in sorted(by_area.items()):
        for part in chunks(keys):
            Subject.objects.filter(pk__in=part).update(area_id=area)
    work.note_moves(moved)
    return [key for key, _, _ in moved]
