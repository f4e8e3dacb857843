"""What the database itself refuses about the register of findings: rewriting, one person on both sides, money not come back."""

from __future__ import annotations

from jingzhun.core.guard import Guard

from .flows import REPEATED, REVERSE

CODE = "B-140"
RETURNING = ("pay_back", "household_back", "call_back", "hand_back", "fund_back", REVERSE)
"""Kinds of movement by which money comes back: refunds, recalls, what is handed back, reversals."""
BACK = (*RETURNING[:-1], *(kind for kind in REPEATED.values() if kind not in RETURNING))
"""Kinds that brought money back: where one of them is reversed, the money has gone out again."""
_BACK = ", ".join(f"'{kind}'" for kind in BACK)
_RETURNING = ", ".join(f"'{kind}'" for kind in RETURNING)
_OF = """(f.project_id = m.project_id OR f.fund_id = m.project_id
    OR f.appropriation_id IN (SELECT a.appropriation_id FROM ledger_account a WHERE a.id IN (m.source_id, m.target_id)))"""
"""Whether movement ``m`` is of the money that finding ``f`` is about."""
_LAST_AT_FIRST = """(SELECT MAX(s.id) FROM ledger_findingstep s WHERE s.finding_id = NEW.finding_id
    AND s.kind IN ('rectified', 'returned', 'closed'))"""
_LAST = """(SELECT MAX(s.id) FROM ledger_findingstep s LEFT JOIN ledger_findingstep o ON o.id = s.revokes_id
    WHERE s.finding_id = NEW.finding_id AND (s.kind IN ('rectified', 'returned', 'closed') OR o.kind = 'rectified'))"""
_TAKEN_BACK = "EXISTS (SELECT 1 FROM ledger_findingstep r WHERE r.revokes_id = s.id)"

FINDING = Guard(
    "ledger_auditfinding_new",
    "ledger_auditfinding",
    "INSERT",
    (
        (
            "登记人不是这次写入的人",
            "NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.change_id AND c.by_id = NEW.recorded_by_id)",
        ),
        (
            "区划不是所写的项目、基金或指标的",
            """NOT EXISTS (SELECT 1 FROM registry_subject s WHERE s.id IN (NEW.project_id, NEW.fund_id) AND s.area_id = NEW.area_id)
                AND NOT EXISTS (SELECT 1 FROM ledger_appropriation a WHERE a.id = NEW.appropriation_id AND a.area_id = NEW.area_id)""",
        ),
        (
            "写明的那一笔收支不是这个项目、基金或指标的",
            """NEW.movement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_movement m WHERE m.id = NEW.movement_id
                AND (NEW.project_id = m.project_id OR NEW.fund_id = m.project_id OR NEW.appropriation_id IN
                  (SELECT a.appropriation_id FROM ledger_account a WHERE a.id IN (m.source_id, m.target_id))))""",
        ),
    ),
    CODE,
)
_ANY = "EXISTS (SELECT 1 FROM ledger_findingstep s WHERE s.finding_id = NEW.finding_id{which})"


def _step(last: str, done: str, *more: tuple[str, str], standing: str = "", rectifier: str = "s.by_id") -> Guard:
    """``last`` is the SQL of the last step that decides, ``done`` narrows the steps ``s`` that keep a finding from being withdrawn,
    ``standing`` those that count as recoveries; ``rectifier`` is who made the rectification ``s``."""
    refusals = (
        (
            "经办人不是这次写入的人",
            "NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.change_id AND c.by_id = NEW.by_id)",
        ),
        (
            "日期早于发现日期",
            "EXISTS (SELECT 1 FROM ledger_auditfinding f WHERE f.id = NEW.finding_id AND NEW.done_on < f.found_on)",
        ),
        (
            "已经报了整改等销号，或已经销号",
            f"""NEW.kind = 'rectified' AND EXISTS (SELECT 1 FROM ledger_findingstep s WHERE s.id = {last}
                AND s.kind IN ('rectified', 'closed'))""",
        ),
        (
            "没有等销号的整改，或整改人不符",
            f"""NEW.kind IN ('returned', 'closed') AND NOT EXISTS (SELECT 1 FROM ledger_findingstep s WHERE s.id = NEW.answers_id
                AND s.finding_id = NEW.finding_id AND s.kind = 'rectified' AND {rectifier} = NEW.answered_by_id AND s.id = {last})""",
        ),
        (
            "追回要有这笔钱的退款、收回、上缴或冲销",
            f"""NEW.kind = 'recovered' AND NOT EXISTS (SELECT 1 FROM ledger_movement m, ledger_auditfinding f
                WHERE m.id = NEW.movement_id AND f.id = NEW.finding_id AND m.kind IN ({_RETURNING}) AND {_OF}
                  AND NOT EXISTS (SELECT 1 FROM ledger_movement o WHERE o.id = m.reverses_id AND o.kind IN ({_BACK}))
                  AND m.moved_on >= f.found_on
                  AND NOT EXISTS (SELECT 1 FROM ledger_movement r WHERE r.reverses_id = m.id))""",
        ),
        (
            "追回超过那一笔收支的金额",
            f"""NEW.kind = 'recovered' AND NEW.amount + (SELECT COALESCE(SUM(s.amount), 0) FROM ledger_findingstep s
                WHERE s.movement_id = NEW.movement_id{standing}) > (SELECT m.amount FROM ledger_movement m WHERE m.id = NEW.movement_id)""",
        ),
        (
            "追回超过涉及金额",
            f"""NEW.kind = 'recovered' AND NEW.amount + (SELECT COALESCE(SUM(s.amount), 0) FROM ledger_findingstep s
                WHERE s.finding_id = NEW.finding_id AND s.kind = 'recovered'{standing})
                > (SELECT COALESCE(f.amount, 0) FROM ledger_auditfinding f WHERE f.id = NEW.finding_id)""",
        ),
        ("问题已经撤销", _ANY.format(which=" AND s.kind = 'withdrawn'")),
        ("已有整改、追究或追回，不能撤销", f"NEW.kind = 'withdrawn' AND {_ANY.format(which=done)}"),
        *more,
    )
    return Guard("ledger_findingstep_new", "ledger_findingstep", "INSERT", refusals, CODE)


STEP_AT_FIRST = _step(_LAST_AT_FIRST, "")
"""As migration ``0026`` made it: before a step could be taken back."""
_REVOKING = (
    "收回的要是这个问题的整改、责任追究或追回，没有收回过",
    f"""(NEW.kind = 'revoked' OR NEW.revokes_id IS NOT NULL) AND (NEW.kind <> 'revoked' OR NOT EXISTS (SELECT 1
            FROM ledger_findingstep s WHERE s.id = NEW.revokes_id AND s.finding_id = NEW.finding_id
              AND s.kind IN ('rectified', 'accountable', 'recovered') AND NOT {_TAKEN_BACK}))""",
)
_ANSWERED = (
    "整改已经退回或销号，不能收回",
    "EXISTS (SELECT 1 FROM ledger_findingstep a WHERE a.answers_id = NEW.revokes_id)",
)
_DONE = f" AND s.kind <> 'revoked' AND NOT {_TAKEN_BACK}"
STEP_REVOCABLE = _step(_LAST, _DONE, _REVOKING, _ANSWERED)
"""As migration ``0030`` made it: before a file could name who rectified."""
STEP = _step(
    _LAST, _DONE, _REVOKING, _ANSWERED,
    ("只有整改写整改人", "NEW.rectified_by_id IS NOT NULL AND NEW.kind <> 'rectified'"),
    (
        "整改是这个人导入的，要由另一人销号",
        """NEW.kind = 'closed' AND EXISTS (SELECT 1 FROM ledger_findingstep s WHERE s.id = NEW.answers_id AND s.by_id = NEW.by_id
            AND s.rectified_by_id IS NOT NULL)""",
    ),
    standing=f" AND NOT {_TAKEN_BACK}", rectifier="COALESCE(s.rectified_by_id, s.by_id)",
)  # fmt: skip
COUNTED = "这一笔记作问题的追回，先在问题页收回追回"
RECOVERY = Guard(
    "ledger_movement_recovered",
    "ledger_movement",
    "INSERT",
    (
        (
            COUNTED,
            f"EXISTS (SELECT 1 FROM ledger_findingstep s WHERE s.movement_id = NEW.reverses_id AND s.kind = 'recovered' AND NOT {_TAKEN_BACK})",
        ),
    ),
    CODE,
    when="NEW.reverses_id IS NOT NULL",
)
NEVER = "问题台账不能改写或删除"
_KEPT: tuple[Guard, ...] = tuple(
    Guard(f"{table}_kept_{event.lower()}", table, event, ((NEVER, "1 = 1"),), CODE)
    for table in ("ledger_auditfinding", "ledger_findingstep")
    for event in ("UPDATE", "DELETE")
)
AUDIT_GUARDS: tuple[Guard, ...] = (FINDING, STEP, RECOVERY, *_KEPT)
AUDIT_GUARDS_AT_FIRST: tuple[Guard, ...] = (FINDING, STEP_AT_FIRST, *_KEPT)
