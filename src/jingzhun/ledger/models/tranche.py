"""The instalments in which a project's money is disbursed or reimbursed (334, 4:5:1), and what opened each.

Taken from a pack when they are chosen; afterwards the rows stand as they are. One person proposes to open an instalment,
another confirms. The database lets no money of the project go beyond the shares of the opened instalments, and opens none
without such a confirmation (:mod:`jingzhun.ledger.tranche_guards`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class TranchePlan(models.Model):
    """``flow`` is the kind of movement that is held to the instalments: ``allocate`` (拨付) or ``claim`` (报账).

    ``base`` fen is what the shares are of; ``pack`` and ``template`` say where they are from.
    """

    project = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="tranche_plan")
    flow = models.CharField("管哪一步", max_length=12)
    title = models.CharField("方式", max_length=80)
    pack = models.CharField("政策包", max_length=80)
    template = models.CharField("模板", max_length=40)
    base = models.BigIntegerField("总额")
    chosen_on = models.DateField("选定日期")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        constraints = (
            models.CheckConstraint(name="ledger_trancheplan_base", condition=Q(base__gt=0)),
            models.CheckConstraint(name="ledger_trancheplan_flow", condition=Q(flow__in=("allocate", "claim"))),
        )

    def __str__(self) -> str:
        return self.title


class Tranche(models.Model):
    """One instalment. ``share``, ``needed``, ``limit`` and ``progress`` are basis points (1/10000).

    ``met_on`` is the day of completion or acceptance; ``releases_on`` the first day on which a retention may be given back.
    """

    class Gate(models.TextChoices):
        START = "start", "开工"
        PROGRESS = "progress", "进度"
        DONE = "done", "完工"
        ACCEPTANCE = "acceptance", "验收"
        WARRANTY = "warranty", "质保期满"

    plan = models.ForeignKey("ledger.TranchePlan", models.PROTECT, related_name="tranches", verbose_name="项目")
    number = models.PositiveSmallIntegerField("第几笔")
    title = models.CharField("名称", max_length=40)
    share = models.PositiveIntegerField("份额")
    gate = models.CharField("条件", max_length=12, choices=Gate.choices)
    needed = models.PositiveIntegerField("进度门槛", null=True)
    limit = models.PositiveIntegerField("质保金上限", null=True)
    years = models.PositiveSmallIntegerField("质保年数", default=0)
    opened_on = models.DateField("打开日期", null=True)
    progress = models.PositiveIntegerField("当时进度", null=True)
    met_on = models.DateField("完工或验收日期", null=True)
    releases_on = models.DateField("质保期满", null=True)
    basis = models.CharField("依据", max_length=200, blank=True, default="")
    opened_by = models.ForeignKey(
        "registry.Change", models.PROTECT, null=True, related_name="+", verbose_name="打开的写入"
    )

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(name="ledger_tranche_number", fields=("plan", "number")),
            models.CheckConstraint(name="ledger_tranche_share", condition=Q(share__gt=0, share__lte=10_000)),
            models.CheckConstraint(
                name="ledger_tranche_retention",
                condition=~Q(gate="warranty") | Q(limit__isnull=False, share__lte=F("limit"), years__gt=0),
            ),
            models.CheckConstraint(name="ledger_tranche_gate", condition=~Q(gate="progress") | Q(needed__isnull=False)),
            models.CheckConstraint(
                name="ledger_tranche_opened",
                condition=Q(opened_on__isnull=True)
                | (
                    ~Q(basis="")
                    & (
                        Q(gate="start")
                        | Q(gate="progress", progress__isnull=False, progress__gte=F("needed"))
                        | Q(gate__in=("done", "acceptance"), met_on__isnull=False, met_on__lte=F("opened_on"))
                        | Q(gate="warranty", releases_on__isnull=False, releases_on__lte=F("opened_on"))
                    )
                ),
            ),
        )

    def __str__(self) -> str:
        return f"第 {self.number} 笔 {self.title}"


class TrancheOpening(models.Model):
    """What one person proposed and another decided about opening an instalment; kept whatever came of it.

    ``progress`` and ``met_on`` are stated where the project's own rows said nothing; ``file`` is the paper that bears it out.
    """

    class Outcome(models.TextChoices):
        WAITING = "", "待确认"
        CONFIRMED = "confirmed", "已确认"
        DECLINED = "declined", "已退回"

    tranche = models.ForeignKey("ledger.Tranche", models.PROTECT, related_name="openings", verbose_name="笔")
    basis = models.CharField("依据", max_length=200)
    progress = models.PositiveIntegerField("进度", null=True)
    met_on = models.DateField("完工或验收日期", null=True)
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="文件")
    file_name = models.CharField("文件名", max_length=200, blank=True)
    proposed_on = models.DateField("提出日期")
    proposed_by = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="提出的写入")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True, default="")
    decided_on = models.DateField("确认日期", null=True)
    decided_by = models.ForeignKey(
        "accounts.Official", models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    decided_change = models.ForeignKey(
        "registry.Change", models.PROTECT, null=True, related_name="+", verbose_name="确认的写入"
    )
    note = models.CharField("退回理由", max_length=200, blank=True)

    class Meta:
        ordering = ("tranche", "pk")
        constraints = (
            models.UniqueConstraint(
                name="ledger_trancheopening_waiting", fields=("tranche",), condition=Q(outcome="")
            ),
            models.CheckConstraint(name="ledger_trancheopening_basis", condition=~Q(basis="")),
            models.CheckConstraint(
                name="ledger_trancheopening_decided",
                condition=Q(outcome="", decided_on__isnull=True, decided_by__isnull=True, decided_change__isnull=True)
                | Q(
                    outcome__in=("confirmed", "declined"), decided_on__isnull=False, decided_by__isnull=False,
                    decided_change__isnull=False, decided_on__gte=F("proposed_on"),
                ),
            ),
            models.CheckConstraint(
                name="ledger_trancheopening_two_people",
                condition=~Q(outcome="confirmed") | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="ledger_trancheopening_why", condition=~Q(outcome="declined") | ~Q(note="")
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.tranche} {self.get_outcome_display()}"
