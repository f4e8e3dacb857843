"""Shares of which nothing has been said yet: what comes out over the figures at hand, where chance would hardly bring it about.

The part may be what is not so (公示率 with 21 未公示), two parts together, or a row of the table told of; the
fewer the pairs to try and the finer the rate, the less it is chance. What does not come out is called wrong only where
what is not so is told with the word that the rate is called by, or the row and the column of a table are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure, Role
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading, holding
from ...unit import PEOPLE, PERCENT, TURNS
from ..claims.claim import Scene, scenes
from ..claims.norm import is_aimed
from ..claims.refuted import is_close, is_slip_away, refute
from ..sums import named_parts
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


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """``outcomes`` are what the other rules have said: a share called wrong or found to hold is not looked at again."""
    said: set[tuple[int, str]] = set()
    splits: dict[Figure, tuple[Figure, Figure]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Holding) and outcome.kind in (Kind.SUM, Kind.DIFFERENCE) and len(outcome.figures) == 3:
            whole, *two = sorted(outcome.figures, key=lambda f: -f.base)
            splits.update({part: (whole, two[1 - at]) for at, part in enumerate(two)})
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
            elif rate.is_exact and rate.base != 100:
                yield from (
                    _of_what_is_not(scene, rate)
                    or _of_split(scene, rate, splits)
                    or _of_named_row(scene, rate)
                    or _of_both(scene, rate)
                )


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


_DONE = re.compile(r"([一-龥]{2})率(?:为|是|达到?|仅|只有|仅为|只)?$")


def _of_what_is_not(scene: Scene, rate: Figure) -> list[Finding]:
    """138 个项目中 21 个未公示，公示率 84.8 %; 验收 24 个，验收率 88.9 %，未验收的 3 个: the rest is told with the rate's own word."""
    said = _DONE.search(rate.left)
    if not said:
        return []
    word = said.group(1)
    near = [f for f in scene.here if f.is_quantity and not f.per and not f.is_article]
    not_so = [
        f
        for f in near
        if re.search(f"未{word}的?(?:有|为|仅)?$", f.left) or re.match(f"的?[一-龥]{{0,4}}未{word}", f.right)
    ]
    if len(not_so) != 1:
        return []
    rest = not_so[0]
    alike = [f for f in near if f.dimension == rest.dimension and f is not rest]
    if len(alike) != 1 or re.search(r"[；。]", scene.text[min(rest.start, alike[0].start) : max(rate.end, rest.end)]):
        return []
    other = alike[0]
    if word in other.left and not other.left.startswith("应") and "应" not in other.left[-4:]:
        whole, shown = other.base + rest.base, f"{other.text} ÷（{other.text} + {rest.text}）"
        computed = other.base / whole * 100
    elif other.base > rest.base and other.end <= rate.start:
        shown = f"（{other.text} − {rest.text}）÷ {other.text}"
        computed = (1 - rest.base / other.base) * 100
    else:
        return []
    near_miss = abs(computed - rate.base) <= rate.step
    if near_miss or not (is_slip_away(rate, computed) or abs(computed - rate.base) * 3 <= min(computed, Decimal(60))):
        return []
    return list(refute(Kind.PERCENT, Severity.ERROR, rate, [other, rest], computed, shown, f"{word}率"))


_REST = re.compile(r"剩余|其余|余下|还有|尚有|未|在[一-龥]$|剩")


def _of_split(scene: Scene, rate: Figure, splits: dict[Figure, tuple[Figure, Figure]]) -> list[Finding]:
    """15 户 72 万元，已收回 12 户 57 万元，剩余 3 户 15 万元，收回率 79.2 %: the part of the rate's own word, of which the rest is told."""
    said = _DONE.search(rate.left)
    if not said or rate.digits < 3:
        return []
    told = [
        f for f in scene.before(rate)[:8] if f in splits and said.group(1) in scene.cue(f) and "未" not in scene.cue(f)
    ]
    told = [f for f in told if _REST.search(scene.cue(splits[f][1])) and splits[f][1].block == f.block]
    ways = [(f.base / splits[f][0].base * 100, f, splits[f][0]) for f in told]
    if not ways or any(abs(computed - rate.base) <= rate.step for computed, _, _ in ways):
        return []
    fitting = [way for way in ways if is_slip_away(rate, way[0])]
    if len(fitting) != 1:
        return []
    computed, part, whole = fitting[0]
    how = f"{part.text} ÷ {whole.text}"
    return list(refute(Kind.PERCENT, Severity.WARNING, rate, [part, whole], computed, how, f"{said.group(1)}率"))


_OF_ALL = re.compile(r"占[^，。；\d]{0,6}(?:全[县乡镇村市区州省]|总[数量额]|合计|全部)[^，。；\d]{0,8}$")


def _of_named_row(scene: Scene, rate: Figure) -> list[Finding]:
    """河口镇户数占全县的 41.1 %: the one row that the clause names, in the one column of which there is a total."""
    if rate.digits < 3 or not _OF_ALL.search(rate.left):
        return []
    clause = re.split(r"[，。；]", scene.text[scene.passage.sentence.start : rate.start])[-1]
    names = [name for name in scene.reading.rows if len(name) >= 2 and name in clause]
    totals = [f for f in scene.reading.cell_totals if f.is_quantity]
    if len(names) != 1:
        return []
    cells = [(cell, total) for cell in scene.reading.rows[names[0]] for total in totals
             if cell.when and cell.when == total.when and cell.base < total.base]  # fmt: skip
    words = wording.bigrams(clause.replace(names[0], ""))
    called = [pair for pair in cells if words & wording.bigrams(pair[0].when)]
    if len(called) != 1 or any(_comes_out(cell.base / total.base, rate) for cell, total in cells):
        return []
    part, whole = called[0]
    if not is_slip_away(rate, part.base / whole.base * 100):
        return []
    how = f"{names[0]} {part.text} ÷ 合计 {whole.text}"
    return list(refute(Kind.PERCENT, Severity.WARNING, rate, [part, whole], part.base / whole.base * 100, how))


def _of_both(scene: Scene, rate: Figure) -> list[Finding]:
    """保洁员与护林员两类相加占总数的 62.5 %: the parts named, over the one figure that is called a total."""
    at = scene.text.rfind("占", scene.passage.sentence.start, rate.start)
    if at < 0 or rate.digits < 3 or not re.search(r"占[^，。；\d]{0,6}总[^，。；\d]{0,6}$", rate.left):
        return []
    before = [f for f in (*scene.above, *scene.here) if f.end <= at and f.is_quantity and not f.per and f.is_exact]
    for dimension in dict.fromkeys(f.dimension for f in before):
        ways = named_parts.named(scene, at, dimension)
        wholes = [f for f in before if f.dimension == dimension and re.search(r"[共总]|合计", f.left[-5:])]
        if len(ways) == 1 and len({f.base for f in wholes}) == 1 and wholes[0] not in ways[0]:
            top = sum((part.base for part in ways[0]), Decimal(0))
            computed = top / wholes[0].base * 100
            if top < wholes[0].base and abs(computed - rate.base) > rate.step and is_close(rate, computed):
                how = f"（{' + '.join(part.text for part in ways[0])}）÷ {wholes[0].text}"
                return list(refute(Kind.PERCENT, Severity.WARNING, rate, [wholes[0], *ways[0]], computed, how))
    return []
