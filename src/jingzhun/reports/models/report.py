"""A report that was written: its file, its figures and where they stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jingzhun.core.figure import Origin


class Report(models.Model):
    """Never changed: writing it again makes a new one that names the old one in ``replaces``.

    ``words`` keeps what the writer filled in (name → text), so that it can be written again.
    """

    template = models.ForeignKey("reports.ReportTemplate", models.PROTECT, related_name="reports", verbose_name="模板")
    title = models.CharField("标题", max_length=200)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="范围")
    as_of = models.DateField("截至")
    roster = models.ForeignKey("results.RosterSnapshot", models.PROTECT, related_name="+", verbose_name="名册")
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, related_name="+", verbose_name="Word 文件")
    words = models.JSONField("填写的词", default=dict)
    word_count = models.PositiveIntegerField("字数")
    loose = models.PositiveIntegerField("无来历的数字", default=0)
    written_at = models.DateTimeField("生成时间")
    written_by_id = models.BigIntegerField("生成人", null=True)
    written_by_name = models.CharField("生成人姓名", max_length=60)
    replaces = models.OneToOneField("reports.Report", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="reports_not_itself", condition=Q(replaces__isnull=True) | ~Q(replaces=models.F("id"))
            ),
        )

    def __str__(self) -> str:
        return self.title


class ReportFigure(models.Model):
    """A number of a report. ``number`` is that of the appendix and of the bookmarks in the file; ``shown`` as printed.

    A typed number has no figure behind it and is shown as untraced.
    """

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="figures")
    number = models.PositiveSmallIntegerField("编号")
    name = models.CharField("名称", max_length=80)
    shown = models.CharField("数值", max_length=40)
    unit = models.CharField("单位", max_length=20, blank=True)
    origin = models.CharField("来历", max_length=10, choices=[(each.value, each.label) for each in Origin])
    figure = models.ForeignKey("results.Figure", models.PROTECT, null=True, related_name="+", verbose_name="数字")
    places = models.CharField("正文位置", max_length=400)

    class Meta:
        ordering = ("report", "number")
        constraints = (
            models.UniqueConstraint(name="reports_figure_number", fields=("report", "number")),
            models.UniqueConstraint(name="reports_figure_name", fields=("report", "name")),
            models.CheckConstraint(
                name="reports_figure_traced",
                condition=Q(origin=Origin.TYPED, figure__isnull=True)
                | (~Q(origin=Origin.TYPED) & Q(figure__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_traced(self) -> bool:
        return self.figure_id is not None
