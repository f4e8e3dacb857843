"""A book of the register on paper and as a workbook: the same lines and sums, said in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from jingzhun.casework.poster import own_fonts
from jingzhun.core.area_code import Level
from jingzhun.documents.typesetting import set_sheet
from jingzhun.documents.workbook import Column, Sheet

from .register_book import Book, HouseholdLine, is_town

TITLES = {Level.VILLAGE: "建档立卡户花名册", Level.TOWNSHIP: "建档立卡簿", Level.COUNTY: "建档立卡归档目录"}
CALLED = {Level.VILLAGE: "村册", Level.TOWNSHIP: "乡簿", Level.COUNTY: "县归档目录"}
_SELF = {Level.VILLAGE: "本册", Level.TOWNSHIP: "本簿", Level.COUNTY: "本目录"}
SIGNED = {
    Level.VILLAGE: ("村党组织书记", "驻村工作队", "造册人"),
    Level.TOWNSHIP: ("乡镇负责人", "乡镇审核员", "立簿人"),
    Level.COUNTY: ("县级负责人", "县级业务员", "归档人"),
}
ATTRIBUTES = ("一般贫困户", "低保贫困户", "五保贫困户")


@dataclass(frozen=True)
class Head:
    """A column: ``width`` in mm on paper (0 takes what is left), ``wide`` in characters in a workbook."""

    title: str
    width: int
    wide: int
    is_number: bool = False


_LINE = (
    Head("序号", 10, 6, True), Head("户编号", 34, 20), Head("户主", 25, 14), Head("证件号码", 35, 22), Head("人数", 11, 8, True),
    Head("自然村（小组）", 25, 18), Head("贫困户属性", 22, 14), Head("主要致贫原因", 24, 14), Head("首次识别", 20, 13), Head("脱贫属性", 0, 26),
)  # fmt: skip
_VILLAGE = (
    Head("序号", 11, 6, True), Head("行政村", 0, 18), Head("区划代码", 32, 16), Head("贫困村", 18, 10), Head("户数", 18, 8, True),
    Head("人数", 20, 8, True), *(Head(name, 28, 12, True) for name in ATTRIBUTES), Head("属性未知", 22, 10, True), Head("村册摘要", 32, 18),
)  # fmt: skip


def title_of(book: Book) -> str:
    """With the area's name: 红坡村建档立卡户花名册."""
    return f"{book.area.title}{TITLES[book.level]}"


def equation(book: Book) -> str:
    """What the book says of its own sum: '本簿 419 户 1,820 人 = 7 个村合计'."""
    whole = f"{_SELF[book.level]} {book.households:,} 户 {book.persons:,} 人"
    if book.level is Level.VILLAGE:
        return f"{whole} = {len(book.lines):,} 张户卡合计"
    villages = len(book.with_households)
    if book.level is Level.TOWNSHIP:
        return f"{whole} = {villages} 个村合计"
    towns = sum(is_town(part.area) for part in book.townships)
    return f"{whole} = {len(book.townships) - towns} 个乡、{towns} 个镇合计 = {villages} 个村合计"


def notes_of(book: Book) -> list[str]:
    """Day, state of knowledge, poor villages, and villages without registered households."""
    notes = [dated(book.day, book.known_at)]
    if book.level is not Level.VILLAGE:
        poor = sum(village.is_poor_village is True for village in book.with_households)
        unknown = sum(village.is_poor_village is None for village in book.with_households)
        said = f"有建档立卡户的村 {len(book.with_households)} 个，其中贫困村 {poor} 个"
        notes.append(said + (f"，是不是贫困村未知 {unknown} 个" if unknown else ""))
        without = len(book.villages) - len(book.with_households)
        if without:
            notes.append(f"另有 {without} 个村没有建档立卡户，列在表里，户数为 0")
    return notes


def dated(day: date, known_at: datetime | None) -> str:
    """As of which day and as known when, in words of the paper."""
    last = known_at - timedelta(seconds=1) if known_at else None  # known at a day means at its end
    known = f"当时所知截至 {timezone.localtime(last):%Y-%m-%d}" if last else "按打印时所知"
    return f"事实截至 {day:%Y-%m-%d}；{known}"


def printed(book: Book, *, foot: str, is_demo: bool) -> bytes:
    """The PDF of a book."""
    return set_sheet("book", paper_of(book, foot=foot, is_demo=is_demo), parts=("register",), fonts=own_fonts())


def paper_of(book: Book, *, foot: str, is_demo: bool) -> dict[str, object]:
    """What the template ``book`` prints."""
    heads: Sequence[Head] = _LINE if book.level is Level.VILLAGE else _VILLAGE
    return {
        "title": title_of(book), "subtitle": f"{book.place}　{book.area.code}", "notes": notes_of(book), "is_demo": is_demo,
        "columns": [{"title": head.title, "width": head.width, "right": head.is_number} for head in heads],
        "sections": [
            {"title": title, "rows": _texts(rows), "sum": _text(total) if total else []}
            for title, rows, total in _sections(book)
        ],
        "total": _text(_total(book)), "equation": equation(book), "signatures": list(SIGNED[book.level]),
        "foot": f"{foot}；内容摘要 {book.digest[:12]}",
    }  # fmt: skip


def sheets_of(book: Book, *, notes: Sequence[str]) -> list[Sheet]:
    """A sheet of the book's own table, and above a village one with every household of it."""
    said = [*notes, *notes_of(book), equation(book), f"内容摘要 {book.digest}"]
    households = [
        Column("乡镇", "text", 14), Column("行政村", "text", 14), *_columns(_LINE[1:]),
    ]  # fmt: skip
    rows = [
        [village.above[-1], village.area.title, *_row(line)[1:]]
        for village in book.villages
        for line in (_numbered(village))
    ]
    total: list[object] = ["合计", "", "", f"{book.households} 户", "", book.persons, "", "", "", "", ""]
    every = Sheet("户", said, households, rows, total)
    if book.level is Level.VILLAGE:
        return [every]
    flat = [row for _, rows, _ in _sections(book) for row in rows]
    return [Sheet(TITLES[book.level], said, _columns(_VILLAGE), flat, _total(book)), every]


def _columns(heads: Sequence[Head]) -> list[Column]:
    return [Column(head.title, "number" if head.is_number else "text", head.wide) for head in heads]


def _sections(book: Book) -> list[tuple[str, list[list[object]], list[object]]]:
    """(title, rows, sum): the lines of a village; the villages of a township; those of each township of a county."""
    if book.level is Level.VILLAGE:
        return [("", [_row(line) for line in _numbered(book)], [])]
    if book.level is Level.TOWNSHIP:
        return [("", _villages(book), [])]
    return [(part.area.title, _villages(part), _sum("小计", part)) for part in book.parts]


def _numbered(book: Book) -> list[tuple[int, HouseholdLine]]:
    return list(enumerate(book.lines, start=1))


def _row(numbered: tuple[int, HouseholdLine]) -> list[object]:
    number, line = numbered
    return [
        number, line.code, line.head or "户主未知", line.id_number or "未知", line.persons, line.group or "未知",
        line.attribute or "未知", line.cause or "未知", line.identified_on or "未知", line.exit or "未知",
    ]  # fmt: skip


def _villages(book: Book) -> list[list[object]]:
    return [[number, *_sum("", part)[1:]] for number, part in enumerate(book.parts, start=1)]


def _sum(said: str, book: Book) -> list[object]:
    """The counts of a village or of what is above it, as a row of the table of villages."""
    known = [book.by_attribute[name] for name in ATTRIBUTES]
    is_village = book.level is Level.VILLAGE
    poor = {True: "是", False: "否", None: "未知"}[book.is_poor_village] if is_village else ""
    return [
        "", book.area.title if is_village else said, book.area.code if is_village else "", poor, book.households, book.persons,
        *known, book.households - sum(known), book.digest[:12] if is_village and book.lines else "",
    ]  # fmt: skip


def _total(book: Book) -> list[object]:
    if book.level is Level.VILLAGE:
        return ["", "合计", f"{book.households} 户", "", book.persons, "", "", "", "", ""]
    return _sum("合计", book)


def _texts(rows: list[list[object]]) -> list[list[str]]:
    return [_text(row) for row in rows]


def _text(row: Sequence[object]) -> list[str]:
    return [f"{value:,}" if isinstance(value, int) else str(value) for value in row]
