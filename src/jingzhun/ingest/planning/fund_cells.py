"""What the cells of the fund workbooks name: places, kinds, appropriations, projects, funds and households."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.core.area_code import Level
from jingzhun.core.id_number import UnableToReadIdNumber, parse_id_number
from jingzhun.ledger.models import Fund
from jingzhun.registry import personal
from jingzhun.registry.actions.rows import chunks
from jingzhun.registry.models import Membership, PersonIdentity, Subject

from ..checking import reasons
from ..checking.batch import Batch


class RefusedRow(Exception):
    """The row is refused and said so."""


def area_of(batch: Batch, index: AreaIndex, row: int) -> str:
    """Padded code of the township, else of whoever loads the file."""
    frame = batch.frame
    name = batch.column("township")[row]
    inside = frame.scope if frame.office.covers(frame.scope.significant) else frame.office
    if not name:
        return inside.padded
    try:
        found = index.find(name, Level.TOWNSHIP)
    except (UnableToFindArea, UnableToTellAreas) as cause:
        batch.refuse(row, "township", reasons.UnknownPlace(why=cause.sentence, nearest=""))
        raise RefusedRow from cause
    if not frame.scope.covers(found):
        batch.refuse(row, "township", reasons.OutOfScope())
        raise RefusedRow
    return found


def coded(batch: Batch, target: str, texts: dict[str, str], what: str) -> list[str]:
    found = []
    for row, text in enumerate(batch.column(target)):
        code = texts.get(text or "", "")
        if text and text not in texts:
            allowed = "、".join(texts)
            batch.refuse(row, target, reasons.UnknownCode(text=text, list=what, nearest="", allowed=allowed))
        found.append(code)
    return found


def named(batch: Batch, row: int, target: str, known: dict[str, Any], what: str) -> Any:
    """The row that a number names, if it is in scope."""
    number = batch.column(target)[row]
    if not number:
        return None
    found = known.get(number)
    if found is None or not batch.frame.scope.covers(found.area_id):
        batch.refuse(row, target, reasons.UnfitForBooks(why=f"没有{what} {number}，或不在你的范围"))
    return found


def days_past(batch: Batch, *names: str) -> None:
    """Books hold what has happened: a day after today is refused."""
    for name in names:
        for row, day in enumerate(batch.column(f"fund:{name}")):
            if day is not None and day > batch.frame.today:
                batch.refuse(row, f"fund:{name}", reasons.LaterThanToday(text=day.isoformat()))


def limits(batch: Batch, longest: Mapping[str, int]) -> None:
    for name, limit in longest.items():
        target = f"fund:{name}"
        for row, text in enumerate(batch.column(target)):
            if isinstance(text, str) and len(text) > limit:
                batch.refuse(row, target, reasons.TooLong(length=len(text), limit=limit))


def projects_of(codes: Iterable[str | None]) -> dict[str, Subject]:
    """Projects by their number, and the funds that stand where a project does."""
    given = list(codes)
    organisations = _subjects(Subject.Kind.ORGANISATION, given)
    funds = set(Fund.objects.filter(subject__in=organisations.values()).values_list("subject_id", flat=True))
    return {code: row for code, row in organisations.items() if row.pk in funds} | _subjects(
        Subject.Kind.PROJECT, given
    )


def funds_of(codes: Iterable[str | None]) -> dict[str | None, Fund]:
    rows = Fund.objects.filter(subject__code__in=set(filter(None, codes))).select_related("subject")
    return {fund.subject.code: fund for fund in rows}


def _subjects(kind: str, codes: Iterable[str | None]) -> dict[str, Subject]:
    found = {}
    for part in chunks(sorted(set(filter(None, codes)))):
        found.update({row.code: row for row in Subject.objects.filter(kind=kind, code__in=part)})
    return found


def households_of(batch: Batch) -> list[Subject | None]:
    """The household of each row, by its number or by the ID number of one of its people."""
    by_code = _subjects(Subject.Kind.HOUSEHOLD, batch.column("household"))
    by_person = _by_person(batch)
    found: list[Subject | None] = []
    for row, (code, number) in enumerate(zip(batch.column("household"), batch.column("id_number"), strict=True)):
        household = by_code.get(code) if code else by_person.get(row)
        if (code or number) and (household is None or not batch.frame.scope.covers(household.area_id)):
            batch.refuse(row, "household" if code else "id_number", reasons.UnknownHousehold())
            household = None
        elif code and number and by_person.get(row) not in (None, household):
            batch.refuse(row, "id_number", reasons.UnfitForBooks(why="这个证件号码不是这一户的"))
        found.append(household)
    return found


def _by_person(batch: Batch) -> dict[int, Subject]:
    indexes: dict[int, bytes] = {}
    for row, number in enumerate(batch.column("id_number")):
        if number:
            with suppress(UnableToReadIdNumber):
                indexes[row] = personal.id_index(parse_id_number(number).citizen)
    person_of: dict[bytes, int] = {}
    for part in chunks(sorted(set(indexes.values()))):
        rows = PersonIdentity.objects.known().filter(id_index__in=part)
        person_of.update((bytes(index), key) for key, index in rows.values_list("subject_id", "id_index"))
    home_of: dict[int, Subject] = {}
    for part in chunks(sorted(set(person_of.values()))):
        rows = Membership.objects.as_of(batch.frame.today).filter(subject_id__in=part, household__isnull=False)
        home_of.update((each.subject_id, each.household.subject) for each in rows.select_related("household__subject"))
    return {
        row: home_of[person_of[index]]
        for row, index in indexes.items()
        if index in person_of and person_of[index] in home_of
    }
