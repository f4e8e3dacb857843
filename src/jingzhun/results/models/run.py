"""A run: one pack over one roster by one engine, with how far it is and how it ended."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models


class RunQuerySet(models.QuerySet):
    def finished(self) -> RunQuerySet:
        return self.filter(state=Run.State.DONE)


class Run(models.Model):
    """``known_at`` is filled from the roster when it was built. Findings lie in ``runs/<id>`` of the data folder."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "未完成"

    pack = models.ForeignKey("policy.PackVersion", models.PROTECT, related_name="runs", verbose_name="政策包")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="范围")
    as_of = models.DateField("事实截至")
    known_at = models.DateTimeField("所知至", null=True)
    engine = models.CharField("引擎", max_length=12, choices=[("duckdb", "DuckDB"), ("reference", "参考引擎")])
    roster = models.ForeignKey(
        "results.RosterSnapshot", models.PROTECT, null=True, related_name="runs", verbose_name="名册"
    )
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("进度（%）", default=0)
    doing = models.CharField("正在做", max_length=80, blank=True)
    problem = models.CharField("未完成的原因", max_length=400, blank=True)
    findings_digest = models.CharField("结果摘要", max_length=64, blank=True)
    counts = models.JSONField("各条计数", default=dict)
    standards = models.JSONField("标准和条目", default=list)
    parameters = models.JSONField("用到的参数", default=list)
    seconds = models.JSONField("各步用时（秒）", default=dict)
    asked_by_id = models.BigIntegerField("发起人", null=True)
    asked_by_name = models.CharField("发起人姓名", max_length=60)
    asked_at = models.DateTimeField("发起时间")
    started_at = models.DateTimeField("开始", null=True)
    finished_at = models.DateTimeField("结束", null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(name="results_run_of", fields=("area", "pack", "as_of")),)
        constraints = (
            models.CheckConstraint(name="results_run_progress", condition=models.Q(progress__lte=100)),
            models.CheckConstraint(
                name="results_run_done",
                condition=~models.Q(state="done")
                | (
                    models.Q(roster__isnull=False)
                    & models.Q(known_at__isnull=False)
                    & models.Q(finished_at__isnull=False)
                    & ~models.Q(findings_digest="")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pack.title} {self.as_of}"

    @property
    def path(self) -> Path:
        return Path(settings.DATA_FOLDER) / "runs" / str(self.pk)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
