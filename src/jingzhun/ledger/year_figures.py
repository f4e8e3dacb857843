"""The figures of a year's final account (财政决算): what was there, what came and went, what is left, per appropriation.

Each figure is the signed sum of the movements that the list of 收支 shows for it; what is left is what the accounts hold. So
the two sides of each line are reckoned apart and compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jingzhun.core.area_code import AreaCode

from .fund_figures import Sums, by_appropriation, sums
from .models import Appropriation, Movement


@dataclass(frozen=True)
class Part:
    """``held`` are kinds of account joined by ``+``; ``steps`` (figure, 1 where it adds, -1 where it takes)."""

    title: str
    held: str
    steps: tuple[tuple[str, int], ...]
    own: bool = True

    @property
    def kinds(self) -> list[str]:
        return self.held.split("+")

    @property
    def heads(self) -> tuple[str, ...]:
        """Headings of the steps: 加：下达指标, 减：到位."""
        return tuple(f"{'加' if sign > 0 else '减'}：{name}" for name, sign in self.steps)


PARTS = (
    Part("指标", "assigned", (("下达指标", 1), ("调减", -1), ("到位", -1))),
    Part(
        "到位资金", "received",
        (("到位", 1), ("利息", 1), ("结转转入", 1), ("拨付", -1), ("上缴", -1), ("注入基金", -1), ("结转转出", -1)),
    ),
    Part("已拨付资金", "allocated+claimed", (("拨付", 1), ("支付到单位", -1), ("兑付到户", -1)), own=False),
)  # fmt: skip
"""``own`` parts are only of appropriations given to the area itself; a township holds allocated money of the county's."""


@dataclass(frozen=True)
class Line:
    """Fen of one appropriation in one part: at the beginning, each step in the order of the part, at the end."""

    part: Part
    number: str
    title: str
    source: str
    opening: int
    steps: tuple[int, ...]
    closing: int

    @property
    def reckoned(self) -> int:
        return self.opening + sum(sign * fen for (_, sign), fen in zip(self.part.steps, self.steps, strict=True))

    @property
    def holds(self) -> bool:
        return self.reckoned == self.closing

    @property
    def is_empty(self) -> bool:
        return not (self.opening or self.closing or any(self.steps))


def year_lines(*, area: AreaCode, year: int, until: date) -> list[Line]:
    """The lines of a year until a day in it, by part, source and number; without those where nothing was or moved."""
    first = date(year, 1, 1)
    before = sums(area, date(year - 1, 12, 31), by="appropriation")
    after = sums(area, until, by="appropriation")
    rows = Movement.objects.until(until).filter(moved_on__gte=first)
    names = {name for part in PARTS for name, _ in part.steps}
    moved = {name: by_appropriation(name, area, rows) for name in names}
    keys = {*before, *after, *(key for found in moved.values() for key in found)}
    found = Appropriation.objects.filter(pk__in=keys).order_by("source", "number")
    lines = []
    for part in PARTS:
        for each in found:
            if part.own and not area.covers(each.area_id):
                continue
            lines.append(
                Line(
                    part, each.number, each.title, each.source, _held(before, each.pk, part),
                    tuple(moved[name].get(each.pk, 0) for name, _ in part.steps), _held(after, each.pk, part),
                )
            )  # fmt: skip
    return [line for line in lines if not line.is_empty]


def _held(found: dict[object, Sums], key: int, part: Part) -> int:
    entry = found.get(key)
    return sum(entry.held[kind] for kind in part.kinds) if entry else 0


def total_of(part: Part, lines: Sequence[Line]) -> Line:
    """The lines of one part together."""
    return Line(
        part, "", "", "", sum(line.opening for line in lines),
        tuple(map(sum, zip(*(line.steps for line in lines), strict=True))) or (0,) * len(part.steps),
        sum(line.closing for line in lines),
    )  # fmt: skip


def frozen(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as they are kept: texts and whole fen."""
    return [
        {
            "part": line.part.title, "number": line.number, "title": line.title, "source": line.source, "opening": line.opening,
            "steps": dict(zip((name for name, _ in line.part.steps), line.steps, strict=True)), "closing": line.closing,
        }
        for line in lines
    ]  # fmt: skip


def thawed(rows: Sequence[dict[str, Any]]) -> list[Line]:
    """The lines that were kept."""
    parts = {part.title: part for part in PARTS}
    return [
        Line(
            part, row["number"], row["title"], row["source"], row["opening"],
            tuple(row["steps"][name] for name, _ in part.steps), row["closing"],
        )
        for row in rows
        for part in [parts[row["part"]]]
    ]  # fmt: skip


def digest_of(rows: Sequence[dict[str, Any]]) -> str:
    """SHA-256 over the kept lines in their order."""
    text = json.dumps(list(rows), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(kept: Sequence[Line], now: Sequence[Line]) -> list[tuple[str, Line | None, Line | None]]:
    """(what, as kept, as it is now) for every line that is not the same."""
    before = {(line.part.title, line.number): line for line in kept}
    after = {(line.part.title, line.number): line for line in now}
    keys = dict.fromkeys((*before, *after))
    return [
        (f"{part}：指标 {number}", before.get((part, number)), after.get((part, number)))
        for part, number in keys
        if before.get((part, number)) != after.get((part, number))
    ]
