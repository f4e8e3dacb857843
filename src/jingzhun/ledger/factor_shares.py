"""What each township gets of a fund by factors: exact shares, and amounts to the fen that add up to the whole.

A factor is shared in proportion to the values (多的多分), or to one divided by them (低的多分); a township's share is the
sum of weight × share over the factors. Without a value, or with weights that are not 100 %, nothing is shared out:
:attr:`Sharing.why` says what is missing. No database here but in :func:`open_sharing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from jingzhun.areas.models import Area
from jingzhun.core.apportion import apportion
from jingzhun.core.money import yuan

from .bill_rules import plain
from .models import FactorPlan, FactorValue, PlanFactor

WHOLE = Decimal(100)
SHOWN = 1_000_000
"""Shares are shown in ten-thousandths of a per cent."""


@dataclass(frozen=True)
class Piece:
    """One township's part by one factor. ``value`` None is missing; ``share`` of the factor, None where it has none."""

    factor: PlanFactor
    weight: Decimal
    value: Decimal | None
    share: Fraction | None
    reckoning: str


@dataclass(frozen=True)
class TownshipShare:
    """``share`` of the whole in per cent to four places, ``amount`` fen; None where nothing can be shared out."""

    area: Area
    pieces: tuple[Piece, ...]
    share: Decimal | None
    amount: int | None
    fen_more: bool = False

    def reckoning(self, whole: int | None) -> str:
        """The sum in words: every factor, the share, the amount."""
        parts = " + ".join(piece.reckoning for piece in self.pieces)
        if self.share is None:
            return parts
        said = f"{parts} = {percent(self.share)}"
        if self.amount is None or whole is None:
            return said
        odd = "（分到分，尾差 1 分归此）" if self.fen_more else ""
        return f"{said}；{yuan(whole)} 元按此分得 {yuan(self.amount)} 元{odd}"


@dataclass(frozen=True)
class FactorLine:
    """``divisor`` is the sum of the values, or of one divided by each."""

    factor: PlanFactor
    weight: Decimal
    divisor: Fraction | None
    missing: tuple[str, ...]

    @property
    def weight_shown(self) -> str:
        return f"{plain(self.weight)}%"

    @property
    def is_checked(self) -> bool:
        """Whether the weight, as it stands, has a paper."""
        return bool(self.factor.basis) and self.weight == self.factor.weight

    @property
    def divisor_shown(self) -> str:
        """The sum of the values, or of one divided by each to eight significant places; empty where there is none."""
        if self.divisor is None:
            return ""
        exact = Decimal(self.divisor.numerator) / Decimal(self.divisor.denominator)
        if self.factor.way == "more":
            return f"{exact.normalize():,f}"
        return f"{exact:.{max(0, 7 - exact.adjusted())}f}"


@dataclass(frozen=True)
class Sharing:
    """``why`` are the reasons for which nothing is shared out; empty where it is. ``is_trial``: not the weights as kept."""

    profile: FactorPlan
    factors: tuple[FactorLine, ...]
    lines: tuple[TownshipShare, ...]
    why: tuple[str, ...]
    is_trial: bool = False

    @property
    def weights(self) -> Decimal:
        return sum((line.weight for line in self.factors), start=Decimal(0))

    @property
    def weights_shown(self) -> str:
        return f"{plain(self.weights)}%"

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Factors whose weight no paper bears out (未核实)."""
        return tuple(line.factor.factor for line in self.factors if not line.is_checked)

    @property
    def total(self) -> int | None:
        """What the lines add up to, in fen."""
        amounts = [line.amount for line in self.lines]
        return sum(each for each in amounts if each is not None) if amounts and None not in amounts else None

    @property
    def total_share(self) -> Decimal | None:
        shares = [line.share for line in self.lines if line.share is not None]
        return sum(shares, start=Decimal(0)) if shares and len(shares) == len(self.lines) else None

    @property
    def main(self) -> tuple[str, str]:
        """(pass, fail or missing; words): whether a main basis weighs at least as much as every other factor."""
        mains = [line for line in self.factors if line.factor.is_main]
        if not mains:
            return "missing", "没有标主要依据的因素"
        first = max(mains, key=lambda line: line.weight)
        others = [line for line in self.factors if not line.factor.is_main]
        above = max(others, key=lambda line: line.weight, default=None)
        said = f"“{first.factor.factor}”{plain(first.weight)}%"
        if above is None or first.weight >= above.weight:
            return "pass", f"{said}，不低于其他任何一个因素"
        return "fail", f"{said}，低于“{above.factor.factor}”{plain(above.weight)}%"


def percent(share: Decimal) -> str:
    return f"{share:.4f}%"


def share_out(
    *, profile: FactorPlan, factors: Sequence[PlanFactor], values: Sequence[FactorValue], trial: Mapping[str, Decimal] | None = None
) -> Sharing:  # fmt: skip
    """Share out a plan's amount among the townships that have a value of one of its factors; ``trial`` are other weights by factor."""
    weights = {each.factor: (trial or {}).get(each.factor, each.weight) for each in factors}
    values = [each for each in values if each.factor in weights]
    areas = {each.area_id: each.area for each in values}
    held = {(each.factor, each.area_id): each.value for each in values}
    order = sorted(areas)
    lines = []
    shares: dict[str, dict[str, Fraction]] = {}
    for each in factors:
        own = {code: held[each.factor, code] for code in order if (each.factor, code) in held}
        missing = tuple(areas[code].title for code in order if code not in own)
        told = {code: _told(each, value) for code, value in own.items()}
        divisor = (
            None if missing or not told or None in told.values() else sum(t for t in told.values() if t is not None)
        )
        lines.append(FactorLine(each, weights[each.factor], Fraction(divisor) if divisor else None, missing))
        if divisor:
            shares[each.factor] = {code: Fraction(t) / divisor for code, t in told.items() if t is not None}
    why = tuple(_hindrances(lines, bool(areas)))
    whole = [
        sum((Fraction(weights[each.factor]) / 100 * shares[each.factor][code] for each in factors), start=Fraction(0))
        for code in order
    ] if not why else []  # fmt: skip
    shown = apportion(SHOWN, whole) if whole else []
    amounts = apportion(profile.amount, whole) if whole and profile.amount else []
    found = []
    for place, code in enumerate(order):
        pieces = tuple(_piece(line, held.get((line.factor.factor, code)), shares, code) for line in lines)
        amount = amounts[place] if amounts else None
        found.append(
            TownshipShare(
                areas[code], pieces, Decimal(shown[place]).scaleb(-4) if shown else None, amount,
                fen_more=amount is not None and amount > whole[place] * (profile.amount or 0),
            )
        )  # fmt: skip
    return Sharing(
        profile, tuple(lines), tuple(found), why, is_trial=any(weights[e.factor] != e.weight for e in factors)
    )


def open_sharing(
    *, profile: FactorPlan, day: date, known_at: datetime | None, trial: Mapping[str, Decimal] | None = None
) -> Sharing:
    """The plan of ``profile`` as known; two queries."""
    factors = PlanFactor.objects.known(known_at).filter(subject=profile.subject_id).order_by("id")
    values = FactorValue.objects.known(known_at).filter(subject=profile.subject_id).select_related("area")
    ordered = sorted(factors, key=lambda each: (not each.is_main, -each.weight, each.factor))
    return share_out(profile=profile, factors=ordered, values=list(values), trial=trial)


def _told(factor: PlanFactor, value: Decimal) -> Fraction | None:
    """What a value counts; None where it cannot be divided by."""
    if factor.way == "less":
        return 1 / Fraction(value) if value else None
    return Fraction(value)


def _hindrances(lines: Sequence[FactorLine], any_value: bool) -> list[str]:
    if not lines:
        return ["还没有因素和权重"]
    total = sum((line.weight for line in lines), start=Decimal(0))
    found = []
    if total != WHOLE:
        sums = " + ".join(f"{plain(line.weight)}%" for line in lines)
        found.append(f"权重合计 {sums} = {plain(total)}%，要正好 100%")
    if not any_value:
        return [*found, "还没有各乡镇的因素数值"]
    for line in lines:
        name = line.factor.factor
        if line.missing:
            found.append(f"“{name}”缺 {'、'.join(line.missing)}")
        elif line.divisor is None:
            found.append(f"“{name}”{'有数值是零，不能按倒数折算' if line.factor.way == 'less' else '各乡镇合计为零'}")
    return found


def _piece(line: FactorLine, value: Decimal | None, shares: Mapping[str, Mapping[str, Fraction]], code: str) -> Piece:
    name, weight = line.factor.factor, line.weight_shown
    if value is None or line.divisor is None:
        return Piece(line.factor, line.weight, value, None, f"{weight} × {name}缺")
    said = f"{value.normalize():,f}"
    own = said if line.factor.way == "more" else f"(1÷{said})"
    return Piece(line.factor, line.weight, value, shares[name][code], f"{weight} × {own} ÷ {line.divisor_shown}")
