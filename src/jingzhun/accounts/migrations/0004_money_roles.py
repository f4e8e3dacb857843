"""The role 乡镇长, and posts of finance in townships. SQLite rebuilds the table, which drops its triggers: they are made again."""

from importlib import import_module

from django.db import migrations, models

from jingzhun.audit.operations import OnSchema

apart = import_module("jingzhun.accounts.migrations.0003_administrators_apart")
ROLES = (
    ("village_cadre", "村干部"), ("resident_team", "驻村工作队"), ("township_reviewer", "乡镇审核员"), ("township_head", "乡镇长"),
    ("county_officer", "县级业务员"), ("department", "行业部门"), ("finance", "财政"), ("audit", "审计"), ("inspection", "督查组、纪检"),
    ("helper", "帮扶责任人"), ("system_admin", "系统管理员"), ("security_admin", "安全管理员"), ("audit_admin", "审计管理员"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = (("accounts", "0003_administrators_apart"),)
    operations = (
        OnSchema(apart.backwards, apart.forwards),
        migrations.RemoveConstraint("post", "accounts_post_role"),
        migrations.AlterField("post", "role", models.CharField("角色", max_length=30, choices=ROLES)),
        migrations.AddConstraint(
            "post",
            models.CheckConstraint(name="accounts_post_role", condition=models.Q(role__in=[key for key, _ in ROLES])),
        ),
        OnSchema(apart.forwards, apart.backwards),
    )
