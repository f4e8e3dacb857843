"""A stored, immutable version of a policy pack."""

from __future__ import annotations

from datetime import date

from django.db import models

from jingzhun.core.area_code import AreaCode


class PackVersionQuerySet(models.QuerySet):
    def deciding(self) -> PackVersionQuerySet:
        """Packs with standards or programmes; the others only bring code lists."""
        return self.filter(is_deciding=True)

    def in_force(self, area: AreaCode, day: date) -> list[PackVersion]:
        """The newest valid version of each pack that applies to ``area`` on ``day``, by name."""
        above = {area.significant[:length] for length in range(len(area.significant) + 1)}
        valid = self.filter(area__in=above, in_force_from__lte=day)
        return valid.filter(models.Q(in_force_until__isnull=True) | models.Q(in_force_until__gt=day)).newest()

    def newest(self) -> list[PackVersion]:
        """The newest valid version of each pack, by name: shipped, or approved."""
        valid = self.filter(models.Q(is_shipped=True) | models.Q(approved_by_id__isnull=False))
        found = {version.name: version for version in valid.order_by("name", "stored_at", "id")}
        return list(found.values())


class PackVersion(models.Model):
    """``files`` maps relative paths to text: what ``export`` writes as a folder. In force once approved by another person."""

    name = models.CharField("政策包", max_length=80)
    title = models.CharField("名称", max_length=200)
    content_hash = models.CharField("内容摘要", max_length=64)
    files = models.JSONField("文件")
    area = models.CharField("适用区划", max_length=15, blank=True)
    in_force_from = models.DateField("起效")
    in_force_until = models.DateField("失效", null=True)
    is_deciding = models.BooleanField("有标准或帮扶政策", default=True)
    facts = models.JSONField("声明的事实", default=list)
    """What ``facts/`` declares, as :meth:`jingzhun.rules.declared_fact.DeclaredFact.to_json` writes it."""
    is_shipped = models.BooleanField("随系统提供")
    proposed_by_id = models.BigIntegerField("提出人", null=True)
    approved_by_id = models.BigIntegerField("批准人", null=True)
    stored_at = models.DateTimeField("存入时间")

    objects = PackVersionQuerySet.as_manager()

    class Meta:
        ordering = ("name", "-stored_at")
        constraints = (
            models.UniqueConstraint(name="policy_pack_once", fields=("name", "content_hash")),
            models.CheckConstraint(
                name="policy_pack_four_eyes",
                condition=models.Q(is_shipped=True)
                | models.Q(approved_by_id__isnull=True)
                | (models.Q(proposed_by_id__isnull=False) & ~models.Q(approved_by_id=models.F("proposed_by_id"))),
            ),
        )

    def __str__(self) -> str:
        return self.title
