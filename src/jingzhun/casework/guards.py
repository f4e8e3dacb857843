"""What the database itself refuses about cases, beyond the constraints of single rows: one text for both databases.

Migration ``0002_guards`` turns the guards into triggers.
"""

from __future__ import annotations

from jingzhun.core.guard import Guard
from jingzhun.ledger.flows import PAYMENTS

CODE = "J-001"

_ACTED = "(d.official_id IN ({who}) OR d.behalf_of_id IN ({who}))"
_WHO = "NEW.official_id, COALESCE(NEW.behalf_of_id, NEW.official_id)"

DECISION = Guard(
    "casework_decision_new",
    "casework_decision",
    "INSERT",
    (
        (
            "办件已经办结，或已经到了别的步骤",
            """NOT EXISTS (SELECT 1 FROM casework_case c JOIN casework_procedurestep s ON s.id = c.step_id
                WHERE c.id = NEW.case_id AND c.state = 'open' AND c.round = NEW.round AND c.step_id = NEW.step_id
                  AND s.number = NEW.number AND s.level = NEW.step_level AND c.area_id = NEW.case_area)""",
        ),
        (
            "上一步没有通过",
            """NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM casework_decision d WHERE d.id = NEW.previous_id
                AND d.case_id = NEW.case_id AND d.number = NEW.previous_number AND d.outcome = 'pass')""",
        ),
        (
            "办理日期早于前面的结论或立案",
            """EXISTS (SELECT 1 FROM casework_decision d WHERE d.case_id = NEW.case_id AND d.decided_on > NEW.decided_on)
            OR EXISTS (SELECT 1 FROM casework_case c WHERE c.id = NEW.case_id AND c.opened_on > NEW.decided_on)""",
        ),
        (
            "不是这一步的岗位，或不在范围内，或不在任期内",
            """NOT EXISTS (SELECT 1 FROM accounts_post p JOIN areas_area a ON a.code = p.area_id
                JOIN casework_procedurestep s ON s.id = NEW.step_id
                WHERE p.id = NEW.post_id AND p.role = NEW.role AND a.level = NEW.post_level
                  AND s.roles LIKE '%,' || p.role || ',%'
                  AND substr(p.area_id, 1, s.level) = substr(NEW.case_area, 1, s.level)
                  AND p.since <= NEW.decided_on AND (p.until IS NULL OR p.until > NEW.decided_on)
                  AND ((NEW.behalf_of_id IS NULL AND p.official_id = NEW.official_id)
                       OR (p.official_id = NEW.behalf_of_id AND EXISTS (SELECT 1 FROM casework_delegation g
                           WHERE g.post_id = p.id AND g.to_id = NEW.official_id
                             AND g.since <= NEW.decided_on AND g.until > NEW.decided_on))))""",
        ),
        (
            "同一人已经办过不得由同一人办的步骤",
            f"""EXISTS (SELECT 1 FROM casework_decision d JOIN casework_procedurestep s ON s.id = NEW.step_id
                WHERE d.case_id = NEW.case_id AND s.differs_from LIKE '%,' || d.number || ',%'
                  AND {_ACTED.format(who=_WHO)})
            OR EXISTS (SELECT 1 FROM casework_signature g JOIN casework_procedurestep s ON s.id = NEW.step_id
                WHERE g.case_id = NEW.case_id AND s.differs_from LIKE '%,' || g.number || ',%'
                  AND g.official_id IN ({_WHO}))""",
        ),
        (
            "有没有答复的异议",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_objection o
                WHERE o.case_id = NEW.case_id AND o.answered_on IS NULL)""",
        ),
        (
            "公示还没有期满",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_noticeentry e
                JOIN casework_notice n ON n.id = e.notice_id
                WHERE e.case_id = NEW.case_id AND e.round = NEW.round AND n.kind = 'notice'
                  AND e.withdrawn_on IS NULL AND e.until > NEW.decided_on)""",
        ),
        (
            "要公示的上一步没有公示",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_procedurestep s
                JOIN casework_procedurestep b ON b.procedure_id = s.procedure_id AND b.number = s.number - 1
                WHERE s.id = NEW.step_id AND b.notice_days > 0 AND NOT EXISTS (SELECT 1 FROM casework_noticeentry e
                  JOIN casework_notice n ON n.id = e.notice_id WHERE e.case_id = NEW.case_id AND e.round = NEW.round
                  AND n.step_id = b.id AND n.kind = 'notice' AND e.withdrawn_on IS NULL AND e.days >= b.notice_days))""",
        ),
        (
            "材料没有交齐",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_steppaper r WHERE r.step_id = NEW.step_id
                AND NOT EXISTS (SELECT 1 FROM casework_paper p WHERE p.case_id = NEW.case_id AND p.name = r.name
                  AND p.replaced_at IS NULL))""",
        ),
        (
            "签字没有齐",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_procedurestep s WHERE s.id = NEW.step_id AND (
                (SELECT COUNT(*) FROM casework_signature g WHERE g.case_id = NEW.case_id AND g.round = NEW.round
                  AND g.number = NEW.number AND g.official_id IS NOT NULL AND g.official_id <> NEW.official_id) < s.signers - 1
                OR (s.household_signs AND NOT EXISTS (SELECT 1 FROM casework_signature g WHERE g.case_id = NEW.case_id
                  AND g.round = NEW.round AND g.number = NEW.number AND g.official_id IS NULL))))""",
        ),
        (
            "比对没有做完，或比对有结果",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_stepcheck k WHERE k.step_id = NEW.step_id
                AND NOT EXISTS (SELECT 1 FROM casework_checkanswer a WHERE a.case_id = NEW.case_id AND a.round = NEW.round
                  AND a.name = k.name AND a.replaced_at IS NULL AND a.answer = 'none'))""",
        ),
        (
            "没有抽查，或抽中的没有核查一致",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_procedurestep s WHERE s.id = NEW.step_id
                AND s.sample_percent > 0 AND NOT EXISTS (SELECT 1 FROM casework_samplecase x WHERE x.case_id = NEW.case_id
                  AND x.round = NEW.round AND x.number = NEW.number AND (x.result = 'agrees' OR NOT x.is_drawn)))""",
        ),
    ),
    CODE,
)

_MOVED = "(NEW.step_id IS NOT OLD.step_id OR NEW.round <> OLD.round OR NEW.state <> OLD.state)"

CASE = Guard(
    "casework_case_moved",
    "casework_case",
    "UPDATE",
    (
        (
            "办件的对象、程序和区划不能改",
            """NEW.subject_id <> OLD.subject_id OR NEW.procedure_id <> OLD.procedure_id OR NEW.area_id <> OLD.area_id
                OR NEW.number <> OLD.number OR NEW.opened_on <> OLD.opened_on""",
        ),
        (
            "没有相应的办理结论，步骤不能动",
            f"""{_MOVED} AND NOT EXISTS (SELECT 1 FROM casework_decision d
                JOIN casework_procedurestep s ON s.id = d.step_id
                LEFT JOIN casework_procedurestep n ON n.id = NEW.step_id
                WHERE d.case_id = NEW.id AND d.round = OLD.round AND d.step_id = OLD.step_id AND (
                  (d.outcome = 'pass' AND NOT s.is_last AND NEW.round = OLD.round AND NEW.state = 'open'
                    AND n.procedure_id = NEW.procedure_id AND n.number = d.number + 1)
                  OR (d.outcome = 'pass' AND s.is_last AND NEW.round = OLD.round AND NEW.state = 'done')
                  OR (d.outcome = 'return' AND NEW.round = OLD.round + 1 AND NEW.state = 'open'
                    AND n.procedure_id = NEW.procedure_id AND n.number = s.back_to)
                  OR (d.outcome = 'refuse' AND NEW.round = OLD.round AND NEW.state = 'refused')
                  OR (d.outcome = 'withdraw' AND NEW.round = OLD.round AND NEW.state = 'withdrawn')))""",
        ),
    ),
    CODE,
)

NEW_CASE = Guard(
    "casework_case_new",
    "casework_case",
    "INSERT",
    (
        (
            "新办件从第一步开始",
            """NEW.state <> 'open' OR NEW.round <> 1 OR NOT EXISTS (SELECT 1 FROM casework_procedurestep s
                WHERE s.id = NEW.step_id AND s.procedure_id = NEW.procedure_id AND s.number = 1)""",
        ),
    ),
    CODE,
)

ENTRY = Guard(
    "casework_entry_new",
    "casework_noticeentry",
    "INSERT",
    (
        (
            "公示天数不足",
            """EXISTS (SELECT 1 FROM casework_notice n JOIN casework_procedurestep s ON s.id = n.step_id
                WHERE n.id = NEW.notice_id AND (n.starts_on <> NEW.starts_on OR n.days <> NEW.days
                  OR (n.kind = 'notice' AND NEW.days < s.notice_days)))
               OR {later} < NEW.days""",
        ),
    ),
    CODE,
)

ENTRY_CHANGED = Guard(
    "casework_entry_changed",
    "casework_noticeentry",
    "UPDATE",
    (
        (
            "公示只能延长或撤下",
            """NEW.notice_id <> OLD.notice_id OR NEW.case_id <> OLD.case_id OR NEW.round <> OLD.round
                OR NEW.starts_on <> OLD.starts_on OR NEW.days <> OLD.days OR NEW.until < OLD.until
                OR NEW.shown_name <> OLD.shown_name OR NEW.group_name <> OLD.group_name OR NEW.outcome <> OLD.outcome
                OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS NOT OLD.withdrawn_on)""",
        ),
    ),
    CODE,
)

OBJECTION = Guard(
    "casework_objection_changed",
    "casework_objection",
    "UPDATE",
    (
        (
            "异议答复后不能改",
            """OLD.answered_on IS NOT NULL OR NEW.entry_id <> OLD.entry_id OR NEW.case_id <> OLD.case_id
                OR NEW.text <> OLD.text OR NEW.received_on <> OLD.received_on OR NEW.by_name <> OLD.by_name""",
        ),
    ),
    CODE,
)

SIGNATURE = Guard(
    "casework_signature_new",
    "casework_signature",
    "INSERT",
    (
        (
            "只能给正在办的一步签字",
            """NOT EXISTS (SELECT 1 FROM casework_case c JOIN casework_procedurestep s ON s.id = c.step_id
                WHERE c.id = NEW.case_id AND c.state = 'open' AND c.round = NEW.round AND s.number = NEW.number)""",
        ),
        (
            "同一人已经办过不得由同一人办的步骤",
            """EXISTS (SELECT 1 FROM casework_decision d JOIN casework_case c ON c.id = d.case_id
                JOIN casework_procedurestep s ON s.id = c.step_id
                WHERE c.id = NEW.case_id AND s.differs_from LIKE '%,' || d.number || ',%'
                  AND (d.official_id = NEW.official_id OR d.behalf_of_id = NEW.official_id))""",
        ),
    ),
    CODE,
)

NEVER = "不能改写或删除"
_KEPT = (
    "casework_decision", "casework_signature", "casework_procedure", "casework_procedurestep", "casework_steppaper",
    "casework_stepcheck", "casework_notice",
)  # fmt: skip
_NOT_DELETED = (
    "casework_case", "casework_batch", "casework_paper", "casework_checkanswer", "casework_sample", "casework_samplecase",
    "casework_noticeentry", "casework_objection",
)  # fmt: skip

GUARDS: tuple[Guard, ...] = (
    DECISION, CASE, NEW_CASE, ENTRY, ENTRY_CHANGED, OBJECTION, SIGNATURE,
    *(Guard(f"{table}_kept_{event.lower()}", table, event, ((NEVER, "1 = 1"),), CODE) for table in _KEPT for event in ("UPDATE", "DELETE")),
    *(Guard(f"{table}_kept_delete", table, "DELETE", ((NEVER, "1 = 1"),), CODE) for table in _NOT_DELETED),
)  # fmt: skip

DECISION_ON_PROJECT = Guard(
    "casework_decision_project",
    "casework_decision",
    "INSERT",
    (
        (
            "负面清单有一项属于",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_case c JOIN {each:c.proposed:negative_list} j ON j.value = 'yes'
                WHERE c.id = NEW.case_id)""",
        ),
        (
            "没有核对负面清单",
            """NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM casework_procedurestep s
                JOIN casework_procedurestep a ON a.procedure_id = s.procedure_id AND a.asks LIKE '%,negative_list,%'
                WHERE s.id = NEW.step_id AND a.number <= s.number)
               AND NOT EXISTS (SELECT 1 FROM casework_case c JOIN {each:c.proposed:negative_list} j ON j.value = 'no'
                WHERE c.id = NEW.case_id)""",
        ),
    ),
    CODE,
)
PROJECT_GUARDS: tuple[Guard, ...] = (
    DECISION_ON_PROJECT,
    Guard("casework_noticedproject_kept_update", "casework_noticedproject", "UPDATE", ((NEVER, "1 = 1"),), CODE),
    Guard("casework_noticedproject_kept_delete", "casework_noticedproject", "DELETE", ((NEVER, "1 = 1"),), CODE),
)
"""About projects; triggers by migration ``project_guards``."""

_PAID = ", ".join(f"'{kind}'" for kind in PAYMENTS)
_BY_CASE = "EXISTS (SELECT 1 FROM registry_change g WHERE g.id = NEW.change_id AND g.kind = 'case')"
_ABOUT = """c.number = NEW.approval AND c.state = 'done' AND (c.subject_id = NEW.claim_id
    OR c.subject_id = NEW.request_id
    OR EXISTS (SELECT 1 FROM ledger_awardline l WHERE l.id = NEW.line_id AND l.roster_id = c.subject_id))"""
_STANDS = """{d}.case_id = c.id AND {d}.outcome = 'pass' AND {d}.number > 1 AND NOT EXISTS (SELECT 1 FROM casework_decision r
    JOIN casework_procedurestep w ON w.id = r.step_id
    WHERE r.case_id = c.id AND r.id > {d}.id AND r.outcome = 'return' AND w.back_to <= {d}.number)
    AND NOT EXISTS (SELECT 1 FROM casework_decision z WHERE z.case_id = c.id AND z.number = 1 AND z.outcome = 'pass'
      AND ({d}.official_id IN (z.official_id, z.behalf_of_id) OR {d}.behalf_of_id IN (z.official_id, z.behalf_of_id)))"""
_NAMED = "({name} = {o}.name OR {name} = {o}.name || '（' || {o}.sign_in_name || '）')"

PAYMENT = Guard(
    "casework_payment_new",
    "ledger_movement",
    "INSERT",
    (
        (
            "支付写明的办件不是这张报账单或名册的，不是这份基金申请的，或没有办结",
            f"{_BY_CASE} AND NOT EXISTS (SELECT 1 FROM casework_case c WHERE {_ABOUT})",
        ),
        (
            "审批人不是这件里两名不同的办理人，或其中有申请人",
            f"""{_BY_CASE} AND NOT EXISTS (SELECT 1 FROM casework_case c JOIN casework_decision a ON a.case_id = c.id
                JOIN casework_decision b ON b.case_id = c.id JOIN accounts_official p ON p.id = a.official_id
                JOIN accounts_official q ON q.id = b.official_id
                WHERE {_ABOUT} AND a.official_id <> b.official_id AND {_STANDS.format(d="a")} AND {_STANDS.format(d="b")}
                  AND {_NAMED.format(name="NEW.approved_by", o="p")} AND {_NAMED.format(name="NEW.approved_again_by", o="q")})""",
        ),
    ),
    CODE,
    when=f"NEW.kind IN ({_PAID}) AND NEW.approval <> ''",
)
PAYMENT_GUARDS: tuple[Guard, ...] = (PAYMENT,)
"""A payment made by a case is that case's: its claim, roster or fund request, its deciders. Triggers by migration ``payment_guard``."""
FUND_GUARDS: tuple[Guard, ...] = tuple(
    Guard(f"casework_{table}_kept_{event.lower()}", f"casework_{table}", event, ((NEVER, "1 = 1"),), CODE)
    for table in ("noticedfunds", "noticedfundline")
    for event in ("UPDATE", "DELETE")
)
AWARD_NOTICE_GUARDS: tuple[Guard, ...] = (
    *(
        Guard(f"casework_noticedaward_kept_{event.lower()}", "casework_noticedaward", event, ((NEVER, "1 = 1"),), CODE)
        for event in ("UPDATE", "DELETE")
    ),
    Guard(
        "casework_noticedaward_new",
        "casework_noticedaward",
        "INSERT",
        (
            (
                "公示的办件不是奖补名册的，或公示已经撤下",
                """NOT EXISTS (SELECT 1 FROM casework_noticeentry e JOIN casework_case c ON c.id = e.case_id
                    JOIN registry_subject s ON s.id = c.subject_id
                    WHERE e.id = NEW.entry_id AND s.kind = 'award_roster' AND e.withdrawn_on IS NULL)""",
            ),
        ),
        CODE,
    ),
)
"""Lines of an award roster on a notice, once on the board, stay; triggers by migration ``noticed_award_guards``."""
