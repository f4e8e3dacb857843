import django.db.models.deletion
from django.db import migrations, models

from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="CodeList",
                fields=[
                    ("name", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="代码表")),
                    ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                    (
                        "trust",
                        models.CharField(
                            choices=[("seen", "有出处"), ("computed", "推算"), ("unchecked", "未核实")],
                            max_length=10,
                            verbose_name="可信度",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Code",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("code", models.CharField(max_length=12, verbose_name="代码")),
                    ("text", models.CharField(max_length=60, verbose_name="名称")),
                    ("ordinal", models.PositiveSmallIntegerField(verbose_name="次序")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                    (
                        "list",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="policy.codelist"
                        ),
                    ),
                ],
                options={
                    "ordering": ("list", "ordinal"),
                    "constraints": [
                        models.UniqueConstraint(fields=("list", "code"), name="policy_code_once"),
                        models.UniqueConstraint(fields=("list", "text"), name="policy_text_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PackVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=80, verbose_name="政策包")),
                    ("title", models.CharField(max_length=200, verbose_name="名称")),
                    ("content_hash", models.CharField(max_length=64, verbose_name="内容摘要")),
                    ("files", models.JSONField(verbose_name="文件")),
                    ("area", models.CharField(blank=True, max_length=15, verbose_name="适用区划")),
                    ("in_force_from", models.DateField(verbose_name="起效")),
                    ("in_force_until", models.DateField(null=True, verbose_name="失效")),
                    ("is_shipped", models.BooleanField(verbose_name="随系统提供")),
                    ("proposed_by_id", models.BigIntegerField(null=True, verbose_name="提出人")),
                    ("approved_by_id", models.BigIntegerField(null=True, verbose_name="批准人")),
                    ("stored_at", models.DateTimeField(verbose_name="存入时间")),
                ],
                options={
                    "ordering": ("name", "-stored_at"),
                    "constraints": [
                        models.UniqueConstraint(fields=("name", "content_hash"), name="policy_pack_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("is_shipped", True),
                                ("approved_by_id__isnull", True),
                                models.Q(
                                    ("proposed_by_id__isnull", False),
                                    models.Q(("approved_by_id", models.F("proposed_by_id")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="policy_pack_four_eyes",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CodeAlias",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("alias", models.CharField(max_length=60, verbose_name="别写")),
                    (
                        "code",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="policy.code"
                        ),
                    ),
                    (
                        "list",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="policy.codelist"
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("list", "alias"), name="policy_alias_once")],
                },
            ),
        ),
    ]
