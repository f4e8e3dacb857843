"""A roster that was frozen: where it lies, of which day, known when, and its digest."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models


class RosterSnapshot(models.Model):
    """The tables lie in ``rosters/<folder>`` of the data folder. Rosters of the same digest share one folder."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="范围")
    as_of = models.DateField("事实截至")
    known_at = models.DateTimeField("所知至")
    last_change = models.BigIntegerField("最后一次写入", default=0)
    digest = models.CharField("名册摘要", max_length=64, db_index=True)
    folder = models.CharField("文件夹", max_length=80)
    rows = models.JSONField("各表行数", default=dict)
    unread = models.JSONField("未能解密", default=dict)
    built_at = models.DateTimeField("建成时间")
    milliseconds = models.PositiveIntegerField("用时（毫秒）", default=0)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(name="results_roster_of", fields=("area", "as_of", "known_at")),)

    def __str__(self) -> str:
        return f"{self.area_id} {self.as_of} {self.digest[:8]}"

    @property
    def path(self) -> Path:
        return Path(settings.DATA_FOLDER) / "rosters" / self.folder
