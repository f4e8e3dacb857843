"""Names of areas: spellings found in documents, former names, new names, mergers. Called by the area pages and by loading."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold

from ..models import Area, AreaMerger, AreaName
from ..names import shorten


class UnableToNameArea(Problem):
    code = "A-004"
    says = "“{name}”不能登记给{area}：{why}"
    remedy = "请核对区划和写法"


class UnableToMergeAreas(Problem):
    code = "A-005"
    says = "{area}不能并入{into}：{why}"
    remedy = "请核对两个区划和撤并日期"


def add_spelling(*, area: str, name: str, source: str, by: Actor) -> AreaName:
    """Register a spelling found in documents, so that it resolves to ``area`` from now on. Twice is once.

    Raises :class:`UnableToNameArea` for an empty name and for the official name of a sister: the two could not be told apart.
    """
    with unit(by=by) as log:
        owner = Area.objects.get(pk=area)
        name, short = fold(name), shorten(name, Level(owner.level))
        if not short:
            raise UnableToNameArea(name=name, area=owner.short_name, why="没有写名字")
        if short == owner.short_name:
            raise UnableToNameArea(name=name, area=owner.short_name, why="它就是现在的名称")
        sisters = Area.objects.filter(parent=owner.parent, until__isnull=True).exclude(pk=area)
        if sisters.filter(short_name=short).exists():
            raise UnableToNameArea(name=name, area=owner.short_name, why="同一上级下另有区划叫这个名字")
        row, made = AreaName.objects.get_or_create(
            area=owner,
            name=name,
            defaults={"short_name": short, "kind": AreaName.Kind.SPELLING, "source": fold(source)},
        )
        if made:
            log.record(
                "areas.spelling", subject_kind="区划", subject_code=area, area_code=area, name=name, source=fold(source)
            )
    return row


def rename(*, area: str, name: str, on: date, document: str, by: Actor) -> Area:
    """From ``on`` the area has another official name; the former one stays known, and resolves."""
    with unit(by=by) as log:
        owner = Area.objects.get(pk=area)
        name = fold(name)
        if not name or name == owner.name:
            raise UnableToNameArea(name=name, area=owner.short_name, why="不是新的名称")
        keep_former_name(area=owner, source=document, until=on)
        owner.name, owner.short_name = name, shorten(name, Level(owner.level))
        owner.initials = initials(owner.short_name)
        owner.save(update_fields=("name", "short_name", "initials"))
        log.record(
            "areas.rename", subject_kind="区划", subject_code=area, area_code=area, name=name, on=on.isoformat(),
            document=document,
        )  # fmt: skip
    return owner


def keep_former_name(*, area: Area, source: str, until: date | None = None) -> None:
    """The name that ``area`` has now, kept as a former one. The caller's unit logs it."""
    AreaName.objects.update_or_create(
        area=area,
        name=area.name,
        defaults={"short_name": area.short_name, "kind": AreaName.Kind.FORMER, "until": until, "source": source[:200]},
    )


def merge(*, area: str, into: str, on: date, document: str, by: Actor) -> AreaMerger:
    """On ``on`` the area goes into another of its level. Facts stay where they were recorded; names resolve onwards."""
    with unit(by=by) as log:
        gone, heir = Area.objects.get(pk=area), Area.objects.get(pk=into)
        why = ""
        if gone.pk == heir.pk:
            why = "是同一个"
        elif gone.level != heir.level:
            why = "级别不同"
        elif gone.until is not None:
            why = f"它在 {gone.until} 已经撤并"
        elif heir.until is not None and heir.until <= on:
            why = f"后者在 {heir.until} 已经撤并"
        elif gone.children.filter(until__isnull=True).exists():
            why = "它下面还有区划，请先并下级"
        if why:
            raise UnableToMergeAreas(area=gone.short_name, into=heir.short_name, why=why)
        gone.until = on
        gone.save(update_fields=("until",))
        row = AreaMerger.objects.create(area=gone, into=heir, on=on, document=document)
        log.record(
            "areas.merge", subject_kind="区划", subject_code=area, area_code=area, into=into, on=on.isoformat(),
            document=document,
        )  # fmt: skip
    return row


@lru_cache(maxsize=65_536)
def initials(short_name: str) -> str:
    """The first letters by which people search: ``查里通`` gives ``clt``."""
    return "".join(lazy_pinyin(short_name, style=Style.FIRST_LETTER))[:40]
