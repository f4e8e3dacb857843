"""The guards of movements and accounts are made again: what cannot apply to a movement is not asked."""

from django.db import migrations

from jingzhun.audit.operations import OnSchema
from jingzhun.core.guard import put_up, take_down
from jingzhun.ledger.claim_guards import MOVEMENT_OF_CLAIM
from jingzhun.ledger.guards import ACCOUNT, MOVEMENT
from jingzhun.ledger.loan_guards import LOAN_WITHIN_RULE
from jingzhun.ledger.request_guards import MOVEMENT_OF_REQUEST
from jingzhun.ledger.tranche_guards import MOVEMENT_IN_TRANCHES

GUARDS = (MOVEMENT, ACCOUNT, MOVEMENT_OF_CLAIM, LOAN_WITHIN_RULE, MOVEMENT_OF_REQUEST, MOVEMENT_IN_TRANCHES)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0030_revoked_finding_steps"),)
    operations = (
        OnSchema(take_down(*GUARDS), put_up(*GUARDS)),
        OnSchema(put_up(*GUARDS), take_down(*GUARDS)),
    )
