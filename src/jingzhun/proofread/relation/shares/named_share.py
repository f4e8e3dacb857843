"""Shares of a part called by name: 县内 26,370 人、县外 32,230 人…县内占 45 %; 种植 a、养殖 b、服务 c…三类各占 x %、y %、z %.

The parts make a sum that holds; the name says which of them is meant, the order says it of a row of shares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, of_ratio, rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import MONEY, PERCENT, RATES
from ..claims.claim import Scene, scenes
from ..sums.split import Split
from ..sums.total import Tally

_SAID = re.compile(
    r"(?:^|[，；。：（]|[%％]、)(?:其中|而|仅|单|光)?(?:[一-龥]{0,4}最[多少大小高低]的(?:是)?)?(?P<name>[一-龥A-Za-z]{2,12}?)"
    r"(?:最[多少大小高低]，|一项|两项|这项|就|所|约|合计|仅|只|也|即)*(?:占比|占)(?:到|了)?(?P<base>[^，。；：、\d]{0,14}?)"
    r"(?:的?(?:比例|比重|比))?(?:最[高大低小]，)?(?:的|为|达到?|是|约|到)*$"
)
_ROW = re.compile(
    r"(?:(?:[两二三四五六七八][类项者级种])?(?:占比|比例|比重)?(?:分别|依次)(?:占|为|是)|(?:[两二三四五六七八][类项者级种])?各占)[一-龥]{0,8}$"
)
_GENERIC = re.compile(r"^(?:总数|总量|总额|总|全部|总人数|总户数|全[县市州区乡镇村]|比|的|其|到)*$")
_FAR = 15


def find(reading: Reading, tally: Tally) -> Iterator[Outcome]:
    sums = [split for split in tally.found if _is_named(split)]
    by_block: dict[int, list[Split]] = {}
    for split in sums:
        by_block.setdefault(split.parts[0].block, []).append(split)
    for scene in scenes(reading):
        number = scene.passage.block.number
        near = [*by_block.get(number - 1, ()), *by_block.get(number, ())]
        if not near:
            continue
        for place, rate in enumerate(scene.here):
            if rate.dimension != PERCENT or rate.is_range or rate.is_quoted:
                continue
            yield from _of_name(scene, rate, near)
            yield from _of_row(scene, scene.here[place:], near)


def _is_named(split: Split) -> bool:
    """Two parts or more in one paragraph, each under a name of its own."""
    names = [_label(part) for part in split.parts]
    return (
        len(names) >= 2 and all(len(name) >= 2 for name in names) and len(set(names)) == len(names) and split.total.is_exact
        and len({part.block for part in split.parts}) == 1 and split.total.base > 0
    )  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"[^一-龥A-Za-z]", "", text)


def _label(part: Figure) -> str:
    """其中产业类资金 and 人居环境的 without what every part may have."""
    return _ENDING.sub("", re.sub(r"^(?:其中|有|属于)", "", _bare(part.left)))


_ENDING = re.compile(r"(?:类|方面|资金|问题|项目|务工|就业|就业者|者|人数|户数|的|有|共|占|类资金|类问题|类项目)*$")


def _of_name(scene: Scene, rate: Figure, near: Sequence[Split]) -> Iterator[Outcome]:
    said = _SAID.search(scene.clause(rate, 30))
    if not said:
        return
    for split in reversed(near):
        if split.parts[-1].block == rate.block and split.parts[-1].start > rate.start:
            continue
        if said["name"].endswith(("资金", "投入", "金额", "投资")) and split.total.dimension != MONEY:
            continue  # 产业类 8 个 682 万元…产业类资金占比
        part = _called(split, said["name"])
        if part is None or not _is_whole(split.total, said["base"], split) or _is_of_nearer(scene, rate, split):
            continue
        yield from _judged(rate, part, split.total, sure=True)
        return


def _is_of_nearer(scene: Scene, rate: Figure, split: Split) -> bool:
    """公办园 31 所…就读公办园的 6345 人，公办园在园幼儿占比 55 %: of the people, who stand right before it."""
    before = [f for f in scene.here if f.end <= rate.start]
    return bool(
        before
        and before[-1].start > split.parts[-1].start
        and before[-1].dimension not in (*RATES, split.total.dimension)
    )


def _called(split: Split, name: str) -> Figure | None:
    """省外务工人数 is 省外; 第一类即脱贫不稳定户 is what 即 tells."""
    stem = _ENDING.sub("", name.rpartition("即")[2])
    same = [part for part in split.parts if name in (_bare(part.left), _label(part)) or _label(part) == stem]
    if not same:
        same = [part for part in split.parts if (label := _label(part)).endswith(name) or (
            len(stem) >= 2 and label.endswith(stem)) or (name.startswith(label[-4:]) and 2 <= len(label) <= 6)]  # fmt: skip
    return same[0] if len(same) == 1 else None


def _is_whole(total: Figure, base: str, split: Split) -> bool:
    """Nothing else is named that the share would be of."""
    if not base or _GENERIC.match(base):
        return True
    words = wording.bigrams(total.left + total.noun) | wording.bigrams(total.clause[-20:])
    kin = set(base) & set(_bare(total.left[-8:] + total.noun[:6])) - set("人数户总的学生额量全")
    return bool(wording.bigrams(base) & words or kin) and not any(_bare(part.left) in base for part in split.parts)


def _of_row(scene: Scene, figures: Sequence[Figure], near: Sequence[Split]) -> Iterator[Outcome]:
    """As many shares, one right behind the other, as the last sum before them has parts."""
    first = figures[0]
    if not _ROW.search(scene.clause(first, 20)):
        return
    row = [first]
    for other in figures[1:]:
        if other.dimension != PERCENT or not re.fullmatch(r"[、，和]", scene.between(row[-1], other)):
            break
        row.append(other)
    before = [s for s in near if s.parts[-1].block < first.block or s.parts[-1].end <= first.start]
    split = next((s for s in reversed(before) if len(s.parts) == len(row)), None)
    if split is None or len(row) < 2:
        return
    fitting = [_fits(rate, part, split.total) for rate, part in zip(row, split.parts, strict=True)]
    if sum(fitting) >= max(1, len(row) - 1):
        for rate, part in zip(row, split.parts, strict=True):
            yield from _judged(rate, part, split.total, sure=sum(fitting) >= 2)


def _fits(rate: Figure, part: Figure, total: Figure) -> bool:
    return of_ratio(part.base / total.base * 100, rate.base, rate.step) is Agreement.HOLDS


def _judged(rate: Figure, part: Figure, total: Figure, *, sure: bool) -> Iterator[Outcome]:
    computed = part.base / total.base * 100
    how = f"{part.text} ÷ {total.text}"
    agreement = of_ratio(computed, rate.base, rate.step)
    if agreement is Agreement.HOLDS:
        yield holding(Kind.PERCENT, rate, [part, total], f"{how} = {rate.text}")
        return
    slipped = is_slip(rounded(computed, rate.step), rate.base, rate.step)
    if agreement is not Agreement.FAILS or not all(f.is_exact for f in (rate, part, total)):
        return
    if abs(computed - rate.base) <= rate.step * Decimal("1.5") or not (
        slipped or (sure and abs(computed - rate.base) <= _FAR)
    ):
        return
    shown = f"{plain(computed.quantize(rate.step / 10).normalize())}%"
    yield finding(
        Kind.PERCENT, Severity.WARNING, rate, [part, total], computed=shown, arithmetic=f"{how} = {shown} ≠ {rate.text}",
        message=f"{part.text}占{total.text}的{shown}，文中写{rate.text}", suggestion=f"若两数无误，应为{shown}",
    )  # fmt: skip
