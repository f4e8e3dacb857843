"""Which column is what, as an office once settled it for a set of headers."""

from __future__ import annotations

from django.db import models


class SavedMapping(models.Model):
    """``targets`` is folded header → target (empty: not imported), for files with the same headers in any order."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="单位所在")
    signature = models.CharField("表头摘要", max_length=32)
    layout = models.CharField("版式", max_length=40)
    targets = models.JSONField("对列", default=dict)
    saved_by = models.CharField("保存人", max_length=60)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        constraints = (models.UniqueConstraint(name="ingest_mapping_once", fields=("area", "signature")),)
