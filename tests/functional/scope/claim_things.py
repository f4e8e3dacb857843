"""Claims and payments in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.utils import timezone

import factories
from jingzhun.attachments.actions.store import store
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.models import Claim, Tranche, TrancheOpening, TranchePlan
from jingzhun.registry.models import Change, Subject
from money_ground import booking

_serial = count(1)
DAY = date(2018, 3, 1)


def claim(area: str) -> str:
    """The number of a claim for a project in ``area``."""
    return _claim(area).subject.code


def payment(area: str) -> str:
    """The number of a project in ``area`` of which a claim was paid."""
    made = _claim(area)
    with booking() as work:
        appropriation = register_appropriation(
            number=f"ZB{next(_serial):06d}", document="示财〔2018〕1号", title="示例专项资金", source="poverty", level="central",
            year=2018, issued_on=DAY, area=area[:6].ljust(12, "0"), work=work,
        )  # fmt: skip
        post(
            [
                Order(
                    kind=kind, amount=100, moved_on=DAY, appropriation=appropriation, project=made.project, unit=made.unit,
                    claim=made, payee="示例施工队", document="示财〔2018〕1号", voucher="记-1", approved_by="甲", approved_again_by="乙",
                )
                for kind in ("assign", "arrive", "allocate", "claim", "pay")
            ],
            work=work,
        )  # fmt: skip
    return made.project.code


def tranche(area: str) -> dict[str, object]:
    """The first instalment of a project in ``area``, not opened."""
    made = factories.project(area=area, code=f"XMC{next(_serial):06d}").subject
    plan = TranchePlan.objects.create(
        project=made,
        flow="allocate",
        title="334",
        pack="p",
        template="t",
        base=100,
        chosen_on=DAY,
        change=factories.change(),
    )
    Tranche.objects.create(plan=plan, number=1, title="启动", share=10_000, gate="start")
    return {"code": made.code, "number": 1}


def tranche_paper(area: str) -> dict[str, object]:
    """The paper of a proposal to open an instalment of a project in ``area``."""
    made, person = tranche(area), factories.official()
    change = Change.objects.create(kind="page", at=timezone.now(), by_id=person.pk, by_name=person.name, source="提出")
    opening = TrancheOpening.objects.create(
        tranche=Tranche.objects.get(plan__project__code=made["code"]), basis="开工令", proposed_on=DAY, proposed_by=person,
        proposed_change=change, file=store(data=b"%PDF-1.4", kind="pdf", by=factories.SYSTEM), file_name="开工令.pdf",
    )  # fmt: skip
    return {"code": made["code"], "pk": opening.pk}


def _claim(area: str) -> Claim:
    project, by = factories.project(area=area, code=f"XMC{next(_serial):06d}").subject, factories.change()
    subject = Subject.objects.create(kind="claim", code=f"BZX{next(_serial):06d}", area_id=area, created_by=by)
    return Claim.objects.create(
        subject=subject, project=project, unit="云岭乡人民政府", title="进度款", applied_on=DAY, amount=100, change=by
    )
