"""One number said again further down of the same thing: what is called alike and comes to the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ... import wording
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading, holding

_LATEST = 6  # how many of one worth are looked at


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """Three digits and a word in common, or two and the thing counted in full; the cells of tables count as well."""
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.RESTATED for line in o.lines}
    seen: dict[tuple[str, Decimal], list[Figure]] = defaultdict(list)
    for figure in sorted((*reading.figures, *reading.cells), key=lambda f: f.place.line):
        if not figure.is_quantity or figure.per or not figure.is_exact or figure.digits < 2:
            continue
        earlier = seen[figure.dimension, figure.base]
        if (figure.place.line, figure.literal) not in said:
            same = next((f for f in reversed(earlier[-_LATEST:]) if _is_the_same(f, figure)), None)
            if same:
                yield holding(Kind.RESTATED, figure, [same], f"{figure.text}在前文已说过，两处一致")
        earlier.append(figure)


def _is_the_same(earlier: Figure, figure: Figure) -> bool:
    if earlier.place.line == figure.place.line or earlier.is_change != figure.is_change:
        return False
    mine, theirs = (wording.bigrams(f.left[-12:] + f.noun[:8]) for f in (figure, earlier))
    common = len(mine & theirs)
    return common >= (1 if figure.digits >= 3 else 2)
