"""问题台账: what an audit or inspection found about money, how it was put right, who answered for it, what came back.

A finding is written once; everything after it is a step, which stays. One written by mistake is withdrawn (撤销) by a step of
its own, as long as nothing else was done about it, and stays visible; so is a rectification, an accountability or a recovery taken back (收回)
by a step, as long as nobody answered it. A movement that counts as a recovery is not reversed before. Who rectified never closes
(:mod:`jingzhun.ledger.audit_guards`). Nothing here names a household.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within

from .movement import Movement

STATES: dict[str, str] = {
    "open": "待整改", "rectified": "待销号", "closed": "已销号", "withdrawn": "已撤销", "late": "逾期",
}  # fmt: skip
"""``late`` is neither closed nor withdrawn and past its due date, whatever else it is."""
ENDED = ("closed", "withdrawn")
DECIDING = ("rectified", "returned", *ENDED)
"""Kinds of step that decide the state; taking back a rectification does too."""
DECIDES = Q(kind__in=DECIDING) | Q(kind="revoked", revokes__kind="rectified")
"""The steps that decide."""
REVOCABLE = ("rectified", "accountable", "recovered")
COUNTED = Q(kind="recovered", revocations__isnull=True)
"""The recoveries that count: none that was taken back."""
CATEGORIES, FORMS = "审计问题类别", "责任追究方式"
"""Names of the code lists."""


class AuditFindingQuerySet(models.QuerySet):
    def for_post(self, post: Post) -> Self:
        return within(self, post)

    def standing(self) -> Self:
        """Adds ``last``: the kind of the last step that decides the state ('' before any), and ``recovered`` fen."""
        steps = FindingStep.objects.filter(finding=OuterRef("pk")).order_by()
        deciding = steps.filter(DECIDES).order_by("-pk")
        back = steps.filter(COUNTED).values("finding").annotate(fen=Sum("amount")).values("fen")
        return self.annotate(
            last=Coalesce(Subquery(deciding.values("kind")[:1]), models.Value("")),
            recovered=Coalesce(Subquery(back), 0),
        )

    def in_state(self, state: str, today: date) -> Self:
        """Of :data:`STATES`; needs :meth:`standing`."""
        return self.filter(
            {
                "open": ~Q(last__in=("rectified", *ENDED)), "rectified": Q(last="rectified"), "closed": Q(last="closed"),
                "withdrawn": Q(last="withdrawn"), "late": ~Q(last__in=ENDED) & Q(due_on__lt=today),
            }[state]
        )  # fmt: skip


class AuditFinding(models.Model):
    """About one project, fund or appropriation, and perhaps one movement of it. ``amount`` fen is what is involved, null where no
    money is; ``category`` a code of 审计问题类别. ``area`` is that of what it is about."""

    class Check(models.TextChoices):
        AUDIT = "audit", "专项审计"
        FINANCE = "finance", "财政检查"
        INSPECTION = "inspection", "督查"
        DISCIPLINE = "discipline", "纪检监察"

    number = models.CharField("问题编号", max_length=24, unique=True)
    check_kind = models.CharField("检查种类", max_length=12, choices=Check.choices)
    check_title = models.CharField("检查名称", max_length=120)
    document = models.CharField("文号", max_length=80, blank=True)
    found_on = models.DateField("发现日期")
    project = models.ForeignKey(
        "registry.Subject", models.PROTECT, null=True, related_name="audit_findings", verbose_name="项目"
    )
    fund = models.ForeignKey(
        "ledger.Fund", models.PROTECT, null=True, related_name="audit_findings", verbose_name="基金"
    )
    appropriation = models.ForeignKey(
        "ledger.Appropriation", models.PROTECT, null=True, related_name="audit_findings", verbose_name="指标"
    )
    movement = models.ForeignKey(
        "ledger.Movement", models.PROTECT, null=True, related_name="audit_findings", verbose_name="收支"
    )
    category = models.CharField("问题类别", max_length=12)
    what = models.CharField("问题", max_length=400)
    amount = models.BigIntegerField("涉及金额", null=True)
    unit = models.CharField("责任单位", max_length=80)
    office = models.CharField("责任岗位", max_length=80)
    due_on = models.DateField("整改期限")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="区划")
    recorded_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="登记人")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    objects = AuditFindingQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="ledger_auditfinding_one_subject",
                condition=Q(project__isnull=False, fund__isnull=True, appropriation__isnull=True)
                | Q(project__isnull=True, fund__isnull=False, appropriation__isnull=True)
                | Q(project__isnull=True, fund__isnull=True, appropriation__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_auditfinding_said",
                condition=~Q(check_title="") & ~Q(what="") & ~Q(unit="") & ~Q(office="") & ~Q(category=""),
            ),
            models.CheckConstraint(
                name="ledger_auditfinding_amount", condition=Q(amount__isnull=True) | Q(amount__gt=0)
            ),
            models.CheckConstraint(name="ledger_auditfinding_due", condition=Q(due_on__gte=F("found_on"))),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        """Key of :data:`STATES`, without ``late``; needs :meth:`AuditFindingQuerySet.standing`."""
        return self.last if self.last in ("rectified", *ENDED) else "open"

    @property
    def is_ended(self) -> bool:
        """Closed or withdrawn; needs :meth:`AuditFindingQuerySet.standing`."""
        return self.last in ENDED

    @property
    def about(self) -> str:
        """What it is about, by its number or name."""
        if self.project_id:
            return self.project.code
        return self.fund.title if self.fund_id else f"指标 {self.appropriation.number}"

    def last_step(self) -> FindingStep | None:
        """The step that decides the state; None before any."""
        return self.steps.filter(DECIDES).select_related("by").order_by("-pk").first()

    def money(self) -> models.QuerySet[Movement]:
        """The movements of the money that it is about: of its project or fund, or of any account of its appropriation."""
        if self.appropriation_id is None:
            return Movement.objects.filter(project=self.project_id or self.fund_id)
        own = self.appropriation_id
        return Movement.objects.filter(Q(source__appropriation=own) | Q(target__appropriation=own))

    def back(self) -> int:
        """Fen that came back."""
        return self.steps.filter(COUNTED).aggregate(fen=Sum("amount", default=0))["fen"]

    def is_late(self, today: date) -> bool:
        return not self.is_ended and self.due_on < today


class FindingStep(models.Model):
    """What was done about a finding, by whom from which post, never changed.

    ``answers`` is the rectification that a closing or a return decides, ``answered_by`` who made it, kept beside so that
    one row shows that two people were at it. ``form`` is a code of 责任追究方式; ``movement`` brought ``amount`` fen back;
    ``revokes`` is the step that this one takes back. ``by`` recorded it; ``rectified_by`` is who rectified, where a file of
    another's names him.
    """

    class Kind(models.TextChoices):
        RECTIFIED = "rectified", "整改"
        RETURNED = "returned", "退回"
        CLOSED = "closed", "销号"
        ACCOUNTABLE = "accountable", "责任追究"
        RECOVERED = "recovered", "追回"
        WITHDRAWN = "withdrawn", "撤销"
        REVOKED = "revoked", "收回"

    finding = models.ForeignKey("ledger.AuditFinding", models.PROTECT, related_name="steps", verbose_name="问题")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    done_on = models.DateField("日期")
    text = models.CharField("内容", max_length=400)
    document = models.CharField("文号", max_length=80, blank=True)
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="文件")
    file_name = models.CharField("文件名", max_length=200, blank=True)
    answers = models.OneToOneField(
        "ledger.FindingStep", models.PROTECT, null=True, related_name="answer", verbose_name="所答的整改"
    )
    answered_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="整改人"
    )
    form = models.CharField("追究方式", max_length=12, blank=True)
    movement = models.ForeignKey(
        "ledger.Movement", models.PROTECT, null=True, related_name="recoveries", verbose_name="收支"
    )
    amount = models.BigIntegerField("追回金额", null=True)
    revokes = models.ForeignKey(
        "ledger.FindingStep", models.PROTECT, null=True, related_name="revocations", verbose_name="所收回的"
    )
    by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="经办人")
    rectified_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="整改人"
    )
    office = models.CharField("岗位", max_length=80)
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        ordering = ("finding", "pk")
        constraints = (
            models.CheckConstraint(name="ledger_findingstep_said", condition=~Q(text="") & ~Q(office="")),
            models.CheckConstraint(
                name="ledger_findingstep_answer",
                condition=Q(kind__in=("returned", "closed"), answers__isnull=False, answered_by__isnull=False)
                | (Q(answers__isnull=True, answered_by__isnull=True) & ~Q(kind__in=("returned", "closed"))),
            ),
            models.CheckConstraint(
                name="ledger_findingstep_two_people", condition=~Q(kind="closed") | ~Q(by=F("answered_by"))
            ),
            models.CheckConstraint(
                name="ledger_findingstep_form",
                condition=(Q(kind="accountable") & ~Q(form="") & ~Q(document=""))
                | (~Q(kind="accountable") & Q(form="")),
            ),
            models.CheckConstraint(
                name="ledger_findingstep_recovered",
                condition=Q(kind="recovered", movement__isnull=False, amount__gt=0)
                | (~Q(kind="recovered") & Q(movement__isnull=True, amount__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding_id} {self.get_kind_display()}"

    @property
    def rectifier_id(self) -> int:
        """Who rectified: the one named, else who recorded it."""
        return self.rectified_by_id or self.by_id

    @property
    def decides(self) -> bool:
        """As :data:`DECIDES`."""
        return self.kind in DECIDING or (self.revokes is not None and self.revokes.kind == self.Kind.RECTIFIED)
