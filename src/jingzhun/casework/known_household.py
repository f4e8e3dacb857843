"""What the registry knows of a subject, as it is printed on forms: ID numbers and telephones masked, nothing about health."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from jingzhun.core.masking import mask_phone
from jingzhun.core.money import yuan
from jingzhun.core.period import age_on
from jingzhun.documents.form import Table
from jingzhun.policy.codes import CodeBook
from jingzhun.registry import personal
from jingzhun.registry.models import HouseholdProfile, IncomeEntry, Labour, PersonIdentity, Subject

from .known_project import project_name
from .known_request import request_lines
from .members import head_of, members_of
from .public_notice import ADULT

HEADS = ("姓名", "与户主关系", "性别", "出生年月", "证件号码", "劳动技能")


def head_lines(subject: Subject, day: date) -> tuple[tuple[str, str], ...]:
    """Who it is about: a household by its head, a project by its name and number, a village or county by its name."""
    place = subject.area.full_title
    if subject.kind == Subject.Kind.PROJECT:
        return (("项目名称", project_name(subject)), ("项目编号", subject.code), ("项目范围", place))
    if subject.kind == Subject.Kind.CLAIM:
        return (("报账单", subject.code), ("区划", place))
    if subject.kind == Subject.Kind.FUND_REQUEST:
        return request_lines(subject)
    if subject.kind != Subject.Kind.HOUSEHOLD:
        return (("对象", place), ("区划代码", subject.area_id))
    members = members_of(subject.pk, day)
    head = head_of(subject.pk, day)
    profile = HouseholdProfile.objects.as_of(day).filter(subject=subject).first()
    phone = personal.reveal("phone", subject.pk, profile.phone) if profile else ""
    return (
        ("户主", head.name if head else ""), ("户编号", subject.code),
        ("证件号码", head.id_number_masked if head else ""), ("家庭人口", f"{len(members)} 人"),
        ("住址", f"{place}{profile.group_name if profile else ''}"), ("联系电话", mask_phone(phone) if phone else ""),
    )  # fmt: skip


def member_table(subject: Subject, day: date, book: CodeBook) -> Table:
    """The members, head first, with two rows for those who are not known."""
    members = members_of(subject.pk, day)
    keys = [each.key for each in members]
    identities = {row.subject_id: row for row in PersonIdentity.objects.as_of(day).filter(subject_id__in=keys)}
    skills = dict(Labour.objects.as_of(day).filter(subject_id__in=keys).values_list("subject_id", "capacity"))
    rows = []
    for each in members:
        known = identities.get(each.key)
        born = known.born_on if known else None
        rows.append(
            (
                each.name, book.text("与户主关系", each.relation) if each.relation else "",
                book.text("性别", known.sex) if known and known.sex else "", f"{born.year}年{born.month}月" if born else "",
                known.id_number_masked if known else "", book.text("劳动技能", skills[each.key]) if skills.get(each.key) else "",
            )
        )  # fmt: skip
    return Table("家庭成员", HEADS, tuple(rows), wide=(0, 1, 5), blank=2)


def adult_rows(subject: Subject, day: date) -> tuple[tuple[str, ...], ...]:
    """Name, masked number and an empty cell to sign in, for each member who is of age or whose birth is not known."""
    names = {each.key: each.name for each in members_of(subject.pk, day)}
    known = {row.subject_id: row for row in PersonIdentity.objects.as_of(day).filter(subject_id__in=names)}
    return tuple(
        (name, known[key].id_number_masked if key in known else "", "")
        for key, name in names.items()
        if key not in known or known[key].born_on is None or age_on(known[key].born_on, day) >= ADULT
    )


def income_table(subject: Subject, day: date, book: CodeBook) -> Table:
    """The ledger of the last recorded year, beside a column for what is found now."""
    rows = IncomeEntry.objects.known().filter(subject=subject, year__lte=day.year)
    year = rows.aggregate(year=Max("year"))["year"]
    entries = rows.filter(year=year).order_by("direction", "kind", "id") if year else ()
    cells = tuple(
        (
            book.text("收支方向", e.direction),
            book.text("收入类别", e.kind) if e.kind else "",
            e.item,
            yuan(e.amount),
            "",
        )
        for e in entries
    )
    title = f"收支（{year} 年）" if year else f"收支（{day.year} 年，系统没有记录）"
    return Table(
        title,
        ("方向", "类别", "项目", "金额（元）", "核实金额（元）"),
        cells,
        wide=(1, 2, 4),
        blank=2 if year else 5,
        right=(3,),
    )
