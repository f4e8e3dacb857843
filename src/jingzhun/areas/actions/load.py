"""Loading areas, spellings and the calendar from files. Called by ``init`` and ``import-regions``."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold

from ..models import Area, CalendarDay
from ..names import shorten
from .name import add_spelling, initials, keep_former_name

SHIPPED = Path(__file__).resolve().parent.parent / "data"
_ABOVE = {
    "53": "云南省",
    "5334": "迪庆藏族自治州",
    "533422": "德钦县",
    "51": "四川省",
    "5133": "甘孜藏族自治州",
    "513336": "乡城县",
}


class UnableToLoadAreas(Problem):
    code = "A-003"
    says = "区划文件第 {line} 行不能用：{why}"
    remedy = "文件应有 code,name 两列，代码为统计用区划代码，文件编码为 UTF-8 或 GB 18030"


def read_division(lines: Iterable[str]) -> Iterable[tuple[AreaCode, str]]:
    """(code, name) of each row of a CSV with the columns ``code`` and ``name``; other columns are ignored."""
    reader = csv.DictReader(lines)
    if not {"code", "name"} <= set(reader.fieldnames or ()):
        raise UnableToLoadAreas(line=1, why="没有 code 或 name 列")
    for row in reader:
        try:
            yield AreaCode.parse(row["code"]), fold(row["name"])
        except Problem as cause:
            raise UnableToLoadAreas(line=reader.line_num, why=cause.sentence) from cause


def load_division(
    *, rows: Iterable[tuple[AreaCode, str]], by: Actor, source: str, progress: Callable[[int], None] = lambda done: None
) -> int:
    """Write new areas and changed names, parents before children; an area that got another name keeps the former one.
    Returns how many rows were written: the same file twice writes none.

    Missing ancestors of a row are an error unless they are in the file or in the store.
    """
    given: dict[str, str] = {}
    for code, name in rows:
        given[code.significant] = name
        above = code.parent
        while above is not None and above.significant and above.significant not in given:
            if above.significant in _ABOVE:
                given[above.significant] = _ABOVE[above.significant]
            above = above.parent
    given.pop("", None)
    with unit(by=by) as log:
        named = dict(Area.objects.values_list("code", "name"))
        written, renamed = 0, 0
        batch: list[Area] = []
        for significant in sorted(given, key=lambda text: (len(text), text)):
            code, name = AreaCode(significant), given[significant]
            if named.get(code.padded) == name:
                continue
            area = _area(code, name)
            if area.parent_id is not None and area.parent_id not in named:
                raise UnableToLoadAreas(line="？", why=f"{significant} 的上级 {area.parent_id} 不在文件里，也不在库里")
            if area.code in named:
                keep_former_name(area=Area.objects.get(pk=area.code), source=source)
                renamed += 1
            named[area.code] = name
            batch.append(area)
            if len(batch) == 2000:
                written += _write(batch, progress, written)
        written += _write(batch, progress, written)
        progress(len(given))
        if written:
            log.record("areas.load", rows=written, renamed=renamed, source=source)
    return written


def _area(code: AreaCode, name: str) -> Area:
    short = shorten(name, code.level)
    return Area(
        code=code.padded,
        name=name,
        short_name=short,
        initials=initials(short),
        level=code.level.value,
        parent_id=code.parent.padded if code.parent and code.parent.significant else None,
    )


def _write(batch: list[Area], progress: Callable[[int], None], before: int) -> int:
    Area.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=("code",),
        update_fields=("name", "short_name", "initials", "level", "parent"),
    )  # fmt: skip
    count = len(batch)
    batch.clear()
    progress(before + count)
    return count


def load_county(*, county: str, by: Actor) -> int:
    """The areas of a shipped county, with the known spellings of its villages."""
    found = sorted(SHIPPED.glob(f"division_{county}_*.csv"))
    if not found:
        shipped = "、".join(sorted(path.stem.split("_")[1] for path in SHIPPED.glob("division_*.csv")))
        raise UnableToLoadAreas(
            line=0, why=f"没有随系统提供 {county} 的区划（有 {shipped}），请先用 import-regions 装入"
        )
    with unit(by=by):
        rows = load_division(
            rows=read_division(found[0].read_text(encoding="utf-8").splitlines()), by=by, source=found[0].name
        )
        for row in csv.DictReader((SHIPPED / "spellings.csv").read_text(encoding="utf-8").splitlines()):
            if row["code"].startswith(county):
                add_spelling(area=row["code"], name=row["name"], source=row["source"], by=by)
    return rows


def load_calendar(*, by: Actor, first: int = 2014, last: int = 2026) -> int:
    """Holidays and worked weekend days of the years that the ``chinesecalendar`` data know (2004–2026)."""
    import chinese_calendar

    rows = []
    day = date(first, 1, 1)
    while day.year <= last:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < 5):
            holiday = chinese_calendar.get_holiday_detail(day)[1]
            name = chinese_calendar.Holiday(holiday).chinese if holiday else "休息"
            rows.append(
                CalendarDay(
                    day=day,
                    is_working=works,
                    name=f"{name}调休" if works else name,
                    source="国务院办公厅放假通知（chinesecalendar 数据）",
                )
            )
        day += timedelta(days=1)
    with unit(by=by) as log:
        CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
        log.record("areas.calendar", days=len(rows), first=first, last=last)
    return len(rows)
