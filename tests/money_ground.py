"""A small ledger to test on: two appropriations of a county, a project in a village, a claim, and orders for each step."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import factories
from jingzhun.audit.actor import Actor
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.models import Appropriation, Claim, Movement
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change, Subject

DAY = date(2018, 3, 1)


@contextmanager
def booking(kind: str = Change.Kind.IMPORT):
    with writing(kind=kind, by=Actor.system("测试"), source="测试") as work:
        yield work


@dataclass
class Money:
    """``order`` fills in what a step needs; ``book`` posts steps in a row: ``book(assign=900, arrive=900)`` in yuan."""

    appropriation: Appropriation
    project: Subject
    claim: Claim

    def order(self, kind: str, yuan: int, **other) -> Order:
        values = {
            "kind": kind, "amount": yuan * 100, "moved_on": DAY, "appropriation": self.appropriation, "project": self.project,
            "unit": "云岭乡人民政府", "claim": self.claim, "payee": "示例施工队", "document": "示财〔2018〕1号", "voucher": "记-1",
            "approved_by": "甲", "approved_again_by": "乙",
        }  # fmt: skip
        return Order(**(values | other))

    def book(self, on: date = DAY, work: Writing | None = None, **steps: int) -> list[Movement]:
        orders = [self.order(kind, yuan, moved_on=on) for kind, yuan in steps.items()]
        if work is not None:
            return post(orders, work=work)
        with booking() as work:
            return post(orders, work=work)


def claim_of(project: Subject, number: str = "BZ-1", *, unit: str = "云岭乡人民政府", by: Change) -> Claim:
    subject = Subject.objects.create(kind="claim", code=number, area_id=project.area_id, created_by=by)
    return Claim.objects.create(subject=subject, project=project, unit=unit, title="进度款", applied_on=DAY, change=by)


def money(area: str = factories.VILLAGE) -> Money:
    profile = factories.project(area=area)
    with booking() as work:
        appropriation = register_appropriation(
            number="ZB-1", document="示财〔2018〕1号", title="示例专项资金", source="poverty", level="central", year=2018,
            issued_on=DAY, area=factories.COUNTY, work=work,
        )  # fmt: skip
        claim = claim_of(profile.subject, by=work.change)
    return Money(appropriation, profile.subject, claim)
