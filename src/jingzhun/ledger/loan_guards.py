"""What the database itself refuses about loans of a society: more out with one household than its rule allows. On PostgreSQL the rows
of one INSERT do not see one another's balances; what they come to is looked at by :data:`jingzhun.ledger.guards.ACCOUNT`."""

from __future__ import annotations

from jingzhun.core.guard import Guard

from .flows import REVERSE
from .guards import BEYOND, CODE, again

LOAN_WITHIN_RULE = Guard(
    "ledger_movement_loan",
    "ledger_movement",
    "INSERT",
    (
        (
            BEYOND,
            f"""{again("lend")} AND EXISTS (SELECT 1 FROM ledger_loanrule r WHERE r.subject_id = NEW.project_id
                AND r.superseded_at IS NULL AND r.most IS NOT NULL
                AND r.since = (SELECT MAX(q.since) FROM ledger_loanrule q WHERE q.subject_id = NEW.project_id
                  AND q.superseded_at IS NULL AND q.since <= NEW.moved_on)
                AND NEW.amount + (SELECT COALESCE(SUM(a.balance), 0) FROM ledger_account a, ledger_account t
                  WHERE t.id = NEW.target_id AND a.kind = 'lent' AND a.project_id = t.project_id
                    AND a.household_id = t.household_id) > r.most)""",
        ),
    ),
    CODE,
    when=f"NEW.kind IN ('lend', '{REVERSE}')",
)
