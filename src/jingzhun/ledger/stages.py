"""Stages of a project, and which of them are in the library.

申报 is a project that somebody applied for and nobody has decided; 出库 is one that left. Neither counts in any list, total,
roster or report of the library. Into and out of the library leads only a case (国开办发〔2018〕10号: 入库、出库都要有依据).
"""

from __future__ import annotations

APPLIED, RESERVE, UNDERWAY, FINISHED, LEFT = "applied", "reserve", "underway", "finished", "left"
OUTSIDE = (APPLIED, LEFT)


def is_outside(stage: str) -> bool:
    """Whether a project of this stage is not in the library. An unknown stage is that of a file of the library itself."""
    return stage in OUTSIDE
