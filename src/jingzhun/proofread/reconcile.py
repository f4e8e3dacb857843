"""A report against given figures (the system's), and two reports of one office against each other (数据打架)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import wording
from .document import Document
from .figure import Figure, plain
from .finding import Kind, Outcome, Severity
from .reading import Reading, finding, holding
from .relation.dates.date import title_year
from .relation.mentions.restated import key_of, scope_of, sections_of
from .unit import PEOPLE, RATES


@dataclass(frozen=True)
class GivenFigure:
    """A figure known from elsewhere. ``names`` are the wordings that mean it; ``base`` is in the base unit of
    ``dimension`` (元, 人, 户); ``place`` is the area it is of, empty for the report's own."""

    names: tuple[str, ...]
    dimension: str
    base: Decimal
    unit: str
    as_of: date
    place: str = ""

    @property
    def text(self) -> str:
        return f"{plain(self.base)}{self.unit}"


@dataclass(frozen=True)
class Contradiction:
    """Two reports that give one thing two values."""

    label: str
    one: Figure
    one_in: str
    other: Figure
    other_in: str

    @property
    def message(self) -> str:
        return (
            f"“{self.label}”：《{self.one_in}》第{self.one.place.line}行为{self.one.text}，"
            f"《{self.other_in}》第{self.other.place.line}行为{self.other.text}"
        )


def find(reading: Reading, given: Sequence[GivenFigure]) -> Iterator[Outcome]:
    """Each figure that names an indicator of ``given`` against it. A figure of another place or year is left alone."""
    for figure in reading.figures:
        if figure.is_range or figure.is_quoted or figure.per or not figure.dimension:
            continue
        key = key_of(figure)
        for known in given:
            named = known.dimension == figure.dimension and key in {wording.label(name) for name in known.names}
            if named and _speaks_of(reading, figure, known):
                yield _compared(figure, known)
                break


def _speaks_of(reading: Reading, figure: Figure, known: GivenFigure) -> bool:
    text = reading.block_of(figure).text
    start = max(text.rfind(mark, 0, figure.start) for mark in "。；！") + 1
    sentence = text[start : figure.start]
    places = wording.places(sentence)
    if known.place and places and known.place not in places:
        return False
    if not known.place and places:
        return False
    titled = title_year(reading)
    years = [int(year) for year in wording.YEAR.findall(sentence)] or ([titled[0]] if titled else [])
    return not years or years[-1] == known.as_of.year


def _compared(figure: Figure, known: GivenFigure) -> Outcome:
    slack = figure.step / 2 if figure.step > 1 else Decimal(0)
    gap = abs(figure.base - known.base)
    if gap <= slack or (figure.is_approximate and gap <= known.base / 20):
        return holding(Kind.RESTATED, figure, [], f"与系统{known.as_of:%Y-%m-%d}的{known.text}一致")
    return finding(
        Kind.RESTATED, Severity.WARNING, figure, [], computed=known.text, arithmetic=f"系统 {known.as_of:%Y-%m-%d}：{known.text}",
        message=f"文中为{figure.text}，系统截至{known.as_of:%Y-%m-%d}为{known.text}", suggestion="请核对数据来源和统计时点",
    )  # fmt: skip


def contradictions(documents: Sequence[Document]) -> Iterator[Contradiction]:
    """Figures of the same label, unit, year and place to which reports of one office give different values."""
    seen: dict[tuple[str, str, tuple[frozenset[str], ...], int], list[tuple[Figure, str]]] = defaultdict(list)
    for document in documents:
        reading = Reading(document)
        section, titled = sections_of(reading), title_year(reading)
        for figure in reading.figures:
            key = key_of(figure)
            if not figure.is_exact or figure.per or not figure.dimension or figure.dimension in RATES or len(key) < 4:
                continue
            if figure.dimension == PEOPLE and figure.base < 10:
                continue
            scope = scope_of(reading, figure, section)
            seen[figure.dimension, key, scope, titled[0] if titled else 0].append((figure, document.name))
    for (_, key, _, _), group in seen.items():
        names = dict.fromkeys(name for _, name in group)
        values = {name: {figure.base for figure, where in group if where == name} for name in names}
        firsts = list(names)
        for index, one in enumerate(firsts):
            for other in firsts[index + 1 :]:
                if len(values[one]) == len(values[other]) == 1 and values[one] != values[other]:
                    mine = next(figure for figure, name in group if name == one)
                    theirs = next(figure for figure, name in group if name == other)
                    yield Contradiction(key, mine, one, theirs, other)
