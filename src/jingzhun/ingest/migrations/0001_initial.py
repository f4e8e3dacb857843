import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("areas", "0001_initial"),
        ("attachments", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="Upload",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("mapping", "待对列"),
                                ("queued", "正在核对"),
                                ("checked", "待写入"),
                                ("writing", "正在写入"),
                                ("applied", "已写入"),
                                ("undone", "已撤销"),
                                ("refused", "整个文件不收"),
                                ("abandoned", "已放弃"),
                            ],
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="文件名")),
                    ("by_name", models.CharField(max_length=60, verbose_name="上传人姓名")),
                    ("at", models.DateTimeField(verbose_name="上传时间")),
                    ("layout", models.CharField(blank=True, max_length=40, verbose_name="版式")),
                    ("sheet", models.CharField(blank=True, max_length=80, verbose_name="工作表")),
                    ("header_row", models.PositiveIntegerField(default=1, verbose_name="表头行")),
                    ("headers", models.JSONField(default=list, verbose_name="表头")),
                    ("columns", models.JSONField(default=dict, verbose_name="对列")),
                    ("samples", models.JSONField(default=list, verbose_name="样例")),
                    ("since", models.DateField(null=True, verbose_name="数据日期")),
                    ("since_is_guess", models.BooleanField(default=True, verbose_name="日期是推测的")),
                    (
                        "blank",
                        models.CharField(
                            choices=[("keep", "空白保留现有"), ("clear", "空白清除现有")],
                            default="keep",
                            max_length=5,
                            verbose_name="空白格",
                        ),
                    ),
                    ("counts", models.JSONField(default=dict, verbose_name="计数")),
                    ("error", models.TextField(blank=True, verbose_name="不收的原因")),
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
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="uploads",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上传人",
                        ),
                    ),
                    (
                        "change",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="upload",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            to="attachments.storedfile",
                            verbose_name="文件",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("change__isnull", False),
                                models.Q(("state__in", ("undone",)), _negated=True),
                                _connector="OR",
                            ),
                            name="ingest_applied_has_change",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("error", ""), models.Q(("state", "applied"), _negated=True), _connector="OR"
                            ),
                            name="ingest_refused_has_error",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RowIssue",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("refused", "拒收"), ("flagged", "提醒")], max_length=8, verbose_name="处理"
                        ),
                    ),
                    ("row", models.PositiveIntegerField(verbose_name="行")),
                    ("column", models.CharField(max_length=80, verbose_name="列")),
                    ("shown", models.CharField(blank=True, max_length=80, verbose_name="格内")),
                    ("code", models.CharField(max_length=8, verbose_name="代码")),
                    ("reason", models.CharField(max_length=300, verbose_name="为什么，怎么改")),
                    (
                        "upload",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="issues", to="ingest.upload"
                        ),
                    ),
                ],
                options={
                    "ordering": ("row", "id"),
                    "indexes": [models.Index(fields=["upload", "kind", "row"], name="issue_upload")],
                },
            ),
            migrations.CreateModel(
                name="Difference",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("new", "新增"), ("changed", "变更")], max_length=8, verbose_name="处理"
                        ),
                    ),
                    ("code", models.CharField(max_length=40, verbose_name="编号")),
                    ("who", models.CharField(blank=True, max_length=60, verbose_name="谁")),
                    ("place", models.CharField(blank=True, max_length=40, verbose_name="所在")),
                    ("field", models.CharField(max_length=60, verbose_name="字段")),
                    ("unit", models.CharField(blank=True, max_length=12, verbose_name="单位")),
                    ("before", models.CharField(blank=True, max_length=200, verbose_name="现有")),
                    ("after", models.CharField(blank=True, max_length=200, verbose_name="文件")),
                    (
                        "upload",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="differences", to="ingest.upload"
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "indexes": [models.Index(fields=["upload", "kind"], name="difference_upload")],
                },
            ),
            migrations.CreateModel(
                name="SavedMapping",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("signature", models.CharField(max_length=32, verbose_name="表头摘要")),
                    ("layout", models.CharField(max_length=40, verbose_name="版式")),
                    ("targets", models.JSONField(default=dict, verbose_name="对列")),
                    ("saved_by", models.CharField(max_length=60, verbose_name="保存人")),
                    ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="areas.area",
                            verbose_name="单位所在",
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("area", "signature"), name="ingest_mapping_once")],
                },
            ),
        ),
    ]
