"""Overlapping classes: A + B − both = all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..agreement import is_slip
from ..figure import Figure, plain
from ..finding import Kind, Outcome, Severity
from ..reading import Reading, finding, holding
from ..unit import PEOPLE, TURNS
from .split import is_summable

_BOTH = re.compile(
    r"交叉|重复|重叠|重合|叠加|[两二](?:样|种|个|会|头)[^，。；]{0,3}(?:均|都|皆|兼)|同时(?:属于|享受|纳入|具备|符合|是|为|参加|种植|从事)|既[^，。；]{1,14}又|兼有|[两二]者(?:均|都|皆|兼)|两[项类](?:均|都)|双重|原系|本就是|本来就是|同属"
)
_NET = re.compile(r"至少[一-龥]{0,4}其一|至少有?[一1]|去重|扣除|剔除|减去|合并|净|实际|不重复|去除|实有")


_HEADS = {TURNS: PEOPLE}
_NONE = re.compile(r"[都均]?没有|[都均]未|以外|除外")


def find(reading: Reading) -> Iterator[Outcome]:
    for index, passage in enumerate(reading.passages):
        for both in passage.figures:
            trigger = (
                _BOTH.search(both.clause)
                or _BOTH.search(both.noun)
                or re.match(r"[^，。；]{0,6}(?:重复|交叉)", both.right)
            )
            if not trigger or not is_summable(both) or not both.is_exact:
                continue
            window = [p for p in reading.passages[max(0, index - 1) : index + 2] if p.block is passage.block]
            figures = [
                f
                for p in window
                for f in p.figures
                if is_summable(f)
                and _HEADS.get(f.dimension, f.dimension) == _HEADS.get(both.dimension, both.dimension)
                and f.is_exact
                and f is not both
            ]
            yield from _identity(both, figures)


def _identity(both: Figure, figures: Sequence[Figure]) -> Iterator[Outcome]:
    for i, one in enumerate(figures):
        for other in figures[i + 1 :]:
            if both.base > min(one.base, other.base):
                continue
            for whole in figures:
                if whole not in (one, other) and whole.base == one.base + other.base - both.base:
                    yield holding(
                        Kind.OVERLAP,
                        whole,
                        [one, other, both],
                        f"{one.text} + {other.text} − {both.text} = {whole.text}",
                    )
                    return
    ahead = [figure for figure in figures if figure.start < both.start]
    behind = [figure for figure in figures if figure.start > both.start]
    if len(ahead) == 2 and behind and (_NET.search(behind[0].clause) or re.search(r"共|合计", behind[0].left)):
        yield from _fails(behind[0], ahead[0], ahead[1], both)
    elif (
        len(ahead) >= 3
        and behind
        and re.search(r"扣除|剔除|减去", both.clause)
        and _NET.search(behind[0].clause + "扣除")
    ):
        yield from _of_several(behind[0], ahead, both)
    elif len(figures) == 3 and behind and _NET.search(behind[-1].clause):
        others = [figure for figure in figures if figure is not behind[-1]]
        yield from _fails(behind[-1], others[0], others[1], both)
    elif (
        len(ahead) == 3
        and not _NONE.search(both.right + both.noun)
        and ahead[0].base >= max(ahead[1].base, ahead[2].base) >= both.base
    ):
        yield from _fails(ahead[0], ahead[1], ahead[2], both)


def _of_several(whole: Figure, ahead: Sequence[Figure], both: Figure) -> Iterator[Outcome]:
    """9 个、6 个、3 个，扣除兼有前两类的 2 个，实际 16 个."""
    for many in range(len(ahead), 2, -1):
        parts = ahead[-many:]
        if sum(f.base for f in parts) - both.base == whole.base:
            how = " + ".join(f.text for f in parts)
            yield holding(Kind.OVERLAP, whole, [*parts, both], f"{how} − {both.text} = {whole.text}")
            return
    parts = ahead[-3:]
    computed = sum(f.base for f in parts) - both.base
    if computed > 0 and abs(computed - whole.base) * 4 <= whole.base:
        how = " + ".join(f.text for f in parts)
        shown = f"{plain((computed / whole.unit_worth).normalize())}{whole.unit}"
        yield finding(
            Kind.OVERLAP, Severity.WARNING, whole, [*parts, both], computed=shown,
            arithmetic=f"{how} − {both.text} = {shown} ≠ {whole.text}",
            message=f"各类相加再减去重复部分应为{shown}，文中为{whole.text}", suggestion=f"若各分项无误，去重后应为{shown}",
        )  # fmt: skip


def _fails(whole: Figure, one: Figure, other: Figure, both: Figure) -> Iterator[Outcome]:
    computed = one.base + other.base - both.base
    if both.base > min(one.base, other.base) or not (
        0.85 < whole.base / computed < 1.18
        or (min(whole.base, computed) >= 100 * whole.step and is_slip(whole.base, computed, whole.step))
    ):
        return
    shown = f"{plain((computed / whole.unit_worth).normalize())}{whole.unit}"
    yield finding(
        Kind.OVERLAP, Severity.ERROR, whole, [one, other, both], computed=shown,
        arithmetic=f"{one.text} + {other.text} − {both.text} = {shown} ≠ {whole.text}",
        message=f"两类相加再减去交叉部分应为{shown}，文中为{whole.text}", suggestion=f"若各分项无误，去重后应为{shown}",
    )  # fmt: skip
