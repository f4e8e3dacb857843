"""Projects with their rows, schemes, roadmaps and moves in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import factories
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.ledger.models import (
    FactorPlan,
    LibraryMove,
    LineItem,
    PlanFactor,
    PlanItem,
    ProjectBenefit,
    ProjectMilestone,
    SchemeProfile,
    SchemeTarget,
    SiteWork,
)
from jingzhun.registry.models import Subject

_serial = count(1)
DAY = date(2018, 12, 31)
Arguments = dict[str, Any]


def line_item(area: str) -> str:
    """A project with one item; its number."""
    return project_row(area)["code"]


def scheme(area: str) -> str:
    """A scheme in an area; its number."""
    return scheme_row(area)["code"]


def scheme_row(area: str) -> Arguments:
    """A scheme with one target, as the address of the target names it."""
    made = factories.change()
    subject = Subject.objects.create(kind="scheme", code=f"ZX{next(_serial):06d}", area_id=area, created_by=made)
    common = {"subject": subject, **factories.known(made)}
    SchemeProfile.objects.create(title=f"专项{subject.code}", kind="village", since=date(2018, 1, 1), **common)
    row = SchemeTarget.objects.create(
        key="|invest", measure="invest", planned=1, unit="万元", document="计划", **common
    )
    return {"code": subject.code, "theme": "scheme-targets", "pk": row.pk}


def factor_plan(area: str) -> str:
    """A factor plan in an area; its number."""
    return factor_row(area)["code"]


def factor_title(area: str) -> str:
    return f"方案{factor_plan(area)}"


def factor_row(area: str) -> Arguments:
    """A factor plan with one factor, as the address of the factor names it."""
    made = factories.change()
    subject = Subject.objects.create(kind="factor_plan", code=f"FA{next(_serial):06d}", area_id=area, created_by=made)
    common = {"subject": subject, **factories.known(made)}
    FactorPlan.objects.create(title=f"方案{subject.code}", year=2018, since=date(2018, 1, 1), **common)
    row = PlanFactor.objects.create(key="绩效", factor="绩效", weight=100, way="more", **common)
    return {"code": subject.code, "theme": "plan-factors", "pk": row.pk}


def benefit_row(area: str) -> Arguments:
    """A household on the list of a project in an area, as the address of its row names it."""
    made = factories.change()
    project = factories.project(area=area, code=f"XM{next(_serial):06d}").subject
    home = factories.household(village=area, code=f"HB{next(_serial):06d}").subject
    row = ProjectBenefit.objects.create(
        subject=home, project=project, since=date(2018, 1, 1), document="名单", **factories.known(made)
    )
    return {"code": project.code, "pk": row.pk}


def benefit_project(area: str) -> str:
    """The number of a project with one household on its list."""
    return benefit_row(area)["code"]


def site_work(area: str) -> str:
    """A row of a site list in an area; the number of its project."""
    subject = factories.project(area=area, code=f"XM{next(_serial):06d}").subject
    SiteWork.objects.create(
        subject=subject, key="1", item="路灯", area_id=area, state="done", **factories.known(factories.change())
    )
    return subject.code


def late_project(area: str) -> str:
    """A project with a step that should be done before the pages' day; its number."""
    return _stepped(area, step="acceptance", planned_on=date(2018, 6, 1))


def handed_over_project(area: str) -> str:
    return _stepped(area, step="handover", done_on=date(2018, 6, 1))


def _stepped(area: str, **step: Any) -> str:
    subject = factories.project(area=area, code=f"XM{next(_serial):06d}").subject
    ProjectMilestone.objects.create(
        subject=subject, since=date(2018, 6, 1), **step, **factories.known(factories.change())
    )
    return subject.code


def project_row(area: str) -> Arguments:
    """A project with one item, as the address of the row names it."""
    subject = factories.project(area=area, code=f"XM{next(_serial):06d}").subject
    row = LineItem.objects.create(
        subject=subject, key="|1", number="1", name="改梯", amount=100, **factories.known(factories.change())
    )
    return {"code": subject.code, "theme": "line-items", "pk": row.pk}


def project(area: str) -> str:
    return factories.project(area=area, code=f"XM{next(_serial):06d}").subject.code


def plan_place(area: str) -> str:
    """A township or village of the area itself, which is what a plan is of."""
    return area


def plan_item(area: str) -> Arguments:
    """An item of a village's plan (of a township's roadmap) without a project."""
    kind = {Level.TOWNSHIP: "township"}.get(AreaCode.parse(area).level, "village")
    by = factories.change()
    subject = Subject.objects.filter(kind=kind, code=area).first() or Subject.objects.create(
        kind=kind, code=area, area_id=area, created_by=by
    )
    name, number = f"事项{next(_serial):06d}", f"{next(_serial)}"
    made = PlanItem.objects.create(
        subject=subject, key=f"2018:{number}", year=2018, number=number, name=name, **factories.known(by)
    )
    return {"code": area, "pk": made.pk}


def plan_orphan(area: str) -> str:
    return PlanItem.objects.get(pk=plan_item(area)["pk"]).name


def library_move(area: str) -> str:
    """The number of a project that entered the library."""
    made, by = factories.project(area=area, code=f"XM{next(_serial):06d}").subject, factories.change(kind="case")
    LibraryMove.objects.create(
        subject=made,
        key="case:K1",
        direction="in",
        moved_on=DAY,
        reason="测试",
        case_number="K1",
        **factories.known(by),
    )
    return made.code
