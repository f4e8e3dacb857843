"""What a notice says of a year's funds and of each project that they pay: the official columns, as they were printed.

Frozen with the notice: what was once on the board is never rewritten, whatever is booked later. Nothing of persons.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class NoticedFunds(models.Model):
    """The funds of ``year`` on one notice, beside its entry; ``said`` are the sentences above the table, a line each.
    ``counted_on`` is the day until which movements are counted."""

    entry = models.OneToOneField(
        "casework.NoticeEntry", models.PROTECT, primary_key=True, related_name="funds", verbose_name="公示条目"
    )
    year = models.PositiveSmallIntegerField("年度")
    counted_on = models.DateField("收支截至")
    said = models.TextField("公告内容")

    class Meta:
        constraints = (models.CheckConstraint(name="casework_noticedfunds_said", condition=~Q(said="")),)

    def __str__(self) -> str:
        return f"{self.year}年度资金公告"


class NoticedFundLine(models.Model):
    """A project on the table of a fund notice; amounts as printed, in 万元."""

    funds = models.ForeignKey("casework.NoticedFunds", models.PROTECT, related_name="lines", verbose_name="资金公告")
    number = models.PositiveIntegerField("序号")
    name = models.CharField("项目名称", max_length=120)
    months = models.CharField("实施期限（月）", max_length=20)
    unit = models.CharField("实施单位及责任人", max_length=80)
    sources = models.CharField("资金来源", max_length=240)
    planned = models.CharField("资金规模（万元）", max_length=20)
    output = models.CharField("产出指标", max_length=400)
    benefit = models.CharField("效益指标", max_length=400)
    satisfaction = models.CharField("满意度指标", max_length=80)
    beneficiaries = models.CharField("受益对象和联农带农机制", max_length=600)
    allocated = models.CharField("已拨付（万元）", max_length=20)
    paid = models.CharField("已支付兑付（万元）", max_length=20)

    class Meta:
        ordering = ("funds", "number")
        constraints = (
            models.UniqueConstraint(name="casework_noticedfundline_number", fields=("funds", "number")),
            models.CheckConstraint(name="casework_noticedfundline_named", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name
