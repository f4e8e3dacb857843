"""What is left, said far from what it is left of: the whole and the part done are known from a share or a difference that holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ... import wording
from ...agreement import is_strong_slip
from ...figure import Figure, plain
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ..claims.claim import Scene, scenes

_REST = re.compile(
    r"还差|尚差|还剩|剩余|剩下|结余|结转|余额|尚余|余下|尚未|尚有|仍有|还有|另有|缺口|其余|还需|尚需|仍需|还要|待[一-龥]{1,3}的?$|未[一-龥]{1,6}的?$|没有[一-龥]{0,6}的?$|余$"
)
_REST_BEHIND = re.compile(r"(?:尚|还|仍)?(?:未|没有?)|结转|结余|(?:尚|仍)在|在建|正在|待")
_KNOWN = frozenset({Kind.PERCENT, Kind.DIFFERENCE, Kind.BOUND})


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """尚有 466 万元结转 is the 18,000 of which 17,534 are spent, whatever stands between.

    A number of three digits is no chance among the few pairs known; a smaller one must count what its pair counts.
    """
    everything = list(outcomes)
    said = {(line, o.literals[0]) for o in everything if o.kind is Kind.DIFFERENCE for line in o.lines}
    pairs = _pairs(everything)
    if not pairs:
        return
    for scene in scenes(reading):
        for figure in scene.here:
            if _may_be_left(figure) and (figure.place.line, figure.literal) not in said and _is_rest(scene, figure):
                yield from _left(figure, pairs[figure.dimension])


def _may_be_left(figure: Figure) -> bool:
    return figure.is_quantity and not figure.per and figure.is_exact and not figure.is_article


def _pairs(outcomes: Iterable[Outcome]) -> dict[str, list[tuple[Figure, Figure]]]:
    """Pairs of a whole and a smaller part, by dimension, in the order of the text."""
    found: dict[str, dict[tuple[int, int], tuple[Figure, Figure]]] = defaultdict(dict)
    for outcome in outcomes:
        if isinstance(outcome, Holding) and outcome.kind in _KNOWN and len(outcome.figures) in (2, 3):
            part, whole = sorted(outcome.figures[-2:], key=lambda f: f.base)
            if part.is_quantity and part.dimension == whole.dimension and part.base < whole.base:
                found[part.dimension].setdefault((id(whole), id(part)), (whole, part))
    return defaultdict(list, {dimension: list(rows.values()) for dimension, rows in found.items()})


def _is_rest(scene: Scene, figure: Figure) -> bool:
    return bool(_REST.search(scene.cue(figure)[-12:]) or _REST_BEHIND.match(figure.right[:4]))


def _left(figure: Figure, pairs: Iterable[tuple[Figure, Figure]]) -> Iterator[Outcome]:
    ready = [
        (whole, part)
        for whole, part in pairs
        if whole is not figure and part is not figure and whole.start != figure.start
    ]
    fitting = [(whole, part) for whole, part in ready if whole.base - part.base == figure.base]
    if not fitting:
        yield from _slipped(figure, [pair for pair in ready if pair[0].block == pair[1].block == figure.block])
        return
    if figure.digits < 3:
        fitting = [pair for pair in fitting if _counts_alike(figure, *pair)]
        if figure.base < 10 and len({whole.base - part.base for whole, part in ready}) > 12:
            return
    if fitting:
        whole, part = min(fitting, key=lambda pair: abs(pair[1].block - figure.block))
        yield holding(Kind.DIFFERENCE, figure, [whole, part], f"{whole.text} − {part.text} = {figure.text}")


_BACK = 90  # characters from the part to what it leaves


def _slipped(figure: Figure, pairs: list[tuple[Figure, Figure]]) -> Iterator[Outcome]:
    """The only pair of the paragraph, close by, leaves a number of three digits that is a slip of the pen away."""
    near = [(whole, part) for whole, part in pairs if whole.start < part.start < figure.start <= part.end + _BACK]
    if len({whole.base - part.base for whole, part in near}) != 1:
        return
    whole, part = near[-1]
    left = whole.base - part.base
    step = min(figure.step, whole.step, part.step)
    if figure.digits < 3 or not all(f.is_exact for f in (whole, part)) or not is_strong_slip(left, figure.base, step):
        return
    shown = f"{plain((left / figure.unit_worth).normalize())}{figure.unit}"
    yield finding(
        Kind.DIFFERENCE, Severity.WARNING, figure, [whole, part], computed=shown,
        arithmetic=f"{whole.text} − {part.text} = {shown} ≠ {figure.text}",
        message=f"{whole.text}减去{part.text}还剩{shown}，文中写{figure.text}", suggestion=f"若其余两数无误，应改为{shown}",
    )  # fmt: skip


def _counts_alike(figure: Figure, whole: Figure, part: Figure) -> bool:
    """Projects left of projects, 未改厕 of 改厕: they share a pair of characters in what they are called."""
    mine = wording.bigrams(figure.left[-8:] + figure.noun[:8]) | wording.bigrams(figure.right[:10])
    theirs = [wording.bigrams(f.left[-10:] + f.noun[:8]) for f in (whole, part)]
    return any(mine & other for other in theirs)
