"""What the ledger knows of a fund request, as it is printed on forms: which fund, what for, whom, how much."""

from __future__ import annotations

from jingzhun.core.money import yuan
from jingzhun.ledger.models import FundRequest
from jingzhun.registry.models import Subject

from .members import head_of, name_of


def request_lines(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Form lines; the household by its number and head, for the papers that village and township print."""
    asked = FundRequest.objects.select_related("fund", "purpose", "household", "person").get(pk=subject.pk)
    head = head_of(asked.household_id, asked.applied_on) if asked.household_id else None
    whose = (("户主", head.name if head else ""), ("户编号", asked.household.code)) if asked.household_id else ()
    person = (("受益人", name_of(asked.person_id)),) if asked.person_id else ()
    last = asked.cuts.select_related("by").last()
    told = f"{yuan(last.approved)} 元（{last.cut_on} {last.by.name}核减：{last.why}）" if last else ""
    cut = (("核定金额", told),) if last else ()
    return (
        ("基金申请", subject.code), ("基金", asked.fund.title), ("用途", asked.purpose.title), ("依据", asked.purpose.clause), *whose,
        *person, ("收款人", asked.payee), ("所属期", asked.period), ("申请金额", f"{yuan(asked.amount)} 元"), *cut,
        ("申请日期", str(asked.applied_on)), ("区划", subject.area.full_title),
    )  # fmt: skip
