"""What a case can be opened about: households or projects of the post's area, or the area itself.

A page names what was picked by :attr:`Pool.pick` (``household``, ``project``); areas need no picking.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.core.area_code import Level
from jingzhun.core.money import wan, yuan
from jingzhun.ledger.claim_money import posted
from jingzhun.ledger.models import AwardLine, AwardRoster, Claim, FundRequest, ProjectProfile
from jingzhun.ledger.request_money import with_paid
from jingzhun.ledger.stages import is_outside
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.actions.subject import OF_AREA
from jingzhun.registry.models import Household, Subject

from .beginning import open_numbers
from .procedures import Offer
from .project_standing import enters
from .request_standing import is_noticed

SHOWN = 300
"""Listed at once; the search narrows."""


@dataclass(frozen=True)
class Candidate:
    """One line: ``cells`` under the pool's heads; ``open_case`` is the number of a case already open about it."""

    code: str
    title: str
    cells: tuple[str, ...]
    open_case: str


@dataclass(frozen=True)
class Pool:
    """``total`` of those that the search found, of which ``rows`` are shown."""

    pick: str
    title: str
    search: str
    heads: tuple[str, ...]
    rows: tuple[Candidate, ...]
    total: int
    unit: str
    empty: str

    @property
    def lines(self) -> list[tuple[Candidate, list[tuple[str, str]]]]:
        """Each row with its cells as (head, text): on a telephone every cell carries its head."""
        return [(row, list(zip(self.heads[1:], row.cells, strict=True))) for row in self.rows]


def pick_of(offer: Offer) -> str:
    """The name of the field that names what is picked; empty where the post's own area is it."""
    return offer.procedure.subject if offer.procedure.subject in POOLS else ""


def candidates(offer: Offer, post: Post, *, picked: Sequence[str], sought: str, today: date) -> Pool | None:
    """Who or what of the post's area the procedure may be opened about; those picked come first. None for areas."""
    pool = POOLS.get(offer.procedure.subject)
    return pool(offer, post, picked, sought, today) if pool else None


def subjects_of(offer: Offer, post: Post, picked: Sequence[str]) -> list[Subject]:
    """The subjects picked, within the post's area; the area's own subject where nothing is picked."""
    kind = offer.procedure.subject
    if pick_of(offer):
        rows = Subject.objects.filter(kind=kind, code__in=picked).select_related("area")
        return list(within(rows, post).order_by("code"))
    if OF_AREA.get(post.area.level) != kind:
        return []
    return list(Subject.objects.filter(kind=kind, area=post.area).select_related("area"))


def _households(offer: Offer, post: Post, picked: Sequence[str], sought: str, today: date) -> Pool:
    rows = within(Household.objects.all(), post, field="subject__area_id").there_on(today, None)
    rows = rows.select_related("subject__area").matching(sought, today, None)
    chosen = rows.filter(subject__code__in=picked) if picked else rows.none()
    rest = rows.exclude(subject__code__in=picked).with_head(today, None).order_by("subject__code")[:SHOWN]
    listed = [*chosen.with_head(today, None), *rest]
    taken = open_numbers(offer.procedure.code, [row.pk for row in listed])
    lines = tuple(
        Candidate(
            row.subject.code, f"{row.head_name or '户主待补'}户",
            (row.subject.code, row.subject.area.title, f"{row.members} 人"), taken.get(row.pk, ""),
        )
        for row in listed
    )  # fmt: skip
    heads = ("户主", "户编号", "村", "人口")
    return Pool("household", "农户", "户主、户编号、拼音首字母", heads, lines, rows.count(), "户", "没有找到农户。")


def _projects(offer: Offer, post: Post, picked: Sequence[str], sought: str, today: date) -> Pool:
    """Those whose area is of a level that the procedure is for: to be let in, or in the library already."""
    levels = [level for level in Level if offer.procedure.fits(level)]
    rows = within(ProjectProfile.objects.standing(today), post, field="subject__area_id")
    rows = rows.filter(subject__area__level__in=levels).select_related("subject__area")
    if sought:
        rows = rows.matching(sought)
    is_entry = enters(offer.procedure)
    fitting = [row for row in rows.order_by("subject__code") if is_outside(row.stage) == is_entry]
    fitting.sort(key=lambda row: row.subject.code not in picked)
    taken = open_numbers(offer.procedure.code, [row.subject_id for row in fitting[:SHOWN]])
    book = CodeBook.read()
    lines = tuple(
        Candidate(
            row.subject.code, row.name,
            (
                row.subject.code, row.subject.area.title, book.text("项目阶段", row.stage), f"{wan(row.planned)} 万元",
                f"缺 {row.missing} 项" if row.missing else "齐全",
            ),
            taken.get(row.subject_id, ""),
        )
        for row in fitting[:SHOWN]
    )  # fmt: skip
    heads = ("项目名称", "编号", "地点", "阶段", "计划资金", "要素")
    nothing = "没有等着申报的项目。先在项目库录入项目。" if is_entry else "没有这样的在库项目。"
    return Pool("project", "项目", "项目名称、编号、地点", heads, lines, len(fitting), "个", nothing)


def _claims(offer: Offer, post: Post, picked: Sequence[str], sought: str, today: date) -> Pool:
    """Claims of the post's area of which nothing is posted yet."""
    levels = [level for level in Level if offer.procedure.fits(level)]
    rows = posted(Claim.objects.filter(voided_on__isnull=True, amount__isnull=False)).filter(is_posted=False)
    rows = within(rows, post, field="subject__area_id").filter(subject__area__level__in=levels)
    if sought:
        rows = rows.filter(Q(subject__code__contains=sought) | Q(title__contains=sought) | Q(unit__contains=sought))
    found = sorted(
        rows.select_related("subject__area", "project"),
        key=lambda row: (row.subject.code not in picked, row.subject.code),
    )
    taken = open_numbers(offer.procedure.code, [row.pk for row in found[:SHOWN]])
    lines = tuple(
        Candidate(
            row.subject.code, row.title,
            (row.subject.code, row.project.code, row.unit, f"{yuan(row.amount or 0)} 元", f"{row.applied_on:%Y-%m-%d}"),
            taken.get(row.pk, ""),
        )
        for row in found[:SHOWN]
    )  # fmt: skip
    heads = ("事由", "报账单", "项目", "执行单位", "申请金额", "申请日期")
    return Pool(
        "claim", "报账单", "编号、事由、单位", heads, lines, len(found), "张", "没有等着送审的报账单。先开报账单。"
    )


def _requests(offer: Offer, post: Post, picked: Sequence[str], sought: str, today: date) -> Pool:
    """Fund requests of the post's area that are not paid, whose purpose asks for a notice as the procedure does."""
    levels = [level for level in Level if offer.procedure.fits(level)]
    rows = with_paid(within(FundRequest.objects.filter(voided_on__isnull=True), post, field="subject__area_id"))
    rows = rows.filter(paid=0, subject__area__level__in=levels, purpose__is_noticed=is_noticed(offer.procedure))
    if sought:
        rows = rows.filter(Q(subject__code__contains=sought) | Q(title__contains=sought))
    found = sorted(
        rows.select_related("subject__area", "fund", "purpose"),
        key=lambda row: (row.subject.code not in picked, row.subject.code),
    )
    taken = open_numbers(offer.procedure.code, [row.pk for row in found[:SHOWN]])
    lines = tuple(
        Candidate(
            row.subject.code, row.title,
            (row.subject.code, row.fund.title, row.purpose.title, f"{yuan(row.amount)} 元", f"{row.applied_on:%Y-%m-%d}"),
            taken.get(row.pk, ""),
        )
        for row in found[:SHOWN]
    )  # fmt: skip
    heads = ("事由", "基金申请", "基金", "用途", "申请金额", "申请日期")
    nothing = "没有等着送审的基金申请。先写基金申请。"
    return Pool("fund_request", "基金申请", "编号、事由", heads, lines, len(found), "份", nothing)


def _rosters(offer: Offer, post: Post, picked: Sequence[str], sought: str, today: date) -> Pool:
    """Award rosters of the post's area that are not approved yet."""
    rows = within(AwardRoster.objects.filter(approval__isnull=True), post, field="subject__area_id")
    if sought:
        rows = rows.filter(Q(subject__code__contains=sought) | Q(title__contains=sought))
    found = sorted(
        rows.select_related("subject__area"), key=lambda row: (row.subject.code not in picked, row.subject.code)
    )
    shown = found[:SHOWN]
    taken = open_numbers(offer.procedure.code, [row.pk for row in shown])
    standing = AwardLine.objects.standing().filter(roster__in=[row.pk for row in shown]).order_by()
    sums = {
        key: (count, fen) for key, count, fen in standing.values_list("roster").annotate(Count("pk"), Sum("amount"))
    }
    lines = tuple(
        Candidate(
            row.subject.code, row.title,
            (row.subject.code, row.subject.area.title, *_counted(sums.get(row.pk, (0, 0)))), taken.get(row.pk, ""),
        )
        for row in shown
    )  # fmt: skip
    heads = ("名册", "编号", "地点", "户", "金额")
    nothing = "没有等着送审的奖补名册。先造册。"
    return Pool("award_roster", "奖补名册", "编号、名称", heads, lines, len(found), "本", nothing)


def _counted(of: tuple[int, int]) -> tuple[str, str]:
    households, fen = of
    return f"{households} 户", f"{yuan(fen)} 元"


POOLS: dict[str, Callable[[Offer, Post, Sequence[str], str, date], Pool]] = {
    Subject.Kind.HOUSEHOLD: _households,
    Subject.Kind.PROJECT: _projects,
    Subject.Kind.CLAIM: _claims,
    Subject.Kind.AWARD_ROSTER: _rosters,
    Subject.Kind.FUND_REQUEST: _requests,
}
"""What is picked from a list, by kind of subject; any other subject is the post's own area."""
