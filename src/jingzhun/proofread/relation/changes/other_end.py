"""How much more or less than what is called alike further up: 明年达到 24,000 元，比今年增加 7,200 元, 新增 0.7 万亩."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ... import wording
from ...agreement import is_strong_slip
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import PERCENT, POINTS
from ..claims.claim import Scene, scenes

_MORE = re.compile(
    r"(?:增加|减少|增长|下降|提高|提升|降低|上升|净增|净减|新增|再增|扩大|缩小|压减|超出?|[多少高低增减快慢差缺])(?:了|约|出)*$"
)
_MOST = 24  # figures called alike that are tried
_LOCAL = 3


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """One end stands in the sentence, the other is called like it; the fewer are called so, the less is it chance."""
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.DIFFERENCE for line in o.lines}
    rates = _rates(reading)
    for scene in scenes(reading):
        for figure in scene.here:
            if (
                (figure.place.line, figure.literal) in said
                or not figure.is_exact
                or not figure.base
                or figure.is_article
            ):
                continue
            if not (figure.is_quantity or figure.dimension == POINTS) or not _MORE.search(figure.left[-8:]):
                continue
            yield from _against(scene, figure, rates)


def _rates(reading: Reading) -> dict[str, list[Figure]]:
    """Percentages by the pairs of characters in what they are called."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if figure.dimension == PERCENT and not figure.is_range:
            for pair in wording.bigrams(figure.left[-10:]):
                found[pair].append(figure)
    return found


def _against(scene: Scene, figure: Figure, rates: dict[str, list[Figure]]) -> Iterator[Outcome]:
    dimension = PERCENT if figure.dimension == POINTS else figure.dimension
    near = [f for f in (*scene.before(figure), *scene.after(figure)) if f.dimension == dimension][:_LOCAL]
    for local in near:
        words = (local.left or scene.clause(local, 16)) + local.noun
        others = [f for f in _called(scene, words, rates, dimension) if f is not local and f is not figure]
        fitting = [f for f in others if abs(f.base - local.base) == figure.base]
        tries = len({f.base for f in others})
        if not fitting and len({f.base for f in others if f.left[-4:] == local.left[-4:] and len(f.left) >= 4}) == 1:
            yield from _slipped(figure, local, next(f for f in others if f.left[-4:] == local.left[-4:]))
            return
        if fitting and 10**figure.digits >= 4 * tries:
            other = fitting[-1]
            high, low = (local, other) if local.base >= other.base else (other, local)
            yield holding(Kind.DIFFERENCE, figure, [high, low], f"{high.text} − {low.text} = {figure.text}")
            return


def _slipped(figure: Figure, local: Figure, other: Figure) -> Iterator[Outcome]:
    """The only other that is called just so is a slip of the pen of three digits away from what the difference asks for."""
    gap = abs(other.base - local.base)
    step = min(figure.step, local.step, other.step)
    if figure.digits < 3 or not (local.is_exact and other.is_exact) or not is_strong_slip(gap, figure.base, step):
        return
    shown = f"{plain((gap / figure.unit_worth).normalize())}{figure.unit}"
    yield finding(
        Kind.DIFFERENCE, Severity.WARNING, figure, [local, other], computed=shown,
        arithmetic=f"{local.text} 与 {other.text} 相差 {shown} ≠ {figure.text}",
        message=f"{local.text}与前文的{other.text}相差{shown}，文中写{figure.text}", suggestion=f"若其余两数无误，应改为{shown}",
    )  # fmt: skip


def _called(scene: Scene, words: str, rates: dict[str, list[Figure]], dimension: str) -> list[Figure]:
    """Earlier figures of the dimension that share a word with it, those that share most last."""
    pairs = wording.bigrams(words)
    if dimension == PERCENT:
        alike = {f for pair in pairs for f in rates.get(pair, ())}
        found = sorted(alike, key=lambda f: (f.block, f.start))
    else:
        found = [f for f in scene.reading.named(words) if f.dimension == dimension]
        found += [f for f in scene.reading.cell_totals if f.dimension == dimension and pairs & wording.bigrams(f.left)]
    earlier = [f for f in found if f.block < scene.passage.block.number]
    return sorted(earlier, key=lambda f: len(pairs & wording.bigrams(f.left + f.noun)))[-_MOST:]
