"""Taking a household under watch, marking its risk as gone, and help given before the papers."""

from __future__ import annotations

from jingzhun.policy.codes import CodeBook
from jingzhun.registry.actions.plan import plan_entries
from jingzhun.registry.models import HouseholdStatus, MeasureReceived, Subject

from .writ import Writ, day_of


def register_monitored(writ: Writ, *, regime: str = "monitored", risk: str = "") -> None:
    """On the register of ``regime``, with its kind where the procedure asks for one; the risk goes into the declared fact
    ``risk`` (its code word)."""
    given = writ.given("monitoring" if "monitoring" in writ.case.proposed else "risk")
    household = writ.case.subject_id
    writ.put(
        HouseholdStatus, household, writ.on,
        {
            "regime": regime, "status": "in", "monitoring_kind": given.get("monitoring_kind", ""), "identified_on": writ.on,
            "risk_identified_on": day_of(given["risk_identified_on"]), "risk_cleared": False, "risk_cleared_on": None,
        },
    )  # fmt: skip
    if risk:
        writ.put_declared(risk, household, Subject.Kind.HOUSEHOLD, CodeBook.read().text("返贫致贫风险", given["risk"]))


def clear_risk(writ: Writ, *, regime: str = "monitored") -> None:
    """The risk is gone; the household stays on the register so that it is seen when it comes back."""
    on = HouseholdStatus.objects.as_of(writ.on).filter(subject_id=writ.case.subject_id, regime=regime, status="in")
    if not on.exists():
        raise writ.refuse("这一户不是监测对象")
    if not on.exclude(risk_cleared=True).exists():
        raise writ.refuse("风险已经标注消除")
    values = {"regime": regime, "risk_cleared": True, "risk_cleared_on": writ.on}
    writ.put(HouseholdStatus, writ.case.subject_id, writ.on, values)


def give_urgent_help(writ: Writ) -> None:
    """Help that reached the household before its papers, as a measure received under the case's number."""
    given = writ.given("urgent_help")
    day = day_of(given["received_on"])
    fields = ("year", "received_on", "category", "item", "amount", "fund")
    row = (
        writ.case.subject_id, f"case:{writ.case.number}", day.year, day, given["category"], given["item"],
        given.get("amount"), given.get("fund", ""),
    )  # fmt: skip
    writ.work.put(plan_entries(model=MeasureReceived, fields=fields, rows=[row]))
