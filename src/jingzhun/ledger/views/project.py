"""The project library: list, one project, and totals by category and source. Live rows, and the pages say so."""

from __future__ import annotations

from datetime import date

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require, within
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import wan
from jingzhun.core.text import whole_number
from jingzhun.documents.workbook import Column, write_table
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject

from ..beneficiaries import HomesCompared, compared, named_homes
from ..bill import open_bill
from ..models import AuditFinding, Fund, LibraryMove, ProjectProfile, SiteWork
from ..models.audit_finding import CATEGORIES, STATES
from ..progress import open_course
from ..project_file import open_project
from ..site_totals import add_up_sites
from ..stages import APPLIED, LEFT, OUTSIDE
from ..themes import LINE_ITEMS, MILESTONES, themes_of
from ..totals import LibraryTotals, add_up
from ..variance import variances
from .variance import shown_variance

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
TONES = ("first", "second", "third", "fourth")


class ProjectFilter(django_filters.FilterSet):
    """Live filter: text; category, year, stage, source of money, place, completeness."""

    q = django_filters.CharFilter(
        label="查找",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、编号、地点、单位", "type": "search"}),
    )
    category = django_filters.ChoiceFilter(label="类别", empty_label="全部")
    year = django_filters.ChoiceFilter(label="年度", empty_label="全部")
    stage = django_filters.ChoiceFilter(label="阶段", empty_label="全部")
    source = django_filters.ChoiceFilter(label="资金来源", method="by_source", empty_label="全部")
    area = django_filters.ChoiceFilter(label="乡镇、村", method="by_area", empty_label="全部")
    elements = django_filters.ChoiceFilter(
        label="要素", method="by_elements", empty_label="全部", choices=(("complete", "齐全"), ("missing", "不齐"))
    )

    def __init__(self, data, *, queryset, request, post: Post, book: CodeBook) -> None:
        super().__init__(data, queryset=queryset, request=request)
        below = within(Area.objects.filter(level__in=(Level.TOWNSHIP, Level.VILLAGE)), post, field="code")
        years = queryset.order_by("year").values_list("year", flat=True).distinct()
        choices = {
            "category": book.choices("项目类别"),
            "year": [(str(year), f"{year} 年") for year in years],
            "stage": book.choices("项目阶段"),
            "source": book.choices("资金来源"),
            "area": [(a.code, ("　" if a.level == Level.VILLAGE else "") + a.title) for a in below],
        }
        for name, offered in choices.items():
            self.filters[name].extra["choices"] = offered

    def filter_queryset(self, queryset):
        """Without a stage chosen the list is the library; 申报 and 出库 are outside it and shown when asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("stage") else rows.exclude(stage__in=OUTSIDE)

    def by_text(self, rows, name, value):
        return rows.matching(value)

    def by_source(self, rows, name, value):
        return rows.funded_by(value, self.request.as_of, self.request.known_at)

    def by_area(self, rows, name, value):
        return rows.touching(AreaCode.parse(value), self.request.as_of, self.request.known_at)

    def by_elements(self, rows, name, value):
        return rows.filter(missing=0) if value == "complete" else rows.filter(missing__gt=0)


class ProjectTable(tables.Table):
    name = tables.Column("项目名称", linkify=("project", {"code": tables.A("subject__code")}))
    code = tables.Column("编号", accessor="subject__code", attrs={"td": {"class": "jz-mono"}})
    category = tables.Column("类别")
    year = tables.Column("年度")
    place = tables.Column("地点", accessor="subject__area", order_by="subject__area_id")
    stage = tables.Column("阶段")
    planned = tables.Column("计划资金（万元）", attrs=NUMBER)
    households = tables.Column("受益（户）", attrs=NUMBER)
    persons = tables.Column("受益（人）", attrs=NUMBER)
    missing = tables.Column("要素")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def __init__(self, *args, book: CodeBook, **options) -> None:
        self.book = book
        super().__init__(*args, **options)

    def render_category(self, value):
        return self.book.text("项目类别", value)

    def render_stage(self, value):
        return self.book.text("项目阶段", value)

    def render_year(self, value):
        return str(value)

    def render_place(self, value):
        return value.title

    def render_planned(self, value):
        return wan(value)

    def value_planned(self, value):
        return value

    def render_missing(self, value):
        return f"缺 {value} 项" if value else "齐全"


def _rows(request: HttpRequest, post: Post, *, outside: bool = False):
    """The library of the day, as far as the post's area reaches; with ``outside`` also what is applied for or has left."""
    known = ProjectProfile.objects.standing if outside else ProjectProfile.objects.library
    rows = known(request.as_of, request.known_at).select_related("subject__area")
    return rows.touching(post.scope, request.as_of, request.known_at)


def _listed(request: HttpRequest, post: Post) -> tuple[ProjectFilter, ProjectTable]:
    book = CodeBook.read()
    chosen = ProjectFilter(
        request.GET, queryset=_rows(request, post, outside=True), request=request, post=post, book=book
    )
    return chosen, ProjectTable(chosen.qs.order_by("subject__code"), book=book, order_by="code")


def project_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_PROJECTS)
    chosen, table = _listed(request, post)
    order_and_page(table, request)
    total = sum(chosen.qs.values_list("planned", flat=True))
    return render(
        request,
        "ledger/project_list.html",
        {
            "table": table,
            "filter": chosen,
            "total": f"计划资金 {wan(total)} 万元",
            "may_upload": request.post.may(Verb.UPLOAD),
            "may_export": request.post.may(Verb.EXPORT),
            "may_edit": request.post.may(Verb.EDIT_PROJECTS),
            "applied": _applied(post, today := timezone.localdate()),
            "today": today,
        },
    )


def _applied(post: Post, today: date) -> int:
    """How many projects of the post's area are applied for today, whatever day the list is of."""
    return ProjectProfile.objects.standing(today).filter(stage=APPLIED).touching(post.scope, today).count()


def project_export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows that the list shows with the same filter and order."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_PROJECTS)
    chosen, table = _listed(request, post)
    require_few(chosen.qs.count())
    order(table, request)
    header, *rows = table.as_values()
    kinds = {"计划资金（万元）": "wan", "受益（户）": "number", "受益（人）": "number"}
    columns = [Column(title, kinds.get(title, "text"), 16) for title in header]
    data = write_table(title="项目库", notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name="项目库", rows=len(rows))


def project_page(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.VIEW_PROJECTS)
    profile = _rows(request, post, outside=True).filter(subject__code=code).first()
    if profile is None and Fund.objects.filter(subject__code=code).exists():
        return redirect("fund", code=code)  # its money moves where a project's does, so the same columns name it
    if profile is None:
        return _on_today(request, post, code)
    book = CodeBook.read()
    file = open_project(profile=profile, day=request.as_of, known_at=request.known_at, book=book)
    bill = open_bill(
        subject=profile.subject, known_at=request.known_at, book=book,
        funding={line.code: line.planned for line in file.funding},
    )  # fmt: skip
    course = open_course(
        subject=profile.subject, planned=file.planned, day=request.as_of, known_at=request.known_at, book=book
    )
    works = list(
        SiteWork.objects.known(request.known_at).filter(subject=profile.subject).select_related("area").order_by("id")
    )
    may_edit = post.may(Verb.EDIT_PROJECTS) and post.scope.covers(profile.subject.area_id)
    strip = [{"title": "计划资金", "value": wan(file.planned), "unit": "万元", "note": f"{len(file.funding)} 个来源"}]
    if profile.scale is not None:
        strip.append({"title": "规模", "value": f"{profile.scale.normalize():,f}", "unit": profile.scale_unit})
    strip += [
        {"title": title, "value": count, "unit": unit}
        for title, count, unit in (("受益户", profile.households, "户"), ("受益人口", profile.persons, "人"))
        if count is not None
    ]
    homes = _homes(request, post, profile, [area.code for area in file.sites])
    return render(
        request,
        "ledger/project.html",
        {"homes": homes, "homes_at": reverse("beneficiaries", args=[code]) if post.may(Verb.VIEW_HOUSEHOLDS) else "", "file": file, "project": profile, "strip": strip, "bill": bill,
         "variance": shown_variance(variances(profiles=[profile], day=request.as_of, known_at=request.known_at)[0], post),
         "audit": _audit(profile.subject, post), "may_find": post.may(Verb.RECORD_FINDINGS),
         "sites": [(w, book.text("建设状态", w.state), "" if w.quantity is None else f"{w.quantity.normalize():,f}") for w in works],
         "site_sums": add_up_sites(works, book), "library": _library(profile, post),
         "course": course, "milestones_at": reverse("project-row", args=[code, MILESTONES.key]) if may_edit else "",
         "themes": themes_of(Subject.Kind.PROJECT) if may_edit else (),
         "bill_at": reverse("project-row", args=[code, LINE_ITEMS.key]) if may_edit else "",
         "reachable": {area.code for area in file.sites if post.may(Verb.VIEW_HOUSEHOLDS) and post.scope.covers(area.code)}},
    )  # fmt: skip


def _homes(request: HttpRequest, post: Post, profile: ProjectProfile, sites: list[str]) -> HomesCompared:
    """The households named for the project beside the number that it states."""
    named = named_homes([profile.subject], day=request.as_of, known_at=request.known_at, post=post)[profile.subject_id]
    return compared(profile, named=len(named.areas), listed=len(named.listed), sites=sites, post=post)


def _on_today(request: HttpRequest, post: Post, code: str) -> HttpResponse:
    """A project that was not known yet on the day looked at is shown on today's; any other is not found."""
    today = timezone.localdate()
    rows = ProjectProfile.objects.standing(today).filter(subject__code=code).touching(post.scope, today)
    if request.as_of >= today or request.known_at is not None or not rows.exists():
        raise Http404(UnableToReachArea().sentence)
    messages.info(request, f"这个项目在 {request.as_of:%Y-%m-%d} 以后才录入，已换到今天看")
    return redirect(f"{request.path}?as_of={today.isoformat()}")


def _audit(project: Subject, post: Post) -> list[dict[str, object]]:
    """What audits and inspections found about the project's money, for posts that see money."""
    if not post.may(Verb.VIEW_FUNDS):
        return []
    today, book = timezone.localdate(), CodeBook.read()
    rows = AuditFinding.objects.for_post(post).standing().filter(project=project)
    return [
        {
            "finding": each,
            "category": book.text(CATEGORIES, each.category),
            "state": STATES[each.state],
            "today": today,
        }
        for each in rows.order_by("due_on", "pk")
    ]


def _library(profile: ProjectProfile, post: Post) -> dict[str, object]:
    """What the page says of the project's place in the library and what this post can begin about it."""
    subject = profile.subject
    own = post.scope.covers(subject.area_id)
    return {
        "is_applied": profile.stage == APPLIED, "is_left": profile.stage == LEFT,
        "may_edit": own and post.may(Verb.EDIT_PROJECTS) and profile.stage in OUTSIDE,
        "may_handle": own and post.may(Verb.HANDLE_CASES), "may_see_cases": post.may(Verb.VIEW_CASES),
        "moves": _moves(subject),
    }  # fmt: skip


def _moves(subject: Subject) -> list[LibraryMove]:
    """Entries, exits and adjustments, newest first, with their codes in words."""
    book, rows = CodeBook.read(), list(LibraryMove.objects.known().filter(subject=subject).order_by("-moved_on", "-id"))
    for row in rows:
        row.shown_direction = book.text("出入库", row.direction)
        row.shown_cause = book.text("出库原因", row.cause)
    return rows


def project_totals(request: HttpRequest) -> HttpResponse:
    """Count and money per category and source, of one year or all."""
    post = require(request.post, Verb.VIEW_PROJECTS)
    rows = _rows(request, post)
    years = list(rows.order_by("year").values_list("year", flat=True).distinct())
    chosen = request.GET.get("year", "")
    if (year := whole_number(chosen)) in years:
        rows = rows.filter(year=year)
    else:
        chosen = ""
    book = CodeBook.read()
    totals = add_up(profiles=rows, day=request.as_of, known_at=request.known_at, book=book)
    return render(
        request,
        "ledger/project_totals.html",
        {"totals": totals, "years": years, "chosen": chosen, "sources": _source_titles(totals, book),
         "lines": _lines(totals), "drawn": _drawn(totals, book)},
    )  # fmt: skip


def _source_titles(totals: LibraryTotals, book: CodeBook) -> list[str]:
    return [book.text("资金来源", source) for source in totals.sources]


def _lines(totals: LibraryTotals) -> list[tuple[object, list[int]]]:
    """Each category with its amounts in the order of the sources."""
    return [(each, [each.planned[source] for source in totals.sources]) for each in totals.categories]


def _drawn(totals: LibraryTotals, book: CodeBook) -> dict[str, object]:
    """Bars in 万元, stacked by source; nought draws nothing."""
    series = [
        {
            "name": book.text("资金来源", source),
            "values": [round(each.planned[source] / 1_000_000, 2) or None for each in totals.categories],
            "tone": TONES[index % len(TONES)],
        }
        for index, source in enumerate(totals.sources)
    ]
    return {"names": [each.text for each in totals.categories], "series": series, "unit": "万元", "stacked": True}
