"""公示 and 公告: what is on the board and on the public page, until when, and objections to it.

The columns are the filter: a notice can say no more about a household than these hold, and there is no ID number,
telephone, account, health or child among them (``public_notice`` fills them).
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from ..window import Window


class NoticeQuerySet(models.QuerySet):
    def public_on(self, day: date) -> Self:
        """Notices that the public reads on ``day``: begun, and with an entry that still runs."""
        return self.filter(Exists(NoticeEntry.objects.running_on(day).filter(notice=OuterRef("pk"))))


class NoticeEntryQuerySet(models.QuerySet):
    def running_on(self, day: date) -> Self:
        """Entries on the board on ``day``: begun, not taken down, and not ended; while an objection is open none ends."""
        still = Q(until__gt=day) | Q(stopped_since__isnull=False)
        return self.filter(still, starts_on__lte=day, withdrawn_on__isnull=True)


class Notice(models.Model):
    """``number`` counts the notices of an area in a year. It is public from ``starts_on`` until its last entry has ended."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "公示"
        ANNOUNCEMENT = "announcement", "公告"

    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    name = models.CharField("名称", max_length=40)
    step = models.ForeignKey("casework.ProcedureStep", models.PROTECT, related_name="+", verbose_name="步骤")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="张贴区划")
    year = models.PositiveSmallIntegerField("年")
    number = models.PositiveIntegerField("号")
    starts_on = models.DateField("起")
    days = models.PositiveSmallIntegerField("天数")
    is_working_days = models.BooleanField("按工作日", default=False)
    posted_at = models.DateTimeField("发布时间")
    posted_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="发布人")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(name="casework_notice_number", fields=("area", "year", "number")),
            models.CheckConstraint(name="casework_notice_days", condition=Q(days__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.year}年第 {self.number} 号"


class NoticeEntry(models.Model):
    """One case on a notice. ``until`` is the day after its last day; an objection moves it, it never comes nearer."""

    notice = models.ForeignKey("casework.Notice", models.PROTECT, related_name="entries", verbose_name="公示公告")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="entries", verbose_name="办件")
    round = models.PositiveSmallIntegerField("第几轮")
    starts_on = models.DateField("起")
    days = models.PositiveSmallIntegerField("天数")
    until = models.DateField("止")
    group_name = models.CharField("村民小组", max_length=60, blank=True)
    shown_name = models.CharField("户主", max_length=60)
    members = models.PositiveSmallIntegerField("人口", null=True)
    outcome = models.CharField("拟定结果", max_length=60)
    stopped_since = models.DateField("停算起", null=True)
    stopped_days = models.PositiveSmallIntegerField("停算天数", default=0)
    withdrawn_on = models.DateField("撤下日期", null=True)

    objects = NoticeEntryQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="casework_noticed_once", fields=("notice", "case")),
            models.CheckConstraint(name="casework_notice_period", condition=Q(until__gt=F("starts_on"))),
        )

    @property
    def window(self) -> Window:
        return Window(self.starts_on, self.until, self.stopped_since is not None)

    def is_running_on(self, day: date) -> bool:
        """As :meth:`NoticeEntryQuerySet.running_on`."""
        return self.withdrawn_on is None and not self.window.is_ahead(day) and not self.window.is_over(day)


class Objection(models.Model):
    """What somebody says against an entry, with or without name. While it is unanswered the notice's days do not count.

    With ``reference`` who said it reads the answer without sign-in. Null in rows from before it was given; a column that
    may be null is also the only kind that SQLite adds without making the table anew, which would drop its guards.
    """

    class Channel(models.TextChoices):
        PAGE = "page", "公示网页"
        IN_PERSON = "person", "当面"
        LETTER = "letter", "书面"
        PHONE = "phone", "电话"
        HOTLINE = "hotline", "12317"

    entry = models.ForeignKey(
        "casework.NoticeEntry", models.PROTECT, related_name="objections", verbose_name="公示条目"
    )
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="objections", verbose_name="办件")
    channel = models.CharField("方式", max_length=10, choices=Channel.choices)
    by_name = models.CharField("提出人", max_length=60, blank=True)
    text = models.CharField("内容", max_length=600)
    reference = models.CharField("查询号", max_length=12, null=True)  # noqa: DJ001
    received_on = models.DateField("提出日期")
    received_at = models.DateTimeField("录入时间")
    recorded_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    is_upheld = models.BooleanField("异议成立", null=True)
    answer = models.CharField("答复", max_length=600, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    answered_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(name="casework_objection_text", condition=~Q(text="")),
            models.UniqueConstraint(
                name="casework_objection_reference", fields=("reference",), condition=Q(reference__isnull=False)
            ),
            models.CheckConstraint(
                name="casework_objection_recorded",
                condition=Q(channel="page", recorded_by__isnull=True)
                | (~Q(channel="page") & Q(recorded_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="casework_objection_answered",
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="", is_upheld__isnull=True)
                | (
                    Q(answered_on__isnull=False, answered_by__isnull=False, is_upheld__isnull=False)
                    & ~Q(answer="")
                    & Q(answered_on__gte=F("received_on"))
                ),
            ),
        )
