"""Totals that say what they are of: 满意和基本满意共 463 户, 两会合计 25 次, 两项奖励合计 55,000 元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, of_sum
from ...figure import Figure
from ...finding import Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from ..claims.claim import Scene, scenes
from .split import Split, addable, failing, is_summable, that_holds
from .total import Tally, is_bracketed

_SUMMED = r"(?:合计|共计|总计|一共|总共|相加|之和|加起来|合起来|共)(?:为|是|有|达|约)?"
_NAMES = re.compile(
    rf"(?:^|[，；其中])(?P<one>[一-龥]{{2,8}}?)[和与及加](?P<other>[一-龥]{{2,8}}?)(?:[两二][项类者种个])?{_SUMMED}$"
)
_PLUS = re.compile(r"(?:^|[，；。])(?P<one>[一-龥]{2,6}?)加(?P<other>[一-龥]{2,6})$")
_MANY = re.compile(
    rf"(?P<many>[两二三四五六])(?P<of>[项会类者地级批种块笔镇乡村县市区年家所站处个]|部分)[一-龥]{{0,6}}?{_SUMMED}[一-龥]{{0,4}}$"
)
_BARE = re.compile(r"^，(?P<many>两)(?P<of>[类项种])[一-龥]{1,4}$|^(?P<many2>两)(?P<of2>[类项种])[一-龥]{1,4}$")
"""建成幸福院 86 所、照料站 41 所，两类设施 127 所."""
_SUB = re.compile(r"(?:共|合计|小计|计)(?:为|有)?$")
_EACH = re.compile(r"[各每均][一-龥]{0,8}$")
_OTHER = re.compile(r"[不未非无]$")


def find(reading: Reading, tally: Tally) -> Iterator[Outcome]:
    """``tally`` holds the totals whose parts have been found already: they are left alone."""
    settled = {id(split.total) for split in tally.found}
    for scene in scenes(reading):
        for total in scene.here:
            if id(total) in settled or not is_summable(total) or total.is_article:
                continue
            parts, closeness = _parts(scene, total)
            if len(parts) < 2:
                continue
            split = Split(total, tuple(parts), True, True, "")
            if of_sum(total, parts, split.computed) is Agreement.HOLDS:
                yield that_holds(split)
            elif all(f.is_exact for f in (total, *parts)) and _is_mistake(split, closeness):
                yield failing(split, Severity.WARNING, total)


def _is_mistake(split: Split, closeness: Decimal) -> bool:
    total, computed = split.total, split.computed
    if any(part.base > total.base for part in split.parts) or abs(computed - total.base) <= total.base * closeness:
        return True
    return is_slip(total.base, computed, min(total.step, *(part.step for part in split.parts)))


def _parts(scene: Scene, total: Figure) -> tuple[list[Figure], Decimal]:
    """What the wording says is added up, and how far off the total may be for that still to be meant."""
    before = [
        f for f in (*scene.above[-12:], *(f for f in scene.here if f.end <= total.start))
        if addable(total, f) and is_summable(f)
    ]  # fmt: skip
    if said := _NAMES.search(total.left) or _PLUS.search(total.left):
        named = [_called(before, said[name]) for name in ("one", "other")]
        found = [f for f in named if f]
        return (found, Decimal("0.3")) if len(found) == 2 and found[0] is not found[1] else ([], Decimal(0))
    two = [f for f in scene.here if f in before][-2:]
    if len(two) == 2 and "加上" in scene.between(*two) and re.search(r"共|合计|总计", total.left[-8:]):
        return two, Decimal("0.06")
    said = _MANY.search(scene.clause(total, 24)) or _BARE.search(total.left)
    if not said:
        return [], Decimal(0)
    before = [f for f in before if not f.is_change]
    return _top_level(scene, before, read_count(said.group(1) or said.group(3)), said.group(0)), Decimal("0.06")


def _said(figure: Figure) -> str:
    """What a figure is called: 脱贫人口 of 脱贫人口 9846 户 36912 人 for both."""
    return figure.left or re.sub(r"[\d,.]+[万亿]?[一-龥]$", "", figure.clause)


def _called(before: Sequence[Figure], name: str) -> Figure | None:
    """The one figure of that name: 满意 is not 不满意."""
    word = wording.label(re.sub(r"[户人]$", "", name) if len(name) > 2 else name)
    same = [f for f in before if wording.label(_said(f)) == word or wording.label(f.left + f.noun) == word]
    if not same:
        same = [
            f for f in before
            if (label := wording.label(_said(f))).endswith(word) and not _OTHER.search(label.removesuffix(word))
        ]  # fmt: skip
    return same[-1] if len({f.base for f in same}) == 1 else None


def _top_level(scene: Scene, before: Sequence[Figure], many: int, said: str) -> list[Figure]:
    """So many figures that are neither bracketed nor parts themselves: those called subtotals, all of the sentence, or those
    under the word of the total: 完成 of 三镇完成投资合计."""
    free = [f for f in before if not is_bracketed(scene.text, f) and not _EACH.search(f.left) and "其中" not in f.left]
    subtotals = [f for f in free if _SUB.search(f.left)]
    here = [f for f in free if f in scene.here]
    words = {f.left[-2:] for f in here if len(f.left) >= 2}
    alike = [[f for f in here if f.left.endswith(word)] for word in sorted(words) if word in said]
    for found in (subtotals, here, *alike):
        if len(found) == many:
            return found
    return []
