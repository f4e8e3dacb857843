"""Changing what is on record: the grade of a dwelling by a report, one field by a correction."""

from __future__ import annotations

from datetime import date
from typing import Any

from jingzhun.core.id_number import parse_id_number
from jingzhun.registry import personal
from jingzhun.registry.fields import Count, Day, Quantity, Sealed
from jingzhun.registry.models import HEAD, Dwelling, Membership, PersonIdentity, Subject
from jingzhun.registry.models.household import DANGEROUS
from jingzhun.registry.pinyin import initials

from ..input_forms.correction import SEALED_CORRECTION, field_at
from ..input_forms.people import taken
from .writ import Writ, day_of

SEXES = {"男": "1", "女": "2"}


def set_dwelling(writ: Writ) -> None:
    """The grade that the report found, true from the day of the appraisal. C and D are dangerous."""
    given = writ.given("dwelling")
    since, grade = day_of(given["appraised_on"]), given["grade"]
    later = Dwelling.objects.known().filter(subject_id=writ.case.subject_id, since__gt=since).exclude(grade="")
    if later.exists():
        raise writ.refuse("已有更晚的房屋等级")
    writ.put(Dwelling, writ.case.subject_id, since, {"grade": grade, "is_dangerous": grade in DANGEROUS})


def correct_record(writ: Writ) -> None:
    """One field to its new value since the day given: on the day of the old row it takes its place, later it follows it."""
    given = writ.given("correction")
    model, field, more = field_at(given["field"])
    subject, since = given.get("person", writ.case.subject_id), day_of(given["since"])
    value = _value(writ, field, given)
    values = {**more, field.name: value}
    if model is PersonIdentity and field.name == "id_number":
        values = identity_values(writ, value, subject)
    elif model is PersonIdentity and field.name == "name":
        values["initials"] = initials(value)
    elif model is Membership and field.name == "relation":
        values["household_id"] = writ.case.subject_id
        if value == HEAD:
            _step_down(writ, subject, since)
    if not writ.put(model, subject, since, values):
        raise writ.refuse("登记的已经是这个值")


def identity_values(writ: Writ, citizen: str, person: int) -> dict[str, Any]:
    """A person's number with all that follows from it. Refused where the number is somebody else's."""
    number = parse_id_number(citizen)
    index = personal.id_index(number.citizen)
    others = PersonIdentity.objects.known().filter(id_index=index).exclude(subject_id=person)
    why = taken(number, writ.case.subject) if others.exists() else ""
    if why:
        raise writ.refuse(why)
    village = Subject.objects.values_list("area_id", flat=True).get(pk=writ.case.subject_id)
    return {
        "id_number": number.citizen, "id_form": number.form, "id_index": index,
        "tail_index": personal.tail_index(village, number.citizen), "sex": SEXES[number.sex], "born_on": number.born_on,
    }  # fmt: skip


def _value(writ: Writ, field: Any, given: dict[str, Any]) -> Any:
    if isinstance(field, Sealed):
        opened = personal.reveal(SEALED_CORRECTION, writ.case.subject_id, bytes.fromhex(given["sealed"]))
        if opened is None:
            raise writ.refuse("密钥文件不在，读不出要写的号码")
        return opened
    new = given["new"]
    if isinstance(field, Day):
        return day_of(new)
    return field.to_python(new) if isinstance(field, (Quantity, Count)) else new


def _step_down(writ: Writ, person: int, since: date) -> None:
    """Another becomes head: what the old head is to him is not known until somebody says so."""
    heads = Membership.objects.as_of(since).filter(household_id=writ.case.subject_id, relation=HEAD)
    for key in heads.exclude(subject_id=person).values_list("subject_id", flat=True):
        writ.put(Membership, key, since, {"household_id": writ.case.subject_id, "relation": ""})
