"""One project as its page shows it: as of a day and as known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jingzhun.areas.models import Area
from jingzhun.core.money import wan
from jingzhun.policy.codes import CodeBook

from .elements import ELEMENTS, missing_elements
from .models import ProjectFunding, ProjectProfile, ProjectSite, ProjectStage


@dataclass(frozen=True)
class FundingLine:
    source: str
    planned: int
    since: date
    recorded_in: str
    code: str


@dataclass(frozen=True)
class Element:
    """A mandatory element with what stands for it; ``text`` is empty where it is missing."""

    title: str
    text: str


@dataclass(frozen=True)
class Happening:
    """One line of the time line."""

    on: date
    title: str
    detail: str = ""


@dataclass(frozen=True)
class ProjectFile:
    """``planned`` fen is the sum of ``funding``; ``history`` newest first."""

    profile: ProjectProfile
    category: str
    stage: str
    funding: tuple[FundingLine, ...]
    sites: tuple[Area, ...]
    elements: tuple[Element, ...]
    history: tuple[Happening, ...]

    @property
    def planned(self) -> int:
        return sum(line.planned for line in self.funding)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(element.title for element in self.elements if not element.text)


def open_project(*, profile: ProjectProfile, day: date, known_at: datetime | None, book: CodeBook) -> ProjectFile:
    """Read the file of a project in the library; the number of queries does not grow with its rows."""
    subject = profile.subject
    stages = ProjectStage.objects.known(known_at).filter(subject=subject, since__lte=day).order_by("since")
    stages = list(stages.select_related("change"))
    money = ProjectFunding.objects.known(known_at).filter(subject=subject, since__lte=day).order_by("since", "id")
    money = list(money.select_related("change"))
    latest = {row.source: row for row in money}
    order = list(book.texts.get("资金来源", {}))
    funding = sorted(
        (row for row in latest.values() if row.planned),
        key=lambda row: (order.index(row.source) if row.source in order else len(order), row.source),
    )
    site_rows = ProjectSite.objects.as_of(day, known_at).filter(subject=subject, is_site=True)
    sites = tuple(Area.objects.filter(code__in=site_rows.values("area")))
    missing = missing_elements(profile, funding, sites)
    return ProjectFile(
        profile=profile,
        category=book.text("项目类别", profile.category),
        stage=book.text("项目阶段", stages[-1].stage) if stages else "",
        funding=tuple(
            FundingLine(book.text("资金来源", row.source), row.planned, row.since, row.change.source, row.source)
            for row in funding
        ),
        sites=sites,
        elements=tuple(
            Element(title, "" if title in missing else _text(title, profile, funding, sites, book))
            for title in ELEMENTS
        ),
        history=tuple(_history(profile, stages, money, book)),
    )


def _text(title: str, profile: ProjectProfile, funding: list, sites: tuple[Area, ...], book: CodeBook) -> str:
    """What the element says, in words."""
    match title:
        case "项目名称":
            return profile.name
        case "项目类别":
            return book.text("项目类别", profile.category)
        case "建设性质":
            return book.text("建设性质", profile.construction)
        case "实施地点":
            return profile.place or "、".join(area.title for area in sites)
        case "时间进度":
            return f"{profile.starts_on:%Y-%m-%d} 至 {profile.ends_on:%Y-%m-%d}"
        case "责任单位":
            return profile.responsible_unit
        case "建设任务":
            return profile.task
        case "资金规模和筹资方式":
            return "，".join(f"{book.text('资金来源', row.source)} {wan(row.planned)} 万元" for row in funding)
        case "受益对象":
            counts = [f"{n} {u}" for n, u in ((profile.households, "户"), (profile.persons, "人")) if n is not None]
            return "，".join(filter(None, (profile.beneficiaries, " ".join(counts))))
        case "绩效目标":
            return profile.goal
        case _:
            return profile.mechanism


def _history(profile: ProjectProfile, stages: list, money: list, book: CodeBook) -> list[Happening]:
    """Stage and plan changes, newest first."""
    happened = [
        Happening(row.since, f"阶段：{book.text('项目阶段', row.stage)}", row.change.source) for row in reversed(stages)
    ]
    before: dict[str, int] = {}
    for row in money:
        source, old = book.text("资金来源", row.source), before.get(row.source)
        what = (
            f"计划{source} {wan(row.planned)} 万元"
            if old is None
            else f"计划{source}由 {wan(old)} 调为 {wan(row.planned)} 万元"
        )
        before[row.source] = row.planned
        happened.append(Happening(row.since, what, row.change.source))
    return sorted(happened, key=lambda each: each.on, reverse=True)
