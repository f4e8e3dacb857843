"""Numbers of roster rows: 1, 2, 3 … in the order of official codes within a county, with the county's code in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

PER_COUNTY = 10**12


@dataclass
class Subjects:
    """Subjects of one roster table in the order of their numbers."""

    numbers: pa.Array
    places: dict[int, int]
    """Subject key of the store → place in ``numbers``."""

    @property
    def keys(self) -> pa.Array:
        return pa.array(list(self.places), pa.int64())

    def number_of(self, stored: pa.Array) -> pa.Array:
        """Roster numbers of stored subject keys; null for those outside."""
        return self.numbers.take(pc.index_in(stored, value_set=self.keys))


def numbers_in(areas: Sequence[str]) -> list[int]:
    """1, 2, 3 … within each county of the given area codes (in their order), with the county in front."""
    next_in: dict[str, int] = {}
    numbers = []
    for area in areas:
        county = area[:6]
        next_in[county] = next_in.get(county, 0) + 1
        numbers.append(int(county) * PER_COUNTY + next_in[county])
    return numbers


def county_of(number: int) -> str:
    """Numbers of areas, households and members all begin with the county."""
    return str(number)[:6]
