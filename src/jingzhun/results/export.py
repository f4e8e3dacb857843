"""Exports of tables as workbooks: exactly the rows shown and a head that says from where and when."""

from __future__ import annotations

from datetime import date

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jingzhun.accounts.export import send_workbook
from jingzhun.areas.models import Area
from jingzhun.documents.workbook import Column, write_table


def notes(request: HttpRequest, *, area: Area, as_of: date) -> list[str]:
    """Scope, day, who and when; the demo mark."""
    said = [
        f"范围：{area.title}；事实截至 {as_of:%Y-%m-%d}；导出 {timezone.localtime():%Y-%m-%d %H:%M} {request.user.name}"
    ]
    if request.office and request.office.is_demo:
        said.append("演示数据，人名、户号、金额均为虚构")
    return said


def download(
    request: HttpRequest, table: tables.Table, *, title: str, lines: list[str], is_money: bool
) -> HttpResponse:
    """The table as xlsx. ``amount`` is fen when ``is_money``."""
    header, *rows = table.as_values()
    names = [column.name for column in table.columns]
    kinds = {"amount": "money" if is_money else "number"}
    columns = [Column(head, kinds.get(name, "text"), 18) for head, name in zip(header, names, strict=True)]
    data = write_table(title=title, notes=lines, columns=columns, rows=rows)
    return send_workbook(request, data, name=title.replace("/", "、").replace("：", " "), rows=len(rows))
