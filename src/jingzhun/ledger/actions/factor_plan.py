"""Factor plans (因素分配方案): a new one, with the factors of a pack where one is chosen; its weights, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.registry.actions.fact import UnableToRecord
from jingzhun.registry.actions.subject import create_subjects
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject
from jingzhun.rules.trust import Trust

from ..bill_rules import plain
from ..factor_offers import FactorOffer
from ..models import PlanFactor
from ..theme import Theme
from ..themes import FACTOR_PLANS, PLAN_FACTORS
from .row import Given, judge_rows


class UnableToSharePlan(Problem):
    code = "B-151"
    says = "{what}没有写入：{why}"
    remedy = "请改正后再写入"


def create_factor_plan(
    *, code: str, area: Area, values: Mapping[str, Any], since: date, offer: FactorOffer | None, by: Actor, source: str,
    reason: str = "",
) -> Subject:  # fmt: skip
    """A new plan of the county ``area``, with the factors and weights of ``offer``. A weight that the pack does not vouch
    for has no basis: it stands as 未核实 until a paper is named. Raises :class:`UnableToSharePlan`."""
    code, kind = code.strip(), Subject.Kind.FACTOR_PLAN
    if area.level != Level.COUNTY:
        raise UnableToSharePlan(what="方案", why="因素分配到乡镇，由县里做方案")
    if not code or Subject.objects.filter(kind=kind, code=code).exists():
        raise UnableToSharePlan(what="方案", why=f"编号 {code} 已经有了" if code else "没有填编号")
    with writing(
        kind=Change.Kind.PAGE, by=by, source=source, reason=reason, action="factor_plan.create", subject_kind=kind.label,
        subject_code=code, area_code=area.code,
    ) as work:  # fmt: skip
        key = create_subjects(kind=kind, rows=[(code, area.code)], work=work)[code]
        rows = [Given(key, since, values)]
        work.put(_judged(FACTOR_PLANS, rows))
        if offer is not None:
            work.put(_judged(PLAN_FACTORS, [
                Given(key, each.factor.name, {
                    "factor": each.factor.name, "weight": each.percent, "way": each.factor.way, "unit": each.factor.unit,
                    "is_main": each.factor.is_main or None, "basis": "" if each.trust is Trust.UNCHECKED else each.source[:120],
                })
                for each in offer.factors
            ]))  # fmt: skip
    return Subject.objects.get(pk=key)


def set_weights(
    *, subject: Subject, weights: Mapping[str, Decimal], basis: str, by: Actor, source: str, reason: str
) -> Change:
    """Other weights for all factors of a plan at once; ``basis`` (the paper; blank: 未核实) is that of those that change.

    Raises :class:`UnableToSharePlan` where they are not 100 %, or not those of the plan's factors.
    """
    factors = {each.factor: each for each in PlanFactor.objects.known().filter(subject=subject)}
    if set(weights) != set(factors):
        raise UnableToSharePlan(what="权重", why="因素已经变了，请刷新页面")
    if (total := sum(weights.values(), start=Decimal(0))) != 100:
        sums = " + ".join(f"{plain(each)}%" for each in weights.values())
        raise UnableToSharePlan(what="权重", why=f"权重合计 {sums} = {plain(total)}%，要正好 100%")
    changed = [name for name, each in factors.items() if each.weight != weights[name]]
    if not changed:
        raise UnableToRecord()
    with writing(
        kind=Change.Kind.PAGE, by=by, source=source, reason=reason, action="factor_plan.weights",
        subject_kind=Subject.Kind.FACTOR_PLAN.label, subject_code=subject.code, area_code=subject.area_id, factors=sorted(changed),
    ) as work:  # fmt: skip
        rows = [Given(subject.pk, name, _reweighed(factors[name], weights[name], basis)) for name in changed]
        work.put(_judged(PLAN_FACTORS, rows))
    return work.change


def _reweighed(factor: PlanFactor, weight: Decimal, basis: str) -> dict[str, Any]:
    kept = {name: getattr(factor, name) for name in ("factor", "way", "unit", "is_main")}
    return {**kept, "weight": weight, "basis": basis}


def _judged(theme: Theme, rows: list[Given]) -> Any:
    judged = judge_rows(theme=theme, rows=rows, clear_blanks=True)
    if judged.refused:
        titles = {each.name: str(each.verbose_name) for each in theme.fields}
        why = "；".join(f"{titles.get(name, name)}：{text}" for name, text in next(iter(judged.refused.values())))
        raise UnableToSharePlan(what=theme.title, why=why)
    return judged.plan
