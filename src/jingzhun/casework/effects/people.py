"""Who lives where: newcomers, leavers, splitting, merging and moving. Subjects and their history stay; from the day on rows follow."""

from __future__ import annotations

from datetime import date

from jingzhun.core.id_number import parse_id_number
from jingzhun.core.text import whole_number
from jingzhun.registry import personal
from jingzhun.registry.actions.subject import create_subjects, move_subjects
from jingzhun.registry.fields import described
from jingzhun.registry.models import (
    HEAD,
    Completeness,
    HouseholdProfile,
    HouseholdStatus,
    Membership,
    PersonIdentity,
    Subject,
)
from jingzhun.registry.pinyin import initials

from ..input_forms.people import SEALED_NEWCOMER, registers, taken
from ..members import members_of
from .record import identity_values
from .register import out_of_all
from .writ import Writ, day_of

NATURAL_INCREASE = "02"
MEMBERS = "成员"


def add_member(writ: Writ) -> None:
    """A newcomer lives in the household from the day he joined. Who was on record and lives nowhere comes back as himself."""
    given = writ.given("newcomer")
    home, since = writ.case.subject, day_of(given["joined_on"])
    citizen = _number(writ, given)
    person = _known(writ, citizen) if citizen else None
    if person is None:
        code = _free_code(Subject.Kind.PERSON, f"{home.code}-")
        person = create_subjects(kind=Subject.Kind.PERSON, rows=[(code, home.area_id)], work=writ.work)[code]
    else:
        move_subjects(areas={person: home.area_id}, work=writ.work)
    values = {"name": given["name"], "initials": initials(given["name"]), "ethnicity": given.get("ethnicity", "")}
    if citizen:
        values |= identity_values(writ, citizen, person)
    else:
        values |= {"sex": given["sex"], "born_on": day_of(given["born_on"])}
    writ.put(PersonIdentity, person, since, values)
    joins = {
        "household_id": home.pk,
        "relation": given["relation"],
        "state": NATURAL_INCREASE,
        "identified_on": writ.on,
    }
    writ.put(Membership, person, since, joins)


def remove_member(writ: Writ) -> None:
    """A member lives in no household from the day he left; when nobody is left, the household leaves every register."""
    given = writ.given("leaver")
    home, person, since = writ.case.subject_id, given["person"], day_of(given["left_on"])
    rows = Membership.objects.as_of(writ.on).filter(subject_id=person, household_id=home, since__lte=since)
    if not rows.exists():
        raise writ.refuse("要减少的人已经不在这一户")
    writ.put(Membership, person, since, {"household_id": None, "relation": "", "state": given["state"]})
    staying = [each for each in members_of(home, writ.on) if each.key != person]
    if given.get("new_head"):
        _make_head(writ, home, given["new_head"], [each.key for each in staying], since)
    if not staying:
        out_of_all(writ, home)


def split_household(writ: Writ) -> None:
    """A new household of those who go, on the same registers as the old one. Its causes and dwelling are to be recorded."""
    given = writ.given("split")
    home = writ.case.subject
    living = {each.key: each for each in members_of(home.pk, writ.on)}
    going = {int(key): relation for key, relation in given["relations"].items()}
    if not going.keys() <= living.keys():
        raise writ.refuse("分出去的人有的已经不在这一户")
    if len(going) == len(living):
        raise writ.refuse("原户至少留一个人")
    code = _free_code(Subject.Kind.HOUSEHOLD, f"{home.code}-F")
    made = create_subjects(kind=Subject.Kind.HOUSEHOLD, rows=[(code, home.area_id)], work=writ.work)[code]
    profile = HouseholdProfile.objects.as_of(writ.on).filter(subject=home).first()
    group = given.get("group_name") or (profile.group_name if profile else "")
    writ.put(HouseholdProfile, made, writ.on, {"group_name": group}, even_empty=True)
    for row in HouseholdStatus.objects.as_of(writ.on).filter(subject=home, status="in"):
        writ.put(HouseholdStatus, made, writ.on, {f.name: getattr(row, f.name) for f in described(HouseholdStatus)})
    for person, relation in going.items():
        writ.put(Membership, person, writ.on, {"household_id": made, "relation": relation})
    if given.get("remaining_head"):
        _make_head(writ, home.pk, given["remaining_head"], [key for key in living if key not in going], writ.on)
    if Completeness.objects.known().filter(subject=home, table=MEMBERS, year=0).exists():
        writ.work.insert(Completeness, [(made, 0, MEMBERS)])


def merge_household(writ: Writ) -> None:
    """All members belong to the other household from the day on; this one is on no register any more."""
    given = writ.given("merge")
    home = writ.case.subject
    target = Subject.objects.filter(kind=Subject.Kind.HOUSEHOLD, code=given["household"], area_id=home.area_id).first()
    if target is None or not members_of(target.pk, writ.on):
        raise writ.refuse("并入的户已经不在本村，或没有成员")
    if registers(home, writ.on) - registers(target, writ.on):
        raise writ.refuse("并入的户现在不在册")
    living = members_of(home.pk, writ.on)
    if {str(each.key) for each in living} != set(given["relations"]):
        raise writ.refuse("这一户的成员在填写之后变了")
    for each in living:
        writ.put(
            Membership, each.key, writ.on, {"household_id": target.pk, "relation": given["relations"][str(each.key)]}
        )
    out_of_all(writ, home.pk)


def move_household(writ: Writ) -> None:
    """Household and members are in the other village from the day on, under the same codes."""
    given = writ.given("move")
    home, village = writ.case.subject, given["village"]
    living = members_of(home.pk, writ.on)
    move_subjects(areas={home.pk: village} | {each.key: village for each in living}, work=writ.work)
    writ.put(HouseholdProfile, home.pk, writ.on, {"group_name": given.get("group_name", "")}, even_empty=True)
    for row in PersonIdentity.objects.as_of(writ.on).filter(subject_id__in=[each.key for each in living]):
        number = row.id_number_shown
        if number is None:
            raise writ.refuse("密钥文件不在，不能按新的村编证件号索引")
        if number:
            tail = personal.tail_index(village, parse_id_number(number).citizen)
            writ.put(PersonIdentity, row.subject_id, writ.on, {"tail_index": tail})


def _number(writ: Writ, given: dict[str, str]) -> str:
    if not given.get("id_sealed"):
        return ""
    opened = personal.reveal(SEALED_NEWCOMER, writ.case.subject_id, bytes.fromhex(given["id_sealed"]))
    if opened is None:
        raise writ.refuse("密钥文件不在，读不出证件号")
    return opened


def _known(writ: Writ, citizen: str) -> int | None:
    """The person on record with this number who lives in no household."""
    number = parse_id_number(citizen)
    why = taken(number, writ.case.subject)
    if why:
        raise writ.refuse(why)
    rows = PersonIdentity.objects.known().filter(id_index=personal.id_index(number.citizen)).order_by("-since")
    return rows.values_list("subject_id", flat=True).first()


def _make_head(writ: Writ, home: int, head: int, staying: list[int], since: date) -> None:
    """``head`` is head from ``since``; what the others are to him is unknown until somebody says so."""
    if head not in staying:
        raise writ.refuse("新户主已经不在这一户")
    for key in staying:
        writ.put(Membership, key, since, {"household_id": home, "relation": HEAD if key == head else ""})


def _free_code(kind: str, prefix: str) -> str:
    used = Subject.objects.filter(kind=kind, code__startswith=prefix).values_list("code", flat=True)
    numbers = [number for code in used if (number := whole_number(code.removeprefix(prefix))) is not None]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"
