"""The purposes of all funds in reach, in the columns of their import."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, within
from jingzhun.documents.workbook import Column, write_table

from ..models import FundPurpose
from ..purpose_columns import HEADERS_OF_PURPOSES, PURPOSE_COLUMNS, row_of

_COLUMNS = [
    Column(header, column.kind if column.kind in ("money", "date") else "text", 16)
    for header, column in zip(HEADERS_OF_PURPOSES, PURPOSE_COLUMNS, strict=True)
]


@require_GET
def purpose_export(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    found = within(FundPurpose.objects.select_related("fund__subject"), post, field="fund__subject__area_id")
    rows = [row_of(each) for each in found.order_by("fund__subject__code", "title", "since")]
    require_few(len(rows))
    data = write_table(title="基金用途", notes=export_notes(request), columns=_COLUMNS, rows=rows)
    return send_workbook(request, data, name="基金用途", rows=len(rows))
