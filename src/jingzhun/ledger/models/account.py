"""An account: money of one appropriation in one state, for one project, unit, claim or payee. It holds its balance."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from ..flows import ACCOUNTS, OUTSIDE


class Account(models.Model):
    """``key`` is made of the other columns, so that each place of money has one row.

    ``balance`` fen, ``last_movement`` and ``latest_on`` move only with a movement (triggers of :mod:`jingzhun.ledger.guards`).
    """

    key = models.CharField("标识", max_length=300, unique=True)
    kind = models.CharField("状态", max_length=12)
    appropriation = models.ForeignKey(
        "ledger.Appropriation", models.PROTECT, related_name="accounts", verbose_name="指标"
    )
    project = models.ForeignKey(
        "registry.Subject", models.PROTECT, null=True, related_name="money_accounts", verbose_name="项目"
    )
    unit = models.CharField("执行单位", max_length=80, blank=True)
    claim = models.ForeignKey("ledger.Claim", models.PROTECT, null=True, related_name="accounts", verbose_name="报账单")
    payee = models.CharField("收款单位", max_length=80, blank=True)
    household = models.ForeignKey(
        "registry.Subject", models.PROTECT, null=True, related_name="aid_accounts", verbose_name="农户"
    )
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="区划")
    balance = models.BigIntegerField("余额", default=0)
    last_movement = models.BigIntegerField("最后一笔", default=0)
    latest_on = models.DateField("最后日期", default=date(1900, 1, 1))
    closed_until: date | None = None
    """Last day of its appropriation's approved final accounts; known while a movement is posted."""

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="ledger_account_not_below_nought", condition=Q(kind=OUTSIDE) | Q(balance__gte=0)
            ),
            models.CheckConstraint(name="ledger_account_has_key", condition=~Q(key="") & ~Q(kind="")),
        )
        indexes = (
            models.Index(name="account_kind_area", fields=("kind", "area")),
            models.Index(name="account_project", fields=("project", "kind")),
            models.Index(name="account_household", fields=("household",)),
        )

    def __str__(self) -> str:
        whose = self.payee or self.unit or (self.project.code if self.project_id else "")
        return "·".join(filter(None, (self.appropriation.number, whose, self.state)))

    @property
    def state(self) -> str:
        return ACCOUNTS.get(self.kind, self.kind)
