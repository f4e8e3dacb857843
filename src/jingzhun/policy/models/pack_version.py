"""A stored, immutable version of a policy pack: shipped, or an office's own that another person approved."""

from __future__ import annotations

from datetime import date

from django.db import models

from jingzhun.core.area_code import AreaCode


class PackVersionQuerySet(models.QuerySet):
    def deciding(self) -> PackVersionQuerySet:
        """Packs with standards or programmes; the others only bring code lists."""
        return self.filter(is_deciding=True)

    def standing(self) -> PackVersionQuerySet:
        """Shipped or approved; the version that goes before the others of its name comes last.

        What the office decided goes before what a release brings, and the later decision before the earlier.
        """
        return self.filter(models.Q(is_shipped=True) | models.Q(approved_by_id__isnull=False)).order_by(
            "name", "-is_shipped", "decided_at", "stored_at", "id"
        )

    def newest(self) -> list[PackVersion]:
        """The standing version of each pack, by name."""
        return list({version.name: version for version in self.standing()}.values())

    def in_force(self, area: AreaCode, day: date) -> list[PackVersion]:
        """The standing version of each pack that applies to ``area`` on ``day``, by name."""
        above = {area.significant[:length] for length in range(len(area.significant) + 1)}
        valid = self.filter(area__in=above, in_force_from__lte=day)
        return valid.filter(models.Q(in_force_until__isnull=True) | models.Q(in_force_until__gt=day)).newest()

    def newest_of(self, name: str) -> PackVersion | None:
        """The standing version of one pack that an edit starts from, whatever its period."""
        return self.filter(name=name).standing().last()


class PackVersion(models.Model):
    """``files`` maps relative paths to text: what ``export`` writes as a folder. ``based_on`` is what a proposal changed."""

    class State(models.TextChoices):
        SHIPPED = "shipped", "随系统提供"
        WAITING = "waiting", "待批准"
        APPROVED = "approved", "已批准"
        DECLINED = "declined", "已退回"

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
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="所改的版本")
    reason = models.CharField("为什么改", max_length=400, blank=True)
    proposed_by_id = models.BigIntegerField("提出人", null=True)
    proposed_by_name = models.CharField("提出人姓名", max_length=60, blank=True)
    approved_by_id = models.BigIntegerField("批准人", null=True)
    declined_by_id = models.BigIntegerField("退回人", null=True)
    decided_by_name = models.CharField("批准或退回的人", max_length=60, blank=True)
    decided_at = models.DateTimeField("批准或退回时间", null=True)
    declined_why = models.CharField("为什么退回", max_length=400, blank=True)
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
            models.CheckConstraint(
                name="policy_pack_decided",
                condition=models.Q(
                    approved_by_id__isnull=True, declined_by_id__isnull=True, decided_at__isnull=True, declined_why=""
                )
                | models.Q(
                    approved_by_id__isnull=False, declined_by_id__isnull=True, decided_at__isnull=False, declined_why=""
                )
                | models.Q(approved_by_id__isnull=True, declined_by_id__isnull=False, decided_at__isnull=False)
                & ~models.Q(declined_why=""),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> State:
        if self.is_shipped:
            return self.State.SHIPPED
        if self.approved_by_id is not None:
            return self.State.APPROVED
        return self.State.WAITING if self.declined_by_id is None else self.State.DECLINED

    @property
    def is_standing(self) -> bool:
        return self.state in (self.State.SHIPPED, self.State.APPROVED)
