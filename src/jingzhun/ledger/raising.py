"""How far a county has come with what it wants to win in a year, and its shares of regional funds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import round_fen
from jingzhun.core.percent import percent_of

from .flows import STEPS
from .models import Appropriation, FundShare, Movement, RaisingTarget
from .states import net_of

ABOVE = (
    Appropriation.Level.CENTRAL,
    Appropriation.Level.PROVINCE,
    Appropriation.Level.PREFECTURE,
    Appropriation.Level.OUTSIDE,
)


@dataclass(frozen=True)
class Won:
    """An appropriation won in the year and what it brought, in fen."""

    appropriation: Appropriation
    amount: int


@dataclass(frozen=True)
class Raising:
    """``won`` are the appropriations from above of the target's year until the day asked for."""

    target: RaisingTarget
    won: tuple[Won, ...]

    @property
    def goal(self) -> int:
        """Base and growth, to the fen."""
        return self.target.base + round_fen(Decimal(self.target.base) * self.target.growth / 100)

    @property
    def reached(self) -> int:
        return sum(each.amount for each in self.won)

    @property
    def done(self) -> Decimal | None:
        return percent_of(self.reached, self.goal)

    @property
    def missing(self) -> int:
        """What is still to be won; nought when the goal is reached."""
        return max(self.goal - self.reached, 0)

    @property
    def pledge_short(self) -> int:
        """By how much the office's own plan falls short of the goal."""
        return max(self.goal - self.target.pledge, 0) if self.target.pledge is not None else 0


def raisings(area: AreaCode, *, day: date, known_at: datetime | None = None) -> list[Raising]:
    """The targets of the counties in ``area``, newest year first."""
    found = []
    targets = RaisingTarget.objects.as_of(day, known_at).filter(
        subject__area_id__gte=area.first, subject__area_id__lt=area.after
    )
    for target in targets.select_related("subject__area").order_by("-year", "subject__area_id"):
        found.append(Raising(target, tuple(_won(target, day))))
    return found


def _won(target: RaisingTarget, day: date) -> list[Won]:
    """下达 less 调减 and reversals, per appropriation of an upper level for the year."""
    county = AreaCode.parse(target.subject.area_id)
    rows = Movement.objects.until(day).filter(
        source__appropriation__year=target.year, source__appropriation__level__in=ABOVE,
        source__appropriation__area_id__gte=county.first, source__appropriation__area_id__lt=county.after,
        source__appropriation__carried_from__isnull=True,
    )  # fmt: skip
    sums = rows.order_by().values_list("source__appropriation").annotate(fen=net_of(STEPS["下达"]))
    won = {key: fen for key, fen in sums if fen}
    listed = Appropriation.objects.filter(pk__in=won).order_by("number")
    return [Won(each, won[each.pk]) for each in listed]


@dataclass(frozen=True)
class Share:
    """``percent`` to two places, ``each`` fen per person; ``printed`` says how a printed percentage stands to it."""

    row: FundShare

    @property
    def percent(self) -> Decimal | None:
        return percent_of(self.row.part, self.row.whole)

    @property
    def each(self) -> int | None:
        return None if not self.row.persons else round_fen(Decimal(self.row.part) / self.row.persons)

    @property
    def printed(self) -> str:
        """相符 (rounded to the printed places), 截尾 (cut off there) or 不符; empty where nothing is printed."""
        if self.row.stated is None or not self.row.whole:
            return ""
        exact = Decimal(self.row.part) * 100 / Decimal(self.row.whole)
        stated = self.row.stated.normalize()
        places = Decimal(1).scaleb(min(int(stated.as_tuple().exponent), 0))
        if exact.quantize(places, ROUND_HALF_UP) == stated:
            return "相符"
        return "截尾" if exact.quantize(places, ROUND_DOWN) == stated else "不符"


def shares(area: AreaCode, *, day: date, known_at: datetime | None = None) -> list[Share]:
    """Shares of the places in ``area``, by fund and period."""
    rows = FundShare.objects.as_of(day, known_at).filter(
        subject__area_id__gte=area.first, subject__area_id__lt=area.after
    )
    return [Share(row) for row in rows.select_related("subject__area").order_by("title", "period", "subject__area_id")]
