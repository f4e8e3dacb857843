"""A fund or society as its page shows it, and the four funds side by side: sums of movements, beside what they report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, Sum

from jingzhun.core.percent import percent_of

from .flows import REVERSE
from .models import Fund, FundCount, Movement

IN = {"endow": "财政投入", "share": "社员入股", "contribute": "其他资金", "fee": "占用费"}
OUT = {
    "fund_pay": "发放",
    "fund_back": "收回",
    "lend": "借出",
    "repay": "收回借款",
    "share_back": "退股",
    "wind_up": "清算",
}


@dataclass(frozen=True)
class FundLine:
    """One fund: fen of each kind of movement until the day, net of reversals; ``count`` what it reports as of the day."""

    fund: Fund
    moved: dict[str, int]
    count: FundCount | None

    def net(self, kind: str, *back: str) -> int:
        return self.moved.get(kind, 0) - sum(self.moved.get(each, 0) for each in back)

    @property
    def capital(self) -> dict[str, int]:
        """财政投入, 社员入股 (less 退股), 其他资金: what makes up the fund."""
        return {
            "财政投入": self.net("endow"), "社员入股": self.net("share", "share_back"), "其他资金": self.net("contribute"),
        }  # fmt: skip

    @property
    def total(self) -> int:
        return sum(self.capital.values())

    @property
    def paid(self) -> int:
        return self.net("fund_pay", "fund_back")

    @property
    def lent(self) -> int:
        """What is out with members now."""
        return self.net("lend", "repay")

    @property
    def balance(self) -> int:
        return self.total + self.net("fee") - self.paid - self.lent - self.net("wind_up")

    @property
    def leverage(self) -> Decimal | None:
        """Loans that stand on the fund, as a multiple of it, to two places."""
        if self.count is None or self.count.loans is None or not self.total:
            return None
        return (Decimal(self.count.loans) / self.total).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def loan_each(self) -> int | None:
        """Fen lent to a household on average, half up."""
        if self.count is None or not self.count.loans or not self.count.borrowers:
            return None
        return int((Decimal(self.count.loans) / self.count.borrowers).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def poor_joined(self) -> Decimal | None:
        """Poor members of the village's poor households, in percent."""
        if self.count is None or self.count.poor_members is None:
            return None
        return percent_of(self.count.poor_members, self.count.poor_households, places=1)

    @property
    def joined(self) -> Decimal | None:
        if self.count is None or self.count.members is None:
            return None
        return percent_of(self.count.members, self.count.households, places=1)


def fund_lines(funds: Iterable[Fund], *, day: date, known_at: datetime | None = None) -> list[FundLine]:
    """The lines of ``funds`` on ``day``; two queries beside that of the funds."""
    listed = list(funds)
    keys = [fund.pk for fund in listed]
    moved: dict[int, dict[str, int]] = {}
    rows = Movement.objects.until(day).filter(project__in=keys).order_by()
    for fund, kind, back, amount in rows.values_list("project", "kind", "reverses__kind").annotate(Sum("amount")):
        own = moved.setdefault(fund, {})
        name, sign = (back, -1) if kind == REVERSE else (kind, 1)
        own[name] = own.get(name, 0) + sign * amount
    counts = {row.subject_id: row for row in FundCount.objects.as_of(day, known_at).filter(subject__in=keys)}
    return [FundLine(fund, moved.get(fund.pk, {}), counts.get(fund.pk)) for fund in listed]


@dataclass(frozen=True)
class SocietyTotals:
    """All societies in reach: sums of their lines; a count is None unless every one of them reports it."""

    societies: int
    by_pilot: dict[str, int]
    capital: dict[str, int]
    counts: dict[str, int | None]
    closed: int

    @property
    def total(self) -> int:
        return sum(self.capital.values())

    @property
    def poor_joined(self) -> Decimal | None:
        members, whole = self.counts["poor_members"], self.counts["poor_households"]
        return None if members is None else percent_of(members, whole, places=1)


COUNTED = ("members", "poor_members", "poor_households", "households", "groups", "managers")


def society_totals(lines: Iterable[FundLine]) -> SocietyTotals:
    own = [line for line in lines if line.fund.is_society]
    capital: dict[str, int] = {"财政投入": 0, "社员入股": 0, "其他资金": 0}
    pilots: dict[str, int] = {}
    for line in own:
        pilots[line.fund.get_pilot_display()] = pilots.get(line.fund.get_pilot_display(), 0) + 1
        for title, amount in line.capital.items():
            capital[title] += amount
    reported = {name: [getattr(line.count, name, None) for line in own] for name in COUNTED}
    counts = {name: None if not values or None in values else sum(values) for name, values in reported.items()}
    return SocietyTotals(len(own), pilots, capital, counts, sum(line.fund.closed_on is not None for line in own))


def movements_of(fund: Fund, day: date):
    """The movements that touch a fund until ``day``, newest first."""
    return (
        Movement.objects.until(day).filter(Q(project=fund.pk)).select_related("source__household", "target__household", "source__appropriation", "reverses")
        .order_by("-moved_on", "-pk")
    )  # fmt: skip
