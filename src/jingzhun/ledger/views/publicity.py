"""项目资金公告公示: the table on the page, as Excel, and with the announcement as Word."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jingzhun.accounts.export import export_notes, note_export, require_few, send_file, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.core.area_code import Level
from jingzhun.core.money import wan
from jingzhun.core.text import whole_number
from jingzhun.documents.annex import AnnexColumn
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.registry.actions.subject import OF_AREA

from ..models import ProjectProfile
from ..publicity import COLUMNS, Publicity, announcement, publicity
from .funds import PAID, rows_at

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
    page = Paginator(list(zip(found.codes, found.rows, strict=True)), SHOWN).get_page(request.GET.get("page"))
    projects = f"{reverse('projects')}?year={found.year}"
    context = {
        "found": found, "years": years, "columns": [_head(column) for column in COLUMNS],
        "lines": [(code, _line(row)) for code, row in page], "sums": _line(found.sum_row), "page": page, "may_export": post.may(Verb.EXPORT),
        "may_announce": post.may(Verb.HANDLE_CASES) and (post.may(Verb.RECORD_FUNDS) or post.area.level == Level.VILLAGE),
        "subject_kind": OF_AREA[post.area.level].value,
        "strip": [
            {"title": "项目", "value": len(found.rows), "unit": "个", "href": projects},
            {"title": "计划资金", "value": wan(found.planned), "unit": "万元", "href": projects},
            {"title": "拨付", "value": wan(found.total.states["拨付"]), "unit": "万元", "href": rows_at(figure="拨付", year=found.year)},
            {"title": "支付和兑付", "value": wan(found.total.paid), "unit": "万元", "href": rows_at(figure=PAID, year=found.year)},
        ],
    }  # fmt: skip
    return render(request, "ledger/publicity.html", context)


def _head(column: AnnexColumn) -> tuple[str, str, bool]:
    name, _, unit = column.title.rstrip("）").partition("（")
    return name, unit, column.is_number


def _line(row: Sequence[str]) -> list[tuple[str, AnnexColumn]]:
    return list(zip(row, COLUMNS, strict=True))


def publicity_workbook(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    found, _ = _chosen(request, post)
    require_few(len(found.rows))
    columns = [
        Column(column.title, "wan" if "万元" in column.title else "number" if column.is_number else "text", int(column.width * 0.8))
        for column in COLUMNS
    ]  # fmt: skip
    total = [
        "",
        "合计",
        "",
        "",
        "",
        found.planned,
        "",
        "",
        "",
        "",
        *(sum(each[at] for each in found.amounts) for at in (1, 2)),
    ]
    sheet = Sheet(
        f"{found.year}年度帮扶项目公示表", export_notes(request), columns, _cells(found), total if found.rows else ()
    )
    data = write_sheets([sheet])
    return send_workbook(request, data, name="项目公示表", rows=len(found.rows))


def _cells(found: Publicity) -> list[list[object]]:
    """The rows with their numbers as numbers, to be added up in the workbook."""
    return [
        [int(row[0]), row[1], int(row[2]) if row[2].isdecimal() else row[2], *row[3:5], planned, *row[6:10], allocated, paid]
        for row, (planned, allocated, paid) in zip(found.rows, found.amounts, strict=True)
    ]  # fmt: skip


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
