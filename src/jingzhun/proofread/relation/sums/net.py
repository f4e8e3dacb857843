"""What came less what went: 共补充 172 人，同期退休和调出 131 人，增减相抵净增 41 人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import is_slip
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ..claims.claim import Scene, scenes

_NET = re.compile(r"净(?P<way>增加?|减少?|流入|流出)(?:了|为|约)?$")
_COMES = re.compile(r"新[进增识纳招聘建]|补充|招[聘录]|转入|纳入|调入|迁入|购[入进]|增加|返乡")
_GOES = re.compile(r"退[出休社]|减少|消除|注销|转出|调出|迁出|死亡|清退|离[职岗]|销号|停[产办用]|报废|核减")


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for net in scene.here:
            said = _NET.search(net.left)
            if said and net.is_summable and net.is_exact:
                before = [f for f in (*scene.above[-6:], *scene.here) if f.end <= net.start]
                yield from _of(scene, net, before[-6:], falls=said["way"][0] in "减" or said["way"] == "流出")


def _of(scene: Scene, net: Figure, before: Sequence[Figure], *, falls: bool) -> Iterator[Outcome]:
    """The last that came and the last that went, of the kind of what is left of both, with no other of the kind behind them."""
    same = [f for f in before if f.dimension == net.dimension and f.is_summable and f.is_exact and "其中" not in f.left]
    came = [f for f in same if _COMES.search(f.left[-10:]) and not _GOES.search(f.left[-10:])]
    went = [f for f in same if _GOES.search(f.left[-10:])]
    if not came or not went or {came[-1], went[-1]} != set(same[-2:]):
        return
    one, other = came[-1], went[-1]
    high, low = (other, one) if falls else (one, other)
    computed = high.base - low.base
    how = f"{high.text} − {low.text}"
    if computed == net.base:
        yield holding(Kind.DIFFERENCE, net, [high, low], f"{how} = {net.text}")
    elif computed > 0 and (is_slip(computed, net.base, net.step) or abs(computed - net.base) <= computed / 2):
        shown = f"{plain((computed / net.unit_worth).quantize(Decimal(1)) if net.value % 1 == 0 else computed / net.unit_worth)}{net.unit}"
        yield finding(
            Kind.DIFFERENCE, Severity.ERROR, net, [high, low], computed=shown, arithmetic=f"{how} = {shown} ≠ {net.text}",
            message=f"增减相抵应为{shown}，文中写{net.text}", suggestion=f"若其余各数无误，应改为{shown}",
        )  # fmt: skip
