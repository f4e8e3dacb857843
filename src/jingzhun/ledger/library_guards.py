"""What the database itself refuses about the library: nothing enters it incomplete, and nothing enters it but by a case.

Migration ``library_guards`` turns these into triggers (:mod:`jingzhun.core.guard`). A project that an import of the library's
own workbook brings in was never applied for here, so it has no stage before; what is missing of it is shown and not hidden.
"""

from __future__ import annotations

from jingzhun.core.guard import Guard

CODE = "B-010"

# The stage before the new row is 申报 or 出库. A row that this very change superseded was in force a moment ago.
_COMES_IN = """NEW.stage NOT IN ('applied', 'left') AND EXISTS (SELECT 1 FROM ledger_projectstage s
    WHERE s.subject_id = NEW.subject_id AND s.since <= NEW.since AND s.stage IN ('applied', 'left')
      AND (s.superseded_at IS NULL OR s.superseded_by_id = NEW.change_id)
      AND NOT EXISTS (SELECT 1 FROM ledger_projectstage l WHERE l.subject_id = s.subject_id
        AND l.since <= NEW.since AND l.since > s.since AND l.superseded_at IS NULL))"""

# As ``ledger.elements`` says it; a test compares the two.
_COMPLETE = """EXISTS (SELECT 1 FROM ledger_projectprofile p WHERE p.subject_id = NEW.subject_id
      AND p.since <= NEW.since AND p.superseded_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM ledger_projectprofile q WHERE q.subject_id = p.subject_id
        AND q.since <= NEW.since AND q.since > p.since AND q.superseded_at IS NULL)
      AND p.name <> '' AND p.category <> '' AND p.construction <> '' AND p.responsible_unit <> '' AND p.task <> ''
      AND p.goal <> '' AND p.mechanism <> '' AND p.starts_on IS NOT NULL AND p.ends_on IS NOT NULL
      AND (p.beneficiaries <> '' OR p.households IS NOT NULL OR p.persons IS NOT NULL)
      AND (p.place <> '' OR EXISTS (SELECT 1 FROM ledger_projectsite t WHERE t.subject_id = p.subject_id AND t.is_site
        AND t.since <= NEW.since AND t.superseded_at IS NULL)))
    AND EXISTS (SELECT 1 FROM ledger_projectfunding f WHERE f.subject_id = NEW.subject_id AND f.planned > 0
      AND f.since <= NEW.since AND f.superseded_at IS NULL)"""

ENTERING = Guard(
    "ledger_project_enters",
    "ledger_projectstage",
    "INSERT",
    (
        (
            "申报的或已出库的项目只能经办件入库",
            f"""{_COMES_IN} AND NOT EXISTS (SELECT 1 FROM registry_change c
                WHERE c.id = NEW.change_id AND c.kind IN ('case', 'undo'))""",
        ),
        ("要素不齐的项目不能入库", f"{_COMES_IN} AND NOT ({_COMPLETE})"),
    ),
    CODE,
)
PLAN_ITEM = Guard(
    "ledger_planitem_new",
    "ledger_planitem",
    "INSERT",
    (
        (
            "规划事项只属于乡镇或村",
            """NOT EXISTS (SELECT 1 FROM registry_subject s WHERE s.id = NEW.subject_id AND s.kind IN ('township', 'village'))""",
        ),
        (
            "规划事项只能连到项目",
            """NEW.project_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registry_subject s
                WHERE s.id = NEW.project_id AND s.kind = 'project')""",
        ),
    ),
    CODE,
)
BENEFIT = Guard(
    "ledger_projectbenefit_new",
    "ledger_projectbenefit",
    "INSERT",
    (
        (
            "到户名单只写农户",
            """NOT EXISTS (SELECT 1 FROM registry_subject s WHERE s.id = NEW.subject_id AND s.kind = 'household')""",
        ),
        (
            "到户名单只属于项目",
            """NOT EXISTS (SELECT 1 FROM registry_subject s WHERE s.id = NEW.project_id AND s.kind = 'project')""",
        ),
    ),
    CODE,
)
GUARDS = (ENTERING, PLAN_ITEM, BENEFIT)
