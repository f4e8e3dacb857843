"""ID numbers with a valid check digit and the area code 533499, which does not exist: no number can be a person's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

AREA = "533499"
_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
_CHECKS = np.array(list("10X98765432"))


def draw_id_numbers(
    rng: np.random.Generator, born: NDArray[np.datetime64], male: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """18-digit numbers (GB 11643-1999), all different; the 17th digit is odd for men."""
    years = born.astype("datetime64[Y]").astype(np.int64) + 1970
    months = born.astype("datetime64[M]").astype(np.int64) % 12 + 1
    days = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    day = years * 10_000 + months * 100 + days
    serial = rng.integers(0, 500, len(born)) * 2 + male
    taken = day * 1000 + serial
    while True:
        _, first = np.unique(taken, return_index=True)
        again = np.setdiff1d(np.arange(len(taken)), first)
        if not len(again):
            break
        taken[again] = day[again] * 1000 + rng.integers(0, 500, len(again)) * 2 + male[again]
    number = int(AREA) * 10**11 + taken
    digits = (number[:, None] // 10 ** np.arange(16, -1, -1)) % 10
    checks = _CHECKS[(digits @ _WEIGHTS) % 11]
    return (number.astype(str) + checks.astype(object).astype(str)).astype(object)
