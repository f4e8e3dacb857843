"""Facilities by place: every row of the site lists in reach, their totals and the same as a workbook."""

from __future__ import annotations

import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import inside, require, within
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.documents.workbook import Column, write_table
from jingzhun.policy.codes import CodeBook

from ..models import SiteWork
from ..site_totals import add_up_sites

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
HEADS = {"数量": "number", "金额（元）": "money"}


class SiteTable(tables.Table):
    item = tables.Column("建设项")
    place = tables.Column("地点", accessor="area__title", order_by="area_id")
    state = tables.Column("状态")
    quantity = tables.Column("数量", attrs=NUMBER)
    unit = tables.Column("单位")
    spec = tables.Column("规格")
    amount = tables.Column("金额（元）", attrs=NUMBER)
    project = tables.Column(
        "项目编号", accessor="subject__code", linkify=("project", {"code": tables.A("subject__code")})
    )

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def __init__(self, *args, book: CodeBook, **options) -> None:
        self.book = book
        super().__init__(*args, **options)

    def render_state(self, value):
        return self.book.text("建设状态", value)

    def render_quantity(self, value):
        return f"{value.normalize():,f}"

    def value_quantity(self, value):
        return value

    def render_amount(self, value):
        return f"{value / 100:,.2f}"

    def value_amount(self, value):
        return value


class SiteFilter(forms.Form):
    item = forms.ChoiceField(label="建设项", required=False)
    state = forms.ChoiceField(label="状态", required=False)
    area = forms.ChoiceField(label="乡镇", required=False)

    def __init__(self, data, *, rows, book: CodeBook, post) -> None:
        super().__init__(data)
        below = within(Area.objects.filter(level=Level.TOWNSHIP), post, field="code")
        items = sorted(set(rows.order_by().values_list("item", flat=True)))
        self.fields["item"].choices = [("", "全部"), *((item, item) for item in items)]
        self.fields["state"].choices = [("", "全部"), *book.choices("建设状态")]
        self.fields["area"].choices = [("", "全部"), *((area.code, area.title) for area in below)]

    def chosen(self, rows):
        given = self.cleaned_data if self.is_valid() else {}
        for name in ("item", "state"):
            if given.get(name):
                rows = rows.filter(**{name: given[name]})
        return inside(rows, AreaCode.parse(given["area"])) if given.get("area") else rows


def _listed(request: HttpRequest):
    post = require(request.post, Verb.VIEW_PROJECTS)
    rows = within(SiteWork.objects.known(request.known_at), post).select_related("area", "subject")
    book = CodeBook.read()
    form = SiteFilter(request.GET, rows=rows, book=book, post=post)
    chosen = form.chosen(rows).order_by("item", "state", "area_id")
    return form, chosen, SiteTable(chosen, book=book), book


def site_page(request: HttpRequest) -> HttpResponse:
    form, chosen, table, book = _listed(request)
    order_and_page(table, request)
    rows = list(chosen)
    names = dict(Area.objects.filter(level=Level.TOWNSHIP).values_list("code", "short_name"))
    return render(
        request, "ledger/site_list.html",
        {
            "table": table, "form": form, "sums": add_up_sites(rows, book), "may_export": request.post.may(Verb.EXPORT),
            "by_township": [(names.get(each.township, "没有到乡镇"), each) for each in add_up_sites(rows, book, by_township=True)],
        },
    )  # fmt: skip


def site_export(request: HttpRequest) -> HttpResponse:
    require(request.post, Verb.EXPORT)
    _, chosen, table, _ = _listed(request)
    require_few(chosen.count())
    order(table, request)
    header, *rows = table.as_values()
    columns = [Column(title, HEADS.get(title, "text"), 16) for title in header]
    return send_workbook(request, write_table(title="设施到村", notes=export_notes(request), columns=columns, rows=rows),
                         name="设施到村", rows=len(rows))  # fmt: skip
