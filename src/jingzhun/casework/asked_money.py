"""Lists of money asked for (报账单, 基金申请): a case decides each, and the case's last step pays it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import django_tables2 as tables
from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models import Case as Conditional
from django.utils import timezone

from .models import Case
from .work import hold_of

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}


def states(*, pay: str, paid: str) -> dict[str, str]:
    """The states in their order, with their titles; ``pay`` and ``paid`` are what paying is called here."""
    return {"draft": "待送审", "open": "在审", "pay": pay, "paid": paid, "void": "作废"}


def where(unpaid: Q) -> dict[str, Q]:
    """State → what a row of :func:`with_case` has to be; ``unpaid`` is true of one of which nothing was paid."""
    return {
        "draft": _waits(unpaid) & Q(case_number__isnull=True),
        "open": _waits(unpaid) & Q(at_payment=False),
        "pay": _waits(unpaid) & Q(at_payment=True),
        "paid": ~unpaid,
        "void": Q(voided_on__isnull=False),
    }


def _waits(unpaid: Q) -> Q:
    return Q(voided_on__isnull=True) & unpaid


def with_case(rows: QuerySet) -> QuerySet:
    """With the number of the open case of each, and whether it has come to the payment."""
    case = Case.objects.open().filter(subject=OuterRef("pk")).order_by("-id")
    return rows.annotate(
        case_number=Subquery(case.values("number")[:1]),
        at_payment=Subquery(case.values("step__is_last")[:1], output_field=BooleanField()),
    )


def waiting_first(rows: QuerySet, unpaid: Q) -> QuerySet:
    """What still waits before what is done, the longest waiting first."""
    return rows.order_by(Conditional(When(_waits(unpaid), then=0), default=1), F("applied_on").asc(), "pk")


class AskedTable(tables.Table):
    """Where each row stands and what it lacks; ``STATES`` are titles of :func:`states`, ``is_paid`` asks a row whether any of it
    was paid. Both and the columns belong to each list."""

    STATES: Mapping[str, str]
    is_paid: Callable[[Any], bool]

    def __init__(self, rows: Any, **options: Any) -> None:
        self.today = timezone.localdate()
        self.cases: dict[int, Case] = {}
        super().__init__(rows, **options)

    def read_cases(self) -> None:
        """The open cases of the rows that are shown, in one query."""
        shown = [row.record.pk for row in (self.page.object_list if hasattr(self, "page") else self.rows)]
        cases = Case.objects.open().filter(subject__in=shown).select_related("step")
        self.cases = {case.subject_id: case for case in cases}

    def is_done(self, record: Any) -> bool:
        return record.voided_on is not None or self.is_paid(record)

    def render_state(self, record: Any) -> str:
        case = self.cases.get(record.pk)
        if case is None or self.is_done(record):
            return self.STATES["void" if record.voided_on else "paid" if self.is_paid(record) else "draft"]
        state = self.STATES["pay" if case.step.is_last else "open"]
        return f"{'退回' if case.step.number == 1 and case.round > 1 else state}：{case.step.title}"

    def render_lacks(self, record: Any) -> str:
        if self.is_done(record):
            return "—"
        case = self.cases.get(record.pk)
        return (hold_of(case, self.today) or "可以办") if case else "没有送审"
