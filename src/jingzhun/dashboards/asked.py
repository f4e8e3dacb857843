"""What a file should say: the tables and fields that are asked of every household on the register and of its members.

Fields, labels, owners and whether a blank is a gap come from the declarations (``registry/fields.py``); titles and the page where
something is recorded from the pages themselves. The meter of one household, the gaps of an area and the list behind each gap all
read this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from jingzhun.registry.fields import described
from jingzhun.registry.models import (
    Dwelling,
    Health,
    HouseholdCause,
    HouseholdProfile,
    HouseholdServices,
    HouseholdStatus,
    Insurance,
    Labour,
    PersonIdentity,
    Schooling,
)
from jingzhun.registry.models.known import Fact
from jingzhun.registry.views.record import THEMES as PAGES
from jingzhun.results.roster_tables import REGISTER

HOUSEHOLD, PERSON = "户", "人"


@dataclass(frozen=True)
class Asked:
    """One table. ``page`` names the page where it is recorded, empty where a file brings it (``brought`` says which)."""

    model: type[Fact]
    of: str
    page: str = ""
    name: str = ""
    brought: str = ""
    regime: str = ""

    @property
    def title(self) -> str:
        return PAGES[self.page].title if self.page else self.name

    @property
    def key(self) -> str:
        return str(self.model._meta.model_name)

    @cached_property
    def fields(self) -> list[Any]:
        return [field for field in described(self.model) if field.is_asked and field.name not in ("regime", "status")]

    def rows(self, day, known_at) -> Any:
        """The rows in force, of the one regime where the table has several."""
        rows = self.model.objects.as_of(day, known_at)
        return rows.filter(regime=self.regime) if self.regime else rows

    def key_of(self, field: Any) -> str:
        """By which the list of households shows those that lack it: ``dwelling.grade``."""
        return f"{self.key}.{field.name}"


ASKED: tuple[Asked, ...] = (
    Asked(HouseholdStatus, HOUSEHOLD, name="建档立卡身份", brought="全国系统导出表", regime=REGISTER),
    Asked(HouseholdProfile, HOUSEHOLD, page="profile"),
    Asked(HouseholdCause, HOUSEHOLD, page="cause"),
    Asked(Dwelling, HOUSEHOLD, page="dwelling"),
    Asked(HouseholdServices, HOUSEHOLD, page="services"),
    Asked(PersonIdentity, PERSON, name="成员身份", brought="农户名册"),
    Asked(Schooling, PERSON, page="schooling"),
    Asked(Health, PERSON, name="健康", brought="部门表"),
    Asked(Labour, PERSON, page="labour"),
    Asked(Insurance, PERSON, page="insurance"),
)


@dataclass(frozen=True)
class AskedMark:
    """A many-row table that is whole only with its mark: without it no row is not nought. ``page`` empty: a file sets it."""

    term: str
    page: str = ""
    yearly: bool = True

    @property
    def title(self) -> str:
        return f"{PAGES[self.page].title if self.page else self.term}收齐"

    @property
    def key(self) -> str:
        return f"mark.{self.term}"

    def year(self, day) -> int:
        return day.year if self.yearly else 0


MARKS_TITLE = "收支、帮扶等是否收齐"
MARKS: tuple[AskedMark, ...] = (
    AskedMark("成员", yearly=False),
    *(AskedMark(page.mark, key) for key, page in PAGES.items() if page.mark),
)


def is_known(field: Any) -> Q:
    """Rows whose field says something."""
    known = Q(**{f"{field.name}__isnull": False})
    return known & ~Q(**{field.name: ""}) if field.type_name in ("text", "code") else known


def asked_field(key: str) -> tuple[Asked, Any] | None:
    """``dwelling.grade`` → its table and field; None where nothing of the kind is asked."""
    table, _, name = key.partition(".")
    for asked in ASKED:
        if asked.key == table:
            return next(((asked, field) for field in asked.fields if field.name == name), None)
    return None


def asked_mark(key: str) -> AskedMark | None:
    return next((mark for mark in MARKS if mark.key == key), None)


def gap_title(key: str) -> str:
    """What a gap of the list of households is called; empty for an unknown key."""
    found, mark = asked_field(key), asked_mark(key)
    return str(found[1].verbose_name) if found else (mark.title if mark else "")
