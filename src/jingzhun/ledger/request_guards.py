"""What the database itself refuses about purposes of funds and requests to be paid out of them: one text for both databases.

Guards of their own beside those of :mod:`jingzhun.ledger.guards`; migration ``0023_fund_requests`` turns them into triggers.
"""

from __future__ import annotations

from jingzhun.core.guard import Guard, Refusal

from .guards import CODE, again

_STANDING = """(SELECT COALESCE(SUM(CASE WHEN t.kind = 'aided' THEN m.amount ELSE -m.amount END), 0) FROM ledger_movement m
    JOIN ledger_account t ON t.id = m.target_id WHERE m.request_id = {request})"""
"""Fen paid under a request, less what came back or was reversed."""


def _movement(granted: str, over: str) -> Guard:
    """``granted`` is the SQL of what may be paid of request ``q``."""
    return Guard(
        "ledger_movement_request",
        "ledger_movement",
        "INSERT",
        (
            (
                "只有基金发放和收回写基金申请",
                "NEW.request_id IS NOT NULL AND NEW.kind NOT IN ('fund_pay', 'fund_back', 'reverse')",
            ),
            (
                "冲销要与原来那一笔的基金申请相同",
                """NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_movement m WHERE m.id = NEW.reverses_id
                AND COALESCE(m.request_id, 0) <> COALESCE(NEW.request_id, 0))""",
            ),
            (
                "基金申请已经作废",
                f"""{again("fund_pay")} AND EXISTS (SELECT 1 FROM ledger_fundrequest q WHERE q.subject_id = NEW.request_id
                AND q.voided_on IS NOT NULL)""",
            ),
            (
                "与基金申请的基金、收款人或农户不符",
                """NEW.request_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_fundrequest q, ledger_account a
                WHERE q.subject_id = NEW.request_id AND a.id IN (NEW.source_id, NEW.target_id) AND a.kind = 'aided'
                  AND q.fund_id = NEW.project_id AND a.payee = q.payee AND COALESCE(a.household_id, 0) = COALESCE(q.household_id, 0))""",
            ),
            (
                over,
                f"""{again("fund_pay")} AND EXISTS (SELECT 1 FROM ledger_fundrequest q WHERE q.subject_id = NEW.request_id
                AND {_STANDING.format(request="NEW.request_id")} + NEW.amount > {granted})""",
            ),
            (
                "收回多于这份申请发放的",
                f"NEW.kind = 'fund_back' AND NEW.request_id IS NOT NULL AND {_STANDING.format(request='NEW.request_id')} < NEW.amount",
            ),
        ),
        CODE,
        when="NEW.request_id IS NOT NULL OR NEW.reverses_id IS NOT NULL",
    )


_GRANTED = "COALESCE((SELECT c.approved FROM ledger_fundcut c WHERE c.request_id = q.subject_id ORDER BY c.id DESC LIMIT 1), q.amount)"
MOVEMENT_OF_REQUEST = _movement(_GRANTED, "发放超过基金申请的核定金额")
MOVEMENT_AT_FIRST = _movement("q.amount", "发放超过基金申请的金额")
"""As migration ``0023`` made it: before a request could be cut."""
REQUEST_NEW = Guard(
    "ledger_fundrequest_new",
    "ledger_fundrequest",
    "INSERT",
    (
        (
            "用途不是这个基金的，或申请那天没有生效",
            """NOT EXISTS (SELECT 1 FROM ledger_fundpurpose p WHERE p.id = NEW.purpose_id AND p.fund_id = NEW.fund_id
                AND p.since <= NEW.applied_on AND (p.until IS NULL OR p.until > NEW.applied_on))""",
        ),
        (
            "这项用途不发给这样的对象",
            """EXISTS (SELECT 1 FROM ledger_fundpurpose p WHERE p.id = NEW.purpose_id
                AND (p.serves = 'household') <> (NEW.household_id IS NOT NULL))""",
        ),
        (
            "超过这项用途的上限",
            "EXISTS (SELECT 1 FROM ledger_fundpurpose p WHERE p.id = NEW.purpose_id AND p.most < NEW.amount)",
        ),
        (
            "互助社不这样发放，退出的基金不再发放",
            """EXISTS (SELECT 1 FROM ledger_fund f WHERE f.subject_id = NEW.fund_id
                AND (f.kind = 'mutual_aid' OR f.closed_on IS NOT NULL))""",
        ),
    ),
    CODE,
)
REQUEST_CHANGED = Guard(
    "ledger_fundrequest_changed",
    "ledger_fundrequest",
    "UPDATE",
    (
        (
            "基金申请的内容不能改；错了作废后重写",
            """NEW.subject_id <> OLD.subject_id OR NEW.fund_id <> OLD.fund_id OR NEW.purpose_id <> OLD.purpose_id
                OR NEW.household_id IS NOT OLD.household_id OR NEW.person_id IS NOT OLD.person_id OR NEW.payee <> OLD.payee
                OR NEW.whom <> OLD.whom OR NEW.period <> OLD.period OR NEW.title <> OLD.title OR NEW.amount <> OLD.amount
                OR NEW.applied_on <> OLD.applied_on OR NEW.change_id <> OLD.change_id
                OR (OLD.voided_on IS NOT NULL AND (NEW.voided_on IS NOT OLD.voided_on OR NEW.void_why <> OLD.void_why))""",
        ),
        (
            "已发放的基金申请不能作废；先收回或冲销",
            f"NEW.voided_on IS NOT NULL AND {_STANDING.format(request='NEW.subject_id')} > 0",
        ),
    ),
    CODE,
)
_OVERLAPS = """EXISTS (SELECT 1 FROM ledger_fundpurpose p WHERE p.fund_id = NEW.fund_id AND p.title = NEW.title{other}
                AND (NEW.until IS NULL OR p.since < NEW.until) AND (p.until IS NULL OR p.until > NEW.since))"""
OVERLAP = "同名的用途在同一段时间已有一项"
PURPOSE_NEW = Guard(
    "ledger_fundpurpose_new",
    "ledger_fundpurpose",
    "INSERT",
    (
        (OVERLAP, _OVERLAPS.format(other="")),
        ("止日的写入在写明止日时才有", "NEW.ended_by_id IS NOT NULL AND NEW.until IS NULL"),
    ),
    CODE,
)
_REOPENED = """(NEW.until IS NULL AND NEW.ended_by_id IS NULL AND EXISTS (SELECT 1 FROM registry_change c
                  WHERE c.id = OLD.ended_by_id AND c.kind = 'import'))"""
"""Only an end that a file wrote goes again, when that import is undone."""


def _purpose_changed(ended: str, *more: Refusal) -> Guard:
    """``ended`` is what is refused of one that has an end."""
    return Guard(
        "ledger_fundpurpose_changed",
        "ledger_fundpurpose",
        "UPDATE",
        (
            (
                "用途不能改；写明止日，另写一项",
                f"""NEW.id <> OLD.id OR NEW.fund_id <> OLD.fund_id OR NEW.title <> OLD.title OR NEW.serves <> OLD.serves OR NEW.per <> OLD.per
                OR NEW.most IS NOT OLD.most OR NEW.is_noticed <> OLD.is_noticed OR NEW.clause <> OLD.clause
                OR NEW.since <> OLD.since OR NEW.change_id <> OLD.change_id
                OR (OLD.until IS NOT NULL AND {ended})""",
            ),
            *more,
        ),
        CODE,
    )


PURPOSE_CHANGED_AT_FIRST = _purpose_changed("NEW.until IS NOT OLD.until")
"""As migration ``0023`` made it: before a file could end a purpose."""
PURPOSE_CHANGED = _purpose_changed(
    f"(NEW.until IS NOT OLD.until OR NEW.ended_by_id IS NOT OLD.ended_by_id) AND NOT {_REOPENED}",
    (OVERLAP, _OVERLAPS.format(other=" AND p.id <> NEW.id")),
    (
        "止日以后已有申请",
        """NEW.until IS NOT NULL AND OLD.until IS NULL AND EXISTS (SELECT 1 FROM ledger_fundrequest q
                WHERE q.purpose_id = NEW.id AND q.voided_on IS NULL AND q.applied_on >= NEW.until)""",
    ),
)
CUT_NEW = Guard(
    "ledger_fundcut_new",
    "ledger_fundcut",
    "INSERT",
    (
        (
            "核减人不是这次写入的人",
            "NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.change_id AND c.by_id = NEW.by_id)",
        ),
        (
            "写申请的人不能核减自己的申请",
            """EXISTS (SELECT 1 FROM ledger_fundrequest q JOIN registry_change c ON c.id = q.change_id
                WHERE q.subject_id = NEW.request_id AND c.by_id = NEW.by_id)""",
        ),
        (
            "核定金额多于申请金额，或早于申请日期",
            """EXISTS (SELECT 1 FROM ledger_fundrequest q WHERE q.subject_id = NEW.request_id
                AND (NEW.approved > q.amount OR NEW.cut_on < q.applied_on))""",
        ),
        (
            "别人核减过的只能再减，不能加回",
            """EXISTS (SELECT 1 FROM ledger_fundcut c WHERE c.request_id = NEW.request_id AND c.by_id <> NEW.by_id
                AND NEW.approved > c.approved AND NOT EXISTS (SELECT 1 FROM ledger_fundcut l WHERE l.request_id = c.request_id
                  AND l.by_id = c.by_id AND l.id > c.id))""",
        ),
        (
            "已经作废或发放",
            f"""{_STANDING.format(request="NEW.request_id")} > 0 OR EXISTS (SELECT 1 FROM ledger_fundrequest q
                WHERE q.subject_id = NEW.request_id AND q.voided_on IS NOT NULL)""",
        ),
    ),
    CODE,
)
CUT_GUARDS: tuple[Guard, ...] = (
    CUT_NEW,
    *(Guard(f"ledger_fundcut_kept_{event.lower()}", "ledger_fundcut", event, (("核减不能改写或删除", "1 = 1"),), CODE) for event in ("UPDATE", "DELETE")),
)  # fmt: skip
NEVER = "不能删除；错了作废或写明止日"


def _kept(table: str, condition: str) -> Guard:
    return Guard(f"{table}_kept_delete", table, "DELETE", ((NEVER, condition),), CODE)


PURPOSE_KEPT = _kept(
    "ledger_fundpurpose",
    """EXISTS (SELECT 1 FROM ledger_fundrequest q WHERE q.purpose_id = OLD.id)
        OR NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = OLD.change_id AND c.kind = 'import')""",
)
"""Only one that a file brought and nobody requested anything for goes, when that import is undone."""
PURPOSE_KEPT_AT_FIRST = _kept("ledger_fundpurpose", "1 = 1")
_OF_REQUESTS: tuple[Guard, ...] = (REQUEST_NEW, REQUEST_CHANGED, _kept("ledger_fundrequest", "1 = 1"))
_OF_PURPOSES: tuple[Guard, ...] = (PURPOSE_NEW, PURPOSE_CHANGED, PURPOSE_KEPT)
REQUEST_GUARDS: tuple[Guard, ...] = (MOVEMENT_OF_REQUEST, *_OF_REQUESTS, *_OF_PURPOSES, *CUT_GUARDS)
REQUEST_GUARDS_AT_FIRST: tuple[Guard, ...] = (
    MOVEMENT_AT_FIRST, *_OF_REQUESTS, PURPOSE_CHANGED_AT_FIRST, PURPOSE_KEPT_AT_FIRST,
)  # fmt: skip
