"""Registering an appropriation: the document that promises money. Its amount follows as a movement 下达."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from jingzhun.core.errors import Problem
from jingzhun.registry.actions.writing import Writing

from ..models import Appropriation


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
