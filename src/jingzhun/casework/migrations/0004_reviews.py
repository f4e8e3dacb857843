import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("areas", "0001_initial"),
        ("casework", "0003_notices_and_suggestions"),
        ("registry", "0004_packfact"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="Review",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("title", models.CharField(max_length=80, verbose_name="名称")),
                    ("code", models.CharField(max_length=60, verbose_name="程序代号")),
                    ("opened_on", models.DateField(verbose_name="开始")),
                    ("due_on", models.DateField(verbose_name="截止")),
                    ("opened_at", models.DateTimeField(verbose_name="录入时间")),
                    ("rules", models.JSONField(default=dict, verbose_name="三类对象怎么定")),
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
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发起人",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("due_on__gte", models.F("opened_on"))), name="casework_review_period"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True), name="casework_review_named"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewTarget",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("poor", "贫困户见面"), ("borderline", "临界户排查"), ("doubtful", "疑点户复核")],
                            max_length=10,
                            verbose_name="类别",
                        ),
                    ),
                    ("why", models.CharField(max_length=120, verbose_name="为什么在名单上")),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="targets",
                            to="casework.review",
                            verbose_name="回头看",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="农户",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(fields=("review", "kind", "subject"), name="casework_target_once"),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ("poor", "borderline", "doubtful"))),
                            name="casework_target_kind",
                        ),
                    ],
                },
            ),
        ),
    ]
