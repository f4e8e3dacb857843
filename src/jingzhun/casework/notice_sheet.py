"""What stands on a notice: one text for the public page, the office's page and the poster.

Of households it reads the columns of :class:`NoticeEntry` and nothing else; ``public_notice`` filled them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.period import in_words
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Calendar

from . import public_award, public_fund
from .models import Notice, NoticedAward, NoticedFunds, NoticeEntry
from .public_project import HEADS, cells_of

HOTLINE = "12317"
WIDE = 6
COUNTED = {
    Subject.Kind.HOUSEHOLD: "户",
    Subject.Kind.VILLAGE: "个村",
    Subject.Kind.TOWNSHIP: "个乡镇",
    Subject.Kind.COUNTY: "个县",
    Subject.Kind.PROJECT: "个项目",
    Subject.Kind.AWARD_ROSTER: "本奖补名册",
    Subject.Kind.FUND_REQUEST: "份基金申请",
}
COLUMNS = (
    "id",
    "group_name",
    "shown_name",
    "members",
    "outcome",
    "starts_on",
    "until",
    "stopped_since",
    "stopped_days",
)


@dataclass(frozen=True)
class NoticeSheet:
    """``rows`` have a cell for each of ``heads``; ``entries`` (id, text) are what an objection may be about, in their order."""

    kind: str
    name: str
    place: str
    number: str
    say: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    entries: tuple[tuple[int, str], ...]
    boxes: tuple[tuple[str, str], ...]
    how: str
    whom: tuple[tuple[str, str], ...]
    seal: str
    posted_on: str
    foot: str
    takes_objections: bool

    @property
    def is_wide(self) -> bool:
        """More columns than an upright sheet or a telephone holds."""
        return len(self.heads) > WIDE

    @property
    def lists(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row as (head, cell), for a page that has no room for so many columns."""
        return tuple(tuple(zip(self.heads, row, strict=True)) for row in self.rows)


def read_sheet(notice: Notice, *, entries: QuerySet, office: str) -> NoticeSheet | None:
    """The sheet of ``notice`` with those of its entries that the reader may see; None where there are none."""
    of_projects = notice.step.procedure.subject_kind == Subject.Kind.PROJECT
    entries = list(
        entries.select_related("project").order_by("id") if of_projects else entries.only(*COLUMNS).order_by("id")
    )
    if not entries:
        return None
    place, is_notice = notice.area.full_title, notice.kind == Notice.Kind.NOTICE
    counted = COUNTED[Subject.Kind(notice.step.procedure.subject_kind)]
    procedure, step, count = notice.step.procedure.title, notice.step.title, f"{len(entries)} {counted}"
    say = (
        f"“{procedure}”已办到“{step}”，现将下列 {count}的拟定结果予以公示，请群众监督。"
        if is_notice
        else f"“{procedure}”已经办结，现将下列 {count}的结果予以公告。"
    )
    heads, cells = _projects(entries, is_notice) if of_projects else _table(entries, is_notice, counted == "户")
    if notice.step.procedure.subject_kind == Subject.Kind.AWARD_ROSTER:
        heads, cells = _awards(entries)
    if notice.step.procedure.subject_kind == Subject.Kind.FUND_REQUEST:
        heads, cells = _requests(entries)
    funds = NoticedFunds.objects.filter(entry__in=[entry.pk for entry in entries]).first()
    if funds is not None:
        say, heads, cells = funds.said.replace("\n", ""), public_fund.HEADS, public_fund.cells_of(funds)
    return NoticeSheet(
        kind=notice.get_kind_display(), name=notice.name, place=place, number=f"{place} · {notice}", say=say, heads=heads,
        rows=cells, entries=tuple((e.pk, " ".join(filter(None, (e.group_name, e.shown_name)))) for e in entries),
        boxes=_boxes(notice, entries), how=_how(notice, is_notice), whom=_whom(notice, office),
        seal=issuer(notice.area, office), posted_on=in_words(notice.starts_on),
        foot=_foot(notice, of_projects or funds is not None), takes_objections=is_notice,
    )  # fmt: skip


def _foot(notice: Notice, of_projects: bool) -> str:
    kind = notice.get_kind_display()
    if of_projects:
        return f"本{kind}只列项目内容，不含个人的证件号、电话、银行账号和健康状况。"
    return f"本{kind}不含身份证号、电话、银行账号、健康状况和未成年人信息。"


def issuer(area: Area, office: str) -> str:
    """Who signs: 云岭乡红坡村民委员会, 云岭乡人民政府, the office."""
    if area.level == Level.VILLAGE:
        return f"{area.parent.title}{committee(area)}"
    if area.level == Level.TOWNSHIP:
        return f"{area.title}{'办事处' if area.title.endswith('街道') else '人民政府'}"
    return office or f"{area.title}人民政府"


def committee(area: Area) -> str:
    return f"{area.title}{'居' if area.title.endswith('社区') else ''}民委员会"


def _table(entries: list[NoticeEntry], is_notice: bool, of_households: bool) -> tuple[tuple[str, ...], tuple]:
    result = "拟定结果" if is_notice else "结果"
    if not of_households:
        return ("序号", "名称", result), tuple((str(n), e.shown_name, e.outcome) for n, e in enumerate(entries, 1))
    cells = tuple(
        (str(n), e.group_name or "—", e.shown_name, "—" if e.members is None else f"{e.members} 人", e.outcome)
        for n, e in enumerate(entries, 1)
    )
    return ("序号", "村民小组", "户主", "人口", result), cells


def _projects(entries: list[NoticeEntry], is_notice: bool) -> tuple[tuple[str, ...], tuple]:
    cells = tuple((*cells_of(number, entry.project), entry.outcome) for number, entry in enumerate(entries, 1))
    return (*HEADS, "拟定结果" if is_notice else "结果"), cells


def _awards(entries: list[NoticeEntry]) -> tuple[tuple[str, ...], tuple]:
    rows = NoticedAward.objects.filter(entry__in=[entry.pk for entry in entries])
    return public_award.HEADS, tuple(public_award.cells_of(row) for row in rows)


def _requests(entries: list[NoticeEntry]) -> tuple[tuple[str, ...], tuple]:
    cells = tuple((str(n), e.group_name or "—", e.shown_name, e.outcome) for n, e in enumerate(entries, 1))
    return ("序号", "村民小组", "户主或单位", "拟发放"), cells


def _boxes(notice: Notice, entries: list[NoticeEntry]) -> tuple[tuple[str, str], ...]:
    unit = (Calendar.WORKING if notice.is_working_days else Calendar.NATURAL).unit
    ends, kind = max(entry.window.last_day for entry in entries), notice.get_kind_display()
    shown = in_words(ends) if ends.year != notice.starts_on.year else f"{ends.month}月{ends.day}日"
    boxes = [(f"{kind}时间（{notice.days} {unit}）", f"{in_words(notice.starts_on)} — {shown}")]
    stopped = max(entry.stopped_days for entry in entries)
    if any(entry.stopped_since for entry in entries):
        boxes.append(("停算", "有异议正在核实，核实期间不计天数"))
    elif stopped:
        boxes.append(("停算", f"因核实异议停算 {stopped} 天，已顺延"))
    return tuple(boxes)


def _how(notice: Notice, is_notice: bool) -> str:
    if not is_notice:
        return "对结果有不同意见的，可以向下列单位申诉，写明理由；也可以不留姓名反映情况。"
    return "有不同意见的，请在公示期内当面、书面、电话或在公示网页上提出，可以不留姓名。收到后先停下来核实，凭查询号能看到答复。"


def _whom(notice: Notice, office: str) -> tuple[tuple[str, str], ...]:
    """Where to turn to, from the village up; the one who posted it stands beside their own office."""
    area, rows = notice.area, []
    posted, level = f"经办 {notice.posted_by.name}", _level_of_poster(notice)
    if area.level == Level.VILLAGE:
        rows.append((committee(area), posted if level >= Level.VILLAGE else ""))
    if area.level in (Level.VILLAGE, Level.TOWNSHIP):
        town = area.parent if area.level == Level.VILLAGE else area
        rows.append((issuer(town, office), posted if level == Level.TOWNSHIP else ""))
    rows += [(office, posted if level <= Level.COUNTY and area.level > Level.COUNTY else "")] if office else []
    return (*rows, ("全国监督举报电话", HOTLINE))


def _level_of_poster(notice: Notice) -> int:
    """The level at which who posted it works for this place: of their posts then, the nearest; the place's own where none is left."""
    posts = notice.posted_by.posts.filter(since__lte=notice.starts_on).exclude(until__lte=notice.starts_on)
    scopes = [AreaCode.parse(code) for code in posts.values_list("area_id", flat=True)]
    return max((scope.level for scope in scopes if scope.covers(notice.area_id)), default=notice.area.level)
