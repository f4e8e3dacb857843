"""财政决算: a year's final account of the post's area, on the page, as Word and Excel; sealed by one person, approved by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import export_notes, note_export, require_few, send_file, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.text import whole_number
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.policy.codes import CodeBook

from ..actions.year_account import UnableToCloseYear, approve_year, return_year, revoke_year, seal_year
from ..fund_figures import in_order, reaching
from ..models import Movement, YearAccount
from ..year_figures import PARTS, Line, Part, differences, digest_of, frozen, thawed, total_of, year_lines
from ..year_word import year_word
from .booking import booking
from .funds import rows_at
from .publicity import WORD

SOURCE = "资金来源"


@dataclass(frozen=True)
class Year:
    """``lines`` are as the ledger says now, until ``until``; ``account`` what was sealed of them."""

    year: int
    until: date
    years: list[int]
    lines: list[Line]
    account: YearAccount | None

    @property
    def differing(self) -> list[tuple[str, Line | None, Line | None]]:
        return differences(thawed(self.account.rows), self.lines) if self.account and self.is_over else []

    @property
    def is_over(self) -> bool:
        return self.until == date(self.year, 12, 31)


def _chosen(request: HttpRequest, post: Post) -> Year:
    rows = Movement.objects.until(request.as_of).filter(reaching(post.scope))
    years = sorted({day.year for day in rows.dates("moved_on", "year")}, reverse=True)
    asked = whole_number(request.GET.get("year") or request.POST.get("year", ""))
    year = asked if asked in years else (years[0] if years else request.as_of.year)
    until = min(date(year, 12, 31), request.as_of)
    account = YearAccount.objects.filter(area=post.area, year=year).exclude(outcome="returned")
    found = account.select_related("sealed_by", "decided_by").first()
    return Year(year, until, years, year_lines(area=post.scope, year=year, until=until) if years else [], found)


def year_page(request: HttpRequest, **errors: Any) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    found, book = _chosen(request, post), CodeBook.read()
    since = (
        Movement.objects.filter(pk__gt=found.account.last_movement, moved_on__lte=found.until)
        if found.account
        else None
    )
    context = {
        "found": found, "parts": [_part(part, found, book) for part in PARTS], "differing": found.differing,
        "since": since.order_by("pk").first() if since is not None and found.differing else None,
        "may_export": post.may(Verb.EXPORT), "seal_why": _seal_why(post, found), "approve_why": _approve_why(post, found),
        "may_return": _keeps(post), "revoke_why": _revoke_why(post, found), "broken": [line for line in found.lines if not line.holds],
        "returned": YearAccount.objects.filter(area=post.area, year=found.year, outcome="returned").select_related("decided_by", "revocation__revoked_by"),
        **errors,
    }  # fmt: skip
    return render(request, "ledger/year_account.html", context, status=422 if errors else 200)


def _part(part: Part, found: Year, book: CodeBook) -> dict[str, Any]:
    """One table: by source its total and its appropriations; every figure opens its movements of the year."""
    lines = [line for line in found.lines if line.part is part]
    groups = []
    for source in in_order(book, SOURCE, (line.source for line in lines)):
        own = [line for line in lines if line.source == source]
        groups.append({
            "total": _shown(book.text(SOURCE, source), total_of(part, own), found, {"source": source}),
            "lines": [_shown(f"{line.number} {line.title}", line, found, {"appropriation": line.number}) for line in own],
        })  # fmt: skip
    return {
        "title": part.title, "heads": part.heads, "groups": groups,
        "total": _shown("合计", total_of(part, lines), found, {}) if lines else None,
    }  # fmt: skip


def _shown(title: str, line: Line, found: Year, query: dict[str, object]) -> dict[str, Any]:
    first = date(found.year, 1, 1)
    ends = {"before": found.until + timedelta(days=1)}
    steps = [
        {
            "fen": fen,
            "href": rows_at(figure=name, since=first, **ends, **query) if fen else "",
            "name": name,
        }
        for (name, _), fen in zip(line.part.steps, line.steps, strict=True)
    ]
    at = line.part.held
    return {
        "title": title, "steps": steps, "holds": line.holds, "reckoned": line.reckoned,
        "opening": {"fen": line.opening, "href": rows_at(figure=at, before=first, **query) if line.opening else ""},
        "closing": {"fen": line.closing, "href": rows_at(figure=at, **ends, **query) if line.closing else ""},
    }  # fmt: skip


def _keeps(post: Post) -> bool:
    return post.may(Verb.RECORD_FUNDS) and post.area.level == Level.COUNTY


def _seal_why(post: Post, found: Year) -> str:
    """Why this post cannot seal the year; empty where it can."""
    if not _keeps(post):
        return "由县财政定案"
    if found.account is not None:
        return f"{found.account.sealed_on} 已经定案"
    if timezone.localdate() <= date(found.year, 12, 31):
        return "这一年还没有过"
    return "有不相等的行" if not all(line.holds for line in found.lines) else ""


def _approve_why(post: Post, found: Year) -> str:
    account = found.account
    if account is None or account.outcome:
        return "没有等批准的决算"
    if not _keeps(post):
        return "由县财政批准"
    return "是你定案的，要由另一人批准" if account.sealed_by_id == post.official_id else ""


def _revoke_why(post: Post, found: Year) -> str:
    """Why this post cannot take an approval back; empty where it can."""
    account = found.account
    if account is None or not account.outcome:
        return "没有批准的决算"
    if not _keeps(post):
        return "由县财政的第三人撤销"
    if post.official_id in (account.sealed_by_id, account.decided_by_id):
        return "是你定案或批准的，要由第三人撤销"
    return ""


@require_POST
def year_seal(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    found = _chosen(request, post)
    try:
        if not _keeps(post):
            raise UnableToCloseYear(year=found.year, what="定案", why="由县财政定案")
        with booking(post, action="year.seal", source=f"{found.year} 年决算定案") as work:
            seal_year(area=post.area, year=found.year, on=timezone.localdate(), work=work)
    except Problem as problem:
        return year_page(request, error=str(problem))
    messages.success(request, f"{found.year} 年决算已定案，等另一人批准")
    return redirect(f"{reverse('year-account')}?year={found.year}")


@require_POST
def year_decide(request: HttpRequest) -> HttpResponse:
    """``decision`` is approve, return or revoke, with a ``note`` for the latter two."""
    post = require(request.post, Verb.RECORD_FUNDS)
    found, today = _chosen(request, post), timezone.localdate()
    decision, note = request.POST.get("decision"), request.POST.get("note", "")
    said, action = {"approve": ("批准", "year.approve"), "revoke": ("撤销批准", "year.revoke")}.get(
        decision or "", ("退回", "year.return")
    )
    try:
        if not _keeps(post) or found.account is None:
            why = "没有等批准的决算" if _keeps(post) else "由县财政批准"
            raise UnableToCloseYear(year=found.year, what=said, why=why)
        with booking(post, action=action, source=f"{said} {found.year} 年决算", reason=note) as work:
            if decision == "revoke":
                revoke_year(account=found.account, on=today, why=note, work=work)
            elif decision == "approve":
                approve_year(account=found.account, on=today, work=work)
            else:
                return_year(account=found.account, on=today, why=note, work=work)
    except Problem as problem:
        return year_page(request, error=str(problem))
    messages.success(request, f"{found.year} 年决算已{said}")
    return redirect(f"{reverse('year-account')}?year={found.year}")


def _kept(found: Year) -> list[Line]:
    """What a file shows: the approved lines as they were kept, else the ledger's."""
    return thawed(found.account.rows) if found.account and found.account.outcome else found.lines


def year_workbook(request: HttpRequest) -> HttpResponse:
    """决算表 as Excel, one sheet a part."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    found, book = _chosen(request, post), CodeBook.read()
    lines = _kept(found)
    require_few(len(lines))
    sheets = []
    for part in PARTS:
        own = [line for line in lines if line.part == part]
        columns = [
            Column("资金来源", "text", 20), Column("指标编号", "text", 16), Column("指标名称", "text", 28), Column("年初（元）", "money", 16),
            *(Column(f"{head}（元）", "money", 16) for head in part.heads),
            Column("年末（元）", "money", 16),
        ]  # fmt: skip
        total = total_of(part, own)
        rows = [
            [book.text(SOURCE, line.source), line.number, line.title, line.opening, *line.steps, line.closing]
            for line in own
        ]
        notes = [*export_notes(request), _said(found, lines)]
        sheets.append(
            Sheet(
                f"{found.year}年决算表 {part.title}",
                notes,
                columns,
                rows,
                ["合计", "", "", total.opening, *total.steps, total.closing],
            )
        )
    return send_workbook(request, write_sheets(sheets), name=f"{found.year}年决算表", rows=len(lines))


def _said(found: Year, lines: list[Line]) -> str:
    state = found.account.get_outcome_display() if found.account else "未定案"
    return f"{found.year} 年，截至 {found.until}；{state}；摘要 {digest_of(frozen(lines))[:16]}"


def year_letter(request: HttpRequest) -> HttpResponse:
    """决算 as a Word letter with its tables behind."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    found, office = _chosen(request, post), request.office
    lines = _kept(found)
    require_few(len(lines))
    data = year_word(
        area=post.area.title, year=found.year, until=found.until, lines=lines, state=_said(found, lines),
        issuer=office.name if office else post.area.title, on=timezone.localdate(), is_demo=bool(office and office.is_demo),
    )  # fmt: skip
    note_export(data, name=f"{found.year}年决算", rows=len(lines), by=post.actor)
    return send_file(data, name=f"{found.year}年决算.docx", content_type=WORD)
