"""What is left where a share tells what it is left of: 63 个中已整改 51 个，完成率 81 %，剩余 12 个; 租金的 60 % 即 28.8 万元，余下 19.2 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import Agreement, is_slipped, of_ratio
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import MEASURED, PERCENT
from ..claims.claim import Scene, scenes

_REST = re.compile(r"^[，、；（]?(?:其余|余下|剩余|剩下|尚有|还有|尚余|还剩|未[一-龥]{2,4})的?(?:还有|为|是)?(?:约)?$")
_AMOUNT = re.compile(r"^[，（]?(?:即|也就是|就是|计|为|约)[一-龥]{0,3}$")
_OF = re.compile(r"的$|按$")
_ROOM = 26


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for part, share, rest in zip(scene.here, scene.here[1:], scene.here[2:], strict=False):
            if share.dimension == PERCENT and _is_rest(scene, share, rest):
                found = list(_by_share(scene, part, share, rest)) if part.dimension == rest.dimension else []
                yield from found or _without_whole(scene, part, share, rest)
        for share, part, rest in zip(scene.here, scene.here[1:], scene.here[2:], strict=False):
            if (
                share.dimension == PERCENT
                and part.dimension == rest.dimension
                and _OF.search(share.left)
                and _AMOUNT.match(scene.between(share, part))
                and re.search(r"(?:余下|剩余|剩下|其余)的?$", rest.left)
            ):
                yield from _by_amount(share, part, rest)
        yield from _after_spending(scene)


def _is_rest(scene: Scene, share: Figure, rest: Figure) -> bool:
    gap = scene.between(share, rest)
    return len(gap) <= _ROOM and bool(_REST.match(gap)) and rest.is_exact and rest.is_summable


def _by_share(scene: Scene, part: Figure, share: Figure, rest: Figure) -> Iterator[Outcome]:
    """The whole stands before: it is the one of which the part makes the share."""
    if not (part.is_summable and part.is_exact and share.is_exact and share.digits >= 2):
        return
    before = [f for f in (*scene.above, *scene.here) if f.end <= part.start and f.dimension == part.dimension]
    wholes = [
        f for f in before
        if f.is_summable and f.is_exact and f.base > part.base
        and of_ratio(part.base / f.base * 100, share.base, share.step) is Agreement.HOLDS
    ]  # fmt: skip
    if len({f.base for f in wholes}) == 1:
        yield from _judged(rest, wholes[-1].base - part.base, [wholes[-1], part], f"{wholes[-1].text} − {part.text}")


_DONE_RATE = re.compile(r"(?:率|率[已均]?[达为是]到?)$")


def _without_whole(scene: Scene, part: Figure, share: Figure, rest: Figure) -> Iterator[Outcome]:
    """发放 1713 本，办证率 98.22 %，剩余 31 户: no whole stands anywhere; done and left make it."""
    counted = part.step == rest.step == 1 and part.dimension not in MEASURED and rest.dimension not in MEASURED
    if not (
        counted and part.is_summable and part.is_exact and rest.is_exact and share.is_exact and share.digits >= 3
        and share.base < 100 and _DONE_RATE.search(share.left) and scene.between(part, share).count("，") <= 1
    ):  # fmt: skip
        return
    everything = [f for f in (*scene.far, *scene.above, *scene.here, *scene.reading.cells) if f not in (part, rest)]
    if any(
        f.base and of_ratio(part.base / f.base * 100, share.base, share.step) is not Agreement.FAILS for f in everything
    ):
        return
    whole = part.base + rest.base
    if of_ratio(part.base / whole * 100, share.base, share.step) is not Agreement.FAILS:
        yield holding(Kind.PERCENT, share, [part, rest], f"{part.text} ÷ ({part.text} + {rest.text}) = {share.text}")
        return
    least, most = (part.base * (100 / (share.base + way * share.step / 2) - 1) for way in (1, -1))
    computed = ((least + most) / 2).quantize(Decimal(1))
    if computed > 0 and least - 1 < computed < most + 1 and is_slipped(rest, computed):
        shown = f"{plain(computed)}{rest.unit}"
        yield finding(
            Kind.DIFFERENCE, Severity.WARNING, rest, [part, share], computed=shown,
            arithmetic=f"{part.text} ÷ {share.text} − {part.text} = {shown} ≠ {rest.text}",
            message=f"按{share.text}推算，剩余应为{shown}，文中写{rest.text}", suggestion=f"请核对{share.text}与{rest.text}",
        )  # fmt: skip


_LEFT = re.compile(r"(?:剩下|余下|剩余|其余)的?$")
_SPENT = re.compile(r"投入|安排|拨付|下达|到位|筹[集措]|共|总|资金|收入|获得|争取")


def _after_spending(scene: Scene) -> Iterator[Outcome]:
    """投入 2500 万元，冷库花了 1350 万元，每座…，烘干房花了 720 万元，每间…，剩下的 430 万元: prices are no parts."""
    for rest in scene.here:
        if not (_LEFT.search(rest.left) and rest.is_exact and rest.is_summable):
            continue
        row = [
            f
            for f in scene.here
            if f.end <= rest.start and f.dimension == rest.dimension and not f.per and f.is_summable
        ]
        if len(row) < 3 or not all(f.is_exact for f in row) or not _SPENT.search(row[0].left):
            continue
        whole, *parts = row
        left = whole.base - sum((f.base for f in parts), Decimal(0))
        said = any(f.per for f in scene.here if whole.end <= f.start < rest.start and f.dimension == rest.dimension)
        if left <= 0 or not said or rest.digits < 2:
            continue
        how = f"{whole.text} − " + " − ".join(f.text for f in parts)
        if left == rest.base or is_slipped(rest, left / rest.unit_worth):
            yield from _judged(rest, left, row, how)


def _by_amount(share: Figure, part: Figure, rest: Figure) -> Iterator[Outcome]:
    """So many per cent are so much: the others are the rest of a hundred."""
    if not (rest.is_summable and rest.is_exact and part.is_exact and share.is_exact and 0 < share.base < 100):
        return
    computed = part.base * (100 - share.base) / share.base
    yield from _judged(rest, computed, [part, share], f"{part.text} ÷ {share.text} × {plain(100 - share.value)}%")


def _judged(rest: Figure, computed: Decimal, others: Sequence[Figure], how: str) -> Iterator[Outcome]:
    slack = rest.step / 2 if rest.dimension in MEASURED else Decimal(0)
    if abs(computed - rest.base) <= slack:
        yield holding(Kind.DIFFERENCE, rest, others, f"{how} = {rest.text}")
    elif computed > 0 and (abs(computed - rest.base) <= computed / 2 or is_slipped(rest, computed / rest.unit_worth)):
        shown = f"{plain((computed / rest.unit_worth).quantize(rest.step / rest.unit_worth).normalize())}{rest.unit}"
        yield finding(
            Kind.DIFFERENCE, Severity.ERROR, rest, others, computed=shown, arithmetic=f"{how} = {shown} ≠ {rest.text}",
            message=f"剩余应为{shown}，文中写{rest.text}", suggestion=f"若其余各数无误，应改为{shown}",
        )  # fmt: skip
