import django.db.models.deletion
from django.db import migrations, models

import jingzhun.core.figure
from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0001_initial"),
        ("attachments", "0001_initial"),
        ("results", "0001_initial"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="ReportTemplate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=80, verbose_name="报告")),
                    ("version", models.PositiveIntegerField(verbose_name="版本")),
                    ("title", models.CharField(max_length=120, verbose_name="名称")),
                    ("pack", models.CharField(max_length=80, verbose_name="政策包")),
                    ("definition", models.TextField(verbose_name="定义")),
                    ("is_shipped", models.BooleanField(verbose_name="随系统提供")),
                    ("stored_at", models.DateTimeField(verbose_name="存入时间")),
                    ("stored_by", models.CharField(max_length=60, verbose_name="存入人")),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="attachments.storedfile",
                            verbose_name="Word 模板",
                        ),
                    ),
                ],
                options={
                    "ordering": ("name", "-version"),
                    "constraints": [
                        models.UniqueConstraint(fields=("name", "version"), name="reports_template_version"),
                        models.CheckConstraint(
                            condition=models.Q(("version__gte", 1)), name="reports_template_counted"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Report",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("title", models.CharField(max_length=200, verbose_name="标题")),
                    ("as_of", models.DateField(verbose_name="截至")),
                    ("words", models.JSONField(default=dict, verbose_name="填写的词")),
                    ("word_count", models.PositiveIntegerField(verbose_name="字数")),
                    ("loose", models.PositiveIntegerField(default=0, verbose_name="无来历的数字")),
                    ("written_at", models.DateTimeField(verbose_name="生成时间")),
                    ("written_by_id", models.BigIntegerField(null=True, verbose_name="生成人")),
                    ("written_by_name", models.CharField(max_length=60, verbose_name="生成人姓名")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="areas.area",
                            verbose_name="范围",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="attachments.storedfile",
                            verbose_name="Word 文件",
                        ),
                    ),
                    (
                        "replaces",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="reports.report",
                        ),
                    ),
                    (
                        "roster",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="results.rostersnapshot",
                            verbose_name="名册",
                        ),
                    ),
                    (
                        "template",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reports",
                            to="reports.reporttemplate",
                            verbose_name="模板",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("replaces__isnull", True),
                                models.Q(("replaces", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                            name="reports_not_itself",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReportFigure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="编号")),
                    ("name", models.CharField(max_length=80, verbose_name="名称")),
                    ("shown", models.CharField(max_length=40, verbose_name="数值")),
                    ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                    (
                        "origin",
                        models.CharField(
                            choices=[("computed", "计算"), ("stated", "引述"), ("typed", "手填")],
                            max_length=10,
                            verbose_name="来历",
                        ),
                    ),
                    ("places", models.CharField(max_length=400, verbose_name="正文位置")),
                    (
                        "figure",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="results.figure",
                            verbose_name="数字",
                        ),
                    ),
                    (
                        "report",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="reports.report"
                        ),
                    ),
                ],
                options={
                    "ordering": ("report", "number"),
                    "constraints": [
                        models.UniqueConstraint(fields=("report", "number"), name="reports_figure_number"),
                        models.UniqueConstraint(fields=("report", "name"), name="reports_figure_name"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("figure__isnull", True), ("origin", jingzhun.core.figure.Origin["TYPED"])),
                                models.Q(
                                    models.Q(("origin", jingzhun.core.figure.Origin["TYPED"]), _negated=True),
                                    ("figure__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="reports_figure_traced",
                        ),
                    ],
                },
            ),
        ),
    ]
