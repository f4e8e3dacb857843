"""So many more, and how many there are then: 再恢复 8 条，恢复后达到 56 条, where what there was stands somewhere before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .. import wording
from ..figure import Figure
from ..finding import Holding, Kind, Outcome
from ..reading import Reading, holding
from .claim import Scene, scenes

_MORE = re.compile(r"新增|增加|再|扩|新[建招聘开修]|补充|追加|调增|恢复|接入|提高|上调|净增|增长|又")
_REACHES = re.compile(
    r"(?:达到?|变为|增至|升至|增加到|扩大到|扩到|提高到|凑成|凑够|总数[为达]?到?|共有|合计|全长|累计|全年支出|调整为)[一-龥]{0,3}$"
)
_BETWEEN = re.compile(r"[。！？]")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """Only holdings: what came is told with a word for more, what there is then with 达到; the third must fit both."""
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.SUM for line in o.lines}
    for scene in scenes(reading):
        for reached in scene.here:
            if reached.is_quantity and not reached.is_article and _REACHES.search(reached.left) and (
                (reached.place.line, reached.literal) not in said
            ):  # fmt: skip
                yield from _from(scene, reached)


def _from(scene: Scene, reached: Figure) -> Iterator[Holding]:
    alike = [f for f in scene.before(reached) if f.dimension == reached.dimension and f.is_quantity]
    added = [f for f in alike[:4] if f.base < reached.base and _MORE.search(f.left[-8:] or scene.clause(f, 8))]
    words = wording.bigrams(reached.left + reached.noun + scene.clause(reached, 30))
    pools = [
        (alike, 1),
        ([f for f in reversed(scene.above) if _fits(f, reached)][:6], 2),
        (_named(scene, reached, words), 2),
    ]
    for more in added:
        for pool, digits in pools:
            for old in pool:
                if old is more or old.base + more.base != reached.base or reached.digits < digits:
                    continue
                yield holding(Kind.SUM, reached, [old, more], f"{old.text} + {more.text} = {reached.text}")
                return


def _fits(figure: Figure, reached: Figure) -> bool:
    return figure.dimension == reached.dimension and figure.is_quantity and figure is not reached


def _named(scene: Scene, reached: Figure, words: frozenset[str]) -> list[Figure]:
    """Earlier figures of the kind that are called alike; of three digits or more any of those before."""
    far = [f for f in (*reversed(scene.far), *scene.reading.cell_totals) if _fits(f, reached)]
    called = [
        f
        for f in scene.reading.named(reached.left[-6:] + reached.noun[:6])
        if _fits(f, reached) and f.block <= reached.block
    ]
    alike = [f for f in far if words & wording.bigrams(f.left + f.noun)]
    return [*called[-12:], *alike] if reached.digits < 3 else [*called[-12:], *far]
