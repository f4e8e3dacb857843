"""Who is a member of a mutual-aid society while orders are tried: shares held and loans out, household by household.

The same rules stand as guards in the database (:mod:`jingzhun.ledger.guards`, :mod:`jingzhun.ledger.loan_guards`); here they are said before anything is
written, so that a file's row can be refused by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from jingzhun.core.money import yuan

from .actions.movement import Order
from .flows import OUTSIDE
from .loan_guards import BEYOND
from .loans import rule_on
from .models import Account, LoanRule

KINDS = ("share", "share_back", "lend", "repay")
_PART = 500


@dataclass
class Members:
    """Fen of shares by (society, household, appropriation), fen lent by (society, household)."""

    shares: dict[tuple[int, int, int], int] = field(default_factory=lambda: defaultdict(int))
    lent: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    rules: dict[int, list[LoanRule]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, orders: Iterable[Order]) -> Members:
        """What the societies and households of ``orders`` hold in the ledger."""
        members = cls()
        told = [order for order in orders if order.kind in KINDS and order.project and order.household]
        societies = {order.project.pk for order in told if order.project}
        for rule in LoanRule.objects.known().filter(subject__in=societies).order_by("since"):
            members.rules[rule.subject_id].append(rule)
        households = sorted({order.household.pk for order in told if order.household})
        for start in range(0, len(households), _PART):
            rows = Account.objects.filter(
                kind__in=(OUTSIDE, "lent"), project__in=societies, household__in=households[start : start + _PART]
            )
            for kind, society, household, lot, balance in rows.values_list(
                "kind", "project", "household", "appropriation", "balance"
            ):
                if kind == OUTSIDE:
                    members.shares[society, household, lot] -= balance
                else:
                    members.lent[society, household] += balance
        return members

    def refusal(self, order: Order) -> str:
        """Why a society may not do this now; empty where it may."""
        if order.kind not in KINDS or order.project is None or order.household is None:
            return ""
        own = (order.project.pk, order.household.pk)
        if order.kind == "lend" and not any(fen > 0 for key, fen in self.shares.items() if key[:2] == own):
            return "互助社只借给社员"
        rule = rule_on(self.rules[own[0]], order.moved_on) if order.kind == "lend" else None
        if rule is not None and rule.most is not None and self.lent[own] + order.amount > rule.most:
            return f"{BEYOND}：最多 {yuan(rule.most)} 元，已借 {yuan(self.lent[own])} 元"
        if order.kind == "share_back" and self.shares[*own, order.appropriation.pk] < order.amount:
            return "退股多于入股"
        if order.kind == "share_back" and self.lent[own] > 0:
            return "借款没有还清的社员不能退股"
        return ""

    def take(self, order: Order, *, undoes: str = "") -> None:
        """``undoes`` is the kind of the movement that ``order`` reverses; empty where it reverses none."""
        kind = undoes or order.kind
        if kind not in KINDS or order.project is None or order.household is None:
            return
        own, fen = (order.project.pk, order.household.pk), -order.amount if undoes else order.amount
        match kind:
            case "share":
                self.shares[*own, order.appropriation.pk] += fen
            case "share_back":
                self.shares[*own, order.appropriation.pk] -= fen
            case "lend":
                self.lent[own] += fen
            case "repay":
                self.lent[own] -= fen
