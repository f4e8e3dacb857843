"""Findings about a project's money, and the people of both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import factories
from jingzhun.accounts.models import Post
from jingzhun.ledger.actions.audit_finding import Done, Found, record_finding, take_step
from jingzhun.ledger.models import AuditFinding, FindingStep
from money_ground import Money, money

TODAY = date(2018, 9, 3)


def money_held() -> Money:
    """A county with a project in which 1,000 of 2,000 yuan lie."""
    factories.county()
    made = money()
    made.book(assign=2000, arrive=2000, allocate=1000)
    return made


def found(held: Money, **other) -> Found:
    given = Found(
        check_kind="audit", check_title="2018年扶贫资金专项审计", document="", found_on=date(2018, 6, 1), category="idle",
        what="进度款滞留三个月", unit="云岭乡人民政府", office="分管副乡长", due_on=date(2018, 8, 31), amount=500_00,
        project=held.project,
    )  # fmt: skip
    return replace(given, **other)


def recorded(held: Money, *, post: Post | None = None, **other) -> AuditFinding:
    post = post or factories.post(role="audit")
    return record_finding(found=found(held, **other), post=post, today=TODAY)


def step(finding: AuditFinding, kind: str, post: Post, *, on: date = TODAY, text: str = "已办", **other) -> FindingStep:
    return take_step(finding=finding, done=Done(kind=kind, text=text, **other), post=post, on=on)


def rectified(finding: AuditFinding, post: Post | None = None, **other) -> FindingStep:
    post = post or factories.post(role="township_reviewer", area=factories.TOWNSHIP)
    return step(finding, "rectified", post, document="云政发〔示例〕1号", **other)
