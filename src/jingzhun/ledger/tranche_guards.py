"""What the database itself refuses about instalments: money beyond those that are opened, and any rewriting of them."""

from __future__ import annotations

from jingzhun.core.guard import Guard

from .guards import CODE

_SIDES = {"allocate": ("received", "allocated"), "claim": ("allocated", "claimed")}


def _beyond(flow: str) -> str:
    """Net fen of the project in this step with the new movement, against the opened shares of the base; no division."""
    source, target = _SIDES[flow]
    return f"""NEW.kind = '{flow}' AND EXISTS (SELECT 1 FROM ledger_trancheplan p WHERE p.project_id = NEW.project_id AND p.flow = '{flow}'
        AND ((SELECT COALESCE(SUM(CASE WHEN s.kind = '{source}' THEN m.amount ELSE -m.amount END), 0) FROM ledger_movement m
              JOIN ledger_account s ON s.id = m.source_id JOIN ledger_account t ON t.id = m.target_id
              WHERE m.project_id = NEW.project_id
                AND ((s.kind = '{source}' AND t.kind = '{target}') OR (s.kind = '{target}' AND t.kind = '{source}'))) + NEW.amount) * 10000
            > p.base * (SELECT COALESCE(SUM(n.share), 0) FROM ledger_tranche n
              WHERE n.plan_id = p.project_id AND n.opened_on IS NOT NULL AND n.opened_on <= NEW.moved_on))"""


MOVEMENT_IN_TRANCHES = Guard(
    "ledger_movement_tranche",
    "ledger_movement",
    "INSERT",
    (("拨付超过已打开各笔的累计份额", _beyond("allocate")), ("报账超过已打开各笔的累计份额", _beyond("claim"))),
    CODE,
)
OPENED = Guard(
    "ledger_tranche_opened_once",
    "ledger_tranche",
    "UPDATE",
    (
        (
            "各笔的份额和条件不能改，打开后不能改",
            """NEW.plan_id <> OLD.plan_id OR NEW.number <> OLD.number OR NEW.share <> OLD.share OR NEW.gate <> OLD.gate
                OR NEW.title <> OLD.title OR NEW.needed IS NOT OLD.needed OR NEW.years <> OLD.years OR OLD.opened_on IS NOT NULL
                OR (OLD.releases_on IS NOT NULL AND NEW.releases_on IS NOT OLD.releases_on)""",
        ),
        (
            "前面一笔还没有打开",
            """NEW.opened_on IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_tranche e WHERE e.plan_id = NEW.plan_id
                AND e.number < NEW.number AND (e.opened_on IS NULL OR e.opened_on > NEW.opened_on))""",
        ),
    ),
    CODE,
)
ADDED = Guard(
    "ledger_tranche_new",
    "ledger_tranche",
    "INSERT",
    (
        (
            "各笔合计超过 100%，或新的一笔已经打开",
            """NEW.opened_on IS NOT NULL OR NEW.share + (SELECT COALESCE(SUM(e.share), 0) FROM ledger_tranche e
                WHERE e.plan_id = NEW.plan_id) > 10000""",
        ),
    ),
    CODE,
)
NEVER = "选定后不能改写或删除"
TRANCHE_GUARDS: tuple[Guard, ...] = (
    MOVEMENT_IN_TRANCHES, OPENED, ADDED,
    Guard("ledger_trancheplan_kept_update", "ledger_trancheplan", "UPDATE", ((NEVER, "1 = 1"),), CODE),
    Guard("ledger_trancheplan_kept_delete", "ledger_trancheplan", "DELETE", ((NEVER, "1 = 1"),), CODE),
    Guard("ledger_tranche_kept_delete", "ledger_tranche", "DELETE", ((NEVER, "1 = 1"),), CODE),
)  # fmt: skip
