import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("areas", "0001_initial"),
        ("casework", "0002_guards"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="Suggestion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("page", models.CharField(blank=True, max_length=200, verbose_name="从哪一页")),
                    ("text", models.CharField(max_length=600, verbose_name="内容")),
                    ("by_name", models.CharField(blank=True, max_length=60, verbose_name="提出人")),
                    ("reference", models.CharField(max_length=12, unique=True, verbose_name="查询号")),
                    ("received_on", models.DateField(verbose_name="收到日期")),
                    ("received_at", models.DateTimeField(verbose_name="录入时间")),
                    ("answer", models.CharField(blank=True, max_length=600, verbose_name="答复")),
                    ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                ],
                options={
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True), name="casework_suggestion_text"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="VisitorTally",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("hour", models.DateTimeField(verbose_name="小时")),
                    ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                    ("times", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("hour", "digest"), name="casework_visitor_once")],
                },
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="reference",
            field=models.CharField(max_length=12, null=True, verbose_name="查询号"),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference__isnull", False)),
                fields=("reference",),
                name="casework_objection_reference",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="答复人",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area", verbose_name="单位区划"
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_by__isnull", True), ("answered_on__isnull", True)),
                    models.Q(
                        ("answered_by__isnull", False),
                        ("answered_on__gte", models.F("received_on")),
                        ("answered_on__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="casework_suggestion_answered",
            ),
        ),
    ]
