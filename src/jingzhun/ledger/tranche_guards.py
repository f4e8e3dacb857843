"""What the database itself refuses about instalments: money beyond those that are opened, and any rewriting of them."""

from __future__ import annotations

from jingzhun.core.guard import Guard

from .flows import REVERSE
from .guards import CODE, again

_SIDES = {"allocate": ("received", "allocated"), "claim": ("allocated", "claimed")}


def _beyond(flow: str) -> str:
    """Net fen of the project in this step with the new movement, against the opened shares of the base; no division."""
    source, target = _SIDES[flow]
    return f"""{again(flow)} AND EXISTS (SELECT 1 FROM ledger_trancheplan p WHERE p.project_id = NEW.project_id AND p.flow = '{flow}'
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
    (
        ("拨付超过已打开各笔的累计份额", f"NEW.kind IN ('allocate', '{REVERSE}')", _beyond("allocate")),
        ("报账超过已打开各笔的累计份额", f"NEW.kind IN ('claim', '{REVERSE}')", _beyond("claim")),
    ),
    CODE,
    when=f"NEW.kind IN ('allocate', 'claim', '{REVERSE}')",
)
_KEPT = (
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
)
_CONFIRMED = (
    "没有另一人的确认，不能打开",
    """NEW.opened_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_trancheopening o WHERE o.tranche_id = NEW.id
        AND o.outcome = 'confirmed' AND o.decided_on = NEW.opened_on AND o.basis = NEW.basis
        AND o.decided_change_id = NEW.opened_by_id)""",
)
OPENED_BY_ONE = Guard("ledger_tranche_opened_once", "ledger_tranche", "UPDATE", _KEPT, CODE)
"""As migration 0017 made it, before openings were confirmed by another person."""
OPENED = Guard(OPENED_BY_ONE.name, OPENED_BY_ONE.table, "UPDATE", (*_KEPT, _CONFIRMED), CODE)
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
PROPOSED = Guard(
    "ledger_trancheopening_new",
    "ledger_trancheopening",
    "INSERT",
    (
        (
            "提出时不能已经确认，这一笔不能已经打开",
            """NEW.outcome <> '' OR EXISTS (SELECT 1 FROM ledger_tranche n WHERE n.id = NEW.tranche_id AND n.opened_on IS NOT NULL)""",
        ),
        (
            "提出人不是这次写入的人",
            """NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.proposed_change_id AND c.by_id = NEW.proposed_by_id)""",
        ),
    ),
    CODE,
)
DECIDED = Guard(
    "ledger_trancheopening_decided",
    "ledger_trancheopening",
    "UPDATE",
    (
        (
            "提出的内容不能改，只能确认或退回一次",
            """OLD.outcome <> '' OR NEW.outcome = '' OR NEW.tranche_id <> OLD.tranche_id OR NEW.basis <> OLD.basis
                OR NEW.progress IS NOT OLD.progress OR NEW.met_on IS NOT OLD.met_on OR NEW.file_id IS NOT OLD.file_id
                OR NEW.file_name <> OLD.file_name OR NEW.proposed_on <> OLD.proposed_on
                OR NEW.proposed_by_id <> OLD.proposed_by_id OR NEW.proposed_change_id <> OLD.proposed_change_id""",
        ),
        (
            "确认人不是这次写入的人",
            """NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.decided_change_id AND c.by_id = NEW.decided_by_id)""",
        ),
    ),
    CODE,
)
NEVER = "选定后不能改写或删除"
FIRST_GUARDS: tuple[Guard, ...] = (
    MOVEMENT_IN_TRANCHES, OPENED_BY_ONE, ADDED,
    Guard("ledger_trancheplan_kept_update", "ledger_trancheplan", "UPDATE", ((NEVER, "1 = 1"),), CODE),
    Guard("ledger_trancheplan_kept_delete", "ledger_trancheplan", "DELETE", ((NEVER, "1 = 1"),), CODE),
    Guard("ledger_tranche_kept_delete", "ledger_tranche", "DELETE", ((NEVER, "1 = 1"),), CODE),
)  # fmt: skip
"""What migration 0017 made."""
OPENING_GUARDS: tuple[Guard, ...] = (
    OPENED, PROPOSED, DECIDED,
    Guard("ledger_trancheopening_kept_delete", "ledger_trancheopening", "DELETE", (("打开的提出和确认不能删除", "1 = 1"),), CODE),
)  # fmt: skip
TRANCHE_GUARDS = (*(each for each in FIRST_GUARDS if each is not OPENED_BY_ONE), *OPENING_GUARDS)
