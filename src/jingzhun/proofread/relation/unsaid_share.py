"""Shares of which nothing has been said yet: what comes out over the figures at hand, where chance would hardly bring it about.

Only holdings. The part may be what is not so (公示率 with 21 未公示), two parts together, or a row of the table told of; the
fewer the pairs to try and the finer the rate, the less it is chance.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from .. import wording
from ..agreement import Agreement, of_ratio
from ..figure import Figure, Role
from ..finding import Finding, Holding, Kind, Outcome
from ..reading import Reading, holding
from ..unit import PEOPLE, PERCENT, TURNS
from . import named_parts
from .claim import Scene, scenes
from .norm import is_aimed
from .share import GROWTH, LEVEL
from .share_whole import bears_name, named_base

_SHARE = re.compile(r"[率占度]|比[重例]|覆盖面?|面|百分之$")
_NOT = re.compile(r"未|不(?![足少到超低等])|没有|欠|缺|拒")
_ALL = re.compile(r"全部|全员|均已|都已|应[一-龥]尽[一-龥]|悉数|无一")
_LIKE = {PEOPLE: TURNS, TURNS: PEOPLE}
_SPREAD = 5.0  # natural logarithm of how far apart shares commonly lie
_CHANCE_HERE, _CHANCE_ABOVE, _CHANCE_FAR = 0.12, 0.06, 0.02
_LATER = 8  # figures behind a rate in which its whole may be told yet
_LAST_YEAR = re.compile(r"上年|去年|同期|前年|年初|20\d\d年")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """``outcomes`` are what the other rules have said: a share called wrong or found to hold is not looked at again."""
    said: set[tuple[int, str]] = set()
    for outcome in outcomes:
        if outcome.kind in (Kind.PERCENT, Kind.GROWTH) or isinstance(outcome, Finding):
            said.update((line, outcome.literals[0]) for line in outcome.lines)
    for scene in scenes(reading):
        for rate in scene.here:
            if (
                rate.dimension != PERCENT
                or rate.is_range
                or rate.is_bound
                or rate.is_quoted
                or not 0 < rate.base <= 100
            ):
                continue
            if (rate.place.line, rate.literal) in said or not _is_share(scene, rate):
                continue
            found = _hundred(scene, rate) if rate.base == 100 else _looked_for(scene, rate)
            if found:
                yield found


def _is_share(scene: Scene, rate: Figure) -> bool:
    left = rate.left[-10:] or scene.clause(rate, 10)
    if is_aimed(rate) or (GROWTH.search(rate.left[-8:]) and not LEVEL.search(rate.left)):
        return False
    return bool(_SHARE.search(left) or _SHARE.search(scene.clause(rate, 24)))


def _hundred(scene: Scene, rate: Figure) -> Holding | None:
    """36,215 人全部参保，参保率 100%: said in words and once more in figures."""
    before = [f for f in scene.before(rate)[:2] if f.is_quantity]
    if before and _ALL.search(scene.between(before[0], rate)) and "；" not in scene.between(before[0], rate):
        return holding(Kind.PERCENT, rate, [before[0], before[0]], f"{before[0].text}全部计入 = {rate.text}")
    return None


def _looked_for(scene: Scene, rate: Figure) -> Holding | None:
    here = [f for f in scene.before(rate)[:8] if f.is_quantity]
    here += [
        f
        for f in scene.after(rate)[:1]
        if f.is_quantity and re.fullmatch(r"[（，]?[一-龥]{0,4}", scene.between(rate, f))
    ]
    above = [f for f in reversed(scene.above[-10:]) if f.is_quantity]
    far = [f for f in reversed(scene.far[-24:]) if f.is_quantity]
    named, figure = named_base(scene, rate)
    pools: list[tuple[Sequence[Figure], Sequence[Figure], float]] = [
        (here, here, _CHANCE_HERE),
        (here[:4], above, _CHANCE_ABOVE),
    ]
    if named and not figure:
        pools.append(
            (here[:4] or above[:2], [f for f in scene.reading.named(named) if bears_name(named, f)][:6], _CHANCE_ABOVE)
        )
    row = scene.reading.by_block[rate.block]
    later = [f for f in row[bisect_left(row, rate.end, key=lambda f: f.start) :][:_LATER] if f.is_quantity]
    pools.append((here[:1], [f for f in later if re.search(r"共|合计|总", f.left[-6:])], _CHANCE_ABOVE))
    pools.append(([f for f in later[:1] if _NOT.search(f.left[-10:] + f.right[:4])], here[:2], _CHANCE_ABOVE))
    pools.append((here[:2] or above[:1], [*above, *far], _CHANCE_FAR))
    for parts, wholes, chance in pools:
        if found := _over(scene, rate, parts, wholes, chance):
            return found
    return _of_named_parts(scene, rate, [*here, *above]) or _of_row(scene, rate)


def _of_named_parts(scene: Scene, rate: Figure, wholes: Sequence[Figure]) -> Holding | None:
    """保洁员与护林员两类相加占在岗总数的 62.5%: the parts named, together over the whole."""
    at = scene.text.rfind("占", scene.passage.sentence.start, rate.start)
    for dimension in dict.fromkeys(f.dimension for f in wholes) if at >= 0 else ():
        for parts in named_parts.named(scene, at, dimension)[:2]:
            top = sum((part.base for part in parts), Decimal(0))
            for whole in [f for f in wholes if f.dimension == dimension and f.base > top][:6]:
                if _comes_out(top / whole.base, rate):
                    how = " + ".join(part.text for part in parts)
                    return holding(Kind.PERCENT, rate, [whole, *parts], f"（{how}）÷ {whole.text} = {rate.text}")
    return None


def _over(
    scene: Scene, rate: Figure, parts: Sequence[Figure], wholes: Sequence[Figure], chance: float
) -> Holding | None:
    pairs = [
        (part, whole)
        for part in parts
        for whole in wholes
        if whole is not part and part.base < whole.base and whole.dimension in (part.dimension, _LIKE.get(part.dimension))
        and bool(part.per) == bool(whole.per) and not (_LAST_YEAR.search(whole.left[-8:]) and not _LAST_YEAR.search(part.left[-8:]))
    ]  # fmt: skip
    negative = [pair for pair in pairs if _NOT.search(pair[0].left[-10:] + pair[0].right[:4]) and "率" in rate.left]
    if not _is_rare(rate, len(pairs) + len(negative), chance):
        return None
    for part, whole in pairs:
        if _comes_out(part.base / whole.base, rate):
            return holding(Kind.PERCENT, rate, [part, whole], f"{part.text} ÷ {whole.text} = {rate.text}")
    for part, whole in negative:
        if _comes_out(1 - part.base / whole.base, rate):
            return holding(
                Kind.PERCENT, rate, [whole, part], f"（{whole.text} − {part.text}）÷ {whole.text} = {rate.text}"
            )
    return None


def _is_rare(rate: Figure, tries: int, chance: float) -> bool:
    return tries * float(rate.step / rate.base) / _SPREAD <= chance


def _comes_out(share: Decimal, rate: Figure) -> bool:
    return of_ratio(share * 100, rate.base, rate.step) is Agreement.HOLDS


def _of_row(scene: Scene, rate: Figure) -> Holding | None:
    """A row of the table that the sentence names, over the column's total or over another cell of the row."""
    clause = scene.text[scene.passage.sentence.start : rate.start]
    names = [name for name in scene.reading.rows if len(name) >= 2 and name in clause]
    totals = [f for f in scene.reading.cell_totals if f.is_quantity]
    if not names:
        return _of_column(scene, rate, totals)
    name = max(names, key=clause.rfind)
    row = scene.reading.rows[name]
    pairs = [(cell, total) for cell in row for total in totals if cell.when == total.when and cell.base < total.base]
    pairs += [
        (one, other) for one in row for other in row
        if one is not other and one.dimension == other.dimension and one.base < other.base
    ]  # fmt: skip
    if not _is_rare(rate, len(pairs), _CHANCE_ABOVE):
        return None
    for part, whole in pairs:
        if _comes_out(part.base / whole.base, rate):
            what = "合计" if whole.role is Role.TOTAL else name
            return holding(Kind.PERCENT, rate, [part, whole], f"{name} {part.text} ÷ {what} {whole.text} = {rate.text}")
    return None


def _of_column(scene: Scene, rate: Figure, totals: Sequence[Figure]) -> Holding | None:
    """中央资金占 62.6%: the total of the column so called, over the total of all of them."""
    words = wording.bigrams(scene.clause(rate, 16))
    named = [f for f in totals if f.when and words & wording.bigrams(f.when)]
    pairs = [
        (part, whole)
        for part in named
        for whole in totals
        if part.dimension == whole.dimension and part.base < whole.base
    ]
    if pairs and _is_rare(rate, len(pairs), _CHANCE_ABOVE):
        for part, whole in pairs:
            if _comes_out(part.base / whole.base, rate):
                return holding(
                    Kind.PERCENT,
                    rate,
                    [part, whole],
                    f"{part.when} {part.text} ÷ {whole.when} {whole.text} = {rate.text}",
                )
    return None
