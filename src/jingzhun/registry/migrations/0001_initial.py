import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("areas", "0001_initial"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="Subject",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("person", "人"),
                                ("household", "户"),
                                ("group", "村民小组"),
                                ("village", "村"),
                                ("township", "乡镇"),
                                ("county", "县"),
                                ("organisation", "组织"),
                                ("project", "项目"),
                                ("asset", "资产"),
                            ],
                            max_length=12,
                            verbose_name="种类",
                        ),
                    ),
                    ("code", models.CharField(max_length=40, verbose_name="编号")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="subjects",
                            to="areas.area",
                            verbose_name="区划",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["kind", "area", "code"], name="subject_kind_area")],
                    "constraints": [
                        models.UniqueConstraint(fields=("kind", "code"), name="registry_subject_code"),
                        models.CheckConstraint(
                            condition=models.Q(("code", ""), _negated=True), name="registry_subject_has_code"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Change",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("import", "导入"), ("page", "补录"), ("undo", "撤销"), ("case", "办件")],
                            max_length=10,
                            verbose_name="方式",
                        ),
                    ),
                    ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                    ("by_id", models.BigIntegerField(null=True, verbose_name="人员")),
                    ("by_name", models.CharField(max_length=60, verbose_name="姓名")),
                    ("source", models.CharField(max_length=200, verbose_name="来源")),
                    ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                    ("moves", models.JSONField(default=list, verbose_name="迁移")),
                    (
                        "undone_by",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="undoes",
                            to="registry.change",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                },
            ),
            migrations.CreateModel(
                name="Household",
                fields=[
                    (
                        "subject",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="household",
                            serialize=False,
                            to="registry.subject",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Organisation",
                fields=[
                    (
                        "subject",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="organisation",
                            serialize=False,
                            to="registry.subject",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Person",
                fields=[
                    (
                        "subject",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="person",
                            serialize=False,
                            to="registry.subject",
                        ),
                    ),
                ],
            ),
        ),
        migrations.AddField(
            model_name="subject",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="created_subjects", to="registry.change"
            ),
        ),
        CreateTogether(
            migrations.CreateModel(
                name="Health",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("health", models.BinaryField(null=True)),
                    ("disability", models.BinaryField(null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="health_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_health_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_health_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Dwelling",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("grade", models.CharField(blank=True, max_length=12)),
                    ("is_dangerous", models.BooleanField(blank=True, null=True)),
                    ("floor_area", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    ("structure", models.CharField(blank=True, max_length=12)),
                    ("built_year", models.IntegerField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="dwelling_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_dwelling_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_dwelling_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CountyStatement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("year", models.IntegerField(blank=True)),
                    ("income_growth", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    (
                        "province_income_growth",
                        models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True),
                    ),
                    ("education_is_balanced", models.BooleanField(blank=True, null=True)),
                    ("dropout_is_within_rule", models.BooleanField(blank=True, null=True)),
                    ("source", models.CharField(blank=True, max_length=200)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="countystatement_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_countystatement_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "year", "since"),
                            name="registry_countystatement_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Completeness",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("table", models.CharField(max_length=20, verbose_name="表")),
                    ("year", models.PositiveSmallIntegerField(default=0, verbose_name="年度")),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "table"], name="complete_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_completeness_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "table", "year"),
                            name="registry_complete_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HouseholdCause",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("main_cause", models.CharField(blank=True, max_length=12)),
                    ("other_cause_1", models.CharField(blank=True, max_length=12)),
                    ("other_cause_2", models.CharField(blank=True, max_length=12)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="householdcause_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_householdcause_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_householdcause_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("other_cause_1", ""),
                                    models.Q(("other_cause_1", models.F("main_cause")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("other_cause_2", ""),
                                    models.Q(
                                        models.Q(("other_cause_2", models.F("main_cause")), _negated=True),
                                        models.Q(("other_cause_2", models.F("other_cause_1")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            name="registry_causes_differ",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HouseholdProfile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("group_name", models.CharField(blank=True, max_length=60)),
                    ("phone", models.BinaryField(null=True)),
                    ("bank_name", models.CharField(blank=True, max_length=60)),
                    ("bank_account", models.BinaryField(null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="householdprofile_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_householdprofile_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_householdprofile_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HouseholdServices",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("water_is_safe", models.BooleanField(blank=True, null=True)),
                    ("water_is_hard_to_get", models.BooleanField(blank=True, null=True)),
                    ("water_distance", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    ("has_electricity", models.BooleanField(blank=True, null=True)),
                    ("has_radio_tv", models.BooleanField(blank=True, null=True)),
                    ("has_road", models.BooleanField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="householdservices_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_householdservices_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_householdservices_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HouseholdStatus",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("regime", models.CharField(max_length=12)),
                    ("status", models.CharField(max_length=12)),
                    ("attribute", models.CharField(blank=True, max_length=12)),
                    ("exit_mark", models.CharField(blank=True, max_length=12)),
                    ("exit_year", models.IntegerField(blank=True, null=True)),
                    ("monitoring_kind", models.CharField(blank=True, max_length=12)),
                    ("household_type", models.CharField(blank=True, max_length=12)),
                    ("identified_on", models.DateField(blank=True, null=True)),
                    ("risk_identified_on", models.DateField(blank=True, null=True)),
                    ("risk_cleared", models.BooleanField(blank=True, null=True)),
                    ("risk_cleared_on", models.DateField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="householdstatus_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_householdstatus_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "regime", "since"),
                            name="registry_householdstatus_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="IncomeEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("key", models.CharField(max_length=64, verbose_name="行标识")),
                    ("year", models.IntegerField(blank=True)),
                    ("direction", models.CharField(max_length=12)),
                    ("kind", models.CharField(max_length=12)),
                    ("item", models.CharField(blank=True, max_length=60)),
                    ("amount", models.BigIntegerField()),
                    ("basis", models.CharField(blank=True, max_length=80)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "year"], name="income_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_incomeentry_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "key"),
                            name="registry_incomeentry_once",
                        ),
                        models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="registry_income_amount"),
                        models.CheckConstraint(
                            condition=models.Q(("direction__in", ("in", "out"))), name="registry_income_direction"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Insurance",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("has_medical", models.BooleanField(blank=True, null=True)),
                    ("has_serious_illness", models.BooleanField(blank=True, null=True)),
                    ("has_pension", models.BooleanField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="insurance_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_insurance_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_insurance_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Labour",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("capacity", models.CharField(blank=True, max_length=12)),
                    ("off_farm", models.CharField(blank=True, max_length=12)),
                    ("off_farm_months", models.IntegerField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="labour_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_labour_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_labour_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="MeasureReceived",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("key", models.CharField(max_length=64, verbose_name="行标识")),
                    ("year", models.IntegerField(blank=True)),
                    ("received_on", models.DateField(blank=True, null=True)),
                    ("category", models.CharField(max_length=12)),
                    ("item", models.CharField(blank=True, max_length=80)),
                    ("amount", models.BigIntegerField(blank=True, null=True)),
                    ("fund", models.CharField(blank=True, max_length=12)),
                    ("project_code", models.CharField(blank=True, max_length=40)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject"], name="measurereceived_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_measurereceived_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "key"),
                            name="registry_measurereceived_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                            name="registry_measure_amount",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OrganisationProfile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("name", models.CharField(max_length=80)),
                    ("kind", models.CharField(max_length=12)),
                    ("credit_code", models.CharField(blank=True, max_length=18)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="organisationprofile_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_organisationprofile_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_organisationprofile_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Pairing",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("unit_name", models.CharField(blank=True, max_length=80)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "helper",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pairings",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="帮扶责任人",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="pairing_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_pairing_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_pairing_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PersonContact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("phone", models.BinaryField(null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="personcontact_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_personcontact_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_personcontact_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PersonIdentity",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("name", models.CharField(db_index=True, max_length=60)),
                    ("initials", models.CharField(blank=True, max_length=40)),
                    ("id_number", models.BinaryField(null=True)),
                    ("id_form", models.CharField(blank=True, max_length=10)),
                    ("id_index", models.BinaryField(max_length=16, null=True, verbose_name="证件号索引")),
                    ("tail_index", models.BinaryField(max_length=16, null=True, verbose_name="末四位索引")),
                    ("sex", models.CharField(blank=True, max_length=12)),
                    ("born_on", models.DateField(blank=True, null=True)),
                    ("ethnicity", models.CharField(blank=True, max_length=12)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [
                        models.Index(fields=["subject", "since"], name="personidentity_subject"),
                        models.Index(fields=["id_index"], name="identity_id"),
                        models.Index(fields=["tail_index"], name="identity_tail"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_personidentity_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_personidentity_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProductSale",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("key", models.CharField(max_length=64, verbose_name="行标识")),
                    ("sold_on", models.DateField(blank=True)),
                    ("product", models.CharField(max_length=12)),
                    ("quantity", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    ("quantity_unit", models.CharField(blank=True, max_length=10)),
                    ("amount", models.BigIntegerField()),
                    ("is_verified", models.BooleanField(blank=True, null=True)),
                    ("verified_by", models.CharField(blank=True, max_length=60)),
                    ("buyer", models.CharField(blank=True, max_length=60)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject"], name="productsale_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_productsale_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "key"),
                            name="registry_productsale_once",
                        ),
                        models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="registry_sale_amount"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Schooling",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("education", models.CharField(blank=True, max_length=12)),
                    ("school_state", models.CharField(blank=True, max_length=12)),
                    ("is_exempt", models.BooleanField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="schooling_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_schooling_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_schooling_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatedIncome",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("year", models.IntegerField(blank=True)),
                    ("per_head", models.BigIntegerField()),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="statedincome_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_statedincome_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "year", "since"),
                            name="registry_statedincome_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="VillageConditions",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("has_hard_road", models.BooleanField(blank=True, null=True)),
                    ("road_is_guarded", models.BooleanField(blank=True, null=True)),
                    ("has_power_10kv", models.BooleanField(blank=True, null=True)),
                    ("natural_villages", models.IntegerField(blank=True, null=True)),
                    ("natural_villages_380v", models.IntegerField(blank=True, null=True)),
                    ("radio_tv_share", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    ("has_broadband_village", models.BooleanField(blank=True, null=True)),
                    ("has_broadband_school", models.BooleanField(blank=True, null=True)),
                    ("has_broadband_clinic", models.BooleanField(blank=True, null=True)),
                    ("water_is_guaranteed", models.BooleanField(blank=True, null=True)),
                    ("water_distance", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    ("has_standard_clinic", models.BooleanField(blank=True, null=True)),
                    ("doctors", models.IntegerField(blank=True, null=True)),
                    ("has_service_place", models.BooleanField(blank=True, null=True)),
                    ("has_culture_room", models.BooleanField(blank=True, null=True)),
                    ("school_entry_share", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    ("rural_population", models.IntegerField(blank=True, null=True)),
                    ("rural_households", models.IntegerField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject", "since"], name="villageconditions_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_villageconditions_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_villageconditions_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="VillageIncome",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("key", models.CharField(max_length=64, verbose_name="行标识")),
                    ("year", models.IntegerField(blank=True)),
                    ("kind", models.CharField(max_length=12)),
                    ("item", models.CharField(blank=True, max_length=60)),
                    ("amount", models.BigIntegerField()),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject"], name="villageincome_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_villageincome_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "key"),
                            name="registry_villageincome_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gte", 0)), name="registry_village_income_amount"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="WageEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("key", models.CharField(max_length=64, verbose_name="行标识")),
                    ("year", models.IntegerField(blank=True)),
                    ("worker", models.CharField(blank=True, max_length=60)),
                    ("place", models.CharField(blank=True, max_length=60)),
                    ("months", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                    ("amount", models.BigIntegerField()),
                    ("is_verified", models.BooleanField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [models.Index(fields=["subject"], name="wageentry_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_wageentry_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "key"),
                            name="registry_wageentry_once",
                        ),
                        models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="registry_wage_amount"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="录入时间")),
                    ("superseded_at", models.DateTimeField(null=True, verbose_name="替代时间")),
                    ("since", models.DateField(verbose_name="起")),
                    ("relation", models.CharField(blank=True, max_length=12)),
                    ("state", models.CharField(blank=True, max_length=12)),
                    ("identified_on", models.DateField(blank=True, null=True)),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "superseded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="替代",
                        ),
                    ),
                    (
                        "household",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="registry.household",
                            verbose_name="户",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [
                        models.Index(fields=["subject", "since"], name="membership_subject"),
                        models.Index(fields=["household", "since"], name="membership_household"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                                models.Q(
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    ("superseded_at__isnull", False),
                                    ("superseded_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="registry_membership_superseded",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("superseded_at__isnull", True)),
                            fields=("subject", "since"),
                            name="registry_membership_once",
                        ),
                    ],
                },
            ),
        ),
    ]
