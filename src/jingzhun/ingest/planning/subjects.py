"""Which subject each row speaks of, for sheets about households, persons, villages and counties that are known already."""

from __future__ import annotations

from collections.abc import Sequence

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.area_code import Level
from jingzhun.core.text import fold_name
from jingzhun.registry import personal
from jingzhun.registry.models import Subject

from ..checking import reasons
from ..checking.batch import Batch
from ..checking.identity import read_id_numbers
from ..checking.registered import Registered
from ..checking.whereabouts import find_villages
from ..layouts.layout import About
from .outcome import Outcome


def find_subjects(batch: Batch, index: AreaIndex, outcome: Outcome) -> list[int | None]:
    """Key of each row's subject; rows whose subject is not known, or lies outside the scope, are refused."""
    finder = {
        About.HOUSEHOLD: _households, About.PERSON: _persons, About.VILLAGE: _villages, About.TOWNSHIP: _townships,
        About.COUNTY: _counties,
    }[batch.table.layout.about]  # fmt: skip
    found = finder(batch, index, outcome)
    for row, key in enumerate(found):
        if key is not None:
            outcome.rows_of.setdefault(key, []).append(row)
    return found


def _households(batch: Batch, index: AreaIndex, outcome: Outcome) -> list[int | None]:
    villages = find_villages(batch, index, needed=False)
    codes = batch.column("household")
    known = Registered.of_households(code for code in codes if code)
    keys: list[int | None] = []
    for row, code in enumerate(codes):
        found = known.within(known.households.get(code), batch.frame.scope) if code else None
        if code and found is None:
            batch.refuse(row, "household", reasons.UnknownHousehold())
        elif found is not None and villages[row] is not None and villages[row] != found[1]:
            where = f"，库里是{index.names.get(found[1], found[1])}"
            batch.flag(row, "village", reasons.NameDiffers(what="行政村", handled=where, kind="户"))
        keys.append(found[0] if found is not None else None)
        if found is not None:
            outcome.owner[found[0]] = code
    written = batch.column("head_name")
    if any(written):
        heads = known.head_names((key for key in keys if key), batch.frame.since)
        for row, key in enumerate(keys):
            name = heads.get(key) if key else None
            if name and written[row] and fold_name(written[row]) != name:
                batch.flag(row, "head_name", reasons.NameDiffers(what="户主姓名", handled="", kind="户"))
    return keys


def _persons(batch: Batch, index: AreaIndex, outcome: Outcome) -> list[int | None]:
    find_villages(batch, index, needed=False)
    numbers = read_id_numbers(batch)
    cipher = personal.cipher()
    indexes = [cipher.index(number.citizen, "id_number") if number else None for number in numbers]
    codes = batch.column("person")
    known = Registered.of_households(())
    known.read_persons(filter(None, codes), filter(None, indexes), batch.frame.since)
    homes = dict(
        Subject.objects.filter(pk__in={home for home, _ in known.member_of.values() if home}).values_list("pk", "code")
    )
    names = batch.column("name")
    keys: list[int | None] = []
    for row, code in enumerate(codes):
        by_code = known.persons.get(code, (None,))[0] if code else None
        by_number = known.by_index.get(indexes[row]) if indexes[row] is not None else None
        key = by_code if by_code is not None else by_number
        if by_code is not None and by_number is not None and by_code != by_number:
            batch.refuse(row, "id_number", reasons.NumberRegistered(where=""))
        if key is not None and not batch.frame.scope.covers(known.codes[key][1]):
            key = None
        if not code and numbers[row] is None and row not in batch.refused:
            batch.refuse(row, "id_number", reasons.BlankCell())
        elif key is None and row not in batch.refused:
            batch.refuse(row, "person" if code else "id_number", reasons.UnknownPerson())
        if key is not None and names[row] and known.identities.get(key, ("", None))[0] not in ("", names[row]):
            # Another name under the same number: whose insurance or schooling this is cannot be told.
            batch.refuse(row, "name", reasons.NameDiffers(what="姓名", handled="，没有写入", kind="个人"))
        if key is not None:
            outcome.owner[key] = homes.get(known.member_of.get(key, (None, ""))[0] or 0, "")
        keys.append(key)
    return keys


def _villages(batch: Batch, index: AreaIndex, outcome: Outcome) -> list[int | None]:
    return _areas(find_villages(batch, index, needed=True), Subject.Kind.VILLAGE, outcome)


def _townships(batch: Batch, index: AreaIndex, outcome: Outcome) -> list[int | None]:
    return _areas(_named(batch, index, "township", Level.TOWNSHIP), Subject.Kind.TOWNSHIP, outcome)


def _counties(batch: Batch, index: AreaIndex, outcome: Outcome) -> list[int | None]:
    return _areas(_named(batch, index, "county", Level.COUNTY), Subject.Kind.COUNTY, outcome)


def _named(batch: Batch, index: AreaIndex, target: str, level: Level) -> list[str | None]:
    """The padded code of each row's area of a level, by name or by code; rows that cannot be placed are refused."""
    width = int(level)
    known = {code[:width] for code in index.names}
    codes: list[str | None] = []
    for row, name in enumerate(batch.column(target)):
        code = None
        if name:
            digits = name if name.isdecimal() else ""
            try:
                code = f"{digits[:width]:0<12}" if digits[:width] in known else index.find(name, level)
            except reasons.Problem as cause:
                batch.refuse(row, target, reasons.UnknownPlace(why=cause.sentence, nearest=""))
        if code is not None and not batch.frame.scope.covers(code):
            batch.refuse(row, target, reasons.OutOfScope())
        codes.append(code)
    return codes


def _areas(codes: Sequence[str | None], kind: str, outcome: Outcome) -> list[int | None]:
    """Villages, townships and counties become subjects when something is first said about them."""
    known = dict(Subject.objects.filter(kind=kind, code__in={c for c in codes if c}).values_list("code", "pk"))
    for row, code in enumerate(codes):
        if code and code not in known and row not in outcome.batch.refused:
            known[code] = outcome.key(kind, code, code)
            outcome.owner[known[code]] = code
    return [known.get(code) if code else None for code in codes]
