"""出入库: what entered the library in a year, what left it and what was changed, each with its reason and its case."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.documents.workbook import Column, write_table
from jingzhun.policy.codes import CodeBook

from ..models import LibraryMove, ProjectProfile


class MoveFilter(django_filters.FilterSet):
    """Year and direction."""

    year = django_filters.ChoiceFilter(label="年度", field_name="moved_on", lookup_expr="year", empty_label="全部")
    direction = django_filters.ChoiceFilter(label="出入", empty_label="全部")

    def __init__(self, data, *, queryset, request, book: CodeBook) -> None:
        super().__init__(data, queryset=queryset, request=request)
        years = sorted({day.year for day in queryset.order_by().values_list("moved_on", flat=True)})
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years]
        self.filters["direction"].extra["choices"] = book.choices("出入库")


class MoveTable(tables.Table):
    name = tables.Column("项目名称", accessor="project_name", linkify=("project", {"code": tables.A("subject__code")}))
    code = tables.Column("编号", accessor="subject__code", attrs={"td": {"class": "jz-mono"}})
    place = tables.Column("地点", accessor="subject__area", order_by="subject__area_id")
    direction = tables.Column("出入")
    moved_on = tables.Column("日期")
    origin = tables.Column("由何而来")
    cause = tables.Column("出库原因")
    reason = tables.Column("理由", orderable=False)
    case_number = tables.Column("办件", orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def __init__(self, *args, book: CodeBook, **options) -> None:
        self.book = book
        super().__init__(*args, **options)

    def render_place(self, value):
        return value.title

    def render_direction(self, value):
        return self.book.text("出入库", value)

    def render_cause(self, value):
        return self.book.text("出库原因", value)

    def render_moved_on(self, value):
        return value.isoformat()


def _listed(request: HttpRequest, post: Post) -> tuple[MoveFilter, MoveTable]:
    day, known_at, book = request.as_of, request.known_at, CodeBook.read()
    profiles = ProjectProfile.objects.as_of(day, known_at)
    reached = profiles.touching(post.scope, day, known_at)
    rows = LibraryMove.objects.known(known_at).filter(moved_on__lte=day, subject__in=reached.values("subject"))
    name = profiles.filter(subject=OuterRef("subject")).values("name")[:1]
    rows = rows.annotate(project_name=Subquery(name)).select_related("subject__area")
    chosen = MoveFilter(request.GET, queryset=rows, request=request, book=book)
    return chosen, MoveTable(chosen.qs.order_by("-moved_on", "subject__code"), book=book)


def moves(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_PROJECTS)
    chosen, table = _listed(request, post)
    order_and_page(table, request)
    return render(
        request, "ledger/library_moves.html", {"table": table, "filter": chosen, "may_export": post.may(Verb.EXPORT)}
    )


def moves_export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows that the list shows with the same filter and order."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_PROJECTS)
    chosen, table = _listed(request, post)
    require_few(chosen.qs.count())
    order(table, request)
    header, *rows = table.as_values()
    data = write_table(
        title="出入库", notes=export_notes(request), columns=[Column(title, "text", 16) for title in header], rows=rows
    )
    return send_workbook(request, data, name="出入库", rows=len(rows))
