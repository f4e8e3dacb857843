"""Money allocated to a project and its unit: the ledger's own action, with the case as its reason and its deciders' names."""

from __future__ import annotations

from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.models import Appropriation

from .claim import passes
from .writ import Writ


def allocate_funds(writ: Writ) -> None:
    """Post 拨付 from what has arrived of the appropriation; who filled it in is not who approves it."""
    given = writ.given("allocation")
    appropriation = Appropriation.objects.filter(pk=given["appropriation"]).first()
    if appropriation is None:
        raise writ.refuse("没有这个资金指标")
    names = list(passes(writ).values_list("official__name", flat=True))
    order = Order(
        kind="allocate", amount=int(given["amount"]), moved_on=writ.on, appropriation=appropriation, project=writ.case.subject,
        unit=given["unit"].strip(), document=given["document"].strip(), approved_by=names[0], approved_again_by=names[-1],
        approval=writ.case.number, note=writ.case.reason[:200],
    )  # fmt: skip
    post([order], work=writ.work)
