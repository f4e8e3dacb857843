"""What we knew when: the shape shared by all facts.

A row is true from ``since`` (facts) or for its ``year`` or day (entries), and known from ``recorded_at`` until
``superseded_at``. Rows are never overwritten: a correction supersedes the old row and adds a new one, both by a
:class:`Change`, which says who, why and from which source.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q


class Change(models.Model):
    """One unit of writing: an import, a page, a case, an undo. All rows written together share it.

    ``moves`` keeps [subject, area before, area after] of subjects that it moved, because areas of subjects are not dated.
    """

    class Kind(models.TextChoices):
        IMPORT = "import", "导入"
        PAGE = "page", "补录"
        UNDO = "undo", "撤销"
        CASE = "case", "办件"

    kind = models.CharField("方式", max_length=10, choices=Kind.choices)
    at = models.DateTimeField("时间", db_index=True)
    by_id = models.BigIntegerField("人员", null=True)
    by_name = models.CharField("姓名", max_length=60)
    source = models.CharField("来源", max_length=200)
    reason = models.CharField("理由", max_length=200, blank=True)
    moves = models.JSONField("迁移", default=list)
    undone_by = models.OneToOneField("registry.Change", models.PROTECT, null=True, related_name="undoes")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.source}"


class KnownQuerySet(models.QuerySet):
    def known(self, at: datetime | None = None) -> Self:
        """Rows as we knew them at a moment; None is now."""
        if at is None:
            return self.filter(superseded_at__isnull=True)
        return self.filter(recorded_at__lte=at).filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))


class FactQuerySet(KnownQuerySet):
    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        """The row in force on ``day`` for each subject, as known at ``known_at``: at most one per subject (and series)."""
        later = self.model._default_manager.known(known_at).filter(
            since__lte=day, since__gt=OuterRef("since"), **{name: OuterRef(name) for name in self.model.SERIES}
        )
        return self.known(known_at).filter(since__lte=day).filter(~Exists(later))


class Known(models.Model):
    """Recorded and perhaps superseded; the pair of each is held together by a constraint.

    ``AT`` names the field that places a row among those of its subject; ``SERIES`` are the fields (subject first) within
    which at most one row per ``AT`` is in force.
    """

    SERIES: tuple[str, ...] = ("subject_id",)
    AT: str

    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")
    recorded_at = models.DateTimeField("录入时间")
    superseded_by = models.ForeignKey(
        "registry.Change", models.PROTECT, null=True, related_name="+", verbose_name="替代"
    )
    superseded_at = models.DateTimeField("替代时间", null=True)

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_superseded",
                condition=Q(superseded_by__isnull=True, superseded_at__isnull=True)
                | Q(superseded_by__isnull=False, superseded_at__isnull=False, superseded_at__gte=F("recorded_at")),
            ),
        )


class Fact(Known):
    """True from ``since`` until the next row of the same subject begins; 'none' and 'unknown' are rows."""

    AT = "since"

    # The index over (subject, since) serves the key as well.
    subject = models.ForeignKey(
        "registry.Subject", models.PROTECT, related_name="+", verbose_name="对象", db_index=False
    )
    since = models.DateField("起")

    objects = FactQuerySet.as_manager()

    class Meta(Known.Meta):
        abstract = True
        constraints = (
            *Known.Meta.constraints,
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once",
                fields=("subject", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
        )
        indexes = (models.Index(name="%(class)s_subject", fields=("subject", "since")),)


class Entry(Known):
    """One of many rows of a subject (an income, a sale). ``key`` tells rows of one file apart, so that the same row twice
    changes nothing; it is unique among the rows in force."""

    AT = "key"

    subject = models.ForeignKey(
        "registry.Subject", models.PROTECT, related_name="+", verbose_name="对象", db_index=False
    )
    key = models.CharField("行标识", max_length=64)

    class Meta(Known.Meta):
        abstract = True
        constraints = (
            *Known.Meta.constraints,
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once", fields=("subject", "key"), condition=Q(superseded_at__isnull=True)
            ),
        )
        indexes = (models.Index(name="%(class)s_subject", fields=("subject",)),)


def known_models() -> list[type[Known]]:
    """Every concrete dated table, in a fixed order."""
    found, waiting = [], [Known]
    while waiting:
        for model in waiting.pop(0).__subclasses__():
            (waiting if model._meta.abstract else found).append(model)
    return sorted(found, key=lambda model: model._meta.model_name)
