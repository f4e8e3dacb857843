"""Uploaded files, stored once by content hash."""

from django.db import models


class StoredFile(models.Model):
    """``digest`` is SHA-256 of the content; the bytes lie in ``files/<first two>/<digest>`` of the data folder."""

    digest = models.CharField("内容摘要", primary_key=True, max_length=64)
    kind = models.CharField("类型", max_length=10)
    size = models.PositiveBigIntegerField("字节")
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        constraints = (models.CheckConstraint(name="attachments_size", condition=models.Q(size__gt=0)),)
