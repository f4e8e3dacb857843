"""How complete the file of a village, township or county is: its own facts, and what packs ask for about it.

Departments send these facts as files; so a gap names the department, or the table that brings it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from jingzhun.accounts.models import Post
from jingzhun.core.area_code import Level
from jingzhun.registry.fields import described
from jingzhun.registry.models import Completeness, CountyStatement, VillageConditions

from .area_file import AreaFile
from .completeness import Meter, Place, ThemeState, meter_with
from .household_file import Shown

MARK = "村集体收入"


def meter_of_area(
    *, file: AreaFile, declared: Iterable[Shown], post: Post, day: date, known_at: datetime | None
) -> Meter:
    """At most two questions."""
    themes: list[ThemeState] = []
    if file.level is Level.VILLAGE:
        row = (
            VillageConditions.objects.as_of(day, known_at).filter(subject=file.subject).first()
            if file.subject
            else None
        )
        themes += [_own("村情况", VillageConditions, row, "“村情况”表"), _income(file, day, known_at)]
    elif file.level is Level.COUNTY:
        rows = CountyStatement.objects.as_of(day, known_at).filter(subject=file.subject, year=day.year)
        themes.append(_own("县指标", CountyStatement, rows.first() if file.subject else None, "“县指标”表"))
    href = reverse("record-pack-facts", args=[file.level.name.lower(), file.area.code])
    return meter_with(themes, declared, post=post, href=href)


def _own(title: str, model, row, brought: str) -> ThemeState:
    state = ThemeState(title)
    for field in described(model):
        if field.is_asked and field.name not in ("year", "source"):
            value = getattr(row, field.name) if row is not None else None
            state.note(
                str(field.verbose_name), field.owner or brought, is_known=value is not None and value != "",
                is_absent=row is None, place=Place("", ""),
            )  # fmt: skip
    return state


def _income(file: AreaFile, day: date, known_at: datetime | None) -> ThemeState:
    state = ThemeState("村集体经济收入是否收齐")
    marks = Completeness.objects.known(known_at).filter(table=MARK, year=day.year)
    is_marked = file.subject is not None and marks.filter(subject=file.subject).exists()
    state.note(f"{MARK}收齐", "“村集体经济收入”表", is_known=is_marked, is_absent=True, place=Place("", ""))
    return state
