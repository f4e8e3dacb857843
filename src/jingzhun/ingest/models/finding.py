"""What a check found: cells refused or pointed out, and what would change, household by household."""

from __future__ import annotations

from django.db import models


class RowIssue(models.Model):
    """One reason about one cell. ``shown`` is the cell, masked where it is personal."""

    class Kind(models.TextChoices):
        REFUSED = "refused", "拒收"
        FLAGGED = "flagged", "提醒"

    upload = models.ForeignKey("ingest.Upload", models.CASCADE, related_name="issues")
    kind = models.CharField("处理", max_length=8, choices=Kind.choices)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=80)
    shown = models.CharField("格内", max_length=80, blank=True)
    code = models.CharField("代码", max_length=8)
    reason = models.CharField("为什么，怎么改", max_length=300)

    class Meta:
        ordering = ("row", "id")
        indexes = (models.Index(name="issue_upload", fields=("upload", "kind", "row")),)


class Difference(models.Model):
    """One field of one household (or place) that would change; sealed values are not shown."""

    class Kind(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变更"

    upload = models.ForeignKey("ingest.Upload", models.CASCADE, related_name="differences")
    kind = models.CharField("处理", max_length=8, choices=Kind.choices)
    code = models.CharField("编号", max_length=40)
    who = models.CharField("谁", max_length=60, blank=True)
    place = models.CharField("所在", max_length=40, blank=True)
    field = models.CharField("字段", max_length=60)
    unit = models.CharField("单位", max_length=12, blank=True)
    before = models.CharField("现有", max_length=200, blank=True)
    after = models.CharField("文件", max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(name="difference_upload", fields=("upload", "kind")),)
