"""Growth worked out over what there is now instead of what there was: 产量 2.2 万吨，比上年减少 0.3 万吨，下降 13.6 %."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...agreement import Agreement, is_swap, of_ratio, rounded
from ...figure import Figure, plain
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading, finding
from ...unit import PERCENT
from ..claims.claim import Scene, scenes

_GROWTH = re.compile(r"(?:增[长幅速加]|下降|提高|减少|上升|降低|降幅|提升)(?:了|为|达到?|约)*$")
_FALLS = re.compile(r"下降|减少|降低|降幅|减")
_CHANGE = re.compile(r"(?:增加|减少|新增|净增|净减|增长|下降|多|少|增收|增产|减产|提高|降低)了?$")
_AGAINST = re.compile(r"(?:比|较)(?:上|去|前|同|年|20\d\d|\d{1,2}月)[^，。；]{0,8}$|同比|环比")
_THEN = re.compile(
    r"(?:上年|去年|前年|同期|年初|上季度?|上月|20\d\d年(?:底|末)?)[一-龥]{0,8}?(?:的|为|是|只有)?$|[由从]$"
)
_NOT_NOW = re.compile(r"上年|去年|前年|同期|年初|原|计划|任务|目标|预算|基数|20\d\d年|由$|从$")
_BREAK = re.compile(r"[。；]")


@dataclass(frozen=True)
class _Growth:
    """What a rate of growth is of: ``rise`` over ``then`` as it should be, over ``now`` as it was worked out."""

    rise: Decimal
    then: Decimal
    now: Decimal
    figures: tuple[Figure, Figure]
    how: str

    def is_over_now(self, rate: Figure) -> bool:
        """The rate is that over what there is now, and not that over what there was."""
        right, wrong = self.rise / self.then * 100, self.rise / self.now * 100
        return (
            abs(right - rate.base) > 2 * rate.step
            and of_ratio(wrong, rate.base, rate.step) is Agreement.HOLDS
            and of_ratio(right, rate.base, rate.step) is Agreement.FAILS
        )

    @property
    def right(self) -> Decimal:
        """In per cent."""
        return self.rise / self.then * 100

    def is_slip(self, rate: Figure) -> bool:
        """Two digits changed places, or one too many before the others: 16.0 % for 6.0 %."""
        right = rounded(self.right, rate.step)
        written = str(int(right / rate.step)) if rate.step else ""
        longer, shorter = sorted((rate.written, written), key=len, reverse=True)
        more = len(longer) - len(shorter) == 1 and len(shorter) >= 2 and longer.endswith(shorter)
        return rate.places >= 3 and (more or is_swap(right, rate.base, rate.step))


def find(reading: Reading, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """``outcomes`` with the rates that are worked out over the wrong figure called so, and no longer held."""
    wrong = [found for scene in scenes(reading) for found in _of_scene(scene)]
    if not wrong:
        return list(outcomes)
    said = {(line, o.literals[0]) for o in wrong for line in o.lines[:1]}
    kept = [
        o for o in outcomes
        if not (o.kind in (Kind.GROWTH, Kind.PERCENT) and o.literals and any((line, o.literals[0]) in said for line in o.lines))
    ]  # fmt: skip
    return [*kept, *wrong]


def _of_scene(scene: Scene) -> Iterator[Finding]:
    for rate in scene.here:
        if rate.dimension != PERCENT or not rate.is_exact or rate.digits < 2 or not _GROWTH.search(rate.left[-6:]):
            continue
        growth = _by_change(scene, rate) or _by_level(scene, rate) or _by_sentence(scene, rate)
        over_now = growth is not None and growth.is_over_now(rate)
        if growth and (over_now or growth.is_slip(rate)):
            shown = f"{plain(rounded(growth.right, rate.step))}%"
            why = "是以现在的数为基数算的" if over_now else "像是写错了一处"
            yield finding(
                Kind.GROWTH, Severity.ERROR, rate, growth.figures, computed=shown, arithmetic=f"{growth.how} = {shown} ≠ {rate.text}",
                message=f"增减幅度应以原来的数为基数，为{shown}；文中{rate.text}{why}", suggestion=f"若两数无误，应改为{shown}",
            )  # fmt: skip


def _by_change(scene: Scene, rate: Figure) -> _Growth | None:
    """N，比上年减少 D，下降 p %: N is what there is now."""
    before = [f for f in scene.before(rate) if f.is_quantity]
    if len(before) < 2:
        return None
    change, now = before[0], before[1]
    gap = scene.between(change, rate)
    if (
        len(gap) > 12 or _BREAK.search(gap) or _BREAK.search(scene.between(now, change)) or change.dimension != now.dimension
        or not (change.is_exact and now.is_exact) or now.per != change.per
        or not _CHANGE.search(change.left[-4:]) or not (_AGAINST.search(change.left) or _AGAINST.search(rate.left))
        or _NOT_NOW.search(scene.clause(now, 14)) or change.base >= now.base
        or bool(_FALLS.search(rate.left[-6:])) != bool(_FALLS.search(change.left[-4:]))
    ):  # fmt: skip
        return None
    falls = bool(_FALLS.search(rate.left[-6:]))
    then = now.base + change.base if falls else now.base - change.base
    sign = "+" if falls else "−"
    how = f"{change.text} ÷ ({now.text} {sign} {change.text})"
    return _Growth(change.base, then, now.base, (change, now), how)


def _by_level(scene: Scene, rate: Figure) -> _Growth | None:
    """N，比上年的 M 增长 p %；从 M 涨到 N，增长 p %."""
    before = [f for f in scene.before(rate) if f.is_quantity]
    if len(before) < 2:
        return None
    last, first = before[0], before[1]
    gap = scene.between(last, rate)
    if (
        len(gap) > 8
        or _BREAK.search(gap)
        or _BREAK.search(scene.between(first, last))
        or last.dimension != first.dimension
    ):
        return None
    if not (last.is_exact and first.is_exact) or last.per != first.per:
        return None
    if re.search(r"(?:[增涨升提降减][一-龥]{0,2}|达)[到至]$", last.left) and re.search(
        r"[由从][^，。；]{0,12}$", first.left
    ):
        then, now = first, last
    elif (
        re.search(r"[比较][^，。；]{0,12}$", last.left)
        and _THEN.search(last.left)
        and not _NOT_NOW.search(scene.clause(first, 10))
    ):
        then, now = last, first
    else:
        return None
    falls = bool(_FALLS.search(rate.left[-6:]))
    if falls != (now.base < then.base) or now.base == then.base:
        return None
    how = f"({now.text} − {then.text}) ÷ {then.text}"
    return _Growth(abs(now.base - then.base), then.base, now.base, (now, then), how)


_ALL_BUT = re.compile(r"^(?:而|，)?(?:[与和同比较])?(?:去年|上年|20\d\d年)(?:同期)?的?[一-龥]{0,6}?(?:为|是|有)?$")
_FURTHEST = 3  # figures of the sentences before among which the one compared stands


def _by_sentence(scene: Scene, rate: Figure) -> _Growth | None:
    """上半年务工 2236 人，其中…。去年同期为 2108 人，同比增长 5.7 %: what there is now stands a sentence or two above."""
    before = [f for f in scene.before(rate) if f.is_quantity]
    if len(before) != 1 or not before[0].is_exact or not _ALL_BUT.match(before[0].left):
        return None
    then, gap = before[0], scene.between(before[0], rate)
    if len(gap) > 8 or _BREAK.search(gap):
        return None
    block, start = scene.passage.block, scene.passage.sentence.start
    for _ in range(2):
        start = block.sentence_at(start - 1).start if start else 0
    falls = bool(_FALLS.search(rate.left[-6:]))
    found = [
        _Growth(abs(now.base - then.base), then.base, now.base, (now, then), f"({now.text} − {then.text}) ÷ {then.text}")
        for now in scene.above
        if now.start >= start and now.dimension == then.dimension and now.per == then.per and now.is_exact
        and now.base != then.base and falls == (now.base < then.base) and not _NOT_NOW.search(now.left[-10:])
    ][:_FURTHEST]  # fmt: skip
    if any(of_ratio(growth.right, rate.base, rate.step) is not Agreement.FAILS for growth in found):
        return None
    return next((g for g in found if g.is_over_now(rate)), next((g for g in found if g.is_slip(rate)), None))
