"""Amounts of classes: each class's rate times its count, found by the name that all three bear, or as 50 立方米的 4 口."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..agreement import Agreement, of_ratio
from ..figure import Figure
from ..finding import Holding, Kind, Outcome
from ..reading import Reading, holding
from ..unit import UNITS
from .claim import Scene, scenes
from .rate import count_in

_NAME = re.compile(r"([一-龥]{1,6}?)(?:每[一-龥]{1,3}){0,2}(?:按|补助?|奖励?|标准|是|为|给|需|要|应)*$")
_LEAD = re.compile(r"^(?:其中|对|按|凡|即|和|及|与|另|有|虚报|分别|实有|共|计)+")
_MOST = 6


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.PRODUCT for line in o.lines}
    for scene in scenes(reading):
        rates = [f for f in scene.here if f.is_quantity and (f.per or _is_sibling(scene, f))]
        measured = list(_measured(scene))
        if len(rates) < 2 and len(measured) < 2:
            continue
        for total in scene.here:
            if not total.is_quantity or total.digits < 1 or (total.place.line, total.literal) in said:
                continue
            own = [f for f in rates if f.dimension == total.dimension and f is not total and f.base < total.base]
            found = (
                len(own) >= 2
                and (_of_name(scene, total, own) or _together(scene, total, own) or _aligned(scene, total, own))
            ) or _of_measured(total, measured)
            if found:
                yield found


def _is_sibling(scene: Scene, figure: Figure) -> bool:
    """县道每公里 1.5 万元、乡道 0.8 万元: the next in a row whose first says what it is for."""
    before = scene.before(figure)[:1]
    return bool(
        before and before[0].dimension == figure.dimension and re.fullmatch(r"[、，][一-龥]{1,4}|[、和]", scene.between(before[0], figure))
        and (before[0].per or _is_sibling(scene, before[0]))
    )  # fmt: skip


def _name(figure: Figure) -> str:
    match = _NAME.search(re.sub(r"[^一-龥]", "", figure.left))
    return _LEAD.sub("", match.group(1)) if match else ""


def _counts(scene: Scene, rates: list[Figure], per: str) -> Iterator[tuple[Figure, Figure, Decimal]]:
    """Each rate with the count that bears its name and what it is for, and how many that is."""
    pool = [
        f for f in (*reversed(scene.here), *reversed(scene.above), *reversed(scene.far)) if f.is_quantity and not f.per
    ]
    for rate in rates:
        name = _name(rate)
        for count in pool if name else ():
            if count.dimension != rate.dimension and _bears(count, name):
                number, sure = count_in(count, rate.per or per, scene)
                if not sure and len(name) >= 2 and count.unit in ("个", "名", "人"):
                    number, sure = count.base, 1
                if number > 0 and sure >= (1 if len(name) >= 2 else 2):
                    yield rate, count, number
                    break


def _bears(count: Figure, name: str) -> bool:
    return re.sub(r"[^一-龥]", "", count.left).endswith(name) or count.noun.startswith(name)


def _of_name(scene: Scene, total: Figure, rates: list[Figure]) -> Holding | None:
    name, per = _name(total), next((f.per for f in rates if f.per), "")
    named = [f for f in rates if f.end <= total.start and _name(f) == name] if name else []
    for rate, count, number in _counts(scene, named, per):
        if total.digits >= 3 and of_ratio(rate.base * number, total.base, total.step) is Agreement.HOLDS:
            return holding(Kind.PRODUCT, total, [rate, count], f"{rate.text} × {count.text} = {total.text}")
    return None


def _together(scene: Scene, total: Figure, rates: list[Figure]) -> Holding | None:
    pairs = list(_counts(scene, rates[:_MOST], next((f.per for f in rates if f.per), "")))
    if len(pairs) < 2 or len({id(count) for _, count, _ in pairs}) < len(pairs):
        return None
    if sum((rate.base * number for rate, _, number in pairs), Decimal(0)) == total.base:
        how = " + ".join(f"{rate.text} × {count.text}" for rate, count, _ in pairs)
        return holding(
            Kind.PRODUCT, total, [f for rate, count, _ in pairs for f in (rate, count)], f"{how} = {total.text}"
        )
    return None


def _aligned(scene: Scene, total: Figure, rates: list[Figure]) -> Holding | None:
    """C级 106 户、D级 68 户，分别按每户 1.2 万元和 3 万元补助: the counts right before, in the order of the rates."""
    own = [f for f in rates if f.end <= total.start][:_MOST]
    if len(own) < 2 or "分别" not in scene.clause(own[0], 16):
        return None
    counts = [f for f in reversed(scene.before(own[0])) if f.is_quantity and f.dimension != total.dimension][
        -len(own) :
    ]
    if len(counts) != len(own) or len({f.dimension for f in counts}) != 1:
        return None
    pairs = list(zip(own, counts, strict=True))
    if sum((rate.base * count.base for rate, count in pairs), Decimal(0)) != total.base:
        return None
    how = " + ".join(f"{rate.text} × {count.text}" for rate, count in pairs)
    return holding(Kind.PRODUCT, total, [*own, *counts], f"{how} = {total.text}")


def _measured(scene: Scene) -> Iterator[tuple[Figure, Figure]]:
    """50 立方米的 4 口: so much each, so many of them."""
    for one, other in zip(scene.here, scene.here[1:], strict=False):
        if (
            one.dimension != other.dimension
            and one.dimension in _MEASURES
            and scene.between(one, other) in ("的", "的有", "/")
        ):
            yield one, other


_MEASURES = frozenset(unit.dimension for unit in UNITS.values() if unit.factor != 1) | {"人"}


def _of_measured(total: Figure, pairs: list[tuple[Figure, Figure]]) -> Holding | None:
    own = [(one, other) for one, other in pairs if one.dimension == total.dimension and total is not one]
    if len(own) >= 2 and sum((one.base * other.base for one, other in own), Decimal(0)) == total.base:
        how = " + ".join(f"{one.text} × {other.text}" for one, other in own)
        return holding(Kind.PRODUCT, total, [f for pair in own for f in pair], f"{how} = {total.text}")
    return None
