"""Citizen ID numbers (GB 11643-1999), 15-digit legacy numbers, disability-card numbers (ID + 类别 + 等级) and
residence permits of 港澳台居民 (81/82/83). Only form is judged here; whether the person exists is not ours to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .errors import Problem
from .text import fold

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
Sex = Literal["男", "女"]


class UnableToReadIdNumber(Problem):
    code = "R-010"
    says = "证件号码写法不对：{why}"
    remedy = "请对照户口簿改正；应为18位身份证号、15位旧号或20位残疾人证号"


class WrongCheckDigit(UnableToReadIdNumber):
    code = "R-017"
    says = "证件号码校验位不符（应为{expected}）"
    remedy = "请对照户口簿改正后重新上传本行"


@dataclass(frozen=True)
class IdNumber:
    """``citizen`` is the 18-digit form (a 15-digit number is lifted to it); ``form`` says what was written."""

    written: str
    citizen: str
    form: Literal["18", "15", "残疾人证", "居住证"]
    born_on: date
    sex: Sex
    disability_class: int | None = None
    disability_grade: int | None = None

    @property
    def region(self) -> str:
        return self.citizen[:6]


def check_digit(first17: str) -> str:
    """The 18th character over 17 digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def parse_id_number(text: str) -> IdNumber:
    """Read and judge an ID number. Raises :class:`UnableToReadIdNumber` (or :class:`WrongCheckDigit`)."""
    written = fold(text).replace(" ", "").upper()
    number, disability = written, ""
    if len(number) == 20:
        number, disability = number[:18], number[18:]
        if not (disability.isdecimal() and disability[0] in "1234567" and disability[1] in "1234"):
            raise UnableToReadIdNumber(why="残疾人证号末两位应为类别1—7、等级1—4")
    if len(number) == 15 and number.isascii() and number.isdecimal():
        number = number[:6] + "19" + number[6:]
        number += check_digit(number)
        form: Literal["18", "15", "残疾人证", "居住证"] = "15"
    elif len(number) == 18 and number.isascii() and number[:17].isdecimal() and number[17] in "0123456789X":
        expected = check_digit(number[:17])
        if number[17] != expected:
            raise WrongCheckDigit(expected=expected)
        form = "残疾人证" if disability else ("居住证" if number[:2] in ("81", "82", "83") else "18")
    else:
        raise UnableToReadIdNumber(
            why=f"长度{len(written)}位" if len(written) not in (15, 18, 20) else "含有不该有的字符"
        )
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as cause:
        raise UnableToReadIdNumber(why="出生日期不存在") from cause
    return IdNumber(
        written=written, citizen=number, form=form, born_on=born_on, sex="男" if int(number[16]) % 2 else "女",
        disability_class=int(disability[0]) if disability else None,
        disability_grade=int(disability[1]) if disability else None,
    )  # fmt: skip
