"""What the database itself refuses about claims, beyond the constraints of single rows: one text for both databases.

Guards of their own beside those of :mod:`jingzhun.ledger.guards`; migration ``0005_claims`` turns them into triggers.
"""

from __future__ import annotations

from jingzhun.core.guard import Guard

from .flows import REVERSE
from .guards import CODE, again

_CLAIMED = """(SELECT COALESCE(SUM(CASE WHEN s.kind = 'allocated' THEN m.amount ELSE -m.amount END), 0) FROM ledger_movement m
    JOIN ledger_account s ON s.id = m.source_id JOIN ledger_account t ON t.id = m.target_id
    WHERE m.claim_id = NEW.claim_id AND ((s.kind = 'allocated' AND t.kind = 'claimed') OR (s.kind = 'claimed' AND t.kind = 'allocated')))"""
"""Fen claimed so far under the claim of a new movement, less what was taken back."""
_STANDING = """EXISTS (SELECT 1 FROM ledger_movement m WHERE m.claim_id = {claim} AND m.kind <> 'reverse'
    AND NOT EXISTS (SELECT 1 FROM ledger_movement r WHERE r.reverses_id = m.id))"""

MOVEMENT_OF_CLAIM = Guard(
    "ledger_movement_claim",
    "ledger_movement",
    "INSERT",
    (
        (
            "报账单已经作废",
            f"""NEW.kind <> '{REVERSE}' AND EXISTS (SELECT 1 FROM ledger_claim c WHERE c.subject_id = NEW.claim_id
                AND c.voided_on IS NOT NULL)""",
        ),
        (
            "报账超过报账单的申请金额",
            f"NEW.kind IN ('claim', '{REVERSE}')",
            f"""{again("claim")} AND EXISTS (SELECT 1 FROM ledger_claim c WHERE c.subject_id = NEW.claim_id
                AND c.amount IS NOT NULL AND {_CLAIMED} + NEW.amount > c.amount)""",
        ),
        (
            "报账超过发票金额",
            f"NEW.kind IN ('claim', '{REVERSE}')",
            f"""{again("claim")} AND EXISTS (SELECT 1 FROM ledger_claimline l WHERE l.claim_id = NEW.claim_id)
                AND {_CLAIMED} + NEW.amount > (SELECT COALESCE(SUM(l.amount), 0) FROM ledger_claimline l
                  WHERE l.claim_id = NEW.claim_id AND NOT l.is_void)""",
        ),
    ),
    CODE,
    when=f"NEW.kind IN ('claim', 'pay', 'pay_household', '{REVERSE}')",
)
CLAIM_CHANGED = Guard(
    "ledger_claim_changed",
    "ledger_claim",
    "UPDATE",
    (
        (
            "报账单的内容不能改；错了作废后重开",
            """NEW.subject_id <> OLD.subject_id OR NEW.project_id <> OLD.project_id OR NEW.unit <> OLD.unit OR NEW.title <> OLD.title
                OR NEW.tranche IS NOT OLD.tranche OR NEW.accepted_on IS NOT OLD.accepted_on OR NEW.applied_on <> OLD.applied_on
                OR NEW.amount IS NOT OLD.amount OR NEW.payee <> OLD.payee
                OR (OLD.township_opinion_on IS NOT NULL AND NEW.township_opinion_on IS NOT OLD.township_opinion_on)
                OR (OLD.voided_on IS NOT NULL AND NEW.voided_on IS NOT OLD.voided_on)""",
        ),
        (
            "有报账或支付的报账单不能作废；先冲销",
            f"NEW.voided_on IS NOT NULL AND {_STANDING.format(claim='NEW.subject_id')}",
        ),
    ),
    CODE,
)
LINE_NEW = Guard(
    "ledger_claimline_new",
    "ledger_claimline",
    "INSERT",
    (
        (
            "报账单已经作废，或已有报账",
            f"""EXISTS (SELECT 1 FROM ledger_claim c WHERE c.subject_id = NEW.claim_id AND c.voided_on IS NOT NULL)
                OR {_STANDING.format(claim="NEW.claim_id")}""",
        ),
    ),
    CODE,
)
LINE_CHANGED = Guard(
    "ledger_claimline_changed",
    "ledger_claimline",
    "UPDATE",
    (
        (
            "发票行不能改，只能随报账单作废",
            """NEW.claim_id <> OLD.claim_id OR NEW.number <> OLD.number OR NEW.item <> OLD.item OR NEW.seller <> OLD.seller
                OR NEW.invoice <> OLD.invoice OR NEW.invoiced_on <> OLD.invoiced_on OR NEW.amount <> OLD.amount OR (OLD.is_void AND NOT NEW.is_void)
                OR (NEW.is_void AND NOT EXISTS (SELECT 1 FROM ledger_claim c WHERE c.subject_id = NEW.claim_id AND c.voided_on IS NOT NULL))""",
        ),
    ),
    CODE,
)
NEVER = "不能删除；错了作废"
CLAIM_GUARDS: tuple[Guard, ...] = (
    MOVEMENT_OF_CLAIM, CLAIM_CHANGED, LINE_NEW, LINE_CHANGED,
    *(Guard(f"{table}_kept_delete", table, "DELETE", ((NEVER, "1 = 1"),), CODE) for table in ("ledger_claim", "ledger_claimline")),
)  # fmt: skip
