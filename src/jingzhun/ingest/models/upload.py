"""One file sent to be imported, from receipt to undo."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Upload(models.Model):
    """Where a file stands. ``counts`` are those of the last check; ``columns`` is place in the row → target;
    ``samples`` the first cell of each column, masked."""

    class State(models.TextChoices):
        MAPPING = "mapping", "待对列"
        QUEUED = "queued", "正在核对"
        CHECKED = "checked", "待写入"
        WRITING = "writing", "正在写入"
        APPLIED = "applied", "已写入"
        UNDONE = "undone", "已撤销"
        REFUSED = "refused", "整个文件不收"
        ABANDONED = "abandoned", "已放弃"

    class Blank(models.TextChoices):
        KEEP = "keep", "空白保留现有"
        CLEAR = "clear", "空白清除现有"

    state = models.CharField("状态", max_length=10, choices=State.choices)
    name = models.CharField("文件名", max_length=200)
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, null=True, verbose_name="文件")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="范围")
    by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="uploads", verbose_name="上传人"
    )
    by_name = models.CharField("上传人姓名", max_length=60)
    at = models.DateTimeField("上传时间")
    layout = models.CharField("版式", max_length=40, blank=True)
    sheet = models.CharField("工作表", max_length=80, blank=True)
    header_row = models.PositiveIntegerField("表头行", default=1)
    headers = models.JSONField("表头", default=list)
    columns = models.JSONField("对列", default=dict)
    samples = models.JSONField("样例", default=list)
    since = models.DateField("数据日期", null=True)
    since_is_guess = models.BooleanField("日期是推测的", default=True)
    blank = models.CharField("空白格", max_length=5, choices=Blank.choices, default=Blank.KEEP)
    counts = models.JSONField("计数", default=dict)
    error = models.TextField("不收的原因", blank=True)
    change = models.OneToOneField(
        "registry.Change", models.PROTECT, null=True, related_name="upload", verbose_name="写入"
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="ingest_applied_has_change",
                condition=Q(change__isnull=False) | ~Q(state__in=("undone",)),
            ),
            models.CheckConstraint(name="ingest_refused_has_error", condition=Q(error="") | ~Q(state="applied")),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.WRITING)
