"""What a fund can still be asked for, and what a request was paid: sums of accounts, requests and movements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from jingzhun.core.area_code import AreaCode, Level

from .models import Account, Fund, FundCut, FundPurpose, FundRequest, Movement

NET = Sum(Case(When(target__kind="aided", then=F("amount")), default=-F("amount")))
"""Of movements of requests: fen paid, less what came back or was reversed."""


@dataclass(frozen=True)
class Holding:
    """Fen of a fund: ``balance`` it holds, ``pending`` asked for by requests that stand and are not paid."""

    fund: Fund
    balance: int
    pending: int

    @property
    def free(self) -> int:
        return self.balance - self.pending


def with_paid(requests: QuerySet[FundRequest]) -> QuerySet[FundRequest]:
    """Adds ``paid`` fen: what was paid and did not come back, and ``granted`` fen: what may be paid, the last 核减 counting."""
    moved = Movement.objects.filter(request=OuterRef("pk")).order_by().values("request").annotate(fen=NET).values("fen")
    cut = FundCut.objects.filter(request=OuterRef("pk")).order_by("-pk").values("approved")[:1]
    return requests.annotate(paid=Coalesce(Subquery(moved), 0), granted=Coalesce(Subquery(cut), F("amount")))


def granted_of(key: int) -> int:
    """Fen that may be paid of a request, by its key."""
    return with_paid(FundRequest.objects.filter(pk=key)).values_list("granted", flat=True).get()


def holding_of(fund: Fund) -> Holding:
    balance = Account.objects.filter(project=fund.subject_id, kind="fund").aggregate(fen=Sum("balance", default=0))
    waiting = with_paid(FundRequest.objects.filter(fund=fund, voided_on__isnull=True)).filter(paid=0)
    return Holding(fund, balance["fen"], sum(waiting.values_list("granted", flat=True)))


def funds_for(area: str) -> QuerySet[Fund]:
    """Funds that are set up for ``area`` (padded) or a wider one around it; not societies, not closed ones."""
    code = AreaCode.parse(area)
    around = {code.at(level).padded for level in Level if Level.PROVINCE <= level <= Level.VILLAGE}
    rows = Fund.objects.filter(subject__area__in=around, closed_on__isnull=True)
    return rows.exclude(kind=Fund.Kind.MUTUAL_AID).select_related("subject__area")


def purposes_on(funds: Iterable[Fund], day: date) -> QuerySet[FundPurpose]:
    rows = FundPurpose.objects.filter(Q(until__isnull=True) | Q(until__gt=day), fund__in=list(funds), since__lte=day)
    return rows.select_related("fund__subject").order_by("fund", "title")


PERIODS = {
    "year": (re.compile(r"\d{4}"), "写年度，例如 2018"),
    "term": (re.compile(r"\d{4}[春秋]"), "写学期，例如 2018春、2018秋"),
    "event": (re.compile(r"\d{4}-\d{2}-\d{2}"), "写事情发生的日期，例如 2018-05-02"),
}
"""How a purpose is counted → how its period is written."""


def wrong_period(per: str, period: str, applied_on: date) -> str:
    """Why ``period`` is none of a purpose that is counted ``per``; empty where it is."""
    form, how = PERIODS[per]
    if not form.fullmatch(period):
        return how
    if per == "event":
        try:
            happened = date.fromisoformat(period)
        except ValueError:
            return how
        return f"所属日期 {period} 晚于申请日期 {applied_on}" if happened > applied_on else ""
    return f"所属期 {period} 还没有到" if int(period[:4]) > applied_on.year else ""
