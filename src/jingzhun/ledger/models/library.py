"""What went into the library, what left it and what was changed, each with its reason (凡入库必备、凡出库必备)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jingzhun.registry.fields import CodeOf, Day, Text
from jingzhun.registry.models.known import Entry


class LibraryMove(Entry):
    """One decision about a project's place in the library: in, out, or adjusted, with the case that decided it."""

    direction = CodeOf("出入", codes="出入库", blank=False)
    moved_on = Day("日期", null=False, blank=False)
    origin = Text("由何而来", max_length=40)
    cause = CodeOf("出库原因", codes="出库原因")
    reason = Text("理由", max_length=400, blank=False, in_roster=False)
    case_number = Text("办件号", max_length=20, blank=False, in_roster=False)

    class Meta(Entry.Meta):
        ordering = ("moved_on", "id")
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="ledger_move_has_reason",
                condition=Q(direction__in=("in", "out", "adjust")) & ~Q(reason="") & ~Q(case_number=""),
            ),
            models.CheckConstraint(
                name="ledger_move_out_has_cause",
                condition=(Q(direction="out") & ~Q(cause="")) | (~Q(direction="out") & Q(cause="")),
            ),
        )
