"""Award rosters: the list, making one, the page of one, its workbook and its paper."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jingzhun.accounts.export import export_notes, require_few, send_paper, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.documents.workbook import Column, write_table
from jingzhun.ledger.models import AwardLine, AwardRoster, ProjectProfile
from jingzhun.registry.models import Subject
from jingzhun.results.actions.award_roster import make_roster
from jingzhun.results.award_lines import tallies
from jingzhun.results.models import Run

from ..forms import MakeForm
from ..reach import find
from ..roster_lines import shown_lines, whole
from ..roster_page import open_page
from ..roster_paper import printed, workbook
from ..roster_table import NUMBER, LineForm, LineTable


class RosterFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="查找", method="by_text")
    year = django_filters.ChoiceFilter(label="年度", field_name="year", empty_label="全部")
    programme = django_filters.ChoiceFilter(label="奖补项目", field_name="programme", empty_label="全部")

    def __init__(self, data, *, queryset, request) -> None:
        super().__init__(data, queryset=queryset, request=request)
        years = queryset.order_by("year").values_list("year", flat=True).distinct()
        names = queryset.order_by("programme").values_list("programme", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years]
        self.filters["programme"].extra["choices"] = [(name, name) for name in names]

    def by_text(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(subject__code__startswith=value.strip()))


class RosterTable(tables.Table):
    title = tables.Column("名册", linkify=("award", {"code": tables.A("subject__code")}))
    code = tables.Column("编号", accessor="subject__code", attrs={"td": {"class": "jz-mono"}})
    place = tables.Column("地点", accessor="subject__area", order_by="subject__area_id")
    year = tables.Column("年度")
    households = tables.Column("入册（户）", attrs=NUMBER)
    amount = tables.Column("金额（元）", attrs=NUMBER)
    paid = tables.Column("已兑付（户）", attrs=NUMBER)
    paid_amount = tables.Column("已兑付（元）", attrs=NUMBER)
    standing = tables.Column("办到哪里", empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def render_place(self, value):
        return value.title

    def render_year(self, value):
        return str(value)

    def render_amount(self, value):
        return yuan(value)

    def render_paid_amount(self, value):
        return yuan(value)

    def value_amount(self, value):
        return value

    def value_paid_amount(self, value):
        return value

    def render_standing(self, record):
        if record.paid and record.paid == record.households:
            return "已全部兑付"
        if record.files:
            return "兑付中"
        return "已批准" if record.approved else "核实中"


def _listed(request: HttpRequest, post: Post) -> tuple[RosterFilter, RosterTable]:
    """Rosters in reach; households and money are of the lines that the post may see."""
    rows = AwardRoster.objects.for_post(post).select_related("subject__area")
    rows = rows.annotate(approved=Count("approval", distinct=True), files=Count("bank_files", distinct=True))
    chosen = RosterFilter(request.GET, queryset=rows, request=request)
    found = list(chosen.qs.order_by("-opened_on", "-pk"))
    lines = AwardLine.objects.for_post(post).standing()
    counted, paid = _sums(lines), _sums(lines.filter(bank_lines__outcome="paid"))
    for row in found:
        row.households, row.amount = counted.get(row.pk, (0, 0))
        row.paid, row.paid_amount = paid.get(row.pk, (0, 0))
    return chosen, RosterTable(found)


def _sums(lines: QuerySet) -> dict[int, tuple[int, int]]:
    """Roster → households and fen of the lines."""
    rows = lines.order_by().values_list("roster").annotate(Count("pk"), Sum("amount"))
    return {roster: (count, fen) for roster, count, fen in rows}


def roster_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_AWARDS)
    chosen, table = _listed(request, post)
    order_and_page(table, request)
    total = sum(row.amount for row in table.data)
    paid = sum(row.paid_amount for row in table.data)
    return render(
        request,
        "awards/roster_list.html",
        {
            "table": table, "filter": chosen, "total": f"{yuan(total)} 元，已兑付 {yuan(paid)} 元",
            "may_export": post.may(Verb.EXPORT), "may_make": _may_make(post),
        },
    )  # fmt: skip


def roster_list_export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows that the list shows with the same filter and order."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_AWARDS)
    _, table = _listed(request, post)
    order(table, request)
    header, *rows = table.as_values()
    kinds = {"金额（元）": "money", "已兑付（元）": "money", "入册（户）": "number", "已兑付（户）": "number"}
    columns = [Column(title, kinds.get(title, "text"), 18) for title in header]
    data = write_table(title="奖补名册", notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name="奖补名册", rows=len(rows))


def _may_make(post: Post) -> bool:
    return post.may(Verb.MAKE_AWARDS) and post.area.level in (Level.TOWNSHIP, Level.VILLAGE)


def roster_new(request: HttpRequest) -> HttpResponse:
    """What the latest runs granted in the post's area, and which project pays."""
    post = require(request.post, Verb.MAKE_AWARDS)
    offers = tallies(_runs(post, request), post.area)
    awards = [(f"{each.run.pk}:{each.programme}", each.title) for each in offers if each.awarded]
    form = MakeForm(request.POST or None, awards=awards, projects=_projects(post, request))
    if request.method == "POST" and form.is_valid():
        number, _, programme = form.cleaned_data["award"].partition(":")
        try:
            roster = make_roster(
                run=Run.objects.select_related("pack", "area", "roster").get(pk=int(number)), programme=programme, area=post.area,
                project=Subject.objects.get(kind=Subject.Kind.PROJECT, code=form.cleaned_data["project"]), post=post,
                on=timezone.localdate(),
            )  # fmt: skip
            return redirect("award", code=roster.subject.code)
        except Problem as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "offers": offers, "may_make": _may_make(post)}
    return render(request, "awards/roster_new.html", context, status=422 if form.errors else 200)


def _runs(post: Post, request: HttpRequest) -> list[Run]:
    """The newest finished run of each pack and day that reaches the post's area, as of the page's day or before."""
    above, at = [], post.scope
    while at is not None and at.significant:
        above.append(at.padded)
        at = at.parent
    rows = Run.objects.finished().filter(area_id__in=above, as_of__lte=request.as_of)
    if request.known_at is not None:
        rows = rows.filter(known_at__lte=request.known_at)
    newest: dict[str, Run] = {}
    for run in rows.select_related("pack", "area", "roster").defer("pack__files").order_by("as_of", "known_at", "pk"):
        newest[run.pack.name] = run
    return list(newest.values())


def _projects(post: Post, request: HttpRequest) -> list[tuple[str, str]]:
    rows = ProjectProfile.objects.as_of(timezone.localdate()).touching(
        AreaCode.parse(_county(post).pk), timezone.localdate()
    )
    rows = (
        rows.filter(subject__money_accounts__kind="allocated")
        .distinct()
        .select_related("subject")
        .order_by("-year", "subject__code")
    )
    return [(row.subject.code, f"{row.subject.code} {row.name}") for row in rows]


def _county(post: Post) -> Area:
    return Area.objects.get(pk=post.scope.at(Level.COUNTY).padded)


def roster_page(request: HttpRequest, code: str) -> HttpResponse:
    roster = find(request, code)
    return render_roster(request, roster)


def render_roster(request: HttpRequest, roster: AwardRoster, *, problem: Problem | None = None) -> HttpResponse:
    """The page; ``problem`` is what was refused of it just now."""
    post, today = request.post, timezone.localdate()
    rows = shown_lines(roster, post, today)
    page = open_page(roster=roster, rows=rows, post=post, day=today)
    form = LineForm(request.GET, rows=rows)
    chosen = form.chosen(rows)
    table = LineTable(chosen, tick=page.may_verify)
    order_and_page(table, request)
    context: dict[str, Any] = {
        "page": page, "roster": roster, "table": table, "form": form, "problem": problem, "total": f"{yuan(whole(chosen).amount)} 元",
        "may_export": post.may(Verb.EXPORT), "may_pay": post.may(Verb.PAY_AWARDS) and page.is_whole,
        "may_open": post.may(Verb.HANDLE_CASES) and page.is_whole and page.approval is None and not any(c.is_open for c in page.cases),
        "may_see_households": post.may(Verb.VIEW_HOUSEHOLDS), "may_upload": post.may(Verb.UPLOAD),
        "sees_projects": post.may(Verb.VIEW_PROJECTS), "sees_runs": post.may(Verb.VIEW_FIGURES),
    }  # fmt: skip
    return render(request, "awards/roster.html", context, status=422 if problem else 200)


def _shown(request: HttpRequest, roster: AwardRoster) -> list:
    """The rows as the page's filter and order show them."""
    rows = shown_lines(roster, request.post, timezone.localdate())
    table = LineTable(LineForm(request.GET, rows=rows).chosen(rows))
    order(table, request)
    return [row.record for row in table.rows]


def roster_export(request: HttpRequest, code: str) -> HttpResponse:
    roster = find(request, code, Verb.EXPORT)
    rows = _shown(request, roster)
    require_few(len(rows))
    return send_workbook(
        request, workbook(roster, rows, notes=export_notes(request)), name=roster.title, rows=len(rows)
    )


def roster_print(request: HttpRequest, code: str) -> HttpResponse:
    roster = find(request, code, Verb.EXPORT)
    rows = _shown(request, roster)
    made = timezone.localtime()
    foot = f"{roster.subject.code}　打印 {made:%Y-%m-%d %H:%M} {request.user.name}"
    is_demo = bool(request.office and request.office.is_demo)
    return send_paper(request, printed(roster, rows, foot=foot, is_demo=is_demo), name=roster.title, rows=len(rows))
