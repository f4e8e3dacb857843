"""What a step stands on: papers, signatures and comparisons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Paper(models.Model):
    """A paper handed in for a case, by content hash; a newer one of the same name takes its place, the older stays on record."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="papers", verbose_name="办件")
    name = models.CharField("材料", max_length=60)
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    file_name = models.CharField("文件名", max_length=120)
    added_on = models.DateField("交来日期")
    added_at = models.DateTimeField("录入时间")
    added_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="经手人")
    replaced_at = models.DateTimeField("替换时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="casework_paper_in_force", fields=("case", "name"), condition=Q(replaced_at__isnull=True)
            ),
            models.CheckConstraint(name="casework_paper_named", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """Who signed a step in a round. Officials sign with their account; the household's signature is recorded by an official."""

    class Way(models.TextChoices):
        ACCOUNT = "account", "本人账号"
        HAND = "hand", "手写"
        PRINT = "print", "指印"

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="signatures", verbose_name="办件")
    round = models.PositiveSmallIntegerField("第几轮")
    number = models.PositiveSmallIntegerField("第几步")
    official = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="签字人"
    )
    signer = models.CharField("签字人姓名", max_length=60)
    way = models.CharField("方式", max_length=10, choices=Way.choices)
    signed_on = models.DateField("签字日期")
    signed_at = models.DateTimeField("录入时间")
    recorded_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="录入人")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="casework_signed_once",
                fields=("case", "round", "number", "official"),
                condition=Q(official__isnull=False),
            ),
            models.UniqueConstraint(
                name="casework_household_signed_once",
                fields=("case", "round", "number"),
                condition=Q(official__isnull=True),
            ),
            models.CheckConstraint(
                name="casework_own_account_signs",
                condition=(Q(official__isnull=True) & ~Q(way="account"))
                | (Q(official__isnull=False, way="account") & Q(official=models.F("recorded_by"))),
            ),
            models.CheckConstraint(name="casework_signer_named", condition=~Q(signer="")),
        )

    @property
    def is_household(self) -> bool:
        return self.official_id is None


class CheckAnswer(models.Model):
    """What a comparison answered in a round: 无 lets the case go on, 有 stops it, 未回传 holds it up."""

    class Answer(models.TextChoices):
        NONE = "none", "无"
        FOUND = "found", "有"
        UNRETURNED = "unreturned", "未回传"

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="answers", verbose_name="办件")
    round = models.PositiveSmallIntegerField("第几轮")
    name = models.CharField("比对", max_length=60)
    answer = models.CharField("结果", max_length=10, choices=Answer.choices)
    source = models.CharField("依据", max_length=200)
    answered_on = models.DateField("日期")
    answered_at = models.DateTimeField("录入时间")
    answered_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="录入人")
    replaced_at = models.DateTimeField("替换时间", null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="casework_answer_in_force",
                fields=("case", "round", "name"),
                condition=Q(replaced_at__isnull=True),
            ),
            models.CheckConstraint(name="casework_answer_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="casework_answer_value", condition=Q(answer__in=("none", "found", "unreturned"))
            ),
        )
