"""A figure: a number as it stands in the text, what it is worth, and what it speaks about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from . import wording
from .unit import HOUSEHOLDS, MEASURED, PEOPLE, RATES, TURNS

_COMPARED = re.compile(r"(?:比(?![例重率赛])|较|高于|低于)[^，。；]{0,14}$|[和与是]?[去上]年同期|同期")

_ROUNDED = MEASURED | {PEOPLE, HOUSEHOLDS, TURNS}


class Role(StrEnum):
    TOTAL = "total"
    PART = "part"
    PLAN = "plan"
    ACTUAL = "actual"
    GROWTH = "growth"
    SHARE = "share"
    AVERAGE = "average"
    OTHER = "other"


@dataclass(frozen=True)
class Place:
    """``line`` and ``last_line`` are 1-based lines of the text, ``start`` and ``end`` columns counted from nought."""

    line: int
    start: int
    last_line: int
    end: int


@dataclass(frozen=True, eq=False)
class Figure:
    """``value`` is in ``unit`` as written; ``base`` in the base unit of ``dimension`` (元, 平方米, 米, one of a thing).

    A figure is itself only: two that read alike at two places are two.
    ``step`` is the worth of the last digit in the base unit. ``left`` is the wording before it up to the last mark
    or figure, ``right`` the wording behind it. ``block``, ``start`` and ``end`` are its span in the block's text.
    """

    place: Place
    literal: str
    value: Decimal
    unit: str
    dimension: str
    base: Decimal
    step: Decimal
    block: int
    start: int
    end: int
    left: str = ""
    right: str = ""
    clause: str = ""
    where: str = ""
    when: str = ""
    role: Role = Role.OTHER
    is_approximate: bool = False
    is_bound: bool = False
    is_range: bool = False
    is_quoted: bool = False
    is_article: bool = False
    per: str = ""
    noun: str = ""

    @cached_property
    def is_exact(self) -> bool:
        """May be held to arithmetic: no 约, 余, 以上, range or slogan."""
        return not (self.is_approximate or self.is_bound or self.is_range or self.is_quoted)

    @property
    def measures(self) -> str:
        """What it measures, in the report's own words."""
        return (self.left + self.noun) or self.clause

    @cached_property
    def is_quantity(self) -> bool:
        """May be added, divided and compared: no rate, no span, no range."""
        return bool(
            self.dimension and self.dimension not in RATES and not self.dimension.startswith(("span", "age"))
            and not self.is_range and not self.is_quoted and self.base > 0
        )  # fmt: skip

    @cached_property
    def is_summable(self) -> bool:
        """May be a part or a total: no mean either, but a number that may be off by some."""
        return bool(
            self.dimension and self.dimension not in RATES and not self.dimension.startswith(("span", "age"))
            and not self.per and not self.is_quoted and not self.is_range and self.base > 0
        )  # fmt: skip

    @cached_property
    def is_change(self) -> bool:
        """So much more or less, or what it is compared with: last year's, 比上月的."""
        return bool(wording.DELTA_HERE.search(self.left[-8:]) or _COMPARED.search(self.left[-16:]))

    @cached_property
    def digits(self) -> int:
        """Significant digits as written: what chance would have to hit."""
        return len(plain(self.value).replace(".", "").strip("0-"))

    @cached_property
    def unit_worth(self) -> Decimal:
        """What one of the written unit is in base units: 10,000 for 万元. Nought tells nothing of it."""
        return self.base / self.value if self.value else Decimal(1)

    @cached_property
    def coarse(self) -> Decimal:
        """What rounding may have taken from 1.3亿 or 3.6万; nothing of a number written out."""
        return self.step / 2 if self.step > 1 and self.value % 1 else Decimal(0)

    @cached_property
    def blur(self) -> Decimal:
        """Half a step of a figure written in parts of 万 or 亿, as a share of it; nothing of other units."""
        return self.coarse / self.base if self.coarse and self.dimension in _ROUNDED else Decimal(0)

    @cached_property
    def worth(self) -> float:
        """``base`` roughly: to see at a glance which figures cannot go together."""
        return float(self.base)

    @cached_property
    def last(self) -> float:
        """``step`` roughly."""
        return float(self.step)

    @cached_property
    def grain(self) -> float:
        """The last digit as a part of the whole, roughly; of nought all."""
        return self.last / self.worth if self.worth else 1.0

    @cached_property
    def steps(self) -> int:
        """The number counted in its own last digit: 1234 for 123.4, and for 1.234万."""
        return int(self.base / self.step) if self.step else 0

    @cached_property
    def written(self) -> str:
        """``steps`` in digits, nothing where there is no last digit."""
        return str(self.steps) if self.step else ""

    @cached_property
    def places(self) -> int:
        """How many digits the number has, counted in its own last digit."""
        return len(self.written)

    @cached_property
    def text(self) -> str:
        """Value and unit for messages: ``1256户``."""
        return f"{plain(self.value)}{self.unit}"


def plain(number: Decimal) -> str:
    """A decimal without exponent and idle noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
