"""A report from elsewhere that somebody asked to keep together with what proofreading said of it."""

from __future__ import annotations

from django.db import models


class KeptCheck(models.Model):
    """Only what was asked to be kept: a check leaves no row by itself. Proofreading is done again whenever it is opened."""

    title = models.CharField("文件", max_length=200)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="范围")
    as_of = models.DateField("对照数字截至")
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, related_name="+", verbose_name="文件内容")
    errors = models.PositiveIntegerField("必改")
    warnings = models.PositiveIntegerField("请核")
    holdings = models.PositiveIntegerField("成立")
    kept_at = models.DateTimeField("存下时间")
    kept_by_id = models.BigIntegerField("存下的人", null=True)
    kept_by_name = models.CharField("存下的人姓名", max_length=60)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title
