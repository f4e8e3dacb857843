"""收支: the list that every figure of money opens, its export in the columns of the import, and one movement both ways."""

from __future__ import annotations

from datetime import date

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, narrowed, require, within
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import yuan
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.policy.codes import CodeBook

from ..flows import ACCOUNTS, OWN_STEPS, REVERSE, STEPS, TITLES
from ..fund_columns import MOVEMENT_COLUMNS
from ..fund_figures import BOUND, HELD, REST, SPENT, reaching, signed, signed_rows
from ..models import Appropriation, Movement, ProjectProfile
from ..movement_number import SIDES, line_of
from ..movement_paper import COLUMNS as PAPER
from ..movement_paper import paper_line
from ..yuan_path import path_of
from .project import NUMBER
from .recording import may_reverse

FIGURES = [
    *((state, state) for state in STEPS),
    ("+".join(REST), "结余"),
    ("+".join(SPENT), "支付和兑付"),
    *((kind, ACCOUNTS[kind]) for kind in HELD),
    *((step, step) for step in OWN_STEPS),
    ("allocated+claimed", "已拨付未支付"),
    ("+".join(BOUND), "拨到项目"),
]


class MovementFilter(django_filters.FilterSet):
    """``figure`` is a state or kinds of account: the rows that a figure counts, with how each counts for it."""

    q = django_filters.CharFilter(
        label="查找", method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "凭证号、文号、项目编号、单位、摘要", "type": "search"}),
    )  # fmt: skip
    figure = django_filters.ChoiceFilter(label="数字", method="by_figure", empty_label="全部", choices=FIGURES)
    kind = django_filters.ChoiceFilter(label="种类", empty_label="全部", choices=list(TITLES.items()))
    source = django_filters.ChoiceFilter(label="资金来源", method="by_source", empty_label="全部")
    year = django_filters.ChoiceFilter(label="指标年度", method="by_year", empty_label="全部")
    area = django_filters.ChoiceFilter(label="乡镇、村", method="by_area", empty_label="全部")
    category = django_filters.ChoiceFilter(label="项目类别", method="by_category", empty_label="全部")
    appropriation = django_filters.CharFilter(method="by_appropriation", widget=forms.HiddenInput())
    project = django_filters.CharFilter(method="by_project", widget=forms.HiddenInput())
    unit = django_filters.CharFilter(method="by_unit", widget=forms.HiddenInput())
    claim = django_filters.CharFilter(method="by_claim", widget=forms.HiddenInput())
    since = django_filters.DateFilter(field_name="moved_on", lookup_expr="gte", widget=forms.HiddenInput())
    before = django_filters.DateFilter(field_name="moved_on", lookup_expr="lt", widget=forms.HiddenInput())

    def __init__(self, data, *, queryset, request, post: Post, book: CodeBook) -> None:
        self.post = post
        self.reach = AreaCode.parse(narrowed(post, data.get("area", "")).code)
        super().__init__(data, queryset=queryset, request=request)
        below = within(Area.objects.filter(level__in=(Level.TOWNSHIP, Level.VILLAGE)), post, field="code")
        years = Appropriation.objects.order_by("year").values_list("year", flat=True).distinct()
        choices = {
            "source": book.choices("资金来源"),
            "year": [(str(year), f"{year} 年") for year in years],
            "area": [(a.code, ("　" if a.level == Level.VILLAGE else "") + a.title) for a in below],
            "category": book.choices("项目类别"),
        }
        for name, offered in choices.items():
            self.filters[name].extra["choices"] = offered

    def by_text(self, rows, name, value):
        return rows.filter(
            Q(voucher__icontains=value) | Q(document__icontains=value) | Q(project__code__icontains=value)
            | Q(note__icontains=value) | Q(target__unit__icontains=value) | Q(target__payee__icontains=value)
            | Q(source__unit__icontains=value) | Q(target__appropriation__number__icontains=value)
        )  # fmt: skip

    def by_figure(self, rows, name, value):
        given = self.form.cleaned_data
        own = {path: given[field] for field, path in _OF_ACCOUNT.items() if given.get(field)}
        plus, minus = signed_rows(value, self.reach, own)
        return rows.filter(plus | minus).annotate(counts=signed(plus, minus))

    def by_source(self, rows, name, value):
        return rows.filter(Q(source__appropriation__source=value) | Q(target__appropriation__source=value))

    def by_year(self, rows, name, value):
        return rows.filter(Q(source__appropriation__year=value) | Q(target__appropriation__year=value))

    def by_area(self, rows, name, value):
        return rows.filter(reaching(self.reach))

    def by_category(self, rows, name, value):
        return rows.filter(project__in=of_category(value, self.request.as_of))

    def by_appropriation(self, rows, name, value):
        return rows.filter(Q(source__appropriation__number=value) | Q(target__appropriation__number=value))

    def by_project(self, rows, name, value):
        return rows.filter(project__code=value)

    def by_unit(self, rows, name, value):
        return rows.filter(Q(source__unit=value) | Q(target__unit=value) | Q(target__payee=value))

    def by_claim(self, rows, name, value):
        return rows.filter(claim__subject__code=value)


_OF_ACCOUNT = {
    "source": "appropriation__source", "year": "appropriation__year", "appropriation": "appropriation__number",
    "project": "project__code",
}  # fmt: skip
"""Filters that narrow the accounts of a figure → the path from an account."""


def of_category(category: str, day: date) -> QuerySet:
    """Keys of the projects that are of a category on a day."""
    return ProjectProfile.objects.as_of(day).filter(category=category).values("subject")


class MovementTable(tables.Table):
    moved_on = tables.Column("日期", linkify=("movement", {"pk": tables.A("pk")}))
    kind = tables.Column("种类")
    amount = tables.Column("金额（元）", attrs=NUMBER)
    counts = tables.Column("计入（元）", attrs=NUMBER, visible=False)
    number = tables.Column("指标", accessor="target__appropriation__number", attrs={"td": {"class": "jz-mono"}})
    project = tables.Column("项目", accessor="project__code", attrs={"td": {"class": "jz-mono"}})
    whom = tables.Column("给谁", empty_values=(), orderable=False)
    document = tables.Column("文号")
    voucher = tables.Column("凭证号")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def render_moved_on(self, value):
        return value.isoformat()

    def render_kind(self, record):
        return record.title

    def render_amount(self, value):
        return yuan(value)

    def render_counts(self, value):
        return yuan(value)

    def render_project(self, value, record):
        return format_html('<a href="/projects/{}/">{}</a>', value, value)

    def render_whom(self, record):
        return whom(record)


def whom(movement: Movement) -> str:
    """To whom a movement brought money, or from whom it took it back. A household is not named."""
    for account in (movement.target, movement.source):
        if account.household_id:
            return "农户"
        if account.payee or account.unit:
            return account.payee or account.unit
    return "—"


def movement_rows(request: HttpRequest, post: Post) -> QuerySet[Movement]:
    """The movements until the day that reach the post's area."""
    return Movement.objects.until(request.as_of).filter(reaching(post.scope))


def _listed(request: HttpRequest, post: Post) -> tuple[MovementFilter, MovementTable]:
    rows = movement_rows(request, post).select_related(
        "source__appropriation", "target__appropriation", "project", "reverses"
    )
    chosen = MovementFilter(request.GET, queryset=rows, request=request, post=post, book=CodeBook.read())
    table = MovementTable(chosen.qs.order_by("-moved_on", "-pk"), order_by="-moved_on")
    if _figure(chosen):
        table.columns.show("counts")
    return chosen, table


def _figure(chosen: MovementFilter) -> str:
    return (chosen.form.cleaned_data.get("figure") if chosen.is_bound and chosen.form.is_valid() else "") or ""


def movement_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    chosen, table = _listed(request, post)
    order_and_page(table, request)
    figure, total = _figure(chosen), ""
    if figure:
        total = f"{dict(FIGURES)[figure]} {yuan(chosen.qs.aggregate(fen=Sum('counts', default=0))['fen'])} 元"
    context = {
        "table": table, "filter": chosen, "total": total, "figure": dict(FIGURES).get(figure, ""),
        "may_export": post.may(Verb.EXPORT), "may_upload": post.may(Verb.RECORD_FUNDS),
        "narrowed": [chosen.data[name] for name in ("appropriation", "project", "unit", "claim") if chosen.data.get(name)],
    }  # fmt: skip
    return render(request, "ledger/movement_list.html", context)


def movement_export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows of the list: a sheet for paper, and one in the columns of the import, so that it could be given again."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    chosen, table = _listed(request, post)
    require_few(chosen.qs.count())
    order(table, request)
    columns = [
        Column(column.header if column.kind != "money" else f"{column.header}（元）", {"money": "money", "date": "date"}.get(column.kind, "text"), 14)
        for column in MOVEMENT_COLUMNS
        if column.field != "id_number"
    ]  # fmt: skip
    lines = [(row.pk, line_of(row)) for row in table.data.data.select_related(*SIDES)]
    rows = [[line[column.field] for column in MOVEMENT_COLUMNS if column.field != "id_number"] for _, line in lines]
    names = dict(ProjectProfile.objects.as_of(request.as_of, request.known_at).values_list("subject__code", "name"))
    notes = export_notes(request)
    data = write_sheets([
        Sheet("资金收支", notes, PAPER, [paper_line(number, line, names) for number, line in lines]),
        Sheet("资金收支（导入的列）", notes, columns, rows, on_one=True),
    ])  # fmt: skip
    return send_workbook(request, data, name="资金收支", rows=len(rows))


def movement_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One movement: what it is, the document that vouches for it, whence the money came and where it went on."""
    post = require(request.post, Verb.VIEW_FUNDS)
    sides = ("source__appropriation", "target__appropriation", "source__household", "target__household")
    rows = movement_rows(request, post).select_related(*sides, "project", "claim__subject", "reverses", "change")
    movement = rows.filter(pk=pk).first()
    if movement is None:
        raise Http404(UnableToReachArea().sentence)
    names = post.may(Verb.VIEW_HOUSEHOLDS)
    household = movement.target.household or movement.source.household
    path = path_of(movement, area=post.scope, day=request.as_of)
    context = {
        "movement": movement, "path": path, "whom": whom(movement), "is_reversal": movement.kind == REVERSE,
        "reversed_by": (undone := Movement.objects.filter(reverses=movement).first()),
        "may_record": undone is None and may_reverse(movement) and post.may(Verb.RECORD_FUNDS) and post.scope.covers(movement.area_id),
        "household": household if household and names and post.scope.covers(household.area_id) else None,
        "source_title": CodeBook.read().text("资金来源", movement.source.appropriation.source),
    }  # fmt: skip
    return render(request, "ledger/movement.html", context)
