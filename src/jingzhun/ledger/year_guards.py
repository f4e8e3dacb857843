"""What the database itself refuses about final accounts: rewriting them, one person on both sides, money dated in a closed year."""

from __future__ import annotations

from jingzhun.core.guard import Guard

from .guards import CODE

CLOSED = "这一天在已批准决算的年度里；更正用冲销，记在今年"
MOVEMENT_IN_CLOSED_YEAR = Guard(
    "ledger_movement_year",
    "ledger_movement",
    "INSERT",
    (
        (
            CLOSED,
            """EXISTS (SELECT 1 FROM ledger_yearaccount y WHERE y.outcome = 'approved' AND NEW.moved_on <= y.last_on
                AND EXISTS (SELECT 1 FROM ledger_account a JOIN ledger_appropriation p ON p.id = a.appropriation_id
                  WHERE a.id IN (NEW.source_id, NEW.target_id) AND substr(p.area_id, 1, length(y.scope)) = y.scope))""",
        ),
    ),
    CODE,
)
SEALED = Guard(
    "ledger_yearaccount_new",
    "ledger_yearaccount",
    "INSERT",
    (
        (
            "定案时不能已经批准，截止日是 12 月 31 日，范围是它的区划",
            """NEW.outcome <> '' OR CAST(NEW.last_on AS TEXT) <> CAST(NEW.year AS TEXT) || '-12-31' OR length(NEW.scope) < 2
                OR substr(NEW.area_id, 1, length(NEW.scope)) <> NEW.scope""",
        ),
        (
            "定案人不是这次写入的人",
            "NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.sealed_change_id AND c.by_id = NEW.sealed_by_id)",
        ),
    ),
    CODE,
)


def _decided(message: str, is_again: str) -> Guard:
    """A sealed account keeps what it says; ``is_again`` is true where it was decided before and may not be decided so."""
    return Guard(
        "ledger_yearaccount_decided",
        "ledger_yearaccount",
        "UPDATE",
        (
            (
                message,
                f"""{is_again} OR NEW.outcome = '' OR NEW.area_id <> OLD.area_id OR NEW.scope <> OLD.scope
                    OR NEW.year <> OLD.year OR NEW.last_on <> OLD.last_on OR NEW.rows <> OLD.rows OR NEW.digest <> OLD.digest
                    OR NEW.last_movement <> OLD.last_movement OR NEW.sealed_on <> OLD.sealed_on
                    OR NEW.sealed_by_id <> OLD.sealed_by_id OR NEW.sealed_change_id <> OLD.sealed_change_id""",
            ),
            (
                "批准人不是这次写入的人",
                "NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.decided_change_id AND c.by_id = NEW.decided_by_id)",
            ),
        ),
        CODE,
    )


DECIDED_AT_FIRST = _decided("定案的内容不能改，只能批准或退回一次", "OLD.outcome <> ''")
"""As migration ``0020_year_accounts`` made it, before an approval could be taken back."""
DECIDED = _decided(
    "定案的内容不能改，只能批准或退回一次；批准由第三人撤销",
    """(OLD.outcome <> '' AND NOT (OLD.outcome = 'approved' AND NEW.outcome = 'returned' AND NEW.decided_on = OLD.decided_on
                      AND NEW.decided_by_id = OLD.decided_by_id AND NEW.decided_change_id = OLD.decided_change_id
                      AND EXISTS (SELECT 1 FROM ledger_yearrevocation v WHERE v.account_id = OLD.id AND v.why = NEW.note)))""",
)
REVOKED = Guard(
    "ledger_yearrevocation_new",
    "ledger_yearrevocation",
    "INSERT",
    (
        (
            "只能撤销已批准的决算",
            "NOT EXISTS (SELECT 1 FROM ledger_yearaccount y WHERE y.id = NEW.account_id AND y.outcome = 'approved')",
        ),
        (
            "由没有定案也没有批准的第三人撤销",
            """EXISTS (SELECT 1 FROM ledger_yearaccount y WHERE y.id = NEW.account_id
                AND NEW.revoked_by_id IN (y.sealed_by_id, y.decided_by_id))""",
        ),
        (
            "撤销人不是这次写入的人",
            "NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.change_id AND c.by_id = NEW.revoked_by_id)",
        ),
        (
            "后面的年度还有批准的决算，先撤销它",
            """EXISTS (SELECT 1 FROM ledger_yearaccount y JOIN ledger_yearaccount n ON n.area_id = y.area_id
                WHERE y.id = NEW.account_id AND n.outcome = 'approved' AND n.year > y.year)""",
        ),
    ),
    CODE,
)
REVOCATION_GUARDS: tuple[Guard, ...] = (
    REVOKED,
    *(
        Guard(
            f"ledger_yearrevocation_kept_{event.lower()}",
            "ledger_yearrevocation",
            event,
            (("撤销不能改写或删除", "1 = 1"),),
            CODE,
        )
        for event in ("UPDATE", "DELETE")
    ),
)
_KEPT = Guard("ledger_yearaccount_kept_delete", "ledger_yearaccount", "DELETE", (("决算不能删除", "1 = 1"),), CODE)
YEAR_GUARDS_AT_FIRST: tuple[Guard, ...] = (MOVEMENT_IN_CLOSED_YEAR, SEALED, DECIDED_AT_FIRST, _KEPT)
YEAR_GUARDS: tuple[Guard, ...] = (MOVEMENT_IN_CLOSED_YEAR, SEALED, DECIDED, _KEPT, *REVOCATION_GUARDS)
