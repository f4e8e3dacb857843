"""A movement of money: one source account, one target account, a positive amount. It balances by its shape and never changes."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within

from ..flows import TITLES


class MovementQuerySet(models.QuerySet):
    def until(self, day: date) -> Self:
        return self.filter(moved_on__lte=day)

    def for_post(self, post: Post) -> Self:
        """Movements of money in the post's area."""
        return within(self, post)


class Movement(models.Model):
    """``kind`` is one of :data:`jingzhun.ledger.flows.FLOWS` or 冲销. Amount in fen. A payment has project, voucher, claim and two
    approvers, kept as values; ``approval`` is the number of the case that decided it, empty where a file stated it."""

    kind = models.CharField("种类", max_length=16)
    source = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="outgoing", verbose_name="转出", db_index=False
    )
    target = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="incoming", verbose_name="转入", db_index=False
    )
    amount = models.BigIntegerField("金额")
    moved_on = models.DateField("日期")
    project = models.ForeignKey(
        "registry.Subject", models.PROTECT, null=True, related_name="movements", verbose_name="项目"
    )
    claim = models.ForeignKey(
        "ledger.Claim", models.PROTECT, null=True, related_name="movements", verbose_name="报账单"
    )
    line = models.ForeignKey(
        "ledger.AwardLine", models.PROTECT, null=True, related_name="movements", verbose_name="名册行"
    )
    request = models.ForeignKey(
        "ledger.FundRequest", models.PROTECT, null=True, related_name="movements", verbose_name="基金申请"
    )
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="区划")
    document = models.CharField("文号", max_length=80, blank=True)
    voucher = models.CharField("凭证号", max_length=40, blank=True)
    approved_by = models.CharField("审批人", max_length=60, blank=True)
    approved_again_by = models.CharField("复核人", max_length=60, blank=True)
    approval = models.CharField("办件号", max_length=20, blank=True)
    note = models.CharField("摘要", max_length=200, blank=True)
    reverses = models.OneToOneField(
        "ledger.Movement", models.PROTECT, null=True, related_name="reversed_by", verbose_name="冲销"
    )
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="movements", verbose_name="写入")

    objects = MovementQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(name="ledger_movement_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="ledger_movement_two_accounts", condition=~Q(source=F("target"))),
        )
        indexes = (
            models.Index(name="movement_source", fields=("source", "moved_on")),
            models.Index(name="movement_target", fields=("target", "moved_on")),
            models.Index(name="movement_source_newest", fields=("source", "id")),
            models.Index(name="movement_target_newest", fields=("target", "id")),
            models.Index(name="movement_day", fields=("moved_on",)),
        )

    def __str__(self) -> str:
        return f"{self.moved_on} {self.title} {self.amount}"

    @property
    def title(self) -> str:
        return TITLES[self.kind]
