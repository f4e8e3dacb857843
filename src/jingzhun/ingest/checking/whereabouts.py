"""From written county, township and village to the village's code, for every row."""

from __future__ import annotations

import difflib

from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.core.area_code import AreaCode, Level, UnableToReadAreaCode

from . import reasons
from .batch import Batch


def find_villages(batch: Batch, index: AreaIndex, *, needed: bool) -> list[str | None]:
    """Padded village code of each row; rows that cannot be placed are refused. ``needed`` false: only what is written is
    checked, and rows without a place stay None."""
    found: dict[tuple[str | None, str | None, str | None], tuple[str | None, str, reasons.UnableToTakeRow | None]] = {}
    places: list[str | None] = []
    written = zip(batch.column("county"), batch.column("township"), batch.column("village"), strict=True)
    for row, key in enumerate(written):
        if key[2] is None:
            places.append(None)
            continue
        if key not in found:
            found[key] = _find(batch, index, *key)
        code, target, reason = found[key]
        if reason is not None:
            batch.refuse(row, target, reason)
        places.append(code)
    return places


def _find(
    batch: Batch, index: AreaIndex, county: str | None, township: str | None, village: str | None
) -> tuple[str | None, str, reasons.UnableToTakeRow | None]:
    target, inside, level = "county", "", Level.COUNTY
    written = {
        "county": (county, Level.COUNTY),
        "township": (township, Level.TOWNSHIP),
        "village": (village, Level.VILLAGE),
    }
    try:
        for target in written:
            name, level = written[target]
            if name:
                inside = _one(index, name, level, inside)
    except (UnableToFindArea, UnableToTellAreas) as cause:
        near = _nearest(index, str(cause.fields["name"]), level, inside) if isinstance(cause, UnableToFindArea) else ""
        where = f"{index.names[inside]}里" if inside else ""
        return None, target, reasons.UnknownPlace(why=where + cause.sentence, nearest=near)
    if not batch.frame.scope.covers(inside):
        return None, "village", reasons.OutOfScope()
    return inside, "village", None


def _one(index: AreaIndex, name: str, level: Level, inside: str) -> str:
    """By code when digits are written, else by name."""
    if name.isdecimal() and len(name) in (6, 9, 12):
        try:
            code = AreaCode.parse(name)
        except UnableToReadAreaCode:
            code = AreaCode("")
        if (
            code.level is level
            and code.padded in index.names
            and (not inside or AreaCode.parse(inside).covers(code.padded))
        ):
            return code.padded
        raise UnableToFindArea(name=name, level=level.title)
    return index.find(name, level, inside=inside)


def _nearest(index: AreaIndex, name: str, level: Level, inside: str) -> str:
    above = AreaCode.parse(inside) if inside else index.within
    names = [short for code, short in index.names.items() if above.covers(code) and AreaCode.parse(code).level is level]
    close = difflib.get_close_matches(name, names, 1, 0.4)
    return f"，最接近：{close[0]}" if close else ""
