"""Amounts of classes: each class's rate times its count, found by the name that all three bear, or as 50 立方米的 4 口."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Reading, holding
from ...unit import UNITS
from ..claims.claim import Scene, scenes
from ..claims.refuted import explained, is_close, is_slip_away, refute
from .rate import count_in

_NAME = re.compile(r"([一-龥]{1,6}?)(?:每[一-龥]{1,3}){0,2}(?:按|补助?|奖励?|标准|是|为|给|需|要|应)*$")
_LEAD = re.compile(r"^(?:其中|对|按|凡|即|和|及|与|另|有|虚报|分别|实有|共|计)+")
_MOST = 6


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    everything = list(outcomes)
    said = {(line, o.literals[0]) for o in everything if o.kind is Kind.PRODUCT for line in o.lines}
    elsewhere = explained(everything)
    for scene in scenes(reading):
        yield from _right_behind(scene, elsewhere)
        yield from _odd_class(scene, elsewhere)
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
            elif (total.place.line, total.literal) not in elsewhere and total.is_exact:
                yield from _fails(scene, total, own, measured)


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
            and re.fullmatch(r"的[一-龥]{0,4}|/", scene.between(one, other))
        ):
            yield one, other


_MEASURES = frozenset(unit.dimension for unit in UNITS.values() if unit.factor != 1) | {"人"}


def _of_measured(total: Figure, pairs: list[tuple[Figure, Figure]]) -> Holding | None:
    own = [(one, other) for one, other in pairs if one.dimension == total.dimension and total is not one]
    if len(own) >= 2 and sum((one.base * other.base for one, other in own), Decimal(0)) == total.base:
        how = " + ".join(f"{one.text} × {other.text}" for one, other in own)
        return holding(Kind.PRODUCT, total, [f for pair in own for f in pair], f"{how} = {total.text}")
    return None


_SUM = re.compile(
    r"(?:共需?|合计|总[计额量]?|总?容积|总?库容|总?装机[一-龥]{0,2}|总规模|兑付|涉及|应补|需|测算)[一-龥]{0,6}$"
)
_MORE = re.compile(r"另|其[余他它]|此外|还有|连同|加上|扣除|实[发际拨付]|已")
_EACH = re.compile(r"^[，、（]?(?:按照?)?(?:[一-龥]{0,6}(?:人均|每[人户名个亩头只口]))[一-龥]{0,6}$")
_SPENT = re.compile(
    r"^(?:的标准)?[，、（]?(?:全部)?(?:共|合计|共计|应|计)?(?:资助|补助?|发放|奖励|补贴|兑现|兑付|需|投入|支出|收入|产值|金额)[一-龥]{0,4}$"
)


def _fails(
    scene: Scene, total: Figure, rates: list[Figure], measured: list[tuple[Figure, Figure]]
) -> Iterator[Outcome]:
    """What all the classes come to, where the total says that it is of all, and each class has its one count."""
    if not _SUM.search(total.left) or _MORE.search(scene.clause(total, 30)):
        return
    own = [(one, other) for one, other in measured if one.dimension == total.dimension and total is not one]
    if len(own) >= 2 and all(other.end <= total.start for _, other in own):
        yield from _refute(total, own, sum((one.base * other.base for one, other in own), Decimal(0)))
        return
    before = [f for f in rates if f.end <= total.start][:_MOST]
    if len(before) < 2 or len(before) != len(rates):
        return
    pairs = list(_counts(scene, before, next((f.per for f in before if f.per), "")))
    if len(pairs) == len(before) and len({id(count) for _, count, _ in pairs}) == len(pairs):
        near = all(count.block == total.block for _, count, _ in pairs)
        computed = sum((rate.base * number for rate, _, number in pairs), Decimal(0))
        if near or is_slip_away(total, computed):
            yield from _refute(total, [(rate, count) for rate, count, _ in pairs], computed)
    elif "分别" in scene.clause(before[0], 16):
        counts = [
            f
            for f in reversed(scene.before(before[0]))
            if f.is_quantity and f.dimension != total.dimension and not re.search(r"[共计]", f.left[-4:])
        ][-len(before) :]
        if (
            len(counts) == len(before)
            and len({f.dimension for f in counts}) == 1
            and all(re.fullmatch(r"[、和][一-龥A-Za-z]{1,8}", scene.between(a, b)) for a, b in pairwise(counts))
        ):
            aligned = list(zip(before, counts, strict=True))
            yield from _refute(total, aligned, sum((rate.base * count.base for rate, count in aligned), Decimal(0)))


def _refute(total: Figure, pairs: list[tuple[Figure, Figure]], computed: Decimal) -> Iterator[Outcome]:
    if abs(total.base - computed) > total.step / 2 and is_close(total, computed):
        how = " + ".join(f"{rate.text} × {count.text}" for rate, count in pairs)
        yield from refute(Kind.PRODUCT, Severity.ERROR, total, [f for pair in pairs for f in pair], computed, how,
                          "按各类标准与数量，")  # fmt: skip


def _right_behind(scene: Scene, elsewhere: set[tuple[int, str]]) -> Iterator[Outcome]:
    """低保对象 8,640 人每人资助 210 元，资助 181.44 万元: so many, so much for each, and what it comes to."""
    for count, rate, total in zip(scene.here, scene.here[1:], scene.here[2:], strict=False):
        if rate.dimension != total.dimension or not rate.per or total.per or count.dimension == total.dimension:
            continue
        if (
            not (count.is_summable or count.per == rate.per)
            or count.base <= 1
            or (total.place.line, total.literal) in elsewhere
        ):
            continue
        gaps = scene.between(count, rate), scene.between(rate, total)
        if not _EACH.match(gaps[0]) or not _SPENT.match(gaps[1]) or re.search(r"每[年月天日次季]", gaps[0] + gaps[1]):
            continue
        if count.unit not in (rate.per, "名", "位") or (count.unit in ("名", "位") and rate.per != "人"):
            continue
        computed = rate.base * count.base
        if abs(computed - total.base) > max(total.step / 2, rate.step * count.base / 2 if rate.value % 1 else 0) and (
            is_slip_away(total, computed) or (total.digits >= 3 and is_close(total, computed))
        ):
            yield from refute(
                Kind.PRODUCT, Severity.ERROR, total, [rate, count], computed, f"{rate.text} × {count.text}"
            )


def _odd_class(scene: Scene, elsewhere: set[tuple[int, str]]) -> Iterator[Outcome]:
    """辣椒亩产值 2,400 元，收入 124.8 万元；魔芋亩产值 4,000 元，收入 124 万元: each over the count of its name, all but one come out."""
    rows: list[tuple[Figure, Figure, Figure, Decimal]] = []
    for rate, total in zip(scene.here, scene.here[1:], strict=False):
        if (
            not rate.per
            or total.per
            or rate.dimension != total.dimension
            or not _SPENT.match(scene.between(rate, total))
        ):
            continue
        name = _CLASS.search(re.sub(r"[^一-龥]", "", rate.left))
        pool = [f for f in (*scene.before(rate), *reversed(scene.above)) if f.is_quantity and not f.per]
        for count in pool if name else ():
            number, sure = count_in(count, rate.per, scene)
            if (
                sure >= 2
                and number > 0
                and name
                and (_bears(count, name.group(1)) or _bears(count, name.group(1)[-2:]))
            ):
                rows.append((rate, total, count, number))
                break
    off = [row for row in rows if abs(row[0].base * row[3] - row[1].base) > row[1].step / 2]
    if len(rows) < 3 or len(off) != 1:
        return
    rate, total, count, number = off[0]
    if (total.place.line, total.literal) not in elsewhere and is_close(total, rate.base * number):
        yield from refute(Kind.PRODUCT, Severity.ERROR, total, [rate, count], rate.base * number,
                          f"{rate.text} × {count.text}")  # fmt: skip


_CLASS = re.compile(r"([一-龥]{2,4}?)(?:亩均?产值|亩均?收入|亩产|每[一-龥]{1,3}产值|每[一-龥]{1,3})[一-龥]{0,4}$")
