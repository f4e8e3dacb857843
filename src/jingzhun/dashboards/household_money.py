"""谁给的、哪笔钱: what a household got from awards and other payments, each from which appropriation; and awards on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingzhun.ledger.models import Account, AwardLine, BankLine, Movement
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject


@dataclass(frozen=True)
class Given:
    """Fen that reached the household from one appropriation for one project, net of what came back."""

    project: str
    appropriation: str
    document: str
    source: str
    last_on: date | None
    amount: int


@dataclass(frozen=True)
class AwardOfHousehold:
    """A line of a roster: its award, and how far it is."""

    roster: str
    title: str
    number: int
    reckoning: str
    state: str
    amount: int


@dataclass(frozen=True)
class HouseholdMoney:
    given: tuple[Given, ...]
    awards: tuple[AwardOfHousehold, ...]

    @property
    def total(self) -> int:
        return sum(each.amount for each in self.given)


def money_of(household: Subject, day: date, book: CodeBook) -> HouseholdMoney:
    """As the ledger's movements until ``day`` say. Four queries."""
    accounts = {
        row.pk: row
        for row in Account.objects.filter(household=household, kind="household").select_related(
            "appropriation", "project"
        )
    }
    sums: dict[int, int] = dict.fromkeys(accounts, 0)
    last: dict[int, date] = {}
    for side, sign in (("target", 1), ("source", -1)):
        moved = Movement.objects.until(day).filter(**{f"{side}__in": list(accounts)}).order_by("moved_on")
        for key, amount, on in moved.values_list(side, "amount", "moved_on"):
            sums[key] += sign * amount
            last[key] = max(on, last.get(key, on))
    given = tuple(
        Given(
            row.project.code if row.project else "", f"{row.appropriation.number} {row.appropriation.title}", row.appropriation.document,
            book.text("资金来源", row.appropriation.source), last.get(pk), sums[pk],
        )
        for pk, row in sorted(accounts.items())
        if sums[pk]
    )  # fmt: skip
    return HouseholdMoney(given, _awards(household, day))


def _awards(household: Subject, day: date) -> tuple[AwardOfHousehold, ...]:
    lines = AwardLine.objects.filter(household=household, roster__opened_on__lte=day).select_related("roster__subject")
    asked = {row.line_id: row for row in BankLine.objects.filter(line__household=household).order_by("pk")}
    return tuple(
        AwardOfHousehold(
            line.roster.subject.code, line.roster.title, line.number, line.reckoning,
            f"已剔除：{line.struck_why}" if line.struck_on else asked[line.pk].get_outcome_display() if line.pk in asked else "在册，未兑付",
            line.amount,
        )
        for line in lines.order_by("-year", "programme", "pk")
    )  # fmt: skip
