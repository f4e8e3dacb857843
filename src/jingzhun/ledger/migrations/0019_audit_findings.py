import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jingzhun.audit.operations import CreateTogether, OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.audit_guards import AUDIT_GUARDS_AT_FIRST


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("areas", "0001_initial"),
        ("attachments", "0001_initial"),
        ("ledger", "0018_tranche_openings"),
        ("registry", "0007_scheme_subjects"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="AuditFinding",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("number", models.CharField(max_length=24, unique=True, verbose_name="问题编号")),
                    (
                        "check_kind",
                        models.CharField(
                            choices=[
                                ("audit", "专项审计"),
                                ("finance", "财政检查"),
                                ("inspection", "督查"),
                                ("discipline", "纪检监察"),
                            ],
                            max_length=12,
                            verbose_name="检查种类",
                        ),
                    ),
                    ("check_title", models.CharField(max_length=120, verbose_name="检查名称")),
                    ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                    ("found_on", models.DateField(verbose_name="发现日期")),
                    ("category", models.CharField(max_length=12, verbose_name="问题类别")),
                    ("what", models.CharField(max_length=400, verbose_name="问题")),
                    ("amount", models.BigIntegerField(null=True, verbose_name="涉及金额")),
                    ("unit", models.CharField(max_length=80, verbose_name="责任单位")),
                    ("office", models.CharField(max_length=80, verbose_name="责任岗位")),
                    ("due_on", models.DateField(verbose_name="整改期限")),
                    (
                        "appropriation",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="audit_findings",
                            to="ledger.appropriation",
                            verbose_name="指标",
                        ),
                    ),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="areas.area",
                            verbose_name="区划",
                        ),
                    ),
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
                        "fund",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="audit_findings",
                            to="ledger.fund",
                            verbose_name="基金",
                        ),
                    ),
                    (
                        "movement",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="audit_findings",
                            to="ledger.movement",
                            verbose_name="收支",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="audit_findings",
                            to="registry.subject",
                            verbose_name="项目",
                        ),
                    ),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                ],
                options={
                    "ordering": ("due_on", "pk"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("appropriation__isnull", True), ("fund__isnull", True), ("project__isnull", False)
                                ),
                                models.Q(
                                    ("appropriation__isnull", True), ("fund__isnull", False), ("project__isnull", True)
                                ),
                                models.Q(
                                    ("appropriation__isnull", False), ("fund__isnull", True), ("project__isnull", True)
                                ),
                                _connector="OR",
                            ),
                            name="ledger_auditfinding_one_subject",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("check_title", ""), _negated=True),
                                models.Q(("what", ""), _negated=True),
                                models.Q(("unit", ""), _negated=True),
                                models.Q(("office", ""), _negated=True),
                                models.Q(("category", ""), _negated=True),
                            ),
                            name="ledger_auditfinding_said",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__isnull", True), ("amount__gt", 0), _connector="OR"),
                            name="ledger_auditfinding_amount",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("due_on__gte", models.F("found_on"))), name="ledger_auditfinding_due"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="FindingStep",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("rectified", "整改"),
                                ("returned", "退回"),
                                ("closed", "销号"),
                                ("accountable", "责任追究"),
                                ("recovered", "追回"),
                            ],
                            max_length=12,
                            verbose_name="种类",
                        ),
                    ),
                    ("done_on", models.DateField(verbose_name="日期")),
                    ("text", models.CharField(max_length=400, verbose_name="内容")),
                    ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                    ("file_name", models.CharField(blank=True, max_length=200, verbose_name="文件名")),
                    ("form", models.CharField(blank=True, max_length=12, verbose_name="追究方式")),
                    ("amount", models.BigIntegerField(null=True, verbose_name="追回金额")),
                    ("office", models.CharField(max_length=80, verbose_name="岗位")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="整改人",
                        ),
                    ),
                    (
                        "answers",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answer",
                            to="ledger.findingstep",
                            verbose_name="所答的整改",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
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
                        "file",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="attachments.storedfile",
                            verbose_name="文件",
                        ),
                    ),
                    (
                        "finding",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="steps",
                            to="ledger.auditfinding",
                            verbose_name="问题",
                        ),
                    ),
                    (
                        "movement",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recoveries",
                            to="ledger.movement",
                            verbose_name="收支",
                        ),
                    ),
                ],
                options={
                    "ordering": ("finding", "pk"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("text", ""), _negated=True), models.Q(("office", ""), _negated=True)
                            ),
                            name="ledger_findingstep_said",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("answered_by__isnull", False),
                                    ("answers__isnull", False),
                                    ("kind__in", ("returned", "closed")),
                                ),
                                models.Q(
                                    ("answered_by__isnull", True),
                                    ("answers__isnull", True),
                                    models.Q(("kind__in", ("returned", "closed")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="ledger_findingstep_answer",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "closed"), _negated=True),
                                models.Q(("by", models.F("answered_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="ledger_findingstep_two_people",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("kind", "accountable"),
                                    models.Q(("form", ""), _negated=True),
                                    models.Q(("document", ""), _negated=True),
                                ),
                                models.Q(models.Q(("kind", "accountable"), _negated=True), ("form", "")),
                                _connector="OR",
                            ),
                            name="ledger_findingstep_form",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("amount__gt", 0), ("kind", "recovered"), ("movement__isnull", False)),
                                models.Q(
                                    models.Q(("kind", "recovered"), _negated=True),
                                    ("amount__isnull", True),
                                    ("movement__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="ledger_findingstep_recovered",
                        ),
                    ],
                },
            ),
        ),
        OnSchema(put_up(*AUDIT_GUARDS_AT_FIRST), take_down(*AUDIT_GUARDS_AT_FIRST)),
    ]
