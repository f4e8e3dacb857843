"""报账: claims that wait to be sent up, decided and paid; a new claim; one claim with all that moved."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require, within
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.core.text import whole_number
from jingzhun.documents.workbook import Column, write_table
from jingzhun.ledger.claim_money import Place, places, posted
from jingzhun.ledger.models import Account, Claim

from ..actions.claim import drop_claim, open_claim, send_claim, take_back
from ..asked_money import NUMBER, AskedTable, states, waiting_first, where, with_case
from ..claim_forms import LINES, ClaimForm, DropForm, InvoiceFormSet, application_of
from ..claim_page import open_claim_page

STATES = states(pay="待支付", paid="已支付")
UNPAID = Q(is_posted=False)
WHERE = where(UNPAID)


class ClaimFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找", method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "报账单、项目编号、事由、收款单位", "type": "search"}),
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="全部", choices=list(STATES.items())
    )
    unit = django_filters.ChoiceFilter(label="执行单位", empty_label="全部")

    def __init__(self, data: Any, *, queryset: Any, request: HttpRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        units = queryset.order_by("unit").values_list("unit", flat=True).distinct()
        self.filters["unit"].extra["choices"] = [(unit, unit) for unit in units]

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        sought = value.strip()
        return rows.filter(
            Q(subject__code__contains=sought) | Q(project__code__contains=sought) | Q(title__contains=sought) | Q(payee__contains=sought)
        )  # fmt: skip

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(WHERE[value])


class ClaimTable(AskedTable):
    STATES = STATES

    code = tables.Column("报账单", accessor="subject__code", linkify=("claim", {"code": tables.A("subject__code")}))
    title = tables.Column("事由", attrs={"td": {"class": "jz-wide"}})
    project = tables.Column("项目", accessor="project__code", attrs={"td": {"class": "jz-mono"}})
    unit = tables.Column("执行单位")
    amount = tables.Column("申请（元）", accessor="asked", attrs=NUMBER)
    applied_on = tables.DateColumn(verbose_name="申请日期", format="Y-m-d")
    state = tables.Column("状态", empty_values=(), orderable=False)
    age = tables.Column("等了（天）", empty_values=(), orderable=False, attrs=NUMBER)
    lacks = tables.Column("缺什么", empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def is_paid(self, record: Any) -> bool:
        return record.is_posted

    def render_amount(self, value: int) -> str:
        return yuan(value)

    def value_amount(self, value: int | None) -> Any:
        return value

    def render_age(self, record: Any) -> Any:
        return "—" if self.is_done(record) else (self.today - record.applied_on).days


def _claims(post: Post) -> Any:
    """Claims in the post's area, with whether anything of them is posted and where their open case is."""
    rows = posted(within(Claim.objects.all(), post, field="subject__area_id"))
    return with_case(rows).select_related("subject__area", "project")


def _listed(request: HttpRequest, post: Post) -> tuple[ClaimFilter, ClaimTable]:
    chosen = ClaimFilter(request.GET, queryset=_claims(post), request=request)
    return chosen, ClaimTable(waiting_first(chosen.qs, UNPAID))


def claim_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    chosen, table = _listed(request, post)
    order_and_page(table, request)
    table.read_cases()
    rows = _claims(post)
    counts = {key: rows.filter(WHERE[key]) for key in ("draft", "open", "pay")}
    strip = [
        {"title": title, "value": counts[key].count(), "unit": "张", "href": f"?state={key}",
         "note": f"{yuan(sum(fen or 0 for fen in counts[key].values_list('asked', flat=True)))} 元"}
        for key, title in STATES.items() if key in counts
    ]  # fmt: skip
    return render(
        request, "casework/claim_list.html",
        {"table": table, "filter": chosen, "strip": strip, "may_claim": post.may(Verb.CLAIM), "may_export": post.may(Verb.EXPORT),
         "any": rows.exists(), "total": f"申请 {yuan(sum(fen or 0 for fen in chosen.qs.values_list('asked', flat=True)))} 元"},
    )  # fmt: skip


def claim_export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows that the list shows with the same filter and order."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    chosen, table = _listed(request, post)
    require_few(chosen.qs.count())
    order(table, request)
    table.read_cases()
    header, *rows = table.as_values()
    kinds = {"申请（元）": "money", "申请日期": "date", "等了（天）": "number"}
    columns = [Column(title, kinds.get(title, "text"), 16) for title in header]
    data = write_table(title="报账单", notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name="报账单", rows=len(rows))


def claim_new(request: HttpRequest) -> HttpResponse:
    """First where the money lies, then what is claimed of it."""
    post = require(request.post, Verb.CLAIM)
    today = timezone.localdate()
    found = places(within(Account.objects.all(), post))
    chosen = _place(request, found)
    if chosen is None:
        return render(request, "casework/claim_places.html", {"places": found})
    form = ClaimForm(request.POST or None, initial={"applied_on": today}, place=chosen, today=today)
    lines = InvoiceFormSet(_more(request), prefix="line")
    if request.method == "POST" and "more" not in request.POST and form.is_valid() and lines.is_valid():
        try:
            claim = open_claim(application=application_of(form, lines, chosen), post=post, today=today)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, f"已写入报账单 {claim.subject.code}，{yuan(claim.amount or 0)} 元；送审后由乡镇审核"
            )
            return redirect("claim", claim.subject.code)
    return render(
        request, "casework/claim_new.html", {"form": form, "lines": lines, "place": chosen},
        status=422 if request.method == "POST" and "more" not in request.POST else 200,
    )  # fmt: skip


def _place(request: HttpRequest, found: list[Place]) -> Place | None:
    key = request.POST.get("place") or request.GET.get("place", "")
    return next((each for each in found if each.key == key), None)


def _more(request: HttpRequest) -> Any:
    """The posted lines, one more where that was asked for."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if "more" in data:
        data["line-TOTAL_FORMS"] = str((whole_number(data.get("line-TOTAL_FORMS", "")) or LINES) + 1)
    return data


def _find(request: HttpRequest, post: Post, code: str) -> Claim:
    rows = Claim.objects.select_related("subject__area", "project__area")
    return get_within(rows, post, field="subject__area_id", subject__code=code)


def claim_page(request: HttpRequest, code: str, **errors: Any) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    page = open_claim_page(claim=_find(request, post, code), post=post, today=timezone.localdate())
    return render(
        request, "casework/claim.html", {"page": page, "claim": page.claim, "drop": DropForm(), **errors},
        status=422 if errors else 200,
    )  # fmt: skip


@require_POST
def claim_send(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.CLAIM)
    case = send_claim(claim=_find(request, post, code), post=post, by=request.user, on=timezone.localdate())
    messages.success(request, f"已送审，办件 {case.number}；请交材料后办“{case.step.title}”")
    return redirect("case", number=case.number)


@require_POST
def claim_void(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.CLAIM)
    claim = _find(request, post, code)
    form = DropForm(request.POST)
    if not form.is_valid():
        return claim_page(request, code, drop=form)
    drop_claim(claim=claim, post=post, on=timezone.localdate(), why=form.cleaned_data["reason"])
    messages.success(request, f"报账单 {code} 已作废，它的发票可以重新报账")
    return redirect("claim", code)


@require_POST
def claim_take_back(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    claim = _find(request, post, code)
    form = DropForm(request.POST)
    if not form.is_valid():
        return claim_page(request, code, drop=form)
    count = take_back(claim=claim, post=post, on=timezone.localdate(), why=form.cleaned_data["reason"])
    messages.success(request, f"已冲销 {count} 笔，款回到“已拨付未报账”")
    return redirect("claim", code)
