"""A document as the relations see it: blocks, figures by block and sentence, helpers to speak of places."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from . import wording
from .block import Block, Sentence
from .document import Document
from .extraction import figures_of
from .figure import Figure, Role
from .finding import Finding, Holding, Kind, Severity

if TYPE_CHECKING:
    from .relation.claims.claim import Scene
    from .table import Table

MOST_FIGURES = 300  # how many figures further up are looked at
_T = TypeVar("_T")


@dataclass(frozen=True)
class Passage:
    """A sentence with its figures, in order."""

    block: Block
    sentence: Sentence
    figures: tuple[Figure, ...]

    @property
    def text(self) -> str:
        return self.block.text[self.sentence.start : self.sentence.end]

    def between(self, one: Figure, other: Figure) -> str:
        return self.block.text[one.end : other.start]


@dataclass(frozen=True)
class Reading:
    document: Document

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return self.document.blocks

    @cached_property
    def by_block(self) -> tuple[tuple[Figure, ...], ...]:
        return tuple(figures_of(block, self.document.lines) for block in self.blocks)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for figures in self.by_block for figure in figures)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(
            Passage(block, sentence, self._within(block, sentence))
            for block in self.blocks
            for sentence in block.sentences
        )

    def _within(self, block: Block, sentence: Sentence) -> tuple[Figure, ...]:
        figures = self.by_block[block.number]
        first, last = (bisect_left(figures, at, key=lambda f: f.start) for at in (sentence.start, sentence.end))
        return figures[first:last]

    @cached_property
    def scenes(self) -> tuple[Scene, ...]:
        """Every sentence with what stands before it."""
        from .relation.claims.claim import scenes_of

        return tuple(scenes_of(self))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the text, in its order."""
        from .table import tables_of

        return tuple(tables_of(self))

    @cached_property
    def cells(self) -> tuple[Figure, ...]:
        """Numbers of the tables as figures: ``where`` is the row's name, ``when`` the column's, totals in their role."""
        from .table import figures_of_tables

        return tuple(figures_of_tables(self))[:MOST_FIGURES]

    @cached_property
    def cell_totals(self) -> tuple[Figure, ...]:
        """Cells of total rows."""
        return tuple(cell for cell in self.cells if cell.role is Role.TOTAL)

    @cached_property
    def rows(self) -> dict[str, list[Figure]]:
        """Quantities of the tables by the name of their row."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for cell in self.cells:
            if cell.where and cell.is_quantity:
                found[cell.where].append(cell)
        return found

    @cached_property
    def by_bigram(self) -> dict[str, list[Figure]]:
        """Quantities by the pairs of characters in their wording."""
        index: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.is_quantity:
                for pair in wording.bigrams(figure.left + figure.noun):
                    index[pair].append(figure)
        return index

    def named(self, phrase: str) -> list[Figure]:
        """Quantities whose wording shares a pair of characters with ``phrase``, in the order of the text."""
        known = self._named.get(phrase)
        if known is None:
            found = {id(f): f for pair in wording.bigrams(phrase) for f in self.by_bigram.get(pair, ())[:MOST_FIGURES]}
            known = self._named[phrase] = sorted(found.values(), key=lambda f: (f.block, f.start))
        return known

    @cached_property
    def _named(self) -> dict[str, list[Figure]]:
        return {}

    def figures_before(self, block: int, *, blocks: int = 40) -> list[Figure]:
        """Figures of the paragraphs before ``block``, not further back than ``blocks``."""
        found = [figure for number in range(max(0, block - blocks), block) for figure in self.by_block[number]]
        return found[-MOST_FIGURES:]

    def block_of(self, figure: Figure) -> Block:
        return self.blocks[figure.block]

    @cached_property
    def made(self) -> dict[Callable[[Reading], Any], Any]:
        """What the functions marked :func:`once` have found in this reading."""
        return {}


def once(make: Callable[[Reading], _T]) -> Callable[[Reading], _T]:
    """Marks what several rules ask of a reading: it is worked out the first time, and must not be changed."""

    @wraps(make)
    def known(reading: Reading) -> _T:
        if make not in reading.made:
            reading.made[make] = make(reading)
        found: _T = reading.made[make]
        return found

    return known


def lines_of(figures: Iterable[Figure]) -> tuple[int, ...]:
    lines: set[int] = set()
    for figure in figures:
        place = figure.place
        lines.add(place.line)
        if place.last_line != place.line:
            lines.update(range(place.line + 1, place.last_line + 1))
    return tuple(sorted(lines))


def literals_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(figure.literal for figure in figures))


def holding(kind: Kind, stated: Figure, others: Iterable[Figure], arithmetic: str) -> Holding:
    involved = [stated, *others]
    return Holding(kind, lines_of(involved), literals_of(involved), arithmetic, tuple(involved))


def finding(
    kind: Kind, severity: Severity, stated: Figure, others: Iterable[Figure], *,
    computed: str, arithmetic: str, message: str, suggestion: str = "", stated_as: str = "",
) -> Finding:  # fmt: skip
    involved = [stated, *others]
    return Finding(
        kind,
        severity,
        lines_of(involved),
        literals_of(involved),
        computed,
        stated_as or stated.text,
        arithmetic,
        message,
        suggestion,
        tuple(involved),
    )
