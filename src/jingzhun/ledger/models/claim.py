"""A claim (报账单): what an executing unit asks to be paid for a project, with its invoices and papers.

开县扶贫办审监科: 报账申请书、支出明细表、项目责任书、验收表、原始发票；报账不早于验收，乡镇意见不早于申请。
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Claim(models.Model):
    """``subject`` is of kind 报账单, its code the claim's number. Days say when; what it cost is in the lines.

    ``amount`` fen is what is asked of the fund (只算扶贫资金部分), at most the sum of the lines; null where a file did not say.
    ``payee`` is who is to be paid. Once written nothing of it changes (:mod:`jingzhun.ledger.claim_guards`): a wrong claim is
    voided, which sets its invoices free.
    """

    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="claim")
    project = models.ForeignKey("registry.Subject", models.PROTECT, related_name="claims", verbose_name="项目")
    unit = models.CharField("执行单位", max_length=80)
    title = models.CharField("事由", max_length=120)
    tranche = models.PositiveSmallIntegerField("第几笔", null=True)
    accepted_on = models.DateField("验收日期", null=True)
    applied_on = models.DateField("申请日期")
    township_opinion_on = models.DateField("乡镇意见日期", null=True)
    amount = models.BigIntegerField("申请金额", null=True)
    payee = models.CharField("收款单位", max_length=80, blank=True, default="")
    voided_on = models.DateField("作废日期", null=True)
    void_why = models.CharField("作废理由", max_length=200, blank=True, default="")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="ledger_claim_after_acceptance",
                condition=Q(accepted_on__isnull=True) | Q(applied_on__gte=F("accepted_on")),
            ),
            models.CheckConstraint(
                name="ledger_claim_opinion_after",
                condition=Q(township_opinion_on__isnull=True) | Q(township_opinion_on__gte=F("applied_on")),
            ),
            models.CheckConstraint(name="ledger_claim_said", condition=~Q(unit="") & ~Q(title="")),
            models.CheckConstraint(name="ledger_claim_amount", condition=Q(amount__isnull=True) | Q(amount__gt=0)),
            models.CheckConstraint(
                name="ledger_claim_voided",
                condition=Q(voided_on__isnull=True, void_why="") | (Q(voided_on__isnull=False) & ~Q(void_why="")),
            ),
        )

    def __str__(self) -> str:
        return self.subject.code


class ClaimLine(models.Model):
    """One invoice of a claim. The same invoice of the same seller is claimed once."""

    claim = models.ForeignKey("ledger.Claim", models.PROTECT, related_name="lines", verbose_name="报账单")
    number = models.PositiveSmallIntegerField("序号")
    item = models.CharField("支出内容", max_length=120)
    seller = models.CharField("开票单位", max_length=80)
    invoice = models.CharField("发票号", max_length=40)
    invoiced_on = models.DateField("开票日期")
    amount = models.BigIntegerField("金额")
    is_void = models.BooleanField("作废", default=False)

    class Meta:
        ordering = ("claim", "number")
        constraints = (
            models.UniqueConstraint(name="ledger_claimline_number", fields=("claim", "number")),
            models.UniqueConstraint(
                name="ledger_invoice_once", fields=("seller", "invoice"), condition=Q(is_void=False)
            ),
            models.CheckConstraint(
                name="ledger_claimline_said",
                condition=Q(amount__gt=0) & ~Q(item="") & ~Q(seller="") & ~Q(invoice=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} {self.number}"
