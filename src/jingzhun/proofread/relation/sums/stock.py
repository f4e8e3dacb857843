"""What there is now told before what there was: 登记 512 家。…上年末登记 528 家，今年注销 37 家、新登记 21 家."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...agreement import is_slip
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...wording import bigrams
from ..claims.claim import Scene, scenes

_THEN = re.compile(
    r"(?:上[月季年]度?[末底]|\d{1,2}月[底末]|年初|[去上]年底|期初)(?P<what>[一-龥]{0,8}?)(?:为|是|有|共)*$"
)
_COMES = re.compile(r"新(?:[进增识纳招聘建]|登记|成立|发现)|补充|招[聘录]|转入|调入|迁入|购[入进]|净增")
_GOES = re.compile(
    r"退[出休社]|减少|(?<!未)消除|注销|转出|调出|迁出|死亡|清退|离[职岗]|(?<!未)销号|停[产办用]|报废|核减|净减"
)
_NOW = re.compile(r"现有|现|尚|目前|在册|在岗|共有?|登记|累计|总数|达到?|运营|未消除")


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for then in scene.here:
            said = _THEN.search(then.left)
            if said and then.is_summable and then.is_exact:
                yield from _of(scene, then, said["what"])


def _of(scene: Scene, then: Figure, what: str) -> Iterator[Outcome]:
    """The moves stand in the sentence of ``then``, what there is now further up in the paragraph."""
    same = [f for f in scene.here if f.dimension == then.dimension and f.is_summable and f is not then]
    net = [f for f in same if re.search(r"净[增减]", f.left)]
    moves = net or [f for f in same if _sign(f)]
    if not moves or not all(f.is_exact for f in moves) or (not net and len(moves) != len(same)):
        return
    computed = then.base + sum((_sign(f) * f.base for f in moves), Decimal(0))
    nows = [f for f in scene.above if f.dimension == then.dimension and f.is_summable and f.is_exact and not _sign(f)]
    how = then.text + "".join(f" {'+' if _sign(f) > 0 else '−'} {f.text}" for f in moves)
    held = next((f for f in nows if f.base == computed), None)
    if held:
        yield holding(Kind.DIFFERENCE, held, [then, *moves], f"{how} = {held.text}")
        return
    now = next(
        (f for f in nows if _NOW.search(f.left) and (not bigrams(what) or bigrams(what) & bigrams(f.left))), None
    )
    if now is None or computed <= 0 or any(f.base == computed for f in scene.reading.by_block[then.block]):
        return
    if abs(computed - now.base) * 20 <= now.base or is_slip(computed, now.base, now.step):
        shown = f"{(computed / now.unit_worth).normalize():f}{now.unit}"
        yield finding(
            Kind.DIFFERENCE, Severity.WARNING, now, [then, *moves], computed=shown, arithmetic=f"{how} = {shown} ≠ {now.text}",
            message=f"期初加增减应为{shown}，文中写{now.text}", suggestion="请核对期初、增减和期末各数",
        )  # fmt: skip


def _sign(figure: Figure) -> int:
    words = figure.left[-14:]
    return -1 if _GOES.search(words) else 1 if _COMES.search(words) else 0
