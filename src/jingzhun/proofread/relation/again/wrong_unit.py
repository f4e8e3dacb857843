"""Units written wrong: read with the other unit (万元 for 元, 人 for 户) a figure that fits nothing comes out exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from ... import wording
from ...document import Document
from ...figure import Figure
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Passage, Reading, finding
from ...unit import HOUSEHOLDS, MONEY, PEOPLE
from ..claims.claim import Scene, digits
from ..sums.total import Tally

_TEN_THOUSAND = Decimal(10_000)
_EXACT = frozenset({Kind.SUM, Kind.DIFFERENCE, Kind.PRODUCT})
MOST_DOUBTED = 200  # figures read again with another unit in one report


HeldIn = Callable[[Reading, Tally], list[Holding]]


@dataclass(frozen=True)
class Reread(Reading):
    """The reading of a document in which some figures, by id of the original, have been put into another unit."""

    document: Document
    original: Reading
    changed: Mapping[int, Figure]

    def _read(self, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        return tuple([self.changed.get(id(figure), figure) for figure in figures])

    @cached_property
    def by_block(self) -> tuple[tuple[Figure, ...], ...]:
        return tuple(map(self._read, self.original.by_block))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(map(self._passage, self.original.passages))

    def _passage(self, passage: Passage) -> Passage:
        return replace(passage, figures=self._read(passage.figures))

    @cached_property
    def cells(self) -> tuple[Figure, ...]:
        return self.original.cells

    @cached_property
    def scenes(self) -> tuple[Scene, ...]:
        """The scenes of the paragraphs in which something is read otherwise, and those that sum such figures up."""
        blocks = {figure.block for figure in self.changed.values()}
        names = {wording.label(figure.left)[-2:] for figure in self.changed.values()}
        return tuple(
            self._scene(scene)
            for scene in self.original.scenes
            if scene.passage.block.number in blocks
            or (
                any(id(f) in self.changed for f in scene.far)
                and any(
                    _CLOSES.search(f.left) and (wording.label(f.left)[-2:] in names or _SUMS_UP.search(f.left))
                    for f in scene.here
                )
            )
        )

    def _scene(self, scene: Scene) -> Scene:
        here, above, far = map(self._read, (scene.here, scene.above, scene.far))
        return replace(scene, reading=self, passage=self._passage(scene.passage), here=here, above=above, far=far)

    def untouched(self, tally: Tally) -> Tally:
        """Of what adds up in the original that which stands in none of the scenes to be read again."""
        again = {id(figure) for scene in self.scenes for figure in scene.here}.union(self.changed)
        kept = [split for split in tally.found if id(split.total) not in again]
        return Tally(
            pairs={(id(split.total), id(part)) for split in kept for part in split.parts},
            held={id(figure) for split in kept for figure in (split.total, *split.parts)},
            found=kept,
        )


_CLOSES = re.compile(r"共|计|加起来|合起来|合在一起|相加")
_SUMS_UP = re.compile(r"以上|上述|方面|共$")


def find(reading: Reading, tied: frozenset[tuple[int, str]], tally: Tally, held_in: HeldIn) -> Iterator[Outcome]:
    """``tied`` are (line, literal) of figures that arithmetic confirms as they stand, ``tally`` what adds up.

    ``held_in`` gives what holds in the scenes of a reading, given what adds up elsewhere.
    """
    said: set[tuple[int, str]] = set()
    for dimensions in ({HOUSEHOLDS, MONEY}, {PEOPLE}):  # not at once: a total changed with its parts fits no better
        doubted: dict[int, Figure] = {}
        for passage in reading.passages:
            for figure in passage.figures:
                if figure.dimension in dimensions and (figure.place.line, figure.literal) not in tied:
                    other = _other_unit(passage, figure)
                    if other:
                        doubted[id(figure)] = other
        if 0 < len(doubted) <= MOST_DOUBTED:
            again = Reread(reading.document, reading, doubted)
            yield from _fitting(again, held_in(again, again.untouched(tally)), said)


def _fitting(again: Reread, outcomes: Iterable[Holding], said: set[tuple[int, str]]) -> Iterator[Outcome]:
    doubted = again.changed
    by_place = {(f.place.line, f.literal): (f, doubted[id(f)]) for f in again.original.figures if id(f) in doubted}
    for held in outcomes:
        inside = [
            (line, literal) for line in held.lines for literal in held.literals if (line, literal) in by_place
        ]  # fmt: skip
        if held.kind not in _EXACT or len(inside) != 1 or inside[0] in said:
            continue
        figure, other = by_place[inside[0]]
        if not _is_telling(held, figure) or (held.kind is not Kind.SUM and not _is_in_one_sentence(again, held)):
            continue
        said.add(inside[0])
        yield finding(
            held.kind, Severity.WARNING, figure, [], computed=other.text, arithmetic=held.arithmetic,
            message=f"{figure.text}与别处合不上，写作{other.text}就成立：{held.arithmetic}", suggestion=f"单位似应为“{other.unit}”",
        )  # fmt: skip


def _is_in_one_sentence(again: Reread, held: Holding) -> bool:
    block = again.block_of(held.figures[0])
    return len({(f.block, block.sentence_at(f.start).start) for f in held.figures}) == 1


def _is_telling(held: Holding, figure: Figure) -> bool:
    """Chance would hardly give it: three digits, or two that close or open a sum."""
    if held.kind is Kind.SUM and held.literals[0] == figure.literal:
        return digits(figure) >= 2
    return digits(figure) >= 3


def _other_unit(passage: Passage, figure: Figure) -> Figure | None:
    if not figure.is_quantity or not figure.is_exact or digits(figure) < 2:
        return None
    if figure.dimension == MONEY:
        return _money(passage, figure)
    if figure.per or figure.value % 1 or _is_paired(passage, figure):
        return None
    if figure.dimension == HOUSEHOLDS and figure.unit == "户":
        return replace(figure, unit="人", dimension=PEOPLE)
    if figure.dimension == PEOPLE and figure.unit == "人":
        return replace(figure, unit="户", dimension=HOUSEHOLDS)
    return None


def _is_paired(passage: Passage, figure: Figure) -> bool:
    """936 户 3417 人: households with their people, as it should be."""
    return any(
        {one.dimension, other.dimension} == {HOUSEHOLDS, PEOPLE} and figure in (one, other)
        and one.base <= other.base and len(passage.between(one, other)) <= 1
        for one, other in pairwise(passage.figures)
    )  # fmt: skip


def _money(passage: Passage, figure: Figure) -> Figure | None:
    """元 beside 万元, and 万元 for what one household or one acre gets."""
    near = [f for f in passage.figures if f is not figure and f.dimension == MONEY and f.unit == "元"]
    if any(Decimal("0.2") < f.base / figure.base < 5 for f in near if f.base):
        return None  # 由 3,800 元涨到 4,180 元
    if figure.unit == "元" and not figure.per and (figure.value < _TEN_THOUSAND or figure.value % 1):
        return replace(figure, unit="万元", base=figure.base * _TEN_THOUSAND, step=figure.step * _TEN_THOUSAND)
    if (
        figure.unit == "万元"
        and figure.per
        and re.search(r"每|均", passage.block.text[max(0, figure.start - 12) : figure.start])
    ):
        return replace(figure, unit="元", base=figure.base / _TEN_THOUSAND, step=figure.step / _TEN_THOUSAND)
    return None
