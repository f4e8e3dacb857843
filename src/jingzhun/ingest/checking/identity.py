"""ID numbers of person rows: form, check digit, birth date and sex, the same number twice in the file."""

from __future__ import annotations

from dataclasses import dataclass

from jingzhun.core.id_number import IdNumber, UnableToReadIdNumber, parse_id_number

from . import reasons
from .batch import Batch

_CLASSES = dict(zip("1234567", ("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), strict=True))
_GRADES = dict(zip("1234", ("一级", "二级", "三级", "四级"), strict=True))
SEXES = {"男": "1", "女": "2"}


@dataclass(frozen=True)
class Disability:
    """What a disability-card number says by itself."""

    text: str

    @classmethod
    def of(cls, number: IdNumber) -> Disability | None:
        if number.disability_class is None:
            return None
        return cls(_CLASSES[str(number.disability_class)] + _GRADES[str(number.disability_grade)])


def read_id_numbers(batch: Batch) -> list[IdNumber | None]:
    """The parsed number of each row. Refuses wrong forms, contradictions with sex and birth, and repeats."""
    numbers: list[IdNumber | None] = []
    first: dict[str, int] = {}
    sexes, births = batch.column("sex"), batch.column("born_on")
    for row, written in enumerate(batch.column("id_number")):
        number = _read(batch, row, written) if written else None
        numbers.append(number)
        if number is None:
            continue
        if number.form == "15":
            batch.flag(row, "id_number", reasons.OldNumber())
        if sexes[row] is not None and sexes[row] != SEXES[number.sex]:
            batch.refuse(row, "sex", reasons.SexDiffers(expected=number.sex))
        if births[row] is not None and births[row] != number.born_on:
            batch.refuse(row, "born_on", reasons.BirthDiffers(expected=number.born_on.isoformat()))
        if number.born_on > batch.frame.latest_birth:
            batch.refuse(row, "id_number", reasons.BornLater(day=batch.frame.latest_birth.isoformat()))
        earlier = first.setdefault(number.citizen, row)
        if earlier != row:
            batch.refuse(row, "id_number", reasons.NumberTwiceInFile(row=batch.number(earlier)))
    return numbers


def _read(batch: Batch, row: int, written: str) -> IdNumber | None:
    try:
        return parse_id_number(written)
    except UnableToReadIdNumber as reason:
        batch.refuse(row, "id_number", reason)
        return None
