"""Triggers of :data:`jingzhun.casework.guards.AWARD_NOTICE_GUARDS`: what stands on a notice of awards is never rewritten."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.casework.guards import AWARD_NOTICE_GUARDS
from jingzhun.core.guard import put_up, take_down


class Migration(migrations.Migration):
    dependencies = (("casework", "0013_fund_request_subjects"), ("registry", "0008_fund_request_subjects"))
    operations = (OnSchema(put_up(*AWARD_NOTICE_GUARDS), take_down(*AWARD_NOTICE_GUARDS)),)
