import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from jingzhun.audit.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_administrators_apart"),
        ("accounts", "__first__"),
        ("areas", "0001_initial"),
        ("attachments", "0001_initial"),
        ("policy", "0004_decisions"),
        ("registry", "0004_packfact"),
        ("results", "0001_initial"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="Serial",
                fields=[
                    ("name", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="序列")),
                    ("last", models.PositiveIntegerField(default=0, verbose_name="已用到")),
                ],
            ),
            migrations.CreateModel(
                name="Batch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("number", models.CharField(max_length=20, unique=True, verbose_name="批次号")),
                    ("title", models.CharField(max_length=80, verbose_name="名称")),
                    ("opened_on", models.DateField(verbose_name="报送日期")),
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
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="报送人",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                },
            ),
            migrations.CreateModel(
                name="Case",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("number", models.CharField(max_length=20, unique=True, verbose_name="办件号")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "在办"),
                                ("done", "办结"),
                                ("refused", "不予通过"),
                                ("withdrawn", "撤回"),
                            ],
                            default="open",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("round", models.PositiveSmallIntegerField(default=1, verbose_name="第几轮")),
                    ("origin", models.CharField(max_length=40, verbose_name="来源")),
                    ("reason", models.CharField(max_length=400, verbose_name="事由")),
                    ("is_urgent", models.BooleanField(default=False, verbose_name="绿色通道")),
                    ("proposed", models.JSONField(default=dict, verbose_name="拟定")),
                    ("frozen", models.JSONField(default=dict, verbose_name="立案时的事实")),
                    ("opened_on", models.DateField(verbose_name="受理日期")),
                    ("opened_at", models.DateTimeField(verbose_name="立案时间")),
                    ("due_on", models.DateField(null=True, verbose_name="全程期限")),
                    ("step_since", models.DateField(verbose_name="本步起")),
                    ("step_due_on", models.DateField(null=True, verbose_name="本步期限")),
                    ("not_before_on", models.DateField(verbose_name="可办日期")),
                    ("open_objections", models.PositiveSmallIntegerField(default=0, verbose_name="未答复的异议")),
                    ("missing_papers", models.PositiveSmallIntegerField(default=0, verbose_name="未交材料")),
                    ("missing_signatures", models.PositiveSmallIntegerField(default=0, verbose_name="未签字")),
                    ("missing_checks", models.PositiveSmallIntegerField(default=0, verbose_name="未过的比对和抽查")),
                    ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
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
                        "batch",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cases",
                            to="casework.batch",
                            verbose_name="批次",
                        ),
                    ),
                    (
                        "change",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="registry.change",
                            verbose_name="写入",
                        ),
                    ),
                    (
                        "holder",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="承办人",
                        ),
                    ),
                    (
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="立案人",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="results.run",
                            verbose_name="依据的评估",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cases",
                            to="registry.subject",
                            verbose_name="对象",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "indexes": [models.Index(fields=["subject", "state"], name="casework_case_subject")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reason", ""), _negated=True), models.Q(("origin", ""), _negated=True)
                            ),
                            name="casework_case_reason",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Notice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("notice", "公示"), ("announcement", "公告")], max_length=12, verbose_name="种类"
                        ),
                    ),
                    ("name", models.CharField(max_length=40, verbose_name="名称")),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年")),
                    ("number", models.PositiveIntegerField(verbose_name="号")),
                    ("starts_on", models.DateField(verbose_name="起")),
                    ("days", models.PositiveSmallIntegerField(verbose_name="天数")),
                    ("is_working_days", models.BooleanField(default=False, verbose_name="按工作日")),
                    ("posted_at", models.DateTimeField(verbose_name="发布时间")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="areas.area",
                            verbose_name="张贴区划",
                        ),
                    ),
                    (
                        "posted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发布人",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(fields=("area", "year", "number"), name="casework_notice_number"),
                        models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="casework_notice_days"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="NoticeEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                    ("starts_on", models.DateField(verbose_name="起")),
                    ("days", models.PositiveSmallIntegerField(verbose_name="天数")),
                    ("until", models.DateField(verbose_name="止")),
                    ("group_name", models.CharField(blank=True, max_length=60, verbose_name="村民小组")),
                    ("shown_name", models.CharField(max_length=60, verbose_name="户主")),
                    ("members", models.PositiveSmallIntegerField(null=True, verbose_name="人口")),
                    ("outcome", models.CharField(max_length=60, verbose_name="拟定结果")),
                    ("stopped_since", models.DateField(null=True, verbose_name="停算起")),
                    ("stopped_days", models.PositiveSmallIntegerField(default=0, verbose_name="停算天数")),
                    ("withdrawn_on", models.DateField(null=True, verbose_name="撤下日期")),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="casework.case",
                            verbose_name="办件",
                        ),
                    ),
                    (
                        "notice",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="casework.notice",
                            verbose_name="公示公告",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(fields=("notice", "case"), name="casework_noticed_once"),
                        models.CheckConstraint(
                            condition=models.Q(("until__gt", models.F("starts_on"))), name="casework_notice_period"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Objection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("page", "公示网页"),
                                ("person", "当面"),
                                ("letter", "书面"),
                                ("phone", "电话"),
                                ("hotline", "12317"),
                            ],
                            max_length=10,
                            verbose_name="方式",
                        ),
                    ),
                    ("by_name", models.CharField(blank=True, max_length=60, verbose_name="提出人")),
                    ("text", models.CharField(max_length=600, verbose_name="内容")),
                    ("received_on", models.DateField(verbose_name="提出日期")),
                    ("received_at", models.DateTimeField(verbose_name="录入时间")),
                    ("is_upheld", models.BooleanField(null=True, verbose_name="异议成立")),
                    ("answer", models.CharField(blank=True, max_length=600, verbose_name="答复")),
                    ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="答复人",
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="casework.case",
                            verbose_name="办件",
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="casework.noticeentry",
                            verbose_name="公示条目",
                        ),
                    ),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True), name="casework_objection_text"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("channel", "page"), ("recorded_by__isnull", True)),
                                models.Q(models.Q(("channel", "page"), _negated=True), ("recorded_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="casework_objection_recorded",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("answer", ""),
                                    ("answered_by__isnull", True),
                                    ("answered_on__isnull", True),
                                    ("is_upheld__isnull", True),
                                ),
                                models.Q(
                                    ("answered_by__isnull", False),
                                    ("answered_on__isnull", False),
                                    ("is_upheld__isnull", False),
                                    models.Q(("answer", ""), _negated=True),
                                    ("answered_on__gte", models.F("received_on")),
                                ),
                                _connector="OR",
                            ),
                            name="casework_objection_answered",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Paper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="材料")),
                    ("file_name", models.CharField(max_length=120, verbose_name="文件名")),
                    ("added_on", models.DateField(verbose_name="交来日期")),
                    ("added_at", models.DateTimeField(verbose_name="录入时间")),
                    ("replaced_at", models.DateTimeField(null=True, verbose_name="替换时间")),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经手人",
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="papers",
                            to="casework.case",
                            verbose_name="办件",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="attachments.storedfile",
                            verbose_name="文件",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("replaced_at__isnull", True)),
                            fields=("case", "name"),
                            name="casework_paper_in_force",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("name", ""), _negated=True), name="casework_paper_named"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Procedure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="程序")),
                    ("code", models.CharField(max_length=60, verbose_name="代号")),
                    ("title", models.CharField(max_length=80, verbose_name="名称")),
                    (
                        "subject_kind",
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
                            verbose_name="对象",
                        ),
                    ),
                    (
                        "pack",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="policy.packversion",
                            verbose_name="政策包",
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("pack", "name"), name="casework_procedure_once")],
                },
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="casework.procedure",
                verbose_name="程序",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.procedure",
                verbose_name="程序",
            ),
        ),
        migrations.CreateModel(
            name="ProcedureStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几步")),
                ("key", models.CharField(max_length=40, verbose_name="编号")),
                ("title", models.CharField(max_length=60, verbose_name="步骤")),
                ("level", models.PositiveSmallIntegerField(verbose_name="级别")),
                ("roles", models.CharField(max_length=200, verbose_name="岗位")),
                ("signers", models.PositiveSmallIntegerField(default=1, verbose_name="签字人数")),
                ("household_signs", models.BooleanField(default=False, verbose_name="农户签字")),
                ("sample_percent", models.PositiveSmallIntegerField(default=0, verbose_name="抽查比例")),
                ("notice_days", models.PositiveSmallIntegerField(default=0, verbose_name="公示天数")),
                ("differs_from", models.CharField(blank=True, max_length=60, verbose_name="不得同一人的步骤")),
                ("asks", models.CharField(blank=True, max_length=200, verbose_name="要填的事")),
                ("back_to", models.PositiveSmallIntegerField(default=0, verbose_name="退回到")),
                ("is_last", models.BooleanField(default=False, verbose_name="最后一步")),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="casework.procedure",
                        verbose_name="程序",
                    ),
                ),
            ],
            options={
                "ordering": ("procedure", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("procedure", "number"), name="casework_step_once"),
                    models.CheckConstraint(
                        condition=models.Q(("back_to__lt", models.F("number"))), name="casework_step_back"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sample_percent__lte", 100)), name="casework_step_sample"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.procedurestep",
                verbose_name="步骤",
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几步")),
                ("previous_number", models.PositiveSmallIntegerField(default=0, verbose_name="上一步是第几步")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("pass", "通过"), ("return", "退回"), ("refuse", "不予通过"), ("withdraw", "撤回")],
                        max_length=10,
                        verbose_name="结论",
                    ),
                ),
                ("opinion", models.CharField(blank=True, max_length=400, verbose_name="意见")),
                ("role", models.CharField(max_length=30, verbose_name="角色")),
                ("post_level", models.PositiveSmallIntegerField(verbose_name="岗位级别")),
                ("post_first", models.CharField(max_length=15, verbose_name="岗位区划起")),
                ("post_after", models.CharField(max_length=15, verbose_name="岗位区划止")),
                ("step_level", models.PositiveSmallIntegerField(verbose_name="步骤级别")),
                ("case_area", models.CharField(max_length=15, verbose_name="办件区划")),
                ("decided_on", models.DateField(verbose_name="办理日期")),
                ("decided_at", models.DateTimeField(verbose_name="录入时间")),
                ("not_before_on", models.DateField(verbose_name="可办日期")),
                ("open_objections", models.PositiveSmallIntegerField(verbose_name="未答复的异议")),
                ("missing_papers", models.PositiveSmallIntegerField(verbose_name="未交材料")),
                ("missing_signatures", models.PositiveSmallIntegerField(verbose_name="未签字")),
                ("missing_checks", models.PositiveSmallIntegerField(verbose_name="未过的比对和抽查")),
                ("unmet", models.PositiveSmallIntegerField(verbose_name="未达到的标准")),
                (
                    "behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受谁委托",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="casework.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                        verbose_name="岗位",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.decision",
                        verbose_name="上一步",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.procedurestep",
                        verbose_name="步骤",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "round", "number"), name="casework_decided_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "number",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("previous_number"), "+", models.Value(1)
                                ),
                            ),
                            models.Q(
                                models.Q(("number", 1), ("previous__isnull", True)),
                                models.Q(("number__gt", 1), ("previous__isnull", False)),
                                _connector="OR",
                            ),
                        ),
                        name="casework_no_step_skipped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case_area__gte", models.F("post_first")), ("case_area__lt", models.F("post_after"))
                        ),
                        name="casework_post_reaches_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("post_level", models.F("step_level"))), name="casework_post_of_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "pass"), _negated=True),
                            ("decided_on__gte", models.F("not_before_on")),
                            _connector="OR",
                        ),
                        name="casework_notice_has_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "pass"), _negated=True),
                            models.Q(
                                ("missing_checks", 0),
                                ("missing_papers", 0),
                                ("missing_signatures", 0),
                                ("open_objections", 0),
                                ("unmet", 0),
                            ),
                            _connector="OR",
                        ),
                        name="casework_nothing_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "pass"), models.Q(("opinion", ""), _negated=True), _connector="OR"
                        ),
                        name="casework_reason_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("behalf_of__isnull", True),
                            models.Q(("behalf_of", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="casework_not_for_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("pass", "return", "refuse", "withdraw"))),
                        name="casework_decision_outcome",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="step",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.procedurestep",
                verbose_name="办到",
            ),
        ),
        CreateTogether(
            migrations.CreateModel(
                name="Sample",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("percent", models.PositiveSmallIntegerField(verbose_name="应抽比例")),
                    ("population", models.PositiveIntegerField(verbose_name="总数")),
                    ("size", models.PositiveIntegerField(verbose_name="抽取数")),
                    ("seed", models.CharField(max_length=32, verbose_name="随机数")),
                    ("drawn_on", models.DateField(verbose_name="抽取日期")),
                    ("drawn_at", models.DateTimeField(verbose_name="录入时间")),
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
                        "drawn_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="抽取人",
                        ),
                    ),
                    (
                        "step",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="casework.procedurestep",
                            verbose_name="步骤",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("size__gte", 1),
                                ("size__lte", models.F("population")),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("population"), "*", models.F("percent")
                                    ),
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("size"), "*", models.Value(100)
                                    ),
                                ),
                            ),
                            name="casework_sample_large_enough",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SampleCase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                    ("number", models.PositiveSmallIntegerField(verbose_name="第几步")),
                    ("is_drawn", models.BooleanField(verbose_name="抽中")),
                    (
                        "result",
                        models.CharField(
                            blank=True,
                            choices=[("agrees", "与材料一致"), ("differs", "与材料不一致")],
                            max_length=10,
                            verbose_name="结果",
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                    ("checked_on", models.DateField(null=True, verbose_name="核查日期")),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="samples",
                            to="casework.case",
                            verbose_name="办件",
                        ),
                    ),
                    (
                        "checked_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="核查人",
                        ),
                    ),
                    (
                        "sample",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cases",
                            to="casework.sample",
                            verbose_name="抽查",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(fields=("case", "round", "number"), name="casework_sampled_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("checked_by__isnull", True), ("checked_on__isnull", True), ("result", "")),
                                models.Q(
                                    models.Q(("result", ""), _negated=True),
                                    ("checked_by__isnull", False),
                                    ("checked_on__isnull", False),
                                    ("is_drawn", True),
                                ),
                                _connector="OR",
                            ),
                            name="casework_sample_checked",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Signature",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                    ("number", models.PositiveSmallIntegerField(verbose_name="第几步")),
                    ("signer", models.CharField(max_length=60, verbose_name="签字人姓名")),
                    (
                        "way",
                        models.CharField(
                            choices=[("account", "本人账号"), ("hand", "手写"), ("print", "指印")],
                            max_length=10,
                            verbose_name="方式",
                        ),
                    ),
                    ("signed_on", models.DateField(verbose_name="签字日期")),
                    ("signed_at", models.DateTimeField(verbose_name="录入时间")),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="signatures",
                            to="casework.case",
                            verbose_name="办件",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="签字人",
                        ),
                    ),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="录入人",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("official__isnull", False)),
                            fields=("case", "round", "number", "official"),
                            name="casework_signed_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("official__isnull", True)),
                            fields=("case", "round", "number"),
                            name="casework_household_signed_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("official__isnull", True), models.Q(("way", "account"), _negated=True)),
                                models.Q(
                                    ("official__isnull", False),
                                    ("way", "account"),
                                    ("official", models.F("recorded_by")),
                                ),
                                _connector="OR",
                            ),
                            name="casework_own_account_signs",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("signer", ""), _negated=True), name="casework_signer_named"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StepCheck",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="比对")),
                    (
                        "step",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="checks",
                            to="casework.procedurestep",
                            verbose_name="步骤",
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("step", "name"), name="casework_check_once")],
                },
            ),
            migrations.CreateModel(
                name="StepPaper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="材料")),
                    (
                        "step",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="papers",
                            to="casework.procedurestep",
                            verbose_name="步骤",
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("step", "name"), name="casework_paper_once")],
                },
            ),
            migrations.CreateModel(
                name="CheckAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("round", models.PositiveSmallIntegerField(verbose_name="第几轮")),
                    ("name", models.CharField(max_length=60, verbose_name="比对")),
                    (
                        "answer",
                        models.CharField(
                            choices=[("none", "无"), ("found", "有"), ("unreturned", "未回传")],
                            max_length=10,
                            verbose_name="结果",
                        ),
                    ),
                    ("source", models.CharField(max_length=200, verbose_name="依据")),
                    ("answered_on", models.DateField(verbose_name="日期")),
                    ("answered_at", models.DateTimeField(verbose_name="录入时间")),
                    ("replaced_at", models.DateTimeField(null=True, verbose_name="替换时间")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="录入人",
                        ),
                    ),
                    (
                        "case",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="casework.case",
                            verbose_name="办件",
                        ),
                    ),
                ],
                options={
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("replaced_at__isnull", True)),
                            fields=("case", "round", "name"),
                            name="casework_answer_in_force",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("source", ""), _negated=True), name="casework_answer_source"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("answer__in", ("none", "found", "unreturned"))),
                            name="casework_answer_value",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Delegation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("since", models.DateField(verbose_name="起")),
                    ("until", models.DateField(verbose_name="止")),
                    ("reason", models.CharField(max_length=200, verbose_name="原因")),
                    ("given_at", models.DateTimeField(verbose_name="登记时间")),
                    ("given_by_id", models.BigIntegerField(verbose_name="登记人")),
                    (
                        "post",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="delegations",
                            to="accounts.post",
                            verbose_name="岗位",
                        ),
                    ),
                    (
                        "to",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="delegations",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="代办人",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("until__gt", models.F("since"))), name="casework_delegation_period"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True), name="casework_delegation_reason"
                        ),
                    ],
                },
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "area", "step"], name="casework_case_work"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("subject", "procedure"), name="casework_one_open_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("state", "open"), ("step__isnull", False)),
                    models.Q(
                        models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False), ("step__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="casework_case_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", True), ("due_on__gte", models.F("opened_on")), _connector="OR"),
                    models.Q(("closed_on__isnull", True), ("closed_on__gte", models.F("opened_on")), _connector="OR"),
                    ("step_since__gte", models.F("opened_on")),
                ),
                name="casework_case_days",
            ),
        ),
    ]
