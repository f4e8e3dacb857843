"""The mean of what is listed right before it: 甲 262 天、乙 248 天、丙 256 天，人均 255.3 天."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, holding
from ...unit import RATES, SPAN
from ..claims.claim import Scene, scenes
from ..claims.refuted import explained, is_close, refute

_MEAN = re.compile(r"均[一-龥]{0,6}$")
_MOST = 8


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    everything = list(outcomes)
    said = {(line, o.literals[0]) for o in everything if o.kind is Kind.PRODUCT for line in o.lines}
    elsewhere = explained(everything)
    for scene in scenes(reading):
        for mean in scene.here:
            if (
                mean.dimension
                and _MEAN.search(mean.left)
                and not mean.is_range
                and (mean.place.line, mean.literal) not in said
            ):
                found = list(_of_row(scene, mean))
                if not found and (mean.place.line, mean.literal) not in elsewhere:
                    found = list(_fails(scene, mean))
                yield from found


def _of_row(scene: Scene, mean: Figure) -> Iterator[Outcome]:
    row: list[Figure] = []
    for figure in scene.before(mean):
        if figure.dimension != mean.dimension and figure.base < 10:
            continue  # 两名队员 of 两名队员 238 天、229 天
        if figure.dimension != mean.dimension or figure.is_range or (figure.per and figure.per != mean.per):
            break
        row.append(figure)
    row = _without_total(row)[:_MOST]
    if mean.dimension in RATES - {SPAN} or any(figure.base > 4 * mean.base for figure in row):
        return
    counts = range(len(row), 1, -1) if mean.digits >= 3 else [len(row)]
    for count in counts:
        if count >= 2 and not any(mark in scene.between(row[count - 1], mean) for mark in "；。"):
            computed = sum((figure.base for figure in row[:count]), Decimal(0)) / count
            if of_ratio(computed, mean.base, mean.step) is Agreement.HOLDS:
                how = " + ".join(figure.text for figure in reversed(row[:count]))
                yield holding(Kind.PRODUCT, mean, row[:count], f"（{how}）÷ {count} = {mean.text}")
                return


def _without_total(row: list[Figure]) -> list[Figure]:
    """238 天、226 天、229 天，合计 693 天，人均 231 天: what they come to is not one of them. ``row`` has the nearest first."""
    for many in range(2, len(row)):
        if sum((f.base for f in row[1 : many + 1]), Decimal(0)) == row[0].base:
            return row[1 : many + 1]
    return row


_ITEM = re.compile(r"[、，和及][一-龥A-Za-z]{0,8}")
_CALLED = re.compile(r"^[，；]?(?:[一-龥]{0,4}平均(?:每[一-龥]{1,3})?|[户人村组队年月车班社组点]均)(?:为|是|达到?)?$")
_OPEN = re.compile(r"等|其余|另|去年|上年|加权|全[县乡镇村市]|最[高低多少]")
_NUMBERED = re.compile(r"(?P<n>[两二三四五六七八])(?:个|名|位|支)?[一-龥]{1,10}$")
_NUMBERS = {"两": 2} | {c: n for n, c in enumerate("〇一二三四五六七八")}


def _fails(scene: Scene, mean: Figure) -> Iterator[Outcome]:
    """三名队员分别为 262 天、248 天、256 天，人均 255.3 天: a row of bare amounts, right before the mean of all of them."""
    row: list[Figure] = []
    after = mean
    for figure in scene.before(mean):
        if figure.dimension != mean.dimension and figure.base < 10 and not re.match(r"\d", figure.literal):
            continue  # 二组 246 亩
        gap = scene.between(figure, after)
        fits = _CALLED.match(gap) if after is mean else _ITEM.fullmatch(gap)
        if figure.dimension != mean.dimension or not figure.is_exact or figure.per or figure.is_change or not fits:
            break
        row.append(figure)
        after = figure
    row = _without_total(row)
    if not 2 <= len(row) <= _MOST or mean.dimension in RATES - {SPAN} or not mean.is_exact:
        return
    start = scene.clause(row[-1], 24)
    said = _NUMBERED.search(re.split(r"[，。；]", start)[-1])
    if _OPEN.search(re.split(r"[。；]", start)[-1] + scene.text[row[-1].start : mean.start]):
        return
    if said and _NUMBERS[said["n"]] != len(row):
        return
    if len(row) == 2 and not (said and "分别" in start):
        return
    if max(f.base for f in row) > 4 * min(f.base for f in row):
        return
    computed = sum((f.base for f in row), Decimal(0)) / len(row)
    if abs(computed - mean.base) <= mean.step or not is_close(mean, computed):
        return
    how = f"（{' + '.join(figure.text for figure in reversed(row))}）÷ {len(row)}"
    severity = (
        Severity.ERROR if not min(f.base for f in row) <= mean.base <= max(f.base for f in row) else Severity.WARNING
    )
    yield from refute(Kind.PRODUCT, severity, mean, row[::-1], computed, how, f"所列{len(row)}个数的平均")
