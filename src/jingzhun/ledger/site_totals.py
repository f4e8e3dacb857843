"""Totals of site lists: per item, state and unit; by township. Different units are never added, unknown quantities are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jingzhun.core.area_code import AreaCode, Level
from jingzhun.policy.codes import CodeBook

from .models import SiteWork


@dataclass
class SiteSum:
    """``places`` are distinct villages (townships where only those are known); ``unknown`` rows have no quantity; ``amount``
    fen of ``priced`` rows."""

    item: str
    state: str
    unit: str
    township: str = ""
    rows: int = 0
    quantity: Decimal = Decimal(0)
    unknown: int = 0
    amount: int = 0
    priced: int = 0
    places: set[str] = field(default_factory=set)
    townships: set[str] = field(default_factory=set)
    specs: dict[str, int] = field(default_factory=dict)

    @property
    def known(self) -> Decimal | None:
        """The sum, None where a row has no quantity."""
        return None if self.unknown else self.quantity

    @property
    def shown(self) -> str:
        return "" if self.known is None else f"{self.quantity.normalize():,f}"

    @property
    def villages(self) -> int:
        return len(self.places)

    @property
    def in_townships(self) -> int:
        return len(self.townships)

    @property
    def spec_text(self) -> str:
        """新建 16 + 修缮 2, where there are several."""
        return " + ".join(f"{spec} {count}" for spec, count in self.specs.items()) if len(self.specs) > 1 else ""

    @property
    def total_amount(self) -> int | None:
        return self.amount if self.priced == self.rows else None

    def add(self, work: SiteWork) -> None:
        self.rows += 1
        self.unknown += work.quantity is None
        self.quantity += work.quantity or 0
        self.priced += work.amount is not None
        self.amount += work.amount or 0
        code = AreaCode.parse(work.area_id)
        if code.level >= Level.TOWNSHIP:
            self.townships.add(code.at(Level.TOWNSHIP).padded)
        if code.level >= Level.VILLAGE:
            self.places.add(work.area_id)
        if work.spec:
            self.specs[work.spec] = self.specs.get(work.spec, 0) + 1


def add_up_sites(works: Iterable[SiteWork], book: CodeBook, *, by_township: bool = False) -> list[SiteSum]:
    """One sum per item, state and unit (and township), in the order of their first row."""
    found: dict[tuple[str, ...], SiteSum] = {}
    for work in works:
        code = AreaCode.parse(work.area_id)
        township = code.at(Level.TOWNSHIP).padded if by_township and code.level >= Level.TOWNSHIP else ""
        key = (work.item, work.state, work.unit, township)
        if key not in found:
            found[key] = SiteSum(work.item, book.text("建设状态", work.state), work.unit, township)
        found[key].add(work)
    return list(found.values())
