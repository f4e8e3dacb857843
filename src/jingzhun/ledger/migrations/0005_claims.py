"""What a claim asks for, and its guards. SQLite rebuilds the table of claims, so the guard of movements that reads it steps aside."""

from django.db import migrations, models

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.claim_guards import CLAIM_GUARDS
from jingzhun.ledger.guards import MOVEMENT


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_line_items")]

    operations = [
        OnSchema(take_down(MOVEMENT), put_up(MOVEMENT)),
        migrations.AddField("claim", "amount", models.BigIntegerField(null=True, verbose_name="申请金额")),
        migrations.AddField(
            "claim",
            "payee",
            models.CharField(blank=True, default="", max_length=80, verbose_name="收款单位"),
        ),
        migrations.AddField("claim", "voided_on", models.DateField(null=True, verbose_name="作废日期")),
        migrations.AddField(
            "claim",
            "void_why",
            models.CharField(blank=True, default="", max_length=200, verbose_name="作废理由"),
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                name="ledger_claim_amount",
                condition=models.Q(("amount__isnull", True), ("amount__gt", 0), _connector="OR"),
            ),
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                name="ledger_claim_voided",
                condition=models.Q(
                    models.Q(("void_why", ""), ("voided_on__isnull", True)),
                    models.Q(("voided_on__isnull", False), models.Q(("void_why", ""), _negated=True)),
                    _connector="OR",
                ),
            ),
        ),
        OnSchema(put_up(MOVEMENT, *CLAIM_GUARDS), take_down(MOVEMENT, *CLAIM_GUARDS)),
    ]
