"""A case: one subject going through one procedure, and batches that a village sends up together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.core.text import fold_name
from jingzhun.ledger.models import ProjectProfile
from jingzhun.registry.models import Subject
from jingzhun.registry.models.household import with_heads


class CaseQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=Case.State.OPEN)

    def for_role(self, role: str) -> Self:
        """Open cases whose present step is decided by posts of ``role``."""
        return self.open().filter(step__roles__contains=f",{role},")

    def waiting_for(self, post: Post) -> Self:
        """Open cases in the post's area whose present step is this post's to decide."""
        return within(self.for_role(post.role), post).filter(step__level=post.area.level)

    def done_by_others(self, officials: Collection[int]) -> Self:
        """Cases in which none of ``officials`` decided or signed a step that the present one must not share a person with."""
        who = Q(official_id__in=officials)
        rows, acts = self, (("casework.Decision", who | Q(behalf_of_id__in=officials)), ("casework.Signature", who))
        for model, by in acts:
            number = Concat(Value(","), Cast("number", models.CharField()), Value(","))
            own = apps.get_model(model).objects.filter(by, case=OuterRef("pk")).annotate(mark=number)
            same = own.filter(case__step__differs_from__contains=F("mark"))
            rows = rows.exclude(Exists(same))
        return rows

    def can_move(self, today: date) -> Self:
        """Cases whose notices have run out and that no objection holds up."""
        return self.filter(not_before_on__lte=today, open_objections=0)

    def with_names(self, day: date) -> Self:
        """Adds ``head_name``, the head of the household that a case is about, and ``project_name``, as of a day; null for others."""
        name = ProjectProfile.objects.as_of(day).filter(subject=OuterRef("subject")).values("name")[:1]
        return with_heads(self, day, household="subject_id").annotate(project_name=Subquery(name))

    def matching(self, text: str) -> Self:
        """Number of the case or of its subject begins with ``text``, or the name contains it (after ``with_names``)."""
        sought = text.strip()
        return self.filter(
            Q(number__startswith=sought)
            | Q(subject__code__startswith=sought)
            | Q(head_name__contains=fold_name(sought))
            | Q(project_name__contains=sought)
        )

    def overdue(self, today: date) -> Self:
        return self.open().filter(Q(due_on__lt=today) | Q(step_due_on__lt=today))


class Case(models.Model):
    """``step`` is the one to be decided next; null once closed. ``not_before_on`` is the first day on which it may be decided.

    The four counters are what still stands in the way; every write to a case brings them up to date, and the database
    compares them with the rows behind them when a decision is made. ``frozen`` is what was known of the subject when the
    case was opened; ``proposed`` what the steps asked for, by input and field.
    """

    class State(models.TextChoices):
        OPEN = "open", "在办"
        DONE = "done", "办结"
        REFUSED = "refused", "不予通过"
        WITHDRAWN = "withdrawn", "撤回"

    number = models.CharField("办件号", max_length=20, unique=True)
    procedure = models.ForeignKey("casework.Procedure", models.PROTECT, related_name="cases", verbose_name="程序")
    subject = models.ForeignKey("registry.Subject", models.PROTECT, related_name="cases", verbose_name="对象")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="区划")
    batch = models.ForeignKey("casework.Batch", models.PROTECT, null=True, related_name="cases", verbose_name="批次")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    step = models.ForeignKey("casework.ProcedureStep", models.PROTECT, null=True, related_name="+", verbose_name="办到")
    origin = models.CharField("来源", max_length=40)
    reason = models.CharField("事由", max_length=400)
    is_urgent = models.BooleanField("绿色通道", default=False)
    proposed = models.JSONField("拟定", default=dict)
    frozen = models.JSONField("立案时的事实", default=dict)
    run = models.ForeignKey("results.Run", models.PROTECT, null=True, related_name="+", verbose_name="依据的评估")
    opened_on = models.DateField("受理日期")
    opened_at = models.DateTimeField("立案时间")
    opened_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="立案人")
    holder = models.ForeignKey("accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="承办人")
    due_on = models.DateField("全程期限", null=True)
    step_since = models.DateField("本步起")
    step_due_on = models.DateField("本步期限", null=True)
    not_before_on = models.DateField("可办日期")
    open_objections = models.PositiveSmallIntegerField("未答复的异议", default=0)
    missing_papers = models.PositiveSmallIntegerField("未交材料", default=0)
    missing_signatures = models.PositiveSmallIntegerField("未签字", default=0)
    missing_checks = models.PositiveSmallIntegerField("未过的比对和抽查", default=0)
    closed_on = models.DateField("办结日期", null=True)
    change = models.ForeignKey("registry.Change", models.PROTECT, null=True, related_name="+", verbose_name="写入")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="casework_one_open_case", fields=("subject", "procedure"), condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="casework_case_closed",
                condition=Q(state="open", closed_on__isnull=True, step__isnull=False)
                | (~Q(state="open") & Q(closed_on__isnull=False, step__isnull=True)),
            ),
            models.CheckConstraint(
                name="casework_case_days",
                condition=(Q(due_on__isnull=True) | Q(due_on__gte=F("opened_on")))
                & (Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")))
                & Q(step_since__gte=F("opened_on")),
            ),
            models.CheckConstraint(name="casework_case_reason", condition=~Q(reason="") & ~Q(origin="")),
        )
        indexes = (
            models.Index(name="casework_case_work", fields=("state", "area", "step")),
            models.Index(name="casework_case_subject", fields=("subject", "state")),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def about(self) -> str:
        """What the case is about, of a row from ``with_names``: 此里农布户, the project's name, a claim's number, else the place."""
        if self.head_name:
            return f"{self.head_name}户"
        if self.subject.kind == Subject.Kind.CLAIM:
            return f"报账单 {self.subject.code}"
        if self.subject.kind == Subject.Kind.FUND_REQUEST:
            return f"基金申请 {self.subject.code}"
        if self.subject.kind == Subject.Kind.AWARD_ROSTER:
            return f"奖补名册 {self.subject.code}"
        return self.project_name or self.area.title

    @property
    def next_due_on(self) -> date | None:
        """The nearer of the time limits of the step and of the whole; None where there is none, or the case is closed."""
        return min(filter(None, (self.step_due_on, self.due_on)), default=None) if self.is_open else None

    @property
    def version(self) -> str:
        """What a form shows of the case; a stale one is refused."""
        return f"{self.round}.{self.step_id or 0}"


class Batch(models.Model):
    """Cases of one procedure that a village sends up together: one roster, each case with its own outcome."""

    number = models.CharField("批次号", max_length=20, unique=True)
    procedure = models.ForeignKey("casework.Procedure", models.PROTECT, related_name="+", verbose_name="程序")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="区划")
    title = models.CharField("名称", max_length=80)
    opened_on = models.DateField("报送日期")
    opened_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="报送人")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Serial(models.Model):
    """The last number given in a series (办件 of a year, 公示 of an area and year); taken under its row lock."""

    name = models.CharField("序列", primary_key=True, max_length=40)
    last = models.PositiveIntegerField("已用到", default=0)
