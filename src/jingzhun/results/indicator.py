"""What an indicator is: what it counts, of which rows, in which unit, at which levels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jingzhun.core.area_code import Level

ALL_LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


class Kind(StrEnum):
    """What a row is."""

    HOUSEHOLD = "户"
    PERSON = "人"
    VILLAGE = "村"
    TOWNSHIP = "乡"
    COUNTY = "县"
    PROJECT = "项目"
    MOVEMENT = "收支"


class Measure(StrEnum):
    ROWS = "行数"
    SUM = "合计"
    RATE = "百分比"


@dataclass(frozen=True)
class Indicator:
    """``part_title`` makes the title of a part; ``parts`` are those that count nought where they have no rows."""

    name: str
    title: str
    unit: str
    definition: str
    rule: str
    kind: Kind
    measure: Measure
    rows: str
    group: str
    levels: tuple[Level, ...] = ALL_LEVELS
    needs_run: bool = False
    amount_title: str = ""
    """Heading of the ``amount`` column where it is shown."""
    amount_unit: str = "元"
    """Unit of the ``amount`` column; 元 means that it is kept in fen."""
    base_title: str = ""
    """Heading of the ``base`` column, which is in the unit of ``amount``."""
    part_title: str = "{title}：{part}"
    parts: tuple[str, ...] = ("",)

    def titled(self, part: str) -> str:
        return self.part_title.format(title=self.title, part=part) if part else self.title
