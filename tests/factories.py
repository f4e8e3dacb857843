"""Small builders of real rows for tests. Persons are invented; ID numbers are made at run time in area 533499, which does not exist.

Keyword-only; each returns the row. Built through models, not through actions, so that a test of an action starts from plain ground.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from django.utils import timezone

from jingzhun.accounts.models import Office, Official, Post
from jingzhun.areas.actions.load import load_county
from jingzhun.areas.models import Area, AreaName
from jingzhun.audit.actor import Actor
from jingzhun.core.id_number import check_digit
from jingzhun.ledger.models import Project, ProjectFunding, ProjectProfile, ProjectSite, ProjectStage
from jingzhun.policy.actions.codes import load_shipped_codes
from jingzhun.policy.models import Code, CodeAlias, CodeList
from jingzhun.registry import personal
from jingzhun.registry.models import (
    Change,
    Completeness,
    Household,
    HouseholdProfile,
    HouseholdStatus,
    IncomeEntry,
    Membership,
    Person,
    PersonIdentity,
    Subject,
)

SYSTEM = Actor.system("测试")
COUNTY, TOWNSHIP, NEXT_TOWNSHIP = "533422000000", "533422202000", "533422205000"
VILLAGE, NEXT_VILLAGE, FAR_VILLAGE = "533422202204", "533422202205", "533422205207"
NEXT_COUNTY, NEXT_COUNTY_VILLAGE = "513336000000", "513336100201"
# Always written with leading noughts: texts sort as they were made, and none is the beginning of another.
_serial = count(1)


def ground() -> None:
    """What every test store holds before its first test: 德钦县 and its neighbour 乡城县 with all areas, and the code lists."""
    load_county(county="533422", by=SYSTEM)
    load_county(county="513336", by=SYSTEM)
    load_shipped_codes(by=SYSTEM)


def without_ground() -> None:
    """A store without areas and code lists, for tests that lay their own."""
    for model in (CodeAlias, Code, CodeList, AreaName, Area):
        rows = model.objects.all()
        rows._raw_delete(rows.db)


def county(*, is_demo: bool = True, opens_on: date | None = date(2018, 12, 31)) -> Area:
    """The office of 德钦县 on the ground of all tests."""
    area = Area.objects.get(pk=COUNTY)
    Office.objects.create(name="德钦县帮扶办（测试）", area=area, is_demo=is_demo, opens_on=opens_on)
    return area


def official(*, name: str = "格桑", sign_in_name: str = "") -> Official:
    made = Official(sign_in_name=sign_in_name or f"user{next(_serial):06d}", name=name, must_change_password=False)
    made.set_password("correct-horse-9")
    made.save()
    return made


def post(*, role: str = "county_officer", area: str = COUNTY, department: str = "", by: Official | None = None) -> Post:
    return Post.objects.create(
        official=by or official(), role=role, area_id=area, since=date(2018, 1, 1), department=department
    )


def change(*, at: datetime | None = None, kind: str = "import", source: str = "测试文件.xlsx") -> Change:
    return Change.objects.create(kind=kind, at=at or timezone.now(), by_name="测试", source=source)


ELEMENTS = {
    "name": "红坡村中药材基地", "category": "01", "construction": "new", "place": "红坡村", "starts_on": date(2019, 3, 1),
    "ends_on": date(2019, 10, 31), "responsible_unit": "云岭乡人民政府", "task": "种植中药材 300 亩", "beneficiaries": "全村农户",
    "households": 60, "persons": 240, "goal": "户均增收 2000 元", "mechanism": "土地入股、务工和分红", "year": 2019,
}  # fmt: skip
"""Every mandatory element of a library project, but the money."""


def known(by: Change) -> dict[str, object]:
    """The two columns every dated row needs."""
    return {"change": by, "recorded_at": by.at}


def id_number(*, born_on: date = date(1980, 5, 17), sex: str = "男", serial: int | None = None) -> str:
    """A number with a right check digit whose sex digit agrees."""
    number = (serial if serial is not None else next(_serial)) % 50 * 2 + (1 if sex == "男" else 0)
    first = f"533499{born_on:%Y%m%d}{number:03d}"
    return first + check_digit(first)


def household(
    *,
    village: str = VILLAGE,
    code: str = "",
    registered: bool = True,
    since: date = date(2014, 6, 30),
    by: Change | None = None,
) -> Household:
    """A household that is there from ``since`` on, with its status under 建档立卡 when ``registered``."""
    by = by or change()
    subject = Subject.objects.create(
        kind="household", code=code or f"{village}{next(_serial):06d}", area_id=village, created_by=by
    )
    made = Household.objects.create(subject=subject)
    HouseholdProfile.objects.create(subject=subject, since=since, **known(by))
    if registered:
        HouseholdStatus.objects.create(
            subject=subject, since=since, regime="registered", status="in", attribute="01", exit_mark="01", **known(by)
        )
    return made


def member(
    *, of: Household, name: str = "扎西顿珠", relation: str = "01", born_on: date = date(1980, 5, 17), sex: str = "男",
    since: date = date(2014, 6, 30), number: str = "", by: Change | None = None,
) -> Person:  # fmt: skip
    """A person of a household with name and ID number."""
    from pypinyin import Style, lazy_pinyin

    by = by or change()
    number = number or id_number(born_on=born_on, sex=sex)
    subject = Subject.objects.create(
        kind="person", code=f"P{next(_serial):08d}", area_id=of.subject.area_id, created_by=by
    )
    made = Person.objects.create(subject=subject)
    PersonIdentity.objects.create(
        subject=subject, since=since, name=name, initials="".join(lazy_pinyin(name, style=Style.FIRST_LETTER)),
        id_number=personal.seal("id_number", subject.pk, number), id_form="18", id_index=personal.id_index(number),
        tail_index=personal.tail_index(of.subject.area_id, number), sex="1" if sex == "男" else "2", born_on=born_on,
        ethnicity="04", **known(by),
    )  # fmt: skip
    Membership.objects.create(subject=subject, since=since, household=of, relation=relation, state="01", **known(by))
    return made


def income(
    *,
    of: Household,
    fen: int,
    year: int = 2018,
    direction: str = "in",
    kind: str = "a",
    item: str = "务工",
    by: Change | None = None,
) -> IncomeEntry:
    by = by or change()
    return IncomeEntry.objects.create(
        subject=of.subject, key=f"k{next(_serial):06d}", year=year, direction=direction, kind=kind, item=item, amount=fen, **known(by)
    )  # fmt: skip


def complete(*, of: Household, table: str, year: int = 0, by: Change | None = None) -> Completeness:
    """The mark that a many-row table is whole for a household and year (0: standing)."""
    return Completeness.objects.create(subject=of.subject, table=table, year=year, **known(by or change()))


def applied_project(*, area: str = VILLAGE, code: str = "", **given: object) -> Subject:
    """A project that is complete and applied for, not in the library."""
    return project(area=area, code=code, **{**ELEMENTS, "stage": "applied", **given}).subject


def project(
    *,
    code: str = "",
    area: str = VILLAGE,
    sites: tuple[str, ...] | None = None,
    funding: dict[str, int] | None = None,
    since: date = date(2018, 3, 1),
    by: Change | None = None,
    **given: object,
) -> ProjectProfile:
    """A project in the library: a clinic of 2018 in its village unless said otherwise; ``funding`` is source → fen."""
    by = by or change()
    subject = Subject.objects.create(kind="project", code=code or f"XM{next(_serial):06d}", area_id=area, created_by=by)
    Project.objects.create(subject=subject)
    values = {"name": "卫生室新建", "category": "02", "year": 2018, "construction": "new"} | given
    stage = values.pop("stage", "finished")
    common = {"subject": subject, "since": since, **known(by)}
    ProjectStage.objects.create(stage=stage, **common)
    for source, planned in (funding if funding is not None else {"shanghai": 30_000_000}).items():
        ProjectFunding.objects.create(source=source, planned=planned, **common)
    for site in sites if sites is not None else (area,):
        ProjectSite.objects.create(area_id=site, **common)
    return ProjectProfile.objects.create(**values, **common)
