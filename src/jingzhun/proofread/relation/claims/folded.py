"""A breakdown that comes out is one figure: 岗位 2160 个，其中护林员 870 个、保洁员 742 个、护路员 548 个 speaks of 2160."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...figure import Figure

_MOST = 12


def folded(figures: Sequence[Figure]) -> list[Figure]:
    """``figures`` in the order of the text, without those that make up one that stands before them."""
    parts: set[Figure] = set()
    for place, head in enumerate(figures):
        if head in parts:
            continue
        behind = [f for f in figures[place + 1 : place + 1 + 2 * _MOST] if f.dimension == head.dimension and not f.per]
        rest = head.base
        for many, figure in enumerate(behind[:_MOST], 1):
            rest -= figure.base
            if rest < Decimal(0):
                break
            if rest == 0 and many >= 2:
                parts.update(behind[:many])
                break
    return [figure for figure in figures if figure not in parts]
