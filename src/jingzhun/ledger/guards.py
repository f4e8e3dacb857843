"""What the database itself refuses about money, and how it keeps balances: one text for SQLite and PostgreSQL.

Migrations turn the guards into triggers; a change of :mod:`jingzhun.ledger.flows` or of this file comes with a migration that
makes them again. A test compares the database with this table.
"""

from __future__ import annotations

from jingzhun.core.guard import Guard, Refusal

from .flows import FLOWS, OUTSIDE, PAYMENTS, REPEATED, REVERSE

CODE = "B-020"
BEYOND = "一户在借超过互助社登记的上限"
_PAYMENTS = ", ".join(f"'{kind}'" for kind in PAYMENTS)


def _needing(name: str) -> str:
    return ", ".join(f"'{kind}'" for kind, flow in FLOWS.items() if name in flow.needs)


def again(kind: str) -> str:
    """True of a new movement of ``kind``, and of a reversal that takes the same way: money that had come back goes out again."""
    return f"""(NEW.kind = '{kind}' OR EXISTS (SELECT 1 FROM ledger_movement o
                WHERE o.id = NEW.reverses_id AND o.kind = '{REPEATED[kind]}'))"""


_WAYS = ", ".join(f"'{kind}:{flow.source}:{flow.target}'" for kind, flow in FLOWS.items())
_ONWARD = ", ".join(f"'{kind}'" for kind, flow in FLOWS.items() if not flow.keeps_appropriation)


def _either(condition: str) -> str:
    """True where it is of one of the two accounts ``a``. Each is looked up by its key: asked for both with IN, PostgreSQL reads
    the whole table while it is small."""
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.{side}_id AND {condition})"
        for side in ("source", "target")
    )


_SIGNED = "CASE WHEN m.target_id = NEW.source_id THEN m.amount ELSE -m.amount END"
_OF_SOURCE = "ledger_movement m WHERE (m.source_id = NEW.source_id OR m.target_id = NEW.source_id)"

MOVEMENT = Guard(
    "ledger_movement_new",
    "ledger_movement",
    "INSERT",
    (
        (
            "钱不能这样走：转出、转入的账户与种类不符",
            f"""NEW.kind <> '{REVERSE}' AND NOT EXISTS (SELECT 1 FROM ledger_account s, ledger_account t
                WHERE s.id = NEW.source_id AND t.id = NEW.target_id AND NEW.kind || ':' || s.kind || ':' || t.kind IN ({_WAYS})
                  AND (s.appropriation_id = t.appropriation_id OR NEW.kind IN ({_ONWARD})))""",
        ),
        (
            "冲销要与原来那一笔金额相同、方向相反，只能一次",
            f"NEW.kind = '{REVERSE}' OR NEW.reverses_id IS NOT NULL",
            f"""NEW.kind <> '{REVERSE}' OR NEW.reverses_id IS NULL OR NOT EXISTS (
                SELECT 1 FROM ledger_movement m WHERE m.id = NEW.reverses_id AND m.kind <> '{REVERSE}'
                  AND m.source_id = NEW.target_id AND m.target_id = NEW.source_id AND m.amount = NEW.amount
                  AND m.moved_on <= NEW.moved_on)""",
        ),
        (
            "没有写明项目，或项目与账户不符",
            f"""(NEW.kind IN ({_needing("project")}) AND NEW.project_id IS NULL)
                OR {_either("a.project_id IS NOT NULL AND (NEW.project_id IS NULL OR a.project_id <> NEW.project_id)")}""",
        ),
        (
            "没有报账单，或报账单与账户不符",
            f"""(NEW.kind IN ({_needing("claim")}) AND NEW.claim_id IS NULL)
                OR {_either("a.claim_id IS NOT NULL AND (NEW.claim_id IS NULL OR a.claim_id <> NEW.claim_id)")}
                OR EXISTS (SELECT 1 FROM ledger_claim c WHERE c.subject_id = NEW.claim_id AND c.project_id <> NEW.project_id)""",
        ),
        (
            "结转只能进入写明由它结转的指标",
            "NEW.kind = 'carry_over'",
            """NOT EXISTS (SELECT 1 FROM ledger_account s, ledger_account t
                JOIN ledger_appropriation p ON p.id = t.appropriation_id
                WHERE s.id = NEW.source_id AND t.id = NEW.target_id AND p.carried_from_id = s.appropriation_id)""",
        ),
        ("没有文号", f"NEW.kind IN ({_needing('document')}) AND NEW.document = ''"),
        ("没有凭证号", f"NEW.kind IN ({_needing('voucher')}) AND NEW.voucher = ''"),
        (
            "支付要有两名不同的审批人",
            f"""NEW.kind IN ({_PAYMENTS}) AND (NEW.approved_by = '' OR NEW.approved_again_by = ''
                OR NEW.approved_by = NEW.approved_again_by)""",
        ),
        (
            "支付要经办件批准，或由文件导入",
            f"""NEW.kind IN ({_PAYMENTS}) AND NOT EXISTS (SELECT 1 FROM registry_change c WHERE c.id = NEW.change_id
                AND ((c.kind = 'case' AND NEW.approval <> '') OR (c.kind = 'import' AND NEW.approval = '')))""",
        ),
        (
            "名册行与农户或金额不符，或已经兑付",
            "NEW.line_id IS NOT NULL",
            f"""((NEW.kind <> '{REVERSE}' OR {again("pay_household")}) AND NOT EXISTS (SELECT 1 FROM ledger_awardline l, ledger_account a
                WHERE l.id = NEW.line_id AND a.id IN (NEW.source_id, NEW.target_id) AND a.kind = 'household'
                  AND a.household_id = l.household_id AND l.amount = NEW.amount AND l.struck_on IS NULL))
              OR ({again("pay_household")} AND (SELECT COALESCE(SUM(CASE WHEN a.kind = 'household' THEN m.amount ELSE -m.amount END), 0)
                FROM ledger_movement m JOIN ledger_account a ON a.id = m.target_id WHERE m.line_id = NEW.line_id) > 0)""",
        ),
        (
            "互助社只借给社员",
            f"NEW.kind IN ('lend', '{REVERSE}')",
            f"""{again("lend")} AND NOT EXISTS (SELECT 1 FROM ledger_account l, ledger_account s
                WHERE l.id = NEW.target_id AND s.kind = '{OUTSIDE}' AND s.project_id = l.project_id
                  AND s.household_id = l.household_id AND s.balance < 0)""",
        ),
        (
            "退股多于入股",
            f"NEW.kind IN ('share_back', '{REVERSE}')",
            f"""{again("share_back")} AND EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.target_id
                AND a.balance + NEW.amount > 0)""",
        ),
        (
            "借款没有还清的社员不能退股",
            f"NEW.kind IN ('share_back', '{REVERSE}')",
            f"""{again("share_back")} AND EXISTS (SELECT 1 FROM ledger_account a, ledger_account l WHERE a.id = NEW.target_id
                AND l.kind = 'lent' AND l.project_id = a.project_id AND l.household_id = a.household_id AND l.balance > 0)""",
        ),
        (
            "余额不足",
            f"""EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.source_id AND a.kind <> '{OUTSIDE}'
                AND a.balance < NEW.amount)""",
        ),
        (
            "按日期余额不足：这一天或以后的某一天会变成负数",
            f"""EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.source_id AND a.kind <> '{OUTSIDE}'
                AND (NEW.moved_on < a.latest_on OR EXISTS (SELECT 1 FROM ledger_movement m WHERE m.target_id = a.id
                  AND m.id > a.last_movement AND m.moved_on > NEW.moved_on)))""",
            f"""(SELECT COALESCE(SUM({_SIGNED}), 0) FROM {_OF_SOURCE} AND m.moved_on <= NEW.moved_on) < NEW.amount
                OR EXISTS (SELECT 1 FROM (SELECT m.moved_on AS on_day, SUM({_SIGNED}) OVER (ORDER BY m.moved_on) AS held
                  FROM {_OF_SOURCE}) AS day WHERE day.on_day > NEW.moved_on AND day.held < NEW.amount)""",
        ),
    ),
    CODE,
)

_SINCE = " UNION ALL ".join(
    f"SELECT {sign}m.amount AS signed, m.moved_on, m.id FROM ledger_movement m WHERE m.{side}_id = NEW.id"
    " AND m.id > OLD.last_movement AND m.id <= NEW.last_movement"
    for sign, side in (("", "target"), ("-", "source"))
)
"""What moved an account since its balance was last kept."""

_LENT_LAST = f"""(SELECT MAX(m.id) FROM ledger_movement m LEFT JOIN ledger_movement o ON o.id = m.reverses_id
    WHERE m.target_id = NEW.id AND m.id > OLD.last_movement AND m.id <= NEW.last_movement
      AND (m.kind = 'lend' OR o.kind = '{REPEATED["lend"]}'))"""
"""The last loan that moved a member's account since its balance was last kept."""


def _account(*more: Refusal) -> Guard:
    return Guard(
        "ledger_account_moved",
        "ledger_account",
        "UPDATE",
        (
            (
                "账户的身份不能改",
                """NEW.key <> OLD.key OR NEW.kind <> OLD.kind OR NEW.appropriation_id <> OLD.appropriation_id
                OR NEW.project_id IS NOT OLD.project_id OR NEW.unit <> OLD.unit OR NEW.claim_id IS NOT OLD.claim_id
                OR NEW.payee <> OLD.payee OR NEW.household_id IS NOT OLD.household_id OR NEW.area_id <> OLD.area_id""",
            ),
            ("退股多于入股", f"NEW.kind = '{OUTSIDE}' AND NEW.household_id IS NOT NULL AND NEW.balance > 0"),
            *more,
            (
                "余额只随收支变动",
                f"""NEW.last_movement <= OLD.last_movement OR (NEW.balance - OLD.balance, NEW.last_movement, NEW.latest_on)
                <> (SELECT SUM(signed), MAX(id), MAX(moved_on) FROM ({_SINCE}
                  UNION ALL SELECT 0, OLD.latest_on, OLD.last_movement) AS since)""",
            ),
        ),
        CODE,
    )


ACCOUNT_AT_FIRST = _account()
"""As migration ``0003`` made it: before societies had rules of their own."""
ACCOUNT = _account(
    (
        BEYOND,
        "NEW.kind = 'lent' AND NEW.balance > OLD.balance",
        f"""EXISTS (SELECT 1 FROM ledger_movement l JOIN ledger_loanrule r ON r.subject_id = NEW.project_id
                WHERE l.id = {_LENT_LAST} AND r.superseded_at IS NULL AND r.most IS NOT NULL
                  AND r.since = (SELECT MAX(q.since) FROM ledger_loanrule q WHERE q.subject_id = NEW.project_id
                    AND q.superseded_at IS NULL AND q.since <= l.moved_on)
                  AND NEW.balance + (SELECT COALESCE(SUM(a.balance), 0) FROM ledger_account a WHERE a.kind = 'lent'
                    AND a.project_id = NEW.project_id AND a.household_id = NEW.household_id AND a.id <> NEW.id) > r.most)""",
    ),
    (
        "借款没有还清的社员不能退股",
        f"NEW.balance > OLD.balance AND (NEW.kind = 'lent' OR (NEW.kind = '{OUTSIDE}' AND NEW.household_id IS NOT NULL))",
        f"""((NEW.kind = 'lent' AND NEW.balance > 0) OR (NEW.kind = '{OUTSIDE}' AND NEW.balance >= 0))
            AND EXISTS (SELECT 1 FROM ledger_account a
                WHERE a.project_id = NEW.project_id AND a.household_id = NEW.household_id AND ((NEW.kind = 'lent'
                  AND a.kind = '{OUTSIDE}' AND a.balance >= 0) OR (NEW.kind = '{OUTSIDE}' AND a.kind = 'lent' AND a.balance > 0)))""",
    ),
)
NEW_ACCOUNT = Guard(
    "ledger_account_new",
    "ledger_account",
    "INSERT",
    (("新账户余额为零", "NEW.balance <> 0 OR NEW.last_movement <> 0 OR NEW.latest_on <> '1900-01-01'"),),
    CODE,
)

NEVER = "不能改写或删除；更正用冲销"
_KEPT: tuple[Guard, ...] = (
    *(Guard(f"ledger_movement_kept_{event.lower()}", "ledger_movement", event, ((NEVER, "1 = 1"),), CODE) for event in ("UPDATE", "DELETE")),
    Guard("ledger_account_kept_delete", "ledger_account", "DELETE", ((NEVER, "1 = 1"),), CODE),
)  # fmt: skip
GUARDS: tuple[Guard, ...] = (MOVEMENT, ACCOUNT, NEW_ACCOUNT, *_KEPT)
GUARDS_AT_FIRST: tuple[Guard, ...] = (MOVEMENT, ACCOUNT_AT_FIRST, NEW_ACCOUNT, *_KEPT)

BALANCES = "ledger_movement_balances"
_MOVE = """UPDATE ledger_account SET balance = balance {sign} NEW.amount, last_movement = NEW.id,
    latest_on = CASE WHEN NEW.moved_on > latest_on THEN NEW.moved_on ELSE latest_on END WHERE id = NEW.{side}_id;"""
_BOTH = _MOVE.format(sign="-", side="source") + "\n" + _MOVE.format(sign="+", side="target")
_ALL = """FOR moved IN SELECT account_id, SUM(signed) AS total, MAX(id) AS newest, MAX(moved_on) AS latest_on FROM (
    SELECT target_id AS account_id, amount AS signed, id, moved_on FROM fresh
    UNION ALL SELECT source_id, -amount, id, moved_on FROM fresh) AS side GROUP BY account_id ORDER BY account_id
LOOP
    UPDATE ledger_account SET balance = balance + moved.total, last_movement = moved.newest,
        latest_on = GREATEST(latest_on, moved.latest_on) WHERE id = moved.account_id;
END LOOP;"""
"""Account by account, each looked up by its key: joined with what moved, PostgreSQL goes on reading the whole table as it did
when the table was small."""


def balance_statements(vendor: str) -> list[str]:
    """The trigger that moves both balances with a movement. On PostgreSQL once for each account and INSERT: every version of a
    row lives until the transaction ends, and a balance that a file moves ten thousand times would be looked for among them."""
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {BALANCES} AFTER INSERT ON ledger_movement BEGIN\n{_BOTH}\nEND"]
    return [
        f"CREATE FUNCTION {BALANCES}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE moved record; BEGIN\n{_ALL}\nRETURN NULL;\nEND $$",
        f"CREATE TRIGGER {BALANCES} AFTER INSERT ON ledger_movement REFERENCING NEW TABLE AS fresh"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {BALANCES}()",
    ]


def undo_balance_statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER {BALANCES}"]
    return [f"DROP TRIGGER {BALANCES} ON ledger_movement", f"DROP FUNCTION {BALANCES}()"]
