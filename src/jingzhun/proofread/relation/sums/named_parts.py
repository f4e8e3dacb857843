"""Totals of the parts that the wording names: 因病、因残两项合计 243 户, 石峡、马莲两镇共 2,226 户, 上半年 of its quarters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from ...agreement import Agreement, is_slip, of_sum
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading, holding
from ..claims.claim import Scene, scenes
from .split import Split, addable, failing

_SUMMED = re.compile(
    r"(?:[两二三四](?:个)?[一-龥]{1,4})?(?:合计|共计|总计|一共|总共|相加|加起来|合起来|合在一起|就有|共|合)[一-龥]{0,8}$|[两二三四](?:个)?[一-龥]{1,4}[一-龥]{0,4}$"
)
_SPLIT = re.compile(r"[、和与及]|以及|加上")
_LEAD = re.compile(r"^(?:其中|连同|而|且|但|这|光|仅|单是|今年|全年|从[一-龥]{1,6}看)+")
_PERIODS = {
    "上半年": (("一季度", "二季度"),),
    "下半年": (("三季度", "四季度"),),
    "前三季度": (("一季度", "二季度", "三季度"),),
    "全年": (("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年")),
}
_ALIGNED = re.compile(r"(?P<n>[两二三四五六七八九十])(?:个|年|大)?[一-龥]{0,4}(?:分别|依次)[一-龥]{0,6}$")
_MOST = 4  # figures of one name


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Names that lead to one figure each and to a total a slip away are called wrong; else only what comes out is said."""
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.SUM for line in o.lines}
    for scene in scenes(reading):
        for total in scene.here:
            if not total.is_summable or total.is_article or (total.place.line, total.literal) in said:
                continue
            rows = [*named(scene, total.start, total.dimension), *_periods(scene, total), *_aligned(scene, total)]
            fitting = next((row for row in rows if total not in row and _adds_up(total, row)), None)
            if fitting:
                how = " + ".join(part.text for part in fitting)
                yield holding(Kind.SUM, total, fitting, f"{how} = {total.text}")
            elif len(rows) == 1 and total not in rows[0]:
                yield from _fails(scene, total, rows[0])


def named(scene: Scene, position: int, dimension: str) -> list[tuple[Figure, ...]]:
    """The figures of the names in a row right before ``position``, one way for each column or figure they may mean."""
    start = max(
        scene.passage.sentence.start, position - 40, *(scene.text.rfind(mark, 0, position) + 1 for mark in "，。；：（")
    )
    stretch = scene.text[start:position]
    summed = _SUMMED.search(stretch)
    names = [_LEAD.sub("", name) for name in _SPLIT.split(stretch[: summed.start()])] if summed else []
    if len(names) >= 2 and len(names[0]) == 1 and len(names[-1]) >= 2:  # C、D级
        names = [name if len(name) > 1 else name + names[-1][1:] for name in names]
    if not 2 <= len(names) <= 4 or any(not 2 <= len(name) <= 10 for name in names):
        return []
    rows = [_in_table(scene.reading, name, dimension) for name in names]
    if all(rows):
        ways = [way for way in product(*rows) if len({cell.when for cell in way}) == 1]
    else:
        before = [
            f
            for f in (*scene.here, *reversed(scene.above))
            if f.end <= position or f.block != scene.passage.block.number
        ]
        ways = list(
            product(*([f for f in before if f.dimension == dimension and _bears(f, name)][:_MOST] for name in names))
        )
    return [way for way in ways if len({id(figure) for figure in way}) == len(way)]


def _in_table(reading: Reading, name: str, dimension: str) -> list[Figure]:
    labels = [
        label for label in reading.rows if label == name or (label.startswith(name) and len(label) <= len(name) + 1)
    ]
    return [cell for label in labels[:1] for cell in reading.rows[label] if cell.dimension == dimension][:8]


def _bears(figure: Figure, name: str) -> bool:
    return bool(figure.is_summable) and (
        re.search(rf"{re.escape(name)}[片组镇乡村类项区县级的]?$", figure.left) is not None
        or figure.noun.startswith(name)
    )


def _periods(scene: Scene, total: Figure) -> Iterator[tuple[Figure, ...]]:
    for name, ways in _PERIODS.items():
        if name not in total.left[-10:]:
            continue
        pool = [
            f
            for f in (*scene.here, *reversed(scene.above), *reversed(scene.far))
            if f is not total and f.is_summable and addable(total, f)
        ]
        for parts in ways:
            found = [next((f for f in pool if part in f.left[-8:]), None) for part in parts]
            if all(found):
                yield tuple(f for f in found if f)


def _aligned(scene: Scene, total: Figure) -> Iterator[tuple[Figure, ...]]:
    """四个季度分别支出 a、b、c、d 万元，全年 T: as many as said, and what stands right behind them."""
    before = [f for f in scene.before(total) if f.is_summable and addable(total, f)]
    if not before or not re.fullmatch(r"[，、；][一-龥]{1,8}", scene.between(before[0], total)):
        return
    row = [before[0]]
    for figure in before[1:]:
        if not re.fullmatch(r"[、和及]", scene.between(figure, row[-1])):
            break
        row.append(figure)
    said = _ALIGNED.search(scene.clause(row[-1], 24))
    if said and read_count(said["n"]) == len(row) >= 2:
        yield tuple(reversed(row))


def _adds_up(total: Figure, parts: Sequence[Figure]) -> bool:
    return of_sum(total, parts, sum((part.base for part in parts), Decimal(0))) is Agreement.HOLDS


def _fails(scene: Scene, total: Figure, parts: tuple[Figure, ...]) -> Iterator[Outcome]:
    computed = sum((part.base for part in parts), Decimal(0))
    exact = all(figure.is_exact and figure.block >= 0 for figure in (total, *parts))
    step = min(figure.step for figure in (total, *parts))
    near = abs(computed - total.base) * 8 <= computed
    said = re.search(r"合计|共|相加|加起来|合起来|合在一起", scene.clause(total, 12))
    if exact and said and (near or is_slip(total.base, computed, step)):
        yield failing(Split(total, parts, True, True, "named"), Severity.WARNING, total)
