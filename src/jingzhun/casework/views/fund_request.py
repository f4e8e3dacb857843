"""基金申请: requests to be paid out of a fund that wait to be sent up, decided and paid; a new one; one with all that moved."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require, within
from jingzhun.accounts.table_page import order_and_page
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.documents.workbook import Column, write_table
from jingzhun.ledger.models import FundCut, FundRequest
from jingzhun.ledger.request_columns import HEADERS_OF_REQUESTS, REQUEST_COLUMNS, row_of
from jingzhun.ledger.request_money import funds_for, holding_of, purposes_on, with_paid

from ..actions.fund_request import cut_request, drop_request, open_request, send_request, take_back
from ..asked_money import NUMBER, AskedTable, waiting_first, where, with_case
from ..claim_forms import DropForm
from ..members import names_of
from ..request_forms import CutForm, RequestForm, TakeBackForm
from ..request_page import STATES, open_request_page

UNPAID = Q(paid=0)
WHERE = where(UNPAID)
KINDS = {"money": "money", "date": "date"}


class RequestFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找", method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "申请编号、事由、收款人", "type": "search"}),
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="全部", choices=list(STATES.items())
    )
    fund = django_filters.ChoiceFilter(label="基金", field_name="fund__subject__code", empty_label="全部")

    def __init__(self, data: Any, *, queryset: Any, request: HttpRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        funds = queryset.order_by("fund__subject__code").values_list("fund__subject__code", "fund__title").distinct()
        self.filters["fund"].extra["choices"] = list(funds)

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        text = value.strip()
        return rows.filter(Q(subject__code__contains=text) | Q(title__contains=text) | Q(payee__contains=text))

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(WHERE[value])


class RequestTable(AskedTable):
    STATES = STATES

    code = tables.Column(
        "申请", accessor="subject__code", linkify=("fund-request", {"code": tables.A("subject__code")})
    )
    title = tables.Column("事由", attrs={"td": {"class": "jz-wide"}})
    place = tables.Column("地方", accessor="subject__area__title")
    fund = tables.Column("基金", accessor="fund__title", attrs={"td": {"class": "jz-wide"}})
    purpose = tables.Column("用途", accessor="purpose__title")
    amount = tables.Column("申请（元）", attrs=NUMBER)
    granted = tables.Column("核定（元）", attrs=NUMBER)
    applied_on = tables.DateColumn(verbose_name="申请日期", format="Y-m-d")
    state = tables.Column("状态", empty_values=(), orderable=False)
    lacks = tables.Column("缺什么", empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def is_paid(self, record: Any) -> bool:
        return record.paid > 0

    def render_amount(self, value: int) -> str:
        return yuan(value)

    def render_granted(self, value: int) -> str:
        return yuan(value)


def _requests(post: Post) -> Any:
    """Requests in the post's area, with what was paid and where their open case is."""
    rows = with_paid(within(FundRequest.objects.all(), post, field="subject__area_id"))
    return with_case(rows).select_related("subject__area", "fund__subject", "purpose", "household")


def _listed(request: HttpRequest, post: Post) -> RequestFilter:
    return RequestFilter(request.GET, queryset=_requests(post), request=request)


def request_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    chosen = _listed(request, post)
    table = RequestTable(waiting_first(chosen.qs, UNPAID))
    order_and_page(table, request)
    table.read_cases()
    rows = _requests(post)
    strip = []
    for key in ("draft", "open", "pay"):
        amounts = list(rows.filter(WHERE[key]).values_list("granted", flat=True))
        strip.append(
            {
                "title": STATES[key],
                "value": len(amounts),
                "unit": "份",
                "href": f"?state={key}",
                "note": f"{yuan(sum(amounts))} 元",
            }
        )
    asked = chosen.qs.order_by().aggregate(fen=Sum("amount", default=0))["fen"]
    return render(
        request, "casework/fund_request_list.html",
        {"table": table, "filter": chosen, "strip": strip, "may_request": post.may(Verb.REQUEST_FUNDS) and post.area.level > Level.COUNTY,
         "may_export": post.may(Verb.EXPORT), "any": rows.exists(), "total": f"申请 {yuan(asked)} 元"},
    )  # fmt: skip


def request_export(request: HttpRequest) -> HttpResponse:
    """The rows that the list shows, in the columns of the import; of households only for posts that see them."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    rows = list(_listed(request, post).qs.order_by("applied_on", "pk"))
    require_few(len(rows))
    named = post.may(Verb.VIEW_HOUSEHOLDS)
    names = names_of([row.person_id for row in rows if row.person_id]) if named else {}
    columns = [
        *(Column(header, KINDS.get(column.kind, "text"), 16)
          for header, column in zip(HEADERS_OF_REQUESTS, REQUEST_COLUMNS, strict=True)),
        Column("已发放（元）", "money", 14), Column("作废日期", "date", 14), Column("核定金额（元）", "money", 14),
        Column("核减理由", "text", 24), Column("核减日期", "date", 14), Column("核减人", "text", 12),
    ]  # fmt: skip
    cuts = {cut.request_id: cut for cut in FundCut.objects.filter(request__in=rows).select_related("by").order_by("pk")}
    lines = [
        [*row_of(row, person=names.get(row.person_id or 0, ""), named=named), row.paid, row.voided_on, row.granted, *_cut(cuts.get(row.pk))]
        for row in rows
    ]  # fmt: skip
    data = write_table(title="基金申请", notes=export_notes(request), columns=columns, rows=lines)
    return send_workbook(request, data, name="基金申请", rows=len(lines))


def _cut(cut: FundCut | None) -> list[object]:
    return [cut.why, cut.cut_on, cut.by.name] if cut is not None else ["", None, ""]


def request_new(request: HttpRequest) -> HttpResponse:
    """First which purpose of which fund, then what is asked of it."""
    post = require(request.post, Verb.REQUEST_FUNDS)
    today = timezone.localdate()
    purposes = list(purposes_on(funds_for(post.area_id), today))
    key = request.POST.get("purpose") or request.GET.get("purpose", "")
    purpose = next((each for each in purposes if str(each.pk) == key), None)
    if purpose is None:
        held = {each.fund_id: holding_of(each.fund) for each in purposes}
        return render(
            request, "casework/fund_request_purposes.html", {"purposes": [(each, held[each.fund_id]) for each in purposes]}
        )  # fmt: skip
    form = RequestForm(
        request.POST if request.method == "POST" else None, initial={"applied_on": today}, purpose=purpose, post=post,
        today=today,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            asked = open_request(asking=form.asking(form.cleaned_data), post=post, today=today)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已写入基金申请 {asked.subject.code}，{yuan(asked.amount)} 元；请送审")
            return redirect("fund-request", asked.subject.code)
    return render(
        request, "casework/fund_request_new.html", {"form": form, "purpose": purpose, "held": holding_of(purpose.fund)},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _find(request: HttpRequest, post: Post, code: str) -> Any:
    rows = _requests(post).select_related("subject__area", "fund__subject__area", "purpose", "household")
    return get_within(rows, post, field="subject__area_id", subject__code=code)


def request_page(request: HttpRequest, code: str, **errors: Any) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    asked = _find(request, post, code)
    page = open_request_page(asked=asked, paid=asked.paid, post=post, today=timezone.localdate())
    fund_at = post.scope.covers(asked.fund.subject.area_id)
    return render(
        request, "casework/fund_request.html",
        {"page": page, "asked": asked, "drop": DropForm(), "cut": CutForm(prefix="cut"), "back": TakeBackForm(initial={"amount": asked.paid}, prefix="back"),
         "moved": [(row, reverse("movement", args=[row.pk]) if post.scope.covers(row.area_id) else "") for row in page.movements],
         "sees_fund": fund_at, "sees_household": post.may(Verb.VIEW_HOUSEHOLDS), **errors},
        status=422 if errors else 200,
    )  # fmt: skip


@require_POST
def request_send(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.REQUEST_FUNDS)
    case = send_request(asked=_find(request, post, code), post=post, by=request.user, on=timezone.localdate())
    messages.success(request, f"已送审，办件 {case.number}；请交材料后办“{case.step.title}”")
    return redirect("case", number=case.number)


@require_POST
def request_void(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.REQUEST_FUNDS)
    asked = _find(request, post, code)
    form = DropForm(request.POST)
    if not form.is_valid():
        return request_page(request, code, drop=form)
    drop_request(asked=asked, post=post, on=timezone.localdate(), why=form.cleaned_data["reason"])
    messages.success(request, f"基金申请 {code} 已作废")
    return redirect("fund-request", code)


@require_POST
def request_cut(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.HANDLE_CASES)
    require(post, Verb.VIEW_FUNDS)
    asked = _find(request, post, code)
    form = CutForm(request.POST, prefix="cut")
    if form.is_valid():
        given = form.cleaned_data
        try:
            cut_request(
                asked=asked, post=post, approved=given["approved"], why=given["reason"], on=timezone.localdate()
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已核定 {yuan(given['approved'])} 元")
            return redirect("fund-request", code)
    return request_page(request, code, cut=form)


@require_POST
def request_take_back(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    asked = _find(request, post, code)
    form = TakeBackForm(request.POST, prefix="back")
    if not form.is_valid():
        return request_page(request, code, back=form)
    given = form.cleaned_data
    take_back(
        asked=asked, post=post, amount=given["amount"], voucher=given["voucher"], on=timezone.localdate(), why=given["reason"]
    )  # fmt: skip
    messages.success(request, f"已收回 {yuan(given['amount'])} 元，款回到{asked.fund.title}")
    return redirect("fund-request", code)
