"""A figure: a number with its definition, its rows and the state of knowledge it stands on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from jingzhun.core.figure import Origin


class FigureQuerySet(models.QuerySet):
    def computed(self) -> FigureQuerySet:
        return self.filter(origin=Origin.COMPUTED)


class Figure(models.Model):
    """``indicator`` and ``part`` (an item and outcome, a category) name the definition in :mod:`jingzhun.results.indicators`.

    ``value`` is exact in ``unit`` (money in fen, unit 分). ``rows`` and ``rows_digest`` identify the rows, kept in
    ``rows_file`` under the data folder. A stated figure has a document and a page instead and no rows of ours.
    """

    origin = models.CharField("来历", max_length=10, choices=[(each.value, each.label) for each in Origin])
    indicator = models.CharField("指标", max_length=60)
    part = models.CharField("分项", max_length=120, blank=True)
    title = models.CharField("名称", max_length=200)
    kind = models.CharField("行的种类", max_length=4, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="范围")
    as_of = models.DateField("截至")
    known_at = models.DateTimeField("所知至")
    value = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    unit = models.CharField("单位", max_length=12)
    run = models.ForeignKey("results.Run", models.CASCADE, null=True, related_name="figures")
    roster = models.ForeignKey("results.RosterSnapshot", models.PROTECT, null=True, related_name="figures")
    rows = models.PositiveIntegerField("行数", default=0)
    rows_digest = models.CharField("行的摘要", max_length=64, blank=True)
    rows_file = models.CharField("行文件", max_length=200, blank=True)
    computed_at = models.DateTimeField("算于", null=True)
    document = models.CharField("出处", max_length=200, blank=True)
    page = models.CharField("页", max_length=40, blank=True)
    trust = models.CharField("可信度", max_length=10, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "part", "area_id", "-as_of", "-id")
        indexes = (
            models.Index(name="results_figure_of", fields=("indicator", "part", "area", "as_of")),
            models.Index(name="results_figure_run", fields=("run", "area")),
        )
        constraints = (
            models.CheckConstraint(
                name="results_figure_origin",
                condition=Q(origin=Origin.COMPUTED, roster__isnull=False, computed_at__isnull=False, document="")
                & ~Q(rows_digest="")
                | Q(origin=Origin.STATED, roster__isnull=True, run__isnull=True, rows=0, rows_digest="")
                & ~Q(document="")
                & ~Q(page="")
                | Q(origin=Origin.TYPED, roster__isnull=True, run__isnull=True, rows=0, rows_digest=""),
            ),
            models.UniqueConstraint(
                name="results_figure_once",
                fields=("run", "indicator", "part", "area"),
                condition=Q(run__isnull=False),
            ),
            models.UniqueConstraint(
                name="results_roster_figure_once",
                fields=("roster", "indicator", "part", "area"),
                condition=Q(run__isnull=True, roster__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("figure", args=[self.pk])
