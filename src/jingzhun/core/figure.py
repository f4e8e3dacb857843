"""The value of a figure, apart from where it is stored: number, unit and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Origin(StrEnum):
    COMPUTED = "computed"
    STATED = "stated"
    TYPED = "typed"

    @property
    def label(self) -> str:
        return {"computed": "计算", "stated": "引述", "typed": "手填"}[self.value]


@dataclass(frozen=True)
class FigureValue:
    """``value`` is exact, in ``unit`` (money in fen, unit 分); ``rows`` and ``digest`` identify the rows counted."""

    value: Decimal
    unit: str
    origin: Origin
    as_of: date
    known_at: datetime
    rows: int
    digest: str
