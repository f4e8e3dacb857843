"""Decisions and who may make them. A decision is one row that the database can judge by itself; it never changes."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from jingzhun.accounts.models import Post


class Decision(models.Model):
    """One outcome of one step. What it stands on is copied into it, checked by constraints, and compared with the rows
    it was copied from by a trigger (migration ``0002_guards``).

    ``behalf_of`` is who delegated the post; then ``official`` is who acted, and both count as having decided.
    """

    class Outcome(models.TextChoices):
        PASS = "pass", "通过"
        RETURN = "return", "退回"
        REFUSE = "refuse", "不予通过"
        WITHDRAW = "withdraw", "撤回"

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="decisions", verbose_name="办件")
    round = models.PositiveSmallIntegerField("第几轮")
    number = models.PositiveSmallIntegerField("第几步")
    step = models.ForeignKey("casework.ProcedureStep", models.PROTECT, related_name="+", verbose_name="步骤")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="上一步")
    previous_number = models.PositiveSmallIntegerField("上一步是第几步", default=0)
    outcome = models.CharField("结论", max_length=10, choices=Outcome.choices)
    opinion = models.CharField("意见", max_length=400, blank=True)
    official = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="办理人")
    behalf_of = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="受谁委托"
    )
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+", verbose_name="岗位")
    role = models.CharField("角色", max_length=30)
    post_level = models.PositiveSmallIntegerField("岗位级别")
    post_first = models.CharField("岗位区划起", max_length=15)
    post_after = models.CharField("岗位区划止", max_length=15)
    step_level = models.PositiveSmallIntegerField("步骤级别")
    case_area = models.CharField("办件区划", max_length=15)
    decided_on = models.DateField("办理日期")
    decided_at = models.DateTimeField("录入时间")
    not_before_on = models.DateField("可办日期")
    open_objections = models.PositiveSmallIntegerField("未答复的异议")
    missing_papers = models.PositiveSmallIntegerField("未交材料")
    missing_signatures = models.PositiveSmallIntegerField("未签字")
    missing_checks = models.PositiveSmallIntegerField("未过的比对和抽查")
    unmet = models.PositiveSmallIntegerField("未达到的标准")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="casework_decided_once", fields=("case", "round", "number")),
            models.CheckConstraint(
                name="casework_no_step_skipped",
                condition=Q(number=F("previous_number") + 1)
                & (Q(number=1, previous__isnull=True) | Q(number__gt=1, previous__isnull=False)),
            ),
            models.CheckConstraint(
                name="casework_post_reaches_case",
                condition=Q(case_area__gte=F("post_first"), case_area__lt=F("post_after")),
            ),
            models.CheckConstraint(name="casework_post_of_level", condition=Q(post_level=F("step_level"))),
            models.CheckConstraint(
                name="casework_notice_has_ended",
                condition=~Q(outcome="pass") | Q(decided_on__gte=F("not_before_on")),
            ),
            models.CheckConstraint(
                name="casework_nothing_open",
                condition=~Q(outcome="pass")
                | Q(open_objections=0, missing_papers=0, missing_signatures=0, missing_checks=0, unmet=0),
            ),
            models.CheckConstraint(name="casework_reason_given", condition=Q(outcome="pass") | ~Q(opinion="")),
            models.CheckConstraint(
                name="casework_not_for_oneself",
                condition=Q(behalf_of__isnull=True) | ~Q(behalf_of=F("official")),
            ),
            models.CheckConstraint(
                name="casework_decision_outcome", condition=Q(outcome__in=("pass", "return", "refuse", "withdraw"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.get_outcome_display()}"


class DelegationQuerySet(models.QuerySet):
    def in_force_on(self, day: date) -> Self:
        """Of posts that are held on ``day``: who holds a post no longer has nothing to lend."""
        return self.filter(since__lte=day, until__gt=day, post__in=Post.objects.held_on(day))


class Delegation(models.Model):
    """A post lent to another official from a day to a day, with the reason; both count where a procedure asks for two."""

    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="delegations", verbose_name="岗位")
    to = models.ForeignKey("accounts.Official", models.PROTECT, related_name="delegations", verbose_name="代办人")
    since = models.DateField("起")
    until = models.DateField("止")
    reason = models.CharField("原因", max_length=200)
    given_at = models.DateTimeField("登记时间")
    given_by_id = models.BigIntegerField("登记人")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="casework_delegation_period", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(name="casework_delegation_reason", condition=~Q(reason="")),
        )
