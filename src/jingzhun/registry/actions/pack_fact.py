"""Recording facts that packs declare: from a page for one subject, from a file for many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from jingzhun.audit.actor import Actor
from jingzhun.rules.declared_fact import DeclaredFact

from ..models import Change, PackFact, Subject
from ..pack_facts import SLOT, field_of, stored, year_of
from .fact import UnableToRecord
from .plan import KEEP, Plan, plan_facts
from .subject import create_subjects
from .writing import writing


def plan_pack_fact(
    fact: DeclaredFact, rows: Iterable[tuple[int, date, int, Any]], *, new: Collection[int] = ()
) -> Plan:
    """What recording one fact would write. ``rows`` are (subject, since, year of the data, value or KEEP)."""
    given = [
        (subject, since, fact.code, year_of(fact, year), value if value is KEEP else stored(fact, value))
        for subject, since, year, value in rows
    ]
    plan = plan_facts(model=PackFact, fields=("fact", "year", SLOT[fact.type]), rows=given, new=new)
    plan.declared = field_of(fact)
    return plan


def record_pack_facts(
    *, kind: str, code: str, area: str, values: Mapping[DeclaredFact, Any], since: date, year: int, by: Actor, source: str,
    reason: str = "",
) -> Change:  # fmt: skip
    """Record declared facts of the subject ``kind`` ``code`` in ``area`` (padded code); an area becomes a subject when
    something is first said about it. Raises :class:`~jingzhun.registry.actions.fact.UnableToRecord` when nothing would change.
    """
    with writing(
        kind=Change.Kind.PAGE, by=by, source=source, reason=reason, subject_kind=Subject.Kind(kind).label, subject_code=code,
        area_code=area, facts=sorted(fact.code for fact in values),
    ) as work:  # fmt: skip
        subject = Subject.objects.filter(kind=kind, code=code).values_list("pk", flat=True).first()
        if subject is None:
            subject = create_subjects(kind=kind, rows=[(code, area)], work=work)[code]
        plans = [plan_pack_fact(fact, [(subject, since, year, value)]) for fact, value in values.items()]
        if not any(plan.rows for plan in plans):
            raise UnableToRecord()
        for plan in plans:
            work.put(plan)
    return work.change
