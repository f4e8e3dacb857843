"""What was known of a subject when its case was opened, and what has changed since.

Facts are kept as the page shows them, by theme and field, without anything sealed or personal; verdicts by standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from jingzhun.core.money import wan, yuan
from jingzhun.ledger.models import AwardRoster, Claim, FundRequest, ProjectFunding, ProjectProfile, ProjectSite
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import Sensitivity, described
from jingzhun.registry.models import (
    Dwelling,
    HouseholdCause,
    HouseholdServices,
    HouseholdStatus,
    IncomeEntry,
    Membership,
    Subject,
    VillageConditions,
)
from jingzhun.registry.wording import shown_value
from jingzhun.results.models import Verdict

THEMES = {
    Subject.Kind.HOUSEHOLD: (HouseholdStatus, HouseholdCause, Dwelling, HouseholdServices),
    Subject.Kind.VILLAGE: (VillageConditions,),
    Subject.Kind.PROJECT: (ProjectProfile,),
}


@dataclass(frozen=True)
class Difference:
    """A fact that is no longer what the case was opened on."""

    title: str
    was: str
    now: str


def freeze(*, subject: Subject, day: date, book: CodeBook) -> dict[str, Any]:
    """``{"day": …, "facts": {title: text}, "verdicts": {standard: {...}}}`` of a subject."""
    return {"day": day.isoformat(), "facts": _facts(subject, day, book), "verdicts": _verdicts(subject)}


def differences(frozen: dict[str, Any], *, subject: Subject, day: date, book: CodeBook) -> list[Difference]:
    """What differs now from what was frozen."""
    was, now = frozen.get("facts", {}), _facts(subject, day, book)
    titles = dict.fromkeys((*was, *now))
    return [
        Difference(title, was.get(title, "没有记录"), now.get(title, "没有记录"))
        for title in titles
        if was.get(title) != now.get(title)
    ]


def facts_with_units(frozen: dict[str, Any]) -> list[tuple[str, str]]:
    """The frozen facts for print: a bare number or grade with the unit of its field. What is kept has none, so that it compares."""
    units = {
        str(field.verbose_name): field.unit
        for models in THEMES.values()
        for model in models
        for field in described(model)
    }
    return [
        (title.replace("年收合计", "年收入合计").replace("年支合计", "年支出合计"), f"{said} {units[title]}" if units.get(title) and said.isascii() else said)
        for title, said in frozen.get("facts", {}).items()
    ]  # fmt: skip


def _facts(subject: Subject, day: date, book: CodeBook) -> dict[str, str]:
    facts: dict[str, str] = {}
    for model in THEMES.get(Subject.Kind(subject.kind), ()):
        for row in model.objects.as_of(day).filter(subject=subject).order_by("id"):
            series = f"{book.text('制度', row.regime)}·" if hasattr(row, "regime") else ""
            for field in described(model):
                value = getattr(row, field.name)
                if field.name != "regime" and field.sensitivity is Sensitivity.OPEN and value not in (None, ""):
                    facts[series + str(field.verbose_name)] = shown_value(field, value, book)
    if subject.kind == Subject.Kind.HOUSEHOLD:
        facts["人口"] = f"{Membership.objects.as_of(day).filter(household_id=subject.pk).count()} 人"
        amounts = IncomeEntry.objects.known().filter(subject=subject, year__lte=day.year)
        for year, direction, fen in (
            amounts.values_list("year", "direction").annotate(fen=Sum("amount")).order_by("-year")
        ):
            facts[f"{year} 年{book.text('收支方向', direction)}合计"] = f"{yuan(fen)} 元"
    if subject.kind == Subject.Kind.PROJECT:
        money = ProjectFunding.objects.as_of(day).filter(subject=subject, planned__gt=0).order_by("source")
        for source, planned in money.values_list("source", "planned"):
            facts[f"计划{book.text('资金来源', source)}"] = f"{wan(planned, decimals=6)} 万元"
        sites = ProjectSite.objects.as_of(day).filter(subject=subject, is_site=True).select_related("area")
        facts["实施村（镇）"] = "、".join(sorted(row.area.title for row in sites)) or "—"
    if subject.kind == Subject.Kind.CLAIM:
        facts |= _claimed(Claim.objects.select_related("project").get(pk=subject.pk))
    if subject.kind == Subject.Kind.AWARD_ROSTER:
        facts |= _rostered(AwardRoster.objects.select_related("project").get(pk=subject.pk))
    if subject.kind == Subject.Kind.FUND_REQUEST:
        facts |= _requested(FundRequest.objects.select_related("fund__subject", "purpose").get(pk=subject.pk))
    return facts


def _requested(request: FundRequest) -> dict[str, str]:
    """Nothing of the household or the person: the case is read by finance too."""
    cut = request.cuts.last()
    named = {
        "基金": request.fund.title, "用途": request.purpose.title, "发给": request.purpose.get_serves_display(),
        "收款人": request.payee, "所属期": request.period, "申请金额": f"{yuan(request.amount)} 元",
        "核定金额": f"{yuan(cut.approved)} 元（{cut.why}）" if cut else "", "申请日期": request.applied_on.isoformat(), "作废": request.voided_on.isoformat() if request.voided_on else "",
    }  # fmt: skip
    return {title: text for title, text in named.items() if text}


def _rostered(roster: AwardRoster) -> dict[str, str]:
    households, fen = roster.lines.standing().added_up()
    named = {
        "名册": roster.title, "项目": roster.project.code, "户数": f"{households} 户", "金额": f"{yuan(fen)} 元",
        "评估": f"第 {roster.run} 次" if roster.run else "",
    }  # fmt: skip
    return {title: text for title, text in named.items() if text}


def _claimed(claim: Claim) -> dict[str, str]:
    lines = claim.lines.filter(is_void=False).aggregate(count=Count("pk"), fen=Sum("amount", default=0))
    named = {
        "事由": claim.title, "项目": claim.project.code, "执行单位": claim.unit, "收款单位": claim.payee,
        "申请金额": f"{yuan(claim.amount)} 元" if claim.amount is not None else "",
        "发票": f"{lines['count']} 张，{yuan(lines['fen'])} 元", "第几笔": str(claim.tranche or ""),
        "申请日期": claim.applied_on.isoformat(), "验收日期": claim.accepted_on.isoformat() if claim.accepted_on else "",
        "作废": claim.voided_on.isoformat() if claim.voided_on else "",
    }  # fmt: skip
    return {title: text for title, text in named.items() if text}


def _verdicts(subject: Subject) -> dict[str, dict[str, Any]]:
    rows = Verdict.objects.filter(subject=subject).select_related("run").order_by("run__as_of", "run_id")
    return {
        row.name: {
            "outcome": row.outcome, "label": row.get_outcome_display(), "run": row.run_id, "as_of": row.run.as_of.isoformat(),
            "failed": row.failed, "missing": row.missing,
        }
        for row in rows
    }  # fmt: skip
