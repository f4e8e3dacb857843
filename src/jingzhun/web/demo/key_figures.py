"""The figures that a demo run prints, counted from the store as of the office's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from jingzhun.core.money import wan, yuan
from jingzhun.ledger.models import ProjectFunding, ProjectProfile
from jingzhun.registry.models import HouseholdStatus, Membership
from jingzhun.results.models import Run
from jingzhun.results.read import criteria_counts


@dataclass(frozen=True)
class KeyFigures:
    """Households and persons; money in fen. ``overview`` is the scope of the report's overview: without integrated money."""

    households: int
    persons: int
    registered_households: int
    registered_persons: int
    projects: int
    overview: int
    with_integrated: int

    def lines(self) -> list[str]:
        return [
            f"  建档立卡户          {self.registered_households} 户",
            f"  建档立卡人口        {self.registered_persons} 人",
            f"  登记农户            {self.households} 户 {self.persons} 人",
            f"  项目库              {self.projects} 项",
            f"  计划资金（总览口径）{wan(self.overview, grouped=False)} 万元",
            f"  计划资金（含整合）  {wan(self.with_integrated, grouped=False)} 万元",
        ]


def count_key_figures(day: date) -> KeyFigures:
    """Rows in force on ``day`` as known now."""
    members = Membership.objects.as_of(day).filter(household__isnull=False)
    registered = HouseholdStatus.objects.as_of(day).filter(regime="registered", status="in").values("subject_id")
    library = ProjectProfile.objects.library(day).filter(year=day.year).values("subject_id")
    money = ProjectFunding.objects.as_of(day).filter(subject_id__in=library)
    planned = dict(money.values_list("source").annotate(Sum("planned")))
    return KeyFigures(
        households=members.values("household_id").distinct().count(),
        persons=members.count(),
        registered_households=registered.count(),
        registered_persons=members.filter(household_id__in=registered).count(),
        projects=library.count(),
        overview=sum(planned.values()) - planned.get("integrated", 0),
        with_integrated=sum(planned.values()),
    )


def standing(run: Run) -> list[str]:
    """What a run found for the whole county: standards by verdict, programmes by households and money."""
    lines = [f"  {run.pack.title}"]
    for each in criteria_counts(run, run.area):
        if not each.item:
            lines.append(f"    {each.title}：达标 {each.passed}，未达标 {each.failed}，缺数据 {each.missing}")
    for standard in run.standards:
        if standard["is_programme"]:
            homes, fen = (
                run.counts.get(f"{kind}/{standard['name']}", 0) for kind in ("award_households", "award_money")
            )
            lines.append(f"    {standard['title']}：{homes} 户 {yuan(fen, grouped=False)} 元")
    return lines
