"""Households as their rows and the registry together make them: one village, one head, the stated size, sensible ages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jingzhun.core.id_number import IdNumber
from jingzhun.core.period import age_on
from jingzhun.registry.models.person import HEAD

from . import reasons
from .batch import Batch

_SPOUSE, _CHILDREN, _PARENTS = "02", {"03", "04"}, {"11", "12"}
_GONE = {"03", "04"}  # 死亡, 迁出
_SCHOOL_AGES = {
    "02": (2, 8), "03": (5, 16), "04": (10, 20), "05": (10, 20), "06": (10, 20), "07": (13, 25), "08": (13, 25),
    "09": (13, 25), "10": (13, 30), "11": (13, 30), "12": (13, 30), "13": (15, 45), "14": (15, 45), "15": (19, 60),
    "16": (14, 45),
}  # fmt: skip
_SLACK = 9
_NOT_WORKING = {"", "06"}


@dataclass
class Composition:
    """One household of the file: places of its rows, in the order of the sheet, and its head's row."""

    code: str
    rows: list[int] = field(default_factory=list)
    head: int | None = None


def compose(batch: Batch) -> dict[str, Composition]:
    """Rows grouped by 户编号 wherever they stand."""
    found: dict[str, Composition] = {}
    for row, code in enumerate(batch.column("household")):
        if code:
            found.setdefault(code, Composition(code)).rows.append(row)
    return found


def check_households(
    batch: Batch, homes: Mapping[str, Composition], villages: Sequence[str | None],
    others: Mapping[str, Mapping[int, str]], names: Mapping[int, str],
) -> None:  # fmt: skip
    """Judge each household. ``others`` are, by 户编号, the members that the registry knows and the file does not name
    (person → relation); ``names`` are their names."""
    relations, states, sizes = batch.column("relation"), batch.column("Membership.state"), batch.column("size")
    for code, home in homes.items():
        written = [villages[row] for row in home.rows]
        first = next((row for row in home.rows if villages[row] is not None), None)
        if len({village for village in written if village is not None}) > 1:
            _one_village(batch, home, villages, first)
        rows = [row for row in home.rows if not _repeats(batch, row)]
        heads = [row for row in rows if relations[row] == HEAD]
        known = [person for person, relation in others.get(code, {}).items() if relation == HEAD]
        unread = any(target == "relation" for row in home.rows for target, _ in batch.refused.get(row, ()))
        if len(heads) + len(known) > 1:
            where = f"（库里的户主是{names.get(known[0], '')}）" if known else ""
            reason = reasons.SeveralHeads(household=code, count=len(heads) + len(known), where=where)
            for row in home.rows:
                batch.refuse(row, "relation", reason)
            continue
        if not heads and not known and not unread:
            for row in home.rows:
                batch.refuse(row, "relation", reasons.NoHead(household=code))
            continue
        home.head = heads[0] if heads else None
        _size(batch, rows, code, sizes, states, len(others.get(code, {})))


def flag_missing_heads(batch: Batch, homes: Mapping[str, Composition]) -> None:
    """Where the head's row was refused but others are written, the household lacks its head for now."""
    for home in homes.values():
        if home.head is not None and home.head in batch.refused:
            for row in home.rows:
                if row not in batch.refused:
                    batch.flag(
                        row, "relation", reasons.HeadRefused(household=home.code, row=batch.number(home.head))
                    )  # fmt: skip
                    break


def check_ages(batch: Batch, homes: Mapping[str, Composition], numbers: Sequence[IdNumber | None]) -> None:
    """Flags, never refusals: what is written may be true."""
    day = batch.frame.since
    slack = _SLACK if batch.frame.guessed else 0
    relations, schools = batch.column("relation"), batch.column("Schooling.school_state")
    works = batch.column("Labour.off_farm")
    school_texts = batch.book.texts.get("在校生状况", {})
    ages = [age_on(number.born_on, day) if number is not None else None for number in numbers]
    for row, age in enumerate(ages):
        if age is None or row in batch.refused:
            continue
        low, high = _SCHOOL_AGES.get(schools[row] or "", (0, 200))
        if not low <= age <= high + slack:
            why = f"在校生状况为{school_texts.get(schools[row], schools[row])}"
            batch.flag(row, "Schooling.school_state", reasons.OddAge(age=age, why=why))
        if age < 16 and (works[row] or "") not in _NOT_WORKING:
            batch.flag(row, "Labour.off_farm", reasons.OddAge(age=age, why="却在务工"))
        if age < 16 and relations[row] in (HEAD, _SPOUSE):
            batch.flag(row, "relation", reasons.OddAge(age=age, why="登记为户主或配偶"))
        if age > 110:
            batch.flag(row, "id_number", reasons.OddAge(age=age, why="请核对是否健在"))
    for home in homes.values():
        head = ages[home.head] if home.head is not None else None
        if head is None:
            continue
        for row in home.rows:
            age, relation = ages[row], relations[row]
            if age is None or row in batch.refused:
                continue
            if relation in _CHILDREN and head - age < 12:
                batch.flag(row, "relation", reasons.OddAge(age=age, why=f"户主{head}岁，登记为户主之子女"))
            if relation in _PARENTS and age - head < 12:
                batch.flag(row, "relation", reasons.OddAge(age=age, why=f"户主{head}岁，登记为户主之父母"))


def _one_village(batch: Batch, home: Composition, villages: Sequence[str | None], first: int | None) -> None:
    relations = batch.column("relation")
    lead = next((row for row in home.rows if relations[row] == HEAD and villages[row] is not None), first)
    if lead is None:
        return
    for row in home.rows:
        if villages[row] is not None and villages[row] != villages[lead]:
            batch.refuse(row, "village", reasons.TwoVillages(row=batch.number(lead)))


def _size(
    batch: Batch, rows: Sequence[int], code: str, sizes: Sequence[int | None], states: Sequence[str | None], others: int
) -> None:  # fmt: skip
    stated = next(((row, sizes[row]) for row in rows if sizes[row] is not None), None)
    if stated is None:
        return
    found = others + sum(1 for row in rows if (states[row] or "") not in _GONE)
    if found != stated[1]:
        batch.flag(stated[0], "size", reasons.SizeDiffers(household=code, stated=stated[1], found=found))


def _repeats(batch: Batch, row: int) -> bool:
    """Whether the row was refused because the person stands in the file before: then it is nobody more."""
    twice = (reasons.NumberTwiceInFile, reasons.SubjectTwiceInFile)
    return any(isinstance(problem, twice) for _, problem in batch.refused.get(row, ()))
