"""A procedure of a stored pack version, laid down as rows once, so that the database can hold every decision against it."""

from __future__ import annotations

from django.db import models

from jingzhun.registry.models import Subject


class Procedure(models.Model):
    """``name`` in ``pack``: the version that a case pins. Never changed once stored; a new pack version makes new rows."""

    pack = models.ForeignKey("policy.PackVersion", models.PROTECT, related_name="+", verbose_name="政策包")
    name = models.CharField("程序", max_length=60)
    code = models.CharField("代号", max_length=60)
    title = models.CharField("名称", max_length=80)
    subject_kind = models.CharField("对象", max_length=12, choices=Subject.Kind.choices)

    class Meta:
        constraints = (models.UniqueConstraint(name="casework_procedure_once", fields=("pack", "name")),)

    def __str__(self) -> str:
        return self.title


class ProcedureStep(models.Model):
    """What the database must know of a step. ``roles`` and ``differs_from`` are written as ``,a,b,`` for comparison in SQL."""

    procedure = models.ForeignKey("casework.Procedure", models.PROTECT, related_name="steps", verbose_name="程序")
    number = models.PositiveSmallIntegerField("第几步")
    key = models.CharField("编号", max_length=40)
    title = models.CharField("步骤", max_length=60)
    level = models.PositiveSmallIntegerField("级别")
    roles = models.CharField("岗位", max_length=200)
    signers = models.PositiveSmallIntegerField("签字人数", default=1)
    household_signs = models.BooleanField("农户签字", default=False)
    sample_percent = models.PositiveSmallIntegerField("抽查比例", default=0)
    notice_days = models.PositiveSmallIntegerField("公示天数", default=0)
    differs_from = models.CharField("不得同一人的步骤", max_length=60, blank=True)
    asks = models.CharField("要填的事", max_length=200, blank=True)
    back_to = models.PositiveSmallIntegerField("退回到", default=0)
    is_last = models.BooleanField("最后一步", default=False)

    class Meta:
        ordering = ("procedure", "number")
        constraints = (
            models.UniqueConstraint(name="casework_step_once", fields=("procedure", "number")),
            models.CheckConstraint(name="casework_step_back", condition=models.Q(back_to__lt=models.F("number"))),
            models.CheckConstraint(name="casework_step_sample", condition=models.Q(sample_percent__lte=100)),
        )

    def __str__(self) -> str:
        return self.title


class StepPaper(models.Model):
    """A paper that a step requires."""

    step = models.ForeignKey("casework.ProcedureStep", models.PROTECT, related_name="papers", verbose_name="步骤")
    name = models.CharField("材料", max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(name="casework_paper_once", fields=("step", "name")),)


class StepCheck(models.Model):
    """A comparison that must come out as 无 before the step passes (车辆, 商品房, 财政供养 …)."""

    step = models.ForeignKey("casework.ProcedureStep", models.PROTECT, related_name="checks", verbose_name="步骤")
    name = models.CharField("比对", max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(name="casework_check_once", fields=("step", "name")),)
