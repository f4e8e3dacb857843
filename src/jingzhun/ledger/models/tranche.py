"""The instalments in which a project's money is disbursed or reimbursed (334, 4:5:1), and what opened each.

Taken from a pack when they are chosen; afterwards the rows stand as they are. The database lets no money of the project go
beyond the shares of the opened instalments (:mod:`jingzhun.ledger.tranche_guards`).
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
