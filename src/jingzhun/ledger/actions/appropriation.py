"""Registering an appropriation: the document that promises money. Its amount follows as a movement 下达."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from jingzhun.core.errors import Problem
from jingzhun.registry.actions.writing import Writing

from ..models import Appropriation, Movement


class UnableToRegisterAppropriation(Problem):
    code = "B-022"
    says = "指标 {number} 不能登记：{why}"
    remedy = "请核对指标编号、文号、来源、级次、年度和下达日期"


def register_appropriation(
    *, number: str, document: str, title: str, source: str, level: str, year: int, issued_on: date, area: str, work: Writing,
    purpose: str = "", carried_from: Appropriation | None = None,
) -> Appropriation:  # fmt: skip
    """A new appropriation for ``area`` (padded code). Raises :class:`UnableToRegisterAppropriation`."""
    if level not in Appropriation.Level.values:
        raise UnableToRegisterAppropriation(number=number, why=f"没有“{level}”这个级次")
    if Appropriation.objects.filter(number=number).exists():
        raise UnableToRegisterAppropriation(number=number, why="这个编号已经登记过")
    try:
        with transaction.atomic():
            made = Appropriation.objects.create(
                number=number, document=document, title=title, source=source, level=level, year=year, issued_on=issued_on,
                area_id=area, purpose=purpose, carried_from=carried_from, change=work.change,
            )  # fmt: skip
    except IntegrityError as refused:
        raise UnableToRegisterAppropriation(
            number=number, why="编号、文号、名称、来源、级次不能空，年度在 2000 到 2100 之间"
        ) from refused
    work.note("appropriation", [(number, document, source, level, year)])
    return made


def restate_appropriation(*, known: Appropriation, work: Writing, **says: object) -> tuple[str, ...]:
    """Correct what is said of an appropriation. Once money of it has moved and stands, nothing can be changed any more.

    Returns the titles of what differs. Raises :class:`UnableToRegisterAppropriation`."""
    differing = [name for name, value in says.items() if getattr(known, name) != value]
    if not differing:
        return ()
    titles = tuple(str(Appropriation._meta.get_field(name).verbose_name) for name in differing)
    if Movement.objects.filter(_of(known), reverses__isnull=True, reversed_by__isnull=True).exists():
        raise UnableToRegisterAppropriation(
            number=known.number, why=f"它已有收支，{'、'.join(titles)}与登记的不同，不能改"
        )
    for name in differing:
        setattr(known, name, says[name])
    known.save(update_fields=differing)
    work.note("appropriation", [(known.number, *map(str, says.values()))])
    return titles


def _of(appropriation: Appropriation) -> Q:
    return Q(source__appropriation=appropriation) | Q(target__appropriation=appropriation)
