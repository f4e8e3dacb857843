"""What a post finds on its first page: key figures, what waits, where things stand. Figures come from :mod:`jingzhun.results`;
counts of work lists are live and say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import within
from jingzhun.areas.models import Area
from jingzhun.casework.work import unattended, work_lines
from jingzhun.core.area_code import Level
from jingzhun.ingest.allowed import uploads_of
from jingzhun.ingest.models import Upload
from jingzhun.ledger.models import AuditFinding
from jingzhun.registry.models import Household
from jingzhun.results.models import Run
from jingzhun.results.parts import criterion_part

from .figure_set import (
    HOUSEHOLD_STANDARD,
    VILLAGE_STANDARD,
    Criterion,
    FigureSet,
    Shown,
    aged,
    criteria,
    exit_run,
)
from .gaps import FieldGap, gaps_of


@dataclass(frozen=True)
class Waiting:
    """One line of 等着办: ``tone`` due, fail or missing chooses the chip."""

    tone: str
    chip: str
    title: str
    href: str
    who: str
    count: str


@dataclass(frozen=True)
class Tile:
    """An area below with one figure: ``share`` is its part of the area's registered households, in per cent."""

    code: str
    name: str
    value: int
    href: str
    note: str
    share: str
    passed: Shown | None
    failed: Shown | None
    missing: Shown | None


@dataclass(frozen=True)
class Standing:
    """Where an area stands by the newest run on or before the day: criteria of households and, above the village, of
    villages; ``aged`` counts the changes since."""

    run: Run | None
    aged: int
    strip: list[Shown]
    households: list[Criterion]
    villages: list[Criterion]
    tiles: list[Tile]


def standing(*, area: Area, day: date, known_at: datetime | None) -> Standing:
    """Read from figures; empty where nothing was evaluated. The number of queries does not grow with the area."""
    run = exit_run(area, day, known_at)
    below = list(area.children.exclude(level=Level.GROUP))
    figures = FigureSet.read(areas=[area.code, *(child.code for child in below)], day=day, known_at=known_at)
    shown = [
        figures.shown(
            "建档立卡户", area.code, "registered_households",
            also=figures.shown("建档立卡人口", area.code, "registered_persons"),
        ),
        *(
            figures.shown(title, area.code, "criterion", criterion_part(HOUSEHOLD_STANDARD, "", outcome), note=note)
            for title, outcome, note in (
                ("户退出达标", "pass", ""),
                ("未达标", "fail", ""),
                ("缺数据", "missing", "不算达标，也不算未达标"),
            )
        ),
        figures.shown(
            "项目库计划资金", area.code, "project_money", also=figures.shown("项目数", area.code, "projects"),
        ),
    ]  # fmt: skip
    return Standing(
        run=run,
        aged=aged(run),
        strip=[each for each in shown if each],
        households=criteria(run, area, HOUSEHOLD_STANDARD),
        villages=criteria(run, area, VILLAGE_STANDARD) if area.level < Level.VILLAGE else [],
        tiles=_tiles(below, figures),
    )


def _tiles(below: list[Area], figures: FigureSet) -> list[Tile]:
    """Per area below: households whose standard fails or lacks data, with their share of those on the register."""
    tiles = []
    for child in below:
        everyone = figures.number(child.code, "registered_households")
        failed = figures.number(child.code, "criterion", criterion_part(HOUSEHOLD_STANDARD, "", "fail"))
        missing = figures.number(child.code, "criterion", criterion_part(HOUSEHOLD_STANDARD, "", "missing"))
        if everyone is None or failed is None or missing is None:
            continue
        share = f"{(failed + missing) / everyone:.1%}" if everyone else "—"
        verdicts = [
            figures.shown(child.title, child.code, "criterion", criterion_part(HOUSEHOLD_STANDARD, "", outcome))
            for outcome in ("pass", "fail", "missing")
        ]
        tiles.append(
            Tile(
                child.code, child.title, failed + missing, reverse("area", args=[child.code]), f"在册 {everyone:,} 户", share,
                *verdicts,
            )
        )  # fmt: skip
    return tiles


def own_work(post: Post, today: date) -> list[Waiting]:
    """Cases at the post's step, findings of audits that it can go on with, and its files half way."""
    return [*_cases_waiting(post, today), *_findings_waiting(post, today), *_files_waiting(post)]


def waiting(standing: Standing, post: Post, today: date) -> list[Waiting]:
    """What the post can go on with: cases at its step, its files half way, figures that have aged, then what the last run leaves to do: data
    that are missing before what fails. Each line opens its rows."""
    lines = [*own_work(post, today), *_aged(standing, post)]
    lines += [
        Waiting(
            "missing", "缺数据", f"{row.title}：补齐数据后才能判断", row.miss_href, "归口部门或村", f"{row.missing:,} 户",
        )
        for row in sorted(standing.households, key=lambda row: -row.missing)
        if row.missing
    ]  # fmt: skip
    lines += [
        Waiting(
            "fail", "不通过", f"{row.title}：逐户看怎样会改变", row.fail_href, "帮扶责任人和村", f"{row.failed:,} 户"
        )
        for row in sorted(standing.households, key=lambda row: -row.failed)
        if row.failed
    ]
    return lines[:10]


def _cases_waiting(post: Post, today: date) -> list[Waiting]:
    """Cases at this post's step, by procedure and step; those past a time limit first. What only waits for the end of a
    notice says so."""
    lines = []
    for line in work_lines([post], today) if post.may(Verb.HANDLE_CASES) else []:
        href = f"{reverse('cases')}?which=mine&procedure={line.code}"
        if line.late:
            tone, chip = "fail", "超期"
        else:
            tone, chip = "due", "等你办" if line.ready else "公示中"
        until = f"，最早 {line.first_due:%m-%d} 到期" if line.first_due else ""
        lines.append(
            Waiting(
                tone, chip, f"{line.procedure}：{line.step}{until}", href, post.definition.title, f"{line.waiting:,} 件"
            )
        )
    return lines + _unattended(post, today)


def _findings_waiting(post: Post, today: date) -> list[Waiting]:
    """Findings past their day, those reported as rectified and those still to be, by what the post may do about them."""
    asked = (
        ("late", (Verb.RECTIFY, Verb.CLOSE_FINDINGS), "fail", "超期", "过了整改期限", "责任单位"),
        ("rectified", (Verb.CLOSE_FINDINGS,), "due", "等你办", "报了整改，等销号", post.definition.title),
        ("open", (Verb.RECTIFY,), "due", "等你办", "等报整改", post.definition.title),
    )
    rows = AuditFinding.objects.for_post(post).standing()
    lines = []
    for state, verbs, tone, chip, text, who in asked:
        if any(map(post.may, verbs)) and (count := rows.in_state(state, today).count()):
            href = f"{reverse('audit-list')}?state={state}"
            lines.append(Waiting(tone, chip, f"审计检查问题：{text}", href, who, f"{count:,} 条"))
    return lines


def _unattended(post: Post, today: date) -> list[Waiting]:
    """For a county's officer: cases whose step nobody can take, because no one holds the post."""
    if post.role != "county_officer":
        return []
    count, _ = unattended(post.scope, today)
    text = "有的办件这一步没有人任职：请系统管理员设岗位"
    return [Waiting("fail", "没人办", text, reverse("delegations"), "系统管理员", f"{count:,} 件")] if count else []


def _files_waiting(post: Post, limit: int = 3) -> list[Waiting]:
    """Uploads whose columns or differences somebody must still look at."""
    if not post.may(Verb.UPLOAD):
        return []
    states = (Upload.State.MAPPING, Upload.State.CHECKED)
    rows = uploads_of(post).filter(state__in=states).order_by("-at")[:limit]
    return [
        Waiting(
            "due", row.get_state_display(), f"导入文件“{row.name}”", reverse("import", args=[row.pk]), row.by_name,
            f"{row.counts.get('rows', 0):,} 行" if row.counts else "",
        )
        for row in rows
    ]  # fmt: skip


def _aged(standing: Standing, post: Post) -> list[Waiting]:
    if not standing.aged or not post.may(Verb.EVALUATE):
        return []
    text = "评估之后数据有变动：重新评估，数字才是现在的"
    return [Waiting("due", "已过时", text, reverse("runs"), "县级业务员", f"{standing.aged:,} 处")]


def owned_gaps(*, post: Post, day: date, known_at: datetime | None) -> list[FieldGap]:
    """The fields that the post's department keeps, counted live over households on the register in scope and their members."""
    homes = within(Household.objects.all(), post, field="subject__area_id")
    return [field for theme in gaps_of(homes, day, known_at, keeps=post.keeps) for field in theme.fields]
