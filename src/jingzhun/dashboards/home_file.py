"""What a post finds on its first page: key figures, what waits, where things stand. Figures come from :mod:`jingzhun.results`;
counts of work lists are live and say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.registry.fields import described
from jingzhun.registry.models import Dwelling, Household, HouseholdServices, Insurance, Labour, Membership, Schooling
from jingzhun.registry.models.known import Fact

from .figure_set import Criterion, FigureSet, Shown

HOUSEHOLD_FACTS: tuple[type[Fact], ...] = (Dwelling, HouseholdServices)
PERSON_FACTS: tuple[type[Fact], ...] = (Schooling, Labour, Insurance)


@dataclass(frozen=True)
class Waiting:
    """One line of 等着办: ``tone`` due, fail or missing chooses the chip."""

    tone: str
    chip: str
    title: str
    href: str
    who: str
    count: str


@dataclass(frozen=True)
class Tile:
    """An area below with one figure: ``share`` is its part of the area's registered households, in per cent."""

    name: str
    value: int
    href: str
    note: str
    share: str


@dataclass(frozen=True)
class Standing:
    """Where an area stands by its last run of the day: criteria of households and, above the village, of villages."""

    households: list[Criterion]
    villages: list[Criterion]
    whole: Criterion | None
    tiles: list[Tile]
    strip: list[Shown]


def standing(*, figures: FigureSet, area: Area, day: date, known_at: datetime | None) -> Standing:
    """Read from figures; empty where no run of the day exists."""
    items = figures.items_of("户退出")
    whole = figures.criteria("户退出", [("", "户退出")])[0] if items else None
    village_items = figures.items_of("村退出") if area.level < Level.VILLAGE else []
    strip = [
        figures.shown("建档立卡户", "registered_households"),
        figures.shown("建档立卡人口", "registered_persons"),
        figures.shown("户退出达标", "criterion", "户退出//pass"),
        figures.shown("未达标", "criterion", "户退出//fail"),
        figures.shown("缺数据", "criterion", "户退出//missing", note="缺数据不算通过，也不算不通过"),
    ]
    return Standing(
        households=figures.criteria("户退出", items),
        villages=figures.criteria("村退出", village_items),
        whole=whole,
        tiles=_tiles(area, day, known_at) if items else [],
        strip=[each for each in strip if each],
    )


def _tiles(area: Area, day: date, known_at: datetime | None) -> list[Tile]:
    below = list(area.children.exclude(level=Level.GROUP))
    sets = FigureSet.read_below(
        areas=[child.code for child in below],
        day=day,
        known_at=known_at,
        indicators=("registered_households", "criterion"),
    )
    tiles = []
    for child in below:
        figures = sets.get(child.code)
        figure = figures.get("criterion", "户退出//pass") if figures else None
        if figures is None or figure is None:
            continue
        everyone = figures.number("registered_households")
        passed = figures.number("criterion", "户退出//pass")
        rest = everyone - passed
        tiles.append(
            Tile(
                child.title,
                rest,
                reverse("area", args=[child.code]),
                f"在册 {everyone:,} 户",
                f"{rest / everyone:.1%}" if everyone else "—",
            )
        )
    return tiles


def waiting(*, request: HttpRequest, post: Post, figures: FigureSet, standing: Standing) -> list[Waiting]:
    """What the last run leaves to do: data that are missing first, then what fails. Each line opens its rows."""
    lines = [
        Waiting(
            "missing",
            "缺数据",
            f"{row.title}：补齐数据后才能判断",
            row.miss_href,
            "归口部门或村",
            f"{row.missing:,} 户",
        )
        for row in sorted(standing.households, key=lambda row: -row.missing)
        if row.missing
    ]
    lines += [
        Waiting(
            "fail", "不通过", f"{row.title}：逐户看怎样会改变", row.fail_href, "帮扶责任人和村", f"{row.failed:,} 户"
        )
        for row in sorted(standing.households, key=lambda row: -row.failed)
        if row.failed
    ]
    return lines[:8]


@dataclass(frozen=True)
class OwnedField:
    """A field a department keeps, with how many registered subjects have a known and an unknown value."""

    label: str
    unit: str
    of: str
    known: int
    unknown: int


def owned_fields(*, post: Post, day: date, known_at: datetime | None) -> list[OwnedField]:
    """The fields owned by the post's department, counted live over households on the register in scope and their members.

    Two queries a table; a subject without a row counts as unknown.
    """
    homes = within(Household.objects.in_register(day, known_at), post, field="subject__area_id").values("pk")
    people = Membership.objects.as_of(day, known_at).filter(household_id__in=homes).values("subject_id")
    counted: list[OwnedField] = []
    for models, subjects, of in ((HOUSEHOLD_FACTS, homes, "户"), (PERSON_FACTS, people, "人")):
        total = subjects.count()
        for model in models:
            mine = [field for field in described(model) if field.owner == post.department]
            if not mine:
                continue
            rows = model.objects.as_of(day, known_at).filter(subject_id__in=subjects)
            counts = rows.aggregate(**{field.name: Count("pk", filter=_is_known(field)) for field in mine})
            counted += [
                OwnedField(field.verbose_name, field.unit, of, counts[field.name], total - counts[field.name])
                for field in mine
            ]
    return counted


def _is_known(field) -> Q:
    known = Q(**{f"{field.name}__isnull": False})
    return known & ~Q(**{field.name: ""}) if field.type_name in ("text", "code") else known
