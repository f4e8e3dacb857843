"""Paying an award roster: its approval with the claim that holds the money, files for the bank, what the bank said of each line."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class AwardApproval(models.Model):
    """The decision on a roster: case number, the two who approved, and the claim that reserves exactly its lines."""

    roster = models.OneToOneField(
        "ledger.AwardRoster", models.PROTECT, primary_key=True, related_name="approval", verbose_name="名册"
    )
    claim = models.OneToOneField("ledger.Claim", models.PROTECT, related_name="award_approval", verbose_name="报账单")
    case = models.CharField("办件号", max_length=20)
    approved_on = models.DateField("批准日期")
    approved_by = models.CharField("审批人", max_length=60)
    approved_again_by = models.CharField("复核人", max_length=60)
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="ledger_awardapproval_two",
                condition=~Q(case="") & ~Q(approved_by="") & ~Q(approved_again_by="")
                & ~Q(approved_by=F("approved_again_by")),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.roster_id} {self.case}"


class BankFile(models.Model):
    """A file of payments handed to the bank (代发文件). ``left_out`` households of the roster had no account then."""

    roster = models.ForeignKey("ledger.AwardRoster", models.PROTECT, related_name="bank_files", verbose_name="名册")
    number = models.CharField("批次号", max_length=40, unique=True)
    made_on = models.DateField("日期")
    left_out = models.PositiveIntegerField("没有账号的户数")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(name="ledger_bankfile_number", condition=~Q(number="")),)

    def __str__(self) -> str:
        return self.number


class BankLine(models.Model):
    """One payment asked of the bank and what became of it. A roster line waits at the bank, or is paid, at most once.

    ``account`` is the household's sealed number as it was when the file was made. ``reference`` comes back in the receipt.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", "等银行回单"
        PAID = "paid", "已兑付"
        FAILED = "failed", "未付成"
        RETURNED = "returned", "退汇"

    file = models.ForeignKey("ledger.BankFile", models.PROTECT, related_name="lines", verbose_name="代发文件")
    line = models.ForeignKey("ledger.AwardLine", models.PROTECT, related_name="bank_lines", verbose_name="名册行")
    reference = models.CharField("附言", max_length=40, unique=True)
    account_name = models.CharField("户名", max_length=60)
    bank_name = models.CharField("开户银行", max_length=60, blank=True)
    account = models.BinaryField("银行账号")
    outcome = models.CharField("结果", max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    voucher = models.CharField("银行流水号", max_length=40, blank=True)
    reason = models.CharField("银行说明", max_length=200, blank=True)
    settled_on = models.DateField("日期", null=True)
    change = models.ForeignKey("registry.Change", models.PROTECT, null=True, related_name="+", verbose_name="回单写入")

    class Meta:
        ordering = ("file", "reference")
        constraints = (
            models.UniqueConstraint(
                name="ledger_bankline_once", fields=("line",), condition=Q(outcome__in=("waiting", "paid"))
            ),
            models.CheckConstraint(
                name="ledger_bankline_settled",
                condition=Q(outcome="waiting", settled_on__isnull=True, change__isnull=True)
                | Q(outcome="paid", settled_on__isnull=False, change__isnull=False) & ~Q(voucher="")
                | Q(outcome__in=("failed", "returned"), settled_on__isnull=False, change__isnull=False) & ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return self.reference
