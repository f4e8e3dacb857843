"""Report templates: a Word file whose placeholders name figures, in immutable versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..definition import Definition, read_definition


class TemplateQuerySet(models.QuerySet):
    def newest(self) -> TemplateQuerySet:
        """The last version of each report."""
        last = self.filter(name=models.OuterRef("name")).order_by("-version").values("pk")[:1]
        return self.filter(pk=models.Subquery(last))


class ReportTemplate(models.Model):
    """``definition`` is the pack's YAML text, ``file`` the Word file. A change is a new version; reports keep theirs."""

    name = models.CharField("报告", max_length=80)
    version = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=120)
    pack = models.CharField("政策包", max_length=80)
    definition = models.TextField("定义")
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, related_name="+", verbose_name="Word 模板")
    is_shipped = models.BooleanField("随系统提供")
    stored_at = models.DateTimeField("存入时间")
    stored_by = models.CharField("存入人", max_length=60)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(name="reports_template_version", fields=("name", "version")),
            models.CheckConstraint(name="reports_template_counted", condition=Q(version__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.title} 第{self.version}版"

    @property
    def defined(self) -> Definition:
        return read_definition(self.definition, name=self.name)
