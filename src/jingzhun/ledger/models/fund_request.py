"""What a fund may be paid out for (用途), and requests (基金申请) of households and units to be paid.

A fund's rules name its purposes: the clause is kept with each, and what no rule says is left empty.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class FundPurpose(models.Model):
    """One purpose of a fund. ``most`` fen is what one beneficiary gets at most in one period, null where the rules do not say.

    ``is_noticed``: whether a payment is put on a notice before it is made. Only the end (``until``) is ever written later;
    ``ended_by`` wrote it then. Purposes of one name do not overlap in time (:mod:`jingzhun.ledger.request_guards`).
    """

    class Serves(models.TextChoices):
        HOUSEHOLD = "household", "农户"
        UNIT = "unit", "单位"

    class Per(models.TextChoices):
        YEAR = "year", "每年一次"
        TERM = "term", "每学期一次"
        EVENT = "event", "按次"

    fund = models.ForeignKey("ledger.Fund", models.PROTECT, related_name="purposes", verbose_name="基金")
    title = models.CharField("用途", max_length=40)
    serves = models.CharField("发给", max_length=10, choices=Serves.choices)
    per = models.CharField("次数", max_length=6, choices=Per.choices)
    most = models.BigIntegerField("上限", null=True)
    is_noticed = models.BooleanField("发放前公示")
    clause = models.CharField("依据", max_length=120)
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")
    ended_by = models.ForeignKey(
        "registry.Change", models.PROTECT, null=True, related_name="+", verbose_name="写止日的写入"
    )

    class Meta:
        ordering = ("fund", "title", "since")
        constraints = (
            models.UniqueConstraint(
                name="ledger_fundpurpose_once", fields=("fund", "title"), condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(name="ledger_fundpurpose_said", condition=~Q(title="") & ~Q(clause="")),
            models.CheckConstraint(
                name="ledger_fundpurpose_words",
                condition=Q(serves__in=("household", "unit")) & Q(per__in=("year", "term", "event")),
            ),
            models.CheckConstraint(name="ledger_fundpurpose_most", condition=Q(most__isnull=True) | Q(most__gt=0)),
            models.CheckConstraint(
                name="ledger_fundpurpose_days", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
        )

    def __str__(self) -> str:
        return self.title


class FundRequest(models.Model):
    """``subject`` is of kind 基金申请, its area the village or township that applies. ``household`` is null for a unit;
    ``person`` is whom of the household it is for, where the purpose is one person's. ``payee`` is who gets the money.

    ``period`` is 2018, 2018春, 2018秋 or a day, after the purpose's ``per``. ``whom`` tells beneficiaries apart: with purpose and
    period it is there once among the requests that stand. Nothing changes once written; a wrong request is voided.
    """

    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="fund_request")
    fund = models.ForeignKey("ledger.Fund", models.PROTECT, related_name="requests", verbose_name="基金")
    purpose = models.ForeignKey("ledger.FundPurpose", models.PROTECT, related_name="requests", verbose_name="用途")
    household = models.ForeignKey(
        "registry.Subject", models.PROTECT, null=True, related_name="fund_requests", verbose_name="农户"
    )
    person = models.ForeignKey("registry.Subject", models.PROTECT, null=True, related_name="+", verbose_name="受益人")
    payee = models.CharField("收款人", max_length=80)
    whom = models.CharField("受益对象", max_length=100)
    period = models.CharField("所属期", max_length=10)
    title = models.CharField("事由", max_length=120)
    amount = models.BigIntegerField("申请金额")
    applied_on = models.DateField("申请日期")
    voided_on = models.DateField("作废日期", null=True)
    void_why = models.CharField("作废理由", max_length=200, blank=True, default="")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="ledger_fundrequest_once",
                fields=("purpose", "whom", "period"),
                condition=Q(voided_on__isnull=True),
            ),
            models.CheckConstraint(name="ledger_fundrequest_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="ledger_fundrequest_said",
                condition=~Q(payee="") & ~Q(whom="") & ~Q(period="") & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="ledger_fundrequest_person", condition=Q(person__isnull=True) | Q(household__isnull=False)
            ),
            models.CheckConstraint(
                name="ledger_fundrequest_voided",
                condition=Q(voided_on__isnull=True, void_why="") | (Q(voided_on__isnull=False) & ~Q(void_why="")),
            ),
        )

    def __str__(self) -> str:
        return self.subject.code
