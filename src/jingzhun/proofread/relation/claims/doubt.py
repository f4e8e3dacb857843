"""How unlikely it is that chance puts a figure one slip of the pen away from what others make of it.

A claim that fails may be no relation at all. But where one digit, or two that changed places, separate what is written
from what its operands come to, chance is small and can be worked out: so many ways there are to slip, so many numbers
might stand there, so many pairs of operands were tried. What is rare enough, for how firmly the wording ties it, is
worth a look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import TYPE_CHECKING

from ...agreement import Agreement, is_slip, is_swap, rounded
from ...figure import Figure
from ...finding import Finding, Kind
from ...unit import RATES

if TYPE_CHECKING:
    from .claim import Claim


_PER_TIE = 0.25


@dataclass(frozen=True)
class Doubt(Finding):
    """A finding that stands only if no other arithmetic confirms ``place`` (line, literal), the figure that would be wrong."""

    place: tuple[int, str] = (0, "")

    @property
    def said(self) -> Finding:
        return Finding(
            self.kind, self.severity, self.lines, self.literals, self.computed, self.stated, self.arithmetic,
            self.message, self.suggestion, self.figures,
        )  # fmt: skip


@dataclass(frozen=True)
class Slip:
    """``figure`` would have to be ``needed``; ``chance`` that an unrelated pair of operands says so too."""

    figure: Figure
    needed: Decimal
    chance: float


def slip_of(claim: Claim) -> Slip | None:
    """The slip of the pen that explains a failing claim best: the one that chance would give least."""
    found = [slip for slip in _slips(claim) if slip]
    return min(found, key=lambda slip: slip.chance, default=None)


def _slips(claim: Claim) -> Sequence[Slip | None]:
    stated, operands, computed = claim.stated, claim.operands, claim.computed
    if computed <= 0 or not stated.base or len(operands) < 2:
        return ()
    first, second = operands[:2]
    ratio = stated.base / computed
    if claim.kind is Kind.PERCENT:
        width = second.base * stated.step / 100 / first.step if first.step else Decimal(1)
        return (
            _slip(stated, computed, is_quotient=True),
            _slip(first, first.base * ratio, window=max(Decimal(1), width)) if width < 30 else None,
        )
    if claim.kind is Kind.DIFFERENCE and len(operands) == 2:
        fine = max(first.step, second.step, stated.step)
        return (
            _slip(stated, computed, coarse=fine),
            _slip(first, second.base + stated.base, coarse=fine),
            _slip(second, first.base - stated.base, coarse=fine),
        )
    if claim.kind is Kind.GROWTH:
        return (_slip(stated, computed, is_quotient=True),)
    return ()


def _slip(
    figure: Figure, needed: Decimal, *, is_quotient: bool = False, window: Decimal = Decimal(1), coarse: Decimal | None = None
) -> Slip | None:  # fmt: skip
    step = figure.step
    if not step or needed <= 0 or not figure.is_exact or (coarse is not None and coarse > step):
        return None
    right = rounded(needed, step)
    if not is_quotient and window <= 1 and right != needed:
        return None
    many = len(str(int(max(right, figure.base) / step)))
    if many < (2 if is_quotient else 3) or right == figure.base:
        return None
    apart = abs(right - figure.base) / step
    if is_swap(right, figure.base, step):
        ways = many - 1
    elif is_slip(right, figure.base, step):
        if figure.dimension in RATES and str(int(right / step))[0] != str(int(figure.base / step))[0]:
            return None  # 85 % for 25 %: nobody slips so far
        ways = 9 * many
    elif apart <= 2 and many >= 3:
        ways = 9 * many + 4
    else:
        return None
    chance = min(1.0, ways * float(window) / (9 * 10 ** (many - 1)))
    if is_quotient:
        chance *= _exactness(needed, right, step)
    return Slip(figure, right, chance)


def _exactness(needed: Decimal, right: Decimal, step: Decimal) -> float:
    """A quotient that comes out to more digits than are written is hardly chance."""
    off = float(abs(needed - right) / step)
    return max(off * 2, 0.002)


def weigh(claim: Claim, claims: Sequence[Claim], slip: Slip) -> float:
    """Powers of ten by which ``slip`` is rarer than chance among all the claims tied as firmly; each tie counts for some."""
    rivals = len({c.computed for c in claims if c.tie >= claim.tie and c.agreement is Agreement.FAILS})
    return claim.tie * _PER_TIE - log10(slip.chance * max(1, rivals))
