"""Units of numbers: money in fen, persons, households, areas, shares, and 'per' of them (平方米/人, 元/人·月).

A unit has at most one counted thing and a set of 'per' things. 年 below the line is dropped (yearly amounts);
月 is kept, so a monthly standard becomes yearly only by ``× 12月``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_MONEY = {"元": 100, "角": 10, "分": 1}
_SAME = {
    "个": "项", "次": "项", "条": "项", "笔": "项", "件": "项", "项": "项", "项目": "项", "口人": "人", "人": "人", "名": "人", "户": "户",
    "村": "村", "乡": "乡", "镇": "乡", "乡镇": "乡", "县": "县", "人次": "人次", "户次": "户次", "组": "组", "年": "年", "岁": "岁", "周岁": "岁",
    "月": "月", "个月": "月", "日": "日", "天": "日", "亩": "亩", "立方米": "立方米", "千瓦": "千瓦", "千伏": "千伏", "只": "只", "头": "头",
    "羽": "羽", "株": "株", "盏": "盏", "座": "座", "台": "台", "辆": "辆", "所": "所", "间": "间", "套": "套", "升": "升", "分钟": "分钟",
}  # fmt: skip
_SCALED: dict[str, tuple[str, int | Fraction]] = {
    "平方米": ("平方米", 1), "m2": ("平方米", 1), "平方公里": ("平方米", 1_000_000), "km2": ("平方米", 1_000_000), "公顷": ("亩", 15),
    "米": ("米", 1), "m": ("米", 1), "公里": ("米", 1000), "千米": ("米", 1000), "km": ("米", 1000), "厘米": ("米", Fraction(1, 100)),
    "公斤": ("公斤", 1), "千克": ("公斤", 1), "kg": ("公斤", 1), "斤": ("公斤", Fraction(1, 2)), "吨": ("公斤", 1000),
    "%": ("", Fraction(1, 100)), "‰": ("", Fraction(1, 1000)), "百分点": ("", Fraction(1, 100)),
}  # fmt: skip
_ALL = sorted([*_MONEY, "万元", "亿元", *_SAME, *_SCALED], key=len, reverse=True)
_NAME = "|".join(re.escape(name) for name in _ALL)
_PER = "|".join(re.escape(name) for name in sorted([*_SAME, "平方米", "公里", "公斤"], key=len, reverse=True))
PATTERN = rf"(?:{_NAME})(?:/(?:{_PER})(?:·(?:{_PER}))*)*(?![\w·/])"
"""The regular expression of a written unit, not followed by more of a word."""


@dataclass(frozen=True)
class Unit:
    """``num`` is the counted thing (分 for money, empty for a plain number), ``den`` the sorted 'per' things."""

    num: str = ""
    den: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        return not self.num and not self.den

    @property
    def is_money(self) -> bool:
        return self.num == "分"

    def __str__(self) -> str:
        """As shown to readers: money in 元."""
        top = "元" if self.is_money else self.num
        return f"{top or '1'}/{'·'.join(self.den)}" if self.den else top

    @property
    def title(self) -> str:
        return str(self) or "不带单位的数"


PLAIN = Unit()
MONEY = Unit("分")


def read_unit(written: str) -> tuple[Unit, Fraction] | None:
    """The unit and the factor to its base: 万元 is (分, 1,000,000); None where it is not a unit."""
    if not written:
        return PLAIN, Fraction(1)
    if not re.fullmatch(PATTERN, written):
        return None
    top, _, below = written.partition("/")
    factor = Fraction(1)
    for scale, power in (("万元", 10_000), ("亿元", 100_000_000)):
        if top == scale:
            top, factor = "元", Fraction(power)
    if top in _MONEY:
        num, factor = "分", factor * _MONEY[top]
    elif top in _SAME:
        num = _SAME[top]
    else:
        num, times = _SCALED[top]
        factor *= times
    den: list[str] = []
    for part in re.split(r"[/·]", below) if below else []:
        if part in _SCALED:
            part, times = _SCALED[part]
            factor /= times
        else:
            part = _SAME[part]
        if part != "年":
            den.append(part)
    return Unit(num, tuple(sorted(den))), factor


def times(left: Unit, right: Unit) -> Unit | None:
    """The unit of a product; None where two counted things would be left (元 × 人)."""
    nums = [num for num in (left.num, right.num) if num]
    dens = [*left.den, *right.den]
    for num in list(nums):
        if num in dens:
            dens.remove(num)
            nums.remove(num)
    if len(nums) > 1 or len(dens) > 2:
        return None
    return Unit(nums[0] if nums else "", tuple(sorted(dens)))


def per(left: Unit, right: Unit) -> Unit | None:
    """The unit of a quotient or mean: 元 per 人; 元 by 元 is plain."""
    if right.den:
        return PLAIN if left == right else None
    if not right.num:
        return left
    if left.num == right.num:
        return Unit("", left.den)
    return Unit(left.num, tuple(sorted([*left.den, right.num]))) if len(left.den) < 2 else None
