"""'No row' is not 'not collected': a mark says that a many-row table is complete for a subject and period."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .known import Known


class Completeness(Known):
    """With the mark, no row means zero. ``table`` is the term of the table (收入, 成员, 销售 …); ``year`` 0 is standing."""

    SERIES = ("subject_id", "table")
    AT = "year"

    subject = models.ForeignKey(
        "registry.Subject", models.PROTECT, related_name="+", verbose_name="对象", db_index=False
    )
    table = models.CharField("表", max_length=20)
    year = models.PositiveSmallIntegerField("年度", default=0)

    class Meta(Known.Meta):
        constraints = (
            *Known.Meta.constraints,
            models.UniqueConstraint(
                name="registry_complete_once",
                fields=("subject", "table", "year"),
                condition=Q(superseded_at__isnull=True),
            ),
        )
        indexes = (models.Index(name="complete_subject", fields=("subject", "table")),)
