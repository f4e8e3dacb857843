import django.db.models.deletion
from django.db import migrations, models

import jingzhun.core.figure
from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0001_initial"),
        ("policy", "0002_deciding"),
        ("registry", "0001_initial"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="RosterSnapshot",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("as_of", models.DateField(verbose_name="事实截至")),
                    ("known_at", models.DateTimeField(verbose_name="所知至")),
                    ("last_change", models.BigIntegerField(default=0, verbose_name="最后一次写入")),
                    ("digest", models.CharField(db_index=True, max_length=64, verbose_name="名册摘要")),
                    ("folder", models.CharField(max_length=80, verbose_name="文件夹")),
                    ("rows", models.JSONField(default=dict, verbose_name="各表行数")),
                    ("unread", models.JSONField(default=dict, verbose_name="未能解密")),
                    ("built_at", models.DateTimeField(verbose_name="建成时间")),
                    ("milliseconds", models.PositiveIntegerField(default=0, verbose_name="用时（毫秒）")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="areas.area",
                            verbose_name="范围",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "indexes": [models.Index(fields=["area", "as_of", "known_at"], name="results_roster_of")],
                },
            ),
            migrations.CreateModel(
                name="Run",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("as_of", models.DateField(verbose_name="事实截至")),
                    ("known_at", models.DateTimeField(null=True, verbose_name="所知至")),
                    (
                        "engine",
                        models.CharField(
                            choices=[("duckdb", "DuckDB"), ("reference", "参考引擎")],
                            max_length=12,
                            verbose_name="引擎",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "等待"),
                                ("running", "进行中"),
                                ("done", "完成"),
                                ("failed", "未完成"),
                            ],
                            default="waiting",
                            max_length=8,
                            verbose_name="状态",
                        ),
                    ),
                    ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="进度（%）")),
                    ("doing", models.CharField(blank=True, max_length=80, verbose_name="正在做")),
                    ("problem", models.CharField(blank=True, max_length=400, verbose_name="未完成的原因")),
                    ("findings_digest", models.CharField(blank=True, max_length=64, verbose_name="结果摘要")),
                    ("counts", models.JSONField(default=dict, verbose_name="各条计数")),
                    ("standards", models.JSONField(default=list, verbose_name="标准和条目")),
                    ("parameters", models.JSONField(default=list, verbose_name="用到的参数")),
                    ("seconds", models.JSONField(default=dict, verbose_name="各步用时（秒）")),
                    ("asked_by_id", models.BigIntegerField(null=True, verbose_name="发起人")),
                    ("asked_by_name", models.CharField(max_length=60, verbose_name="发起人姓名")),
                    ("asked_at", models.DateTimeField(verbose_name="发起时间")),
                    ("started_at", models.DateTimeField(null=True, verbose_name="开始")),
                    ("finished_at", models.DateTimeField(null=True, verbose_name="结束")),
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
                        "pack",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="runs",
                            to="policy.packversion",
                            verbose_name="政策包",
                        ),
                    ),
                    (
                        "roster",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="runs",
                            to="results.rostersnapshot",
                            verbose_name="名册",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "indexes": [models.Index(fields=["area", "pack", "as_of"], name="results_run_of")],
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("progress__lte", 100)), name="results_run_progress"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "done"), _negated=True),
                                models.Q(
                                    ("roster__isnull", False),
                                    ("known_at__isnull", False),
                                    ("finished_at__isnull", False),
                                    models.Q(("findings_digest", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="results_run_done",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Figure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "origin",
                        models.CharField(
                            choices=[("computed", "计算"), ("stated", "引述"), ("typed", "手填")],
                            max_length=10,
                            verbose_name="来历",
                        ),
                    ),
                    ("indicator", models.CharField(max_length=60, verbose_name="指标")),
                    ("part", models.CharField(blank=True, max_length=120, verbose_name="分项")),
                    ("title", models.CharField(max_length=200, verbose_name="名称")),
                    ("kind", models.CharField(blank=True, max_length=4, verbose_name="行的种类")),
                    ("as_of", models.DateField(verbose_name="截至")),
                    ("known_at", models.DateTimeField(verbose_name="所知至")),
                    ("value", models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name="数值")),
                    ("unit", models.CharField(max_length=12, verbose_name="单位")),
                    ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                    ("rows_digest", models.CharField(blank=True, max_length=64, verbose_name="行的摘要")),
                    ("rows_file", models.CharField(blank=True, max_length=200, verbose_name="行文件")),
                    ("computed_at", models.DateTimeField(null=True, verbose_name="算于")),
                    ("document", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                    ("page", models.CharField(blank=True, max_length=40, verbose_name="页")),
                    ("trust", models.CharField(blank=True, max_length=10, verbose_name="可信度")),
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
                        "roster",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="figures",
                            to="results.rostersnapshot",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="figures",
                            to="results.run",
                        ),
                    ),
                ],
                options={
                    "ordering": ("indicator", "part", "area_id", "-as_of", "-id"),
                    "indexes": [
                        models.Index(fields=["indicator", "part", "area", "as_of"], name="results_figure_of"),
                        models.Index(fields=["run", "area"], name="results_figure_run"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("computed_at__isnull", False),
                                    ("document", ""),
                                    ("origin", jingzhun.core.figure.Origin["COMPUTED"]),
                                    ("roster__isnull", False),
                                    models.Q(("rows_digest", ""), _negated=True),
                                ),
                                models.Q(
                                    ("origin", jingzhun.core.figure.Origin["STATED"]),
                                    ("roster__isnull", True),
                                    ("rows", 0),
                                    ("rows_digest", ""),
                                    ("run__isnull", True),
                                    models.Q(("document", ""), _negated=True),
                                    models.Q(("page", ""), _negated=True),
                                ),
                                models.Q(
                                    ("origin", jingzhun.core.figure.Origin["TYPED"]),
                                    ("roster__isnull", True),
                                    ("rows", 0),
                                    ("rows_digest", ""),
                                    ("run__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="results_figure_origin",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("run__isnull", False)),
                            fields=("run", "indicator", "part", "area"),
                            name="results_figure_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("roster__isnull", False), ("run__isnull", True)),
                            fields=("roster", "indicator", "part", "area"),
                            name="results_roster_figure_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Verdict",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("pack_name", models.CharField(max_length=80, verbose_name="政策包")),
                    ("name", models.CharField(max_length=80, verbose_name="标准")),
                    ("is_programme", models.BooleanField(verbose_name="帮扶政策")),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("pass", "通过"),
                                ("fail", "不通过"),
                                ("missing", "缺数据"),
                                ("not_applicable", "不适用"),
                            ],
                            max_length=14,
                            verbose_name="结论",
                        ),
                    ),
                    ("failed", models.CharField(blank=True, max_length=400, verbose_name="不通过的条目")),
                    ("missing", models.CharField(blank=True, max_length=400, verbose_name="缺数据的条目")),
                    ("amount", models.BigIntegerField(null=True, verbose_name="金额")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="results.run"
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="verdicts", to="registry.subject"
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["pack_name", "name", "area", "outcome"], name="results_verdict_in")
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("subject", "pack_name", "name"), name="results_verdict_once"),
                        models.CheckConstraint(
                            condition=models.Q(("outcome__in", ["pass", "fail", "missing", "not_applicable"])),
                            name="results_verdict_outcome",
                        ),
                    ],
                },
            ),
        ),
    ]
