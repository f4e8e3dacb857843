"""专户: townships with what came in, what was paid and what is left; of one township every payment with project, voucher, approvers."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import inside, narrowed, require, within
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import yuan
from jingzhun.documents.workbook import Column, write_table

from ..dedicated import Dedicated, dedicated_accounts
from ..flows import PAYMENTS
from ..models import Account, Movement

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}


class PaymentTable(tables.Table):
    moved_on = tables.DateColumn(verbose_name="日期", format="Y-m-d")
    payee = tables.Column("收款", empty_values=(), orderable=False)
    project = tables.Column("项目", accessor="project__code", linkify=("project", {"code": tables.A("project__code")}))
    claim = tables.Column("报账单", accessor="claim__subject__code", attrs={"td": {"class": "jz-mono"}})
    voucher = tables.Column("凭证", attrs={"td": {"class": "jz-mono"}})
    approvers = tables.Column("审批人", accessor="approved_by", orderable=False)
    approval = tables.Column("办件", attrs={"td": {"class": "jz-mono"}})
    amount = tables.Column("金额（元）", attrs=NUMBER)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def render_payee(self, record: Movement) -> str:
        return record.target.payee or (record.target.household.code if record.target.household else "—")

    def value_payee(self, record: Movement) -> str:
        return self.render_payee(record)

    def render_approvers(self, record: Movement) -> str:
        return f"{record.approved_by}、{record.approved_again_by}"

    def render_amount(self, value: int) -> str:
        return yuan(value)

    def value_amount(self, value: int) -> int:
        return value


def _payments(request: HttpRequest, post: Post, area: Area) -> PaymentTable:
    """Payments of the area that stand."""
    rows = inside(within(Movement.objects.all(), post), AreaCode.parse(area.code))
    rows = rows.filter(kind__in=PAYMENTS, reversed_by__isnull=True)
    rows = rows.select_related("project", "claim__subject", "target__household")
    return PaymentTable(rows.order_by("moved_on", "pk"))


def _accounts(post: Post) -> list[Dedicated]:
    return dedicated_accounts(within(Account.objects.all(), post), on=timezone.localdate(), level=post.area.level)


def dedicated_account(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    found = _accounts(post)
    area = narrowed(post, request.GET.get("area", ""))
    table = _payments(request, post, area)
    order_and_page(table, request)
    here = [each for each in found if AreaCode.parse(area.code).covers(each.area.code)]
    return render(
        request, "ledger/dedicated.html",
        {"accounts": here, "total": _total(here), "area": area, "table": table, "is_one": area != post.area,
         "strip": _strip(here), "may_export": post.may(Verb.EXPORT), "closed": all(each.is_closed for each in here)},
    )  # fmt: skip


def _total(found: list[Dedicated]) -> dict[str, int]:
    names = ("allocated", "claimed", "paid", "unclaimed", "unpaid", "left")
    return {name: sum(getattr(each, name) for each in found) for name in names}


def _strip(found: list[Dedicated]) -> list[dict[str, Any]]:
    total = _total(found)
    return [
        {"title": "拨入", "value": yuan(total["allocated"]), "unit": "元"},
        {"title": "已支付", "value": yuan(total["paid"]), "unit": "元"},
        {"title": "已报账未支付", "value": yuan(total["unpaid"]), "unit": "元"},
        {"title": "未报账", "value": yuan(total["unclaimed"]), "unit": "元"},
    ]


def dedicated_export(request: HttpRequest) -> HttpResponse:
    """Every payment of the area, as the page lists them."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    area = narrowed(post, request.GET.get("area", ""))
    table = _payments(request, post, area)
    require_few(len(table.rows))
    order(table, request)
    header, *rows = table.as_values()
    columns = [Column(title, "money" if "元" in title else "text", 16) for title in header]
    data = write_table(title=f"{area.title}专户支付", notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name="专户支付", rows=len(rows))
