"""What proofreading is told of the county: its areas as of a day, and the figures counted for one of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from jingzhun.areas.models import Area, AreaName
from jingzhun.proofread.area_tree import AreaTree, KnownArea
from jingzhun.proofread.reconcile import GivenFigure
from jingzhun.proofread.unit import UNITS
from jingzhun.results.models import Figure
from jingzhun.results.read import latest_roster

_FEN = Decimal(100)


def area_tree(area: Area, *, on: date) -> AreaTree:
    """The area and all below it that still stood on ``on``, with the other ways of writing their names."""
    names: dict[str, list[str]] = defaultdict(list)
    code = area.area_code
    spelled = AreaName.objects.filter(area__code__gte=code.first, area__code__lt=code.after)
    for pk, name, short in spelled.values_list("area_id", "name", "short_name"):
        names[pk] += [name, short]
    standing = [each for each in Area.objects.under(code) if each.until is None or each.until > on]
    return AreaTree(tuple(KnownArea(each.area_code, each.title, (each.name, *names[each.pk])) for each in standing))


def given_figures(area: Area, *, as_of: date, known_at: datetime | None = None) -> tuple[GivenFigure, ...]:
    """The figures of the newest roster that covers the area, under the words a report would use for them.

    Money is counted in fen and handed over in yuan. A figure of no kind that proofreading knows is left out.
    """
    roster = latest_roster(area, as_of, known_at)
    if roster is None:
        return ()
    rows = Figure.objects.filter(roster=roster, run=None, area=area, part="", value__isnull=False)
    found = []
    for row in rows:
        unit = UNITS.get("元" if row.unit == "分" else row.unit)
        if unit is None or row.value is None:
            continue
        value = row.value / _FEN if row.unit == "分" else row.value
        found.append(
            GivenFigure(_names(row.title), unit.dimension, value * unit.factor, unit.symbol, row.as_of, area.title)
        )
    return tuple(found)


def _names(title: str) -> tuple[str, ...]:
    """建档立卡户数 is written 建档立卡户 before a number."""
    return (title, title.removesuffix("数"), title.removesuffix("户数").removesuffix("人数"))
