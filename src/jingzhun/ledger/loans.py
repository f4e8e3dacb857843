"""The loans of a mutual-aid society: what each household has out, until when, and what is overdue.

A loan is due by the rule that was in force when it was lent; what comes back pays the oldest loan first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from jingzhun.core.period import months_after

from .flows import REVERSE
from .models import Account, Fund, LoanRule, Movement


@dataclass(frozen=True)
class Loan:
    """Fen lent to a household on a day under one voucher, and what of it is still out. ``due_on`` None: no term is recorded."""

    household: int
    lent_on: date
    voucher: str
    amount: int
    left: int
    due_on: date | None

    def is_late(self, day: date) -> bool:
        return bool(self.left) and self.due_on is not None and self.due_on < day


def rule_on(rules: list[LoanRule], day: date) -> LoanRule | None:
    """Of the known rules of a society, oldest first, the one in force on a day."""
    return next((rule for rule in reversed(rules) if rule.since <= day), None)


def rules_of(society: int) -> list[LoanRule]:
    return list(LoanRule.objects.known().filter(subject=society).order_by("since"))


def loans_of(fund: Fund, *, day: date) -> list[Loan]:
    """Every loan of a society until a day, oldest first; reversed ones are none."""
    rows = Movement.objects.until(day).filter(project=fund.subject_id).order_by("moved_on", "pk")
    undone = set(rows.filter(kind=REVERSE).values_list("reverses", flat=True))
    lent: dict[tuple[int, date, str], int] = defaultdict(int)
    back: dict[int, int] = defaultdict(int)
    told = rows.filter(kind__in=("lend", "repay")).values_list(
        "pk", "kind", "source__household", "target__household", "moved_on", "voucher", "amount"
    )
    for pk, kind, source, target, moved_on, voucher, amount in told:
        if pk in undone:
            continue
        if kind == "lend":
            lent[target, moved_on, voucher] += amount
        else:
            back[source] += amount
    rules, loans = rules_of(fund.subject_id), []
    for (household, lent_on, voucher), amount in lent.items():
        paid = min(amount, back[household])
        back[household] -= paid
        rule = rule_on(rules, lent_on)
        due_on = months_after(lent_on, rule.months) if rule is not None and rule.months else None
        loans.append(Loan(household, lent_on, voucher, amount, amount - paid, due_on))
    return loans


def out_with(society: int, household: int) -> int:
    """Fen of a society that are out with a household now."""
    rows = Account.objects.filter(kind="lent", project=society, household=household)
    return rows.aggregate(fen=Sum("balance", default=0))["fen"]
