"""项目资金公告公示: the table on the page, as Excel, and with the announcement as Word."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.export import export_notes, note_export, require_few, send_file, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.core.area_code import Level
from jingzhun.core.money import wan
from jingzhun.core.text import whole_number
from jingzhun.documents.workbook import Column, write_table
from jingzhun.registry.actions.subject import OF_AREA

from ..models import ProjectProfile
from ..publicity import COLUMNS, Publicity, announcement, publicity

SHOWN = 50
"""Projects on a page."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _chosen(request: HttpRequest, post: Post) -> tuple[Publicity, list[int]]:
    library = ProjectProfile.objects.as_of(request.as_of, request.known_at).touching(
        post.scope, request.as_of, request.known_at
    )
    years = sorted(set(library.values_list("year", flat=True)), reverse=True)
    asked = whole_number(request.GET.get("year", ""))
    year = asked if asked in years else (years[0] if years else request.as_of.year)
    return publicity(area=post.area, year=year, day=request.as_of, known_at=request.known_at), years


def publicity_page(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    require(post, Verb.VIEW_PROJECTS)
    found, years = _chosen(request, post)
    page = Paginator(found.rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "found": found, "years": years, "lines": [list(zip(row, COLUMNS, strict=True)) for row in page], "columns": COLUMNS,
        "page": page, "may_export": post.may(Verb.EXPORT),
        "may_announce": post.may(Verb.HANDLE_CASES) and (post.may(Verb.RECORD_FUNDS) or post.area.level == Level.VILLAGE),
        "subject_kind": OF_AREA[post.area.level].value,
        "strip": [
            {"title": "项目", "value": len(found.rows), "unit": "个"}, {"title": "计划资金", "value": wan(found.planned), "unit": "万元"},
            {"title": "拨付", "value": wan(found.total.states["拨付"]), "unit": "万元"},
            {"title": "支付和兑付", "value": wan(found.total.paid), "unit": "万元"},
        ],
    }  # fmt: skip
    return render(request, "ledger/publicity.html", context)


def publicity_workbook(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    found, _ = _chosen(request, post)
    require_few(len(found.rows))
    columns = [Column(column.title, "text", max(8, int(column.width * 0.7))) for column in COLUMNS]
    data = write_table(
        title=f"{found.year}年度帮扶项目公示表", notes=export_notes(request), columns=columns, rows=found.rows
    )
    return send_workbook(request, data, name="项目公示表", rows=len(found.rows))


def publicity_word(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    found, _ = _chosen(request, post)
    require_few(len(found.rows))
    office = request.office
    data = announcement(
        found, issuer=office.name if office else post.area.title, is_demo=bool(office and office.is_demo)
    )
    note_export(data, name="资金公告", rows=len(found.rows), by=post.actor)
    return send_file(data, name="资金公告.docx", content_type=WORD)
