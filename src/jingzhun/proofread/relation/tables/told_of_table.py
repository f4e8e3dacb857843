"""What a sentence works out of a table it tells of: one row less another, one column less another, means of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading, holding
from ...unit import RATES
from ..claims.claim import Scene, scenes
from ..products.rate import count_in

_LESS = re.compile(r"[多少高低差缺欠超]|[增减]|余|剩|退出|未|拉开|相差|落后|领先|缩小|扩大")
_WHOLE = re.compile(r"全[县市州区乡镇村省]|合计|总|综合|平均|各[县乡镇村]")
_MOST = 40  # pairs beyond which a number of two digits may be chance


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """Rows are told of by their name, the last row by 全县, 合计; a figure that holds already is left as it is."""
    if not reading.rows:
        return
    said = {(o.kind, line, o.literals[0]) for o in outcomes for line in o.lines}
    names = [name for name in reading.rows if len(name) >= 2]
    for scene in scenes(reading):
        asked = [f for f in scene.here if _may_be_told(scene, f) and (_kind(f), f.place.line, f.literal) not in said]
        if not asked:
            continue
        text = scene.text[scene.passage.sentence.start : scene.passage.sentence.end]
        rows = [reading.rows[name] for name in sorted((n for n in names if n in text), key=text.find)][:4]
        if _WHOLE.search(text):
            rows.append(list(reading.cell_totals))
        for figure in asked if rows else ():
            yield from (_mean if figure.per else _difference)(scene, figure, rows)


def _kind(figure: Figure) -> Kind:
    return Kind.PRODUCT if figure.per else Kind.DIFFERENCE


def _may_be_told(scene: Scene, figure: Figure) -> bool:
    if not figure.dimension or figure.dimension in RATES or not figure.is_exact or figure.is_article:
        return False
    return bool(figure.per or _LESS.search(_words(scene, figure)))


def _words(scene: Scene, figure: Figure) -> str:
    return scene.cue(figure)[-8:] + figure.right[:2]


def _difference(scene: Scene, figure: Figure, rows: Sequence[Sequence[Figure]]) -> Iterator[Holding]:
    pairs = [(a, b) for row in rows for a, b in combinations(_alike(row, figure), 2) if a.when != b.when]
    for upper, lower in combinations(rows, 2):
        pairs += [(a, b) for a in _alike(upper, figure) for b in _alike(lower, figure) if a.when == b.when]
    if len(pairs) > _MOST and figure.digits < 3:
        return
    fitting = [(a, b) for a, b in pairs if abs(a.base - b.base) == figure.base]
    if fitting:
        words = wording.bigrams(scene.clause(figure, 30))
        one, other = max(fitting, key=lambda pair: len(words & wording.bigrams(pair[0].when + pair[1].when)))
        high, low = (one, other) if one.base >= other.base else (other, one)
        yield holding(Kind.DIFFERENCE, figure, [high, low], f"{_called(high)} − {_called(low)} = {figure.text}")


def _mean(scene: Scene, mean: Figure, rows: Sequence[Sequence[Figure]]) -> Iterator[Holding]:
    for row in rows:
        totals = _alike(row, mean)
        counts = [(f, *count_in(f, mean.per, scene)) for f in row] if totals else []
        counted = [(f, number) for f, number, sure in counts if sure >= 2 and number > 1]
        for total in totals:
            for count, number in counted:
                if count is total or count.when == total.when:
                    continue
                if of_ratio(total.base / number, mean.base, mean.step) is Agreement.HOLDS and (
                    mean.digits >= 2 or mean.step < 1
                ):
                    how = f"{_called(total)} ÷ {_called(count)} = {mean.text}"
                    yield holding(Kind.PRODUCT, mean, [total, count], how)
                    return


def _alike(row: Iterable[Figure], figure: Figure) -> list[Figure]:
    return [cell for cell in row if cell.dimension == figure.dimension and cell.base > 0]


def _called(cell: Figure) -> str:
    return f"{cell.where or '合计'} {cell.text}"
