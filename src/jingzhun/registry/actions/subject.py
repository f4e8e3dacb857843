"""New subjects and where they are. Households, persons and places of the tree; others bring their own tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..models import Household, Organisation, Person, Subject
from .rows import chunks, insert, reserve_ids
from .writing import Writing

_OWN_TABLE = {
    Subject.Kind.HOUSEHOLD: Household,
    Subject.Kind.PERSON: Person,
    Subject.Kind.ORGANISATION: Organisation,
}


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
