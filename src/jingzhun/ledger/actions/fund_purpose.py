"""Purposes of funds (用途): what a clause of a fund's rules lets it be paid out for, from a day on, until it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Change

from ..guards import CODE
from ..models import Fund, FundPurpose


class UnableToKeepPurpose(Problem):
    code = "B-070"
    says = "{fund}的用途不能登记：{why}"
    remedy = "请按基金的章程或办法填写；用途不能改，写明止日后另写一项"


class UnableToTakeBackPurpose(Problem):
    code = "B-075"
    says = "{fund}的用途“{purpose}”不能撤销：{why}"
    remedy = "有申请的用途不能撤销，不用了就在基金页写明止日"


@dataclass(frozen=True)
class Rule:
    """A purpose as a form or a file gives it; ``most`` fen. ``until`` where it ended before it was written here."""

    fund: Fund
    title: str
    serves: str
    per: str
    is_noticed: bool
    clause: str
    since: date
    most: int | None = None
    until: date | None = None

    @property
    def says(self) -> tuple[object, ...]:
        """All it says; the same of a purpose is :func:`said_by`."""
        return (
            self.fund.pk, self.title.strip(), self.since, self.serves, self.per, self.most, self.is_noticed, self.clause.strip(),
            self.until,
        )  # fmt: skip


def said_by(purpose: FundPurpose) -> tuple[object, ...]:
    """What a purpose says, as :attr:`Rule.says`."""
    return (
        purpose.fund_id, purpose.title, purpose.since, purpose.serves, purpose.per, purpose.most, purpose.is_noticed, purpose.clause,
        purpose.until,
    )  # fmt: skip


def faults(given: Rule) -> list[tuple[str, str]]:
    """(field, reason) of all that is wrong with a purpose by itself."""
    fund, found = given.fund, []
    if fund.is_society:
        found.append(("fund", "互助社只借款，不发放"))
    if fund.closed_on is not None:
        found.append(("fund", f"{fund.closed_on} 已经退出，不再发放"))
    if not given.title.strip():
        found.append(("title", "没有写用途"))
    if not given.clause.strip():
        found.append(("clause", "没有写依据"))
    if given.serves not in FundPurpose.Serves.values:
        found.append(("serves", "发给谁不在表里"))
    if given.per not in FundPurpose.Per.values:
        found.append(("per", "怎样计次不在表里"))
    if given.most is not None and given.most <= 0:
        found.append(("most", "上限要大于零，没有的不填"))
    if given.since < fund.set_up_on:
        found.append(("since", f"起日 {given.since} 早于设立日期 {fund.set_up_on}"))
    if given.until is not None and given.until <= given.since:
        found.append(("until", f"止日要晚于起日 {given.since}"))
    return found


def set_purpose(
    *, fund: Fund, title: str, serves: str, per: str, since: date, clause: str, is_noticed: bool, work: Writing,
    most: int | None = None,
) -> FundPurpose:  # fmt: skip
    """What a fund may be paid out for from ``since`` on, as ``clause`` of its rules says; ``most`` fen. Raises :class:`UnableToKeepPurpose`."""
    rule = Rule(fund, title, serves, per, is_noticed, clause, since, most)
    return set_purposes(rules=[rule], work=work)[0]


def set_purposes(*, rules: Sequence[Rule], work: Writing) -> list[FundPurpose]:
    """Write purposes under one change, all or none. Raises :class:`UnableToKeepPurpose` for the first that may not be."""
    made = []
    for rule in rules:
        fund, name = rule.fund, rule.title.strip()
        wrong = faults(rule)
        if wrong:
            raise UnableToKeepPurpose(fund=fund.title, why=wrong[0][1])
        Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
        beside = FundPurpose.objects.filter(Q(until__isnull=True) | Q(until__gt=rule.since), fund=fund, title=name)
        there = (beside.filter(since__lt=rule.until) if rule.until else beside).order_by("since").first()
        if there is not None:
            raise UnableToKeepPurpose(fund=fund.title, why=f"已有用途“{name}”（{_days(there)}），时间重叠")
        purpose = FundPurpose.objects.create(
            fund=fund, title=name, serves=rule.serves, per=rule.per, most=rule.most, is_noticed=rule.is_noticed,
            clause=rule.clause.strip(), since=rule.since, until=rule.until, change=work.change,
        )  # fmt: skip
        work.note("fund", [(fund.subject.code, "purpose", name, rule.most)])
        made.append(purpose)
    return made


def end_purpose(*, purpose: FundPurpose, until: date, work: Writing) -> FundPurpose:
    """From ``until`` on nothing is requested for it. Raises :class:`UnableToKeepPurpose`."""
    why = not_ended(purpose, until)
    if why:
        raise UnableToKeepPurpose(fund=purpose.fund.title, why=why)
    purpose.until, purpose.ended_by = until, work.change
    purpose.save(update_fields=("until", "ended_by"))
    work.note("fund", [(purpose.fund.subject.code, "purpose", purpose.title, until.isoformat())])
    return purpose


def not_ended(purpose: FundPurpose, until: date) -> str:
    """Why a purpose cannot end on a day; empty where it can."""
    if purpose.until is not None:
        return f"已止于 {purpose.until}"
    if until <= purpose.since:
        return f"止日要晚于起日 {purpose.since}"
    later = purpose.requests.filter(applied_on__gte=until, voided_on__isnull=True).select_related("subject")
    asked = later.order_by("applied_on", "pk").first()
    return f"{asked.applied_on} 已有申请 {asked.subject.code}，止日不能早于它" if asked is not None else ""


def _days(purpose: FundPurpose) -> str:
    return f"{purpose.since} 起" + (f"，止于 {purpose.until}" if purpose.until else "")


def take_back_purposes(*, change: Change, work: Writing) -> None:
    """Remove the purposes that an import wrote and nobody has requested anything for, and open again those that it ended. Raises
    :class:`UnableToTakeBackPurpose`."""
    for purpose in FundPurpose.objects.filter(change=change).select_related("fund__subject"):
        asked = purpose.requests.select_related("subject").order_by("pk").first()
        if asked is not None:
            raise UnableToTakeBackPurpose(
                fund=purpose.fund.title, purpose=purpose.title, why=f"已有申请 {asked.subject.code}"
            )
        try:
            with transaction.atomic():
                purpose.delete()
        except IntegrityError as refused:
            why = refusal_in(str(refused), CODE) or "数据库不允许"
            raise UnableToTakeBackPurpose(fund=purpose.fund.title, purpose=purpose.title, why=why) from refused
        work.note("fund", [(purpose.fund.subject.code, "purpose", purpose.title, "undone")])
    for purpose in FundPurpose.objects.filter(ended_by=change).select_related("fund__subject"):
        purpose.until = purpose.ended_by = None
        try:
            with transaction.atomic():
                purpose.save(update_fields=("until", "ended_by"))
        except IntegrityError as refused:
            why = refusal_in(str(refused), CODE) or "后面已有同名的用途"
            raise UnableToTakeBackPurpose(fund=purpose.fund.title, purpose=purpose.title, why=why) from refused
        work.note("fund", [(purpose.fund.subject.code, "purpose", purpose.title, "reopened")])
