"""Loading areas, spellings and the calendar. Called by ``init``, ``import-regions`` and the area pages."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold

from ..models import Area, AreaName, CalendarDay
from ..names import shorten

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
    remedy = "文件应有 code,name 两列，代码为统计用区划代码，文件编码为 UTF-8"


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
    """Write areas (new ones and changed names), parents before children. Returns how many rows were written.

    Missing ancestors of a row are an error unless they are in the file or in the store.
    """
    given: dict[AreaCode, str] = {}
    for code, name in rows:
        given[code] = name
        above = code.parent
        while above is not None and above.significant and above not in given:
            if above.significant in _ABOVE:
                given[above] = _ABOVE[above.significant]
            above = above.parent
    with unit(by=by) as log:
        known = set(Area.objects.values_list("code", flat=True))
        written = 0
        for level in Level:
            batch = []
            for code, name in sorted(given.items()):
                if code.level is not level or not code.significant:
                    continue
                parent = code.parent.padded if code.parent and code.parent.significant else None
                if parent is not None and parent not in known:
                    raise UnableToLoadAreas(line="？", why=f"{code.significant} 的上级 {parent} 不在文件里，也不在库里")
                known.add(code.padded)
                short = shorten(name, level)
                initials = "".join(lazy_pinyin(short, style=Style.FIRST_LETTER))[:40]
                batch.append(
                    Area(
                        code=code.padded,
                        name=name,
                        short_name=short,
                        initials=initials,
                        level=level.value,
                        parent_id=parent,
                    )
                )
            for start in range(0, len(batch), 2000):
                part = batch[start : start + 2000]
                Area.objects.bulk_create(
                    part, update_conflicts=True, unique_fields=("code",),
                    update_fields=("name", "short_name", "initials", "level", "parent"),
                )  # fmt: skip
                written += len(part)
                progress(written)
        log.record("areas.load", rows=written, source=source)
    return written


def load_county(*, county: str, by: Actor) -> int:
    """The areas of a shipped county, with the known spellings of its villages."""
    found = sorted(SHIPPED.glob(f"division_{county}_*.csv"))
    if not found:
        shipped = "、".join(sorted(path.stem.split("_")[1] for path in SHIPPED.glob("division_*.csv")))
        raise UnableToLoadAreas(
            line=0, why=f"没有随系统提供 {county} 的区划（有 {shipped}），请先用 import-regions 装入"
        )
    with unit(by=by):
        rows = load_division(rows=read_division(found[0].read_text().splitlines()), by=by, source=found[0].name)
        for row in csv.DictReader((SHIPPED / "spellings.csv").read_text().splitlines()):
            if row["code"].startswith(county):
                add_spelling(area=row["code"], name=row["name"], source=row["source"], by=by)
    return rows


def add_spelling(*, area: str, name: str, source: str, by: Actor) -> AreaName:
    """Register a spelling found in documents, so that it resolves to ``area`` from now on."""
    with unit(by=by) as log:
        owner = Area.objects.get(pk=area)
        short = shorten(name, Level(owner.level))
        row, made = AreaName.objects.get_or_create(
            area=owner,
            name=fold(name),
            defaults={"short_name": short, "kind": AreaName.Kind.SPELLING, "source": source},
        )
        if made:
            log.record(
                "areas.spelling", subject_kind="区划", subject_code=area, area_code=area, name=row.name, source=source
            )
    return row


def load_calendar(*, by: Actor, first: int = 2014, last: int = 2026) -> int:
    """Holidays and worked weekend days of the years that the ``chinesecalendar`` data know (2004–2026)."""
    import chinese_calendar

    rows = []
    day = date(first, 1, 1)
    while day.year <= last:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < 5):
            name = chinese_calendar.get_holiday_detail(day)[1] or "调休"
            rows.append(
                CalendarDay(
                    day=day, is_working=works, name=str(name), source="国务院办公厅放假通知（chinesecalendar 数据）"
                )
            )
        day += timedelta(days=1)
    with unit(by=by) as log:
        CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
        log.record("areas.calendar", days=len(rows))
    return len(rows)


def set_calendar_day(*, day: date, is_working: bool, name: str, source: str, by: Actor) -> CalendarDay:
    """Enter or change one exception day, also for years that were not shipped."""
    with unit(by=by) as log:
        row, _ = CalendarDay.objects.update_or_create(
            day=day, defaults={"is_working": is_working, "name": name, "source": source}
        )
        log.record(
            "areas.calendar_day",
            subject_kind="日历",
            subject_code=day.isoformat(),
            is_working=is_working,
            source=source,
        )
    return row
