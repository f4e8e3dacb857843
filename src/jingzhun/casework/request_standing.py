"""What of a fund request itself keeps its case from going on: void, paid, or the fund no longer holds so much."""

from __future__ import annotations

from datetime import date

from jingzhun.core.money import yuan
from jingzhun.ledger.models import FundRequest
from jingzhun.ledger.request_money import holding_of, with_paid
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Procedure

from .models import Case


def is_noticed(procedure: Procedure) -> bool:
    """Whether a payment is put on a notice before it is made."""
    return any(step.notice is not None for step in procedure.steps)


def not_to_send(subject: Subject, procedure: Procedure) -> str:
    """Why no case of ``procedure`` may be opened about a request; empty where one may."""
    asked = with_paid(FundRequest.objects.filter(pk=subject.pk)).select_related("purpose").get()
    if asked.voided_on is not None:
        return f"基金申请 {subject.code} 已作废"
    if asked.paid:
        return f"基金申请 {subject.code} 已发放"
    if asked.purpose.is_noticed != is_noticed(procedure):
        return f"“{asked.purpose.title}”{'发放前要公示' if asked.purpose.is_noticed else '不公示'}，这个程序不合"
    return ""


def hindrances(case: Case, procedure: Procedure, *, today: date) -> list[tuple[str, str]]:
    """(part of the page, text)."""
    rows = with_paid(FundRequest.objects.filter(pk=case.subject_id))
    asked = rows.select_related("fund", "subject").get()
    found = []
    if asked.voided_on is not None:
        found.append(("fund_request", f"基金申请 {asked.voided_on} 已作废"))
    if today < asked.applied_on:
        found.append(("fund_request", f"办理日期早于申请日期 {asked.applied_on}"))
    held = holding_of(asked.fund)
    if asked.granted > held.balance:
        found.append(("fund_request", f"{asked.fund.title}现有 {yuan(held.balance)} 元，不够 {yuan(asked.granted)} 元"))
    return found
