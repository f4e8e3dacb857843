"""What is said where figures that the wording ties firmly do not come out: only a slip of the pen away, or close by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ...agreement import Agreement, is_slipped, of_ratio, rounded
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import finding, holding
from ...unit import PERCENT, RATES

_THIRD = Decimal(3)


def is_mere_bound(figure: Figure) -> bool:
    """不低于 80 %: no 约 nor range."""
    return figure.is_bound and not (figure.is_approximate or figure.is_range or figure.is_quoted)


def is_slip_away(stated: Figure, computed: Decimal) -> bool:
    """A slip of the pen leads from what it should be, as far as it is written, to what is written."""
    if computed <= 0 or not stated.step:
        return False
    right = rounded(computed, stated.step)
    return right != stated.base and is_slipped(stated, right / stated.unit_worth)


def is_close(stated: Figure, computed: Decimal) -> bool:
    """A slip away, or within a third: what is further off is more likely something else."""
    if computed <= 0 or not stated.step:
        return False
    gap = abs(stated.base - computed)
    return gap * _THIRD <= computed or is_slip_away(stated, computed)


def refute(
    kind: Kind, severity: Severity, stated: Figure, others: Sequence[Figure], computed: Decimal, how: str, what: str = ""
) -> Iterator[Finding]:  # fmt: skip
    """``how`` is the arithmetic that gives ``computed``, in the base unit of ``stated``; ``what`` names the result."""
    if stated.block < 0 or not (stated.is_exact or is_mere_bound(stated)):
        return
    if not all(figure.is_exact or figure.dimension == PERCENT for figure in others):
        return  # whether a rate is exact the caller knows: 六成 may be
    step = stated.step / stated.unit_worth
    right = rounded(computed / stated.unit_worth, step / 10 if stated.dimension in RATES - {PERCENT} else step)
    if right == stated.value:
        return
    shown = f"{plain(right)}{stated.unit}"
    yield finding(
        kind, severity, stated, others, computed=shown, arithmetic=f"{how} = {shown} ≠ {stated.text}",
        message=f"{what or how}应为{shown}，文中写{stated.text}", suggestion=f"若其余各数无误，应改为{shown}",
    )  # fmt: skip


def share(rate: Figure, part: Figure, whole: Figure, *, is_meant: bool) -> Iterator[Outcome]:
    """Whether ``part`` makes ``rate`` per cent of ``whole``; an error where it does not and ``is_meant``."""
    computed = part.base / whole.base * 100
    how = f"{part.text} ÷ {whole.text}"
    if of_ratio(computed, rate.base, rate.step) is Agreement.HOLDS:
        yield holding(Kind.PERCENT, rate, [part, whole], f"{how} = {rate.text}")
    elif is_meant:
        shown = f"{plain(rounded(computed, rate.step))}%"
        yield finding(
            Kind.PERCENT, Severity.ERROR, rate, [part, whole], computed=shown, arithmetic=f"{how} = {shown} ≠ {rate.text}",
            message=f"{part.text}占{whole.text}应为{shown}，文中写{rate.text}", suggestion=f"若两数无误，百分比应为{shown}",
        )  # fmt: skip


def explained(outcomes: Iterable[Outcome]) -> set[tuple[int, str]]:
    """(line, literal) of what other arithmetic makes, or what has been called wrong already."""
    return {
        (line, o.literals[0])
        for o in outcomes
        if o.literals
        and (
            (isinstance(o, Holding) and o.kind in _TELLING)
            or (isinstance(o, Finding) and o.severity is not Severity.NOTE)
        )
        for line in o.lines
    }


_TELLING = frozenset({Kind.SUM, Kind.DIFFERENCE, Kind.PRODUCT, Kind.PERCENT, Kind.GROWTH, Kind.OVERLAP})
