"""Imports: the list with the upload form, one upload with its columns, findings, differences and what can be done next."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require
from jingzhun.accounts.table_page import order_and_page
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from .. import progress
from ..actions import importing
from ..actions import upload as actions
from ..allowed import require_layout, uploads_of
from ..columns import column_lines, layout_choices
from ..forms import ChoiceForm, UndoForm, UploadForm
from ..jobs import check_upload, write_upload
from ..layouts.declared import layout_title
from ..models import Upload
from ..returned import returned_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ISSUES, DIFFERENCES = 50, 50


def grouped(count: int | None) -> str:
    return "—" if count is None else f"{count:,}"


class UploadTable(tables.Table):
    name = tables.Column("文件", linkify=("import", {"number": tables.A("pk")}))
    title = tables.Column("版式", orderable=False, empty_values=())
    state = tables.Column("办到哪里")
    rows = tables.Column(
        "行", orderable=False, empty_values=(), attrs={"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
    )
    refused = tables.Column(
        "拒收（行）", orderable=False, empty_values=(), attrs={"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
    )
    since = tables.Column("数据截至")
    by_name = tables.Column("上传人")
    at = tables.DateTimeColumn(verbose_name="上传时间", format="Y-m-d H:i")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def render_title(self, record: Upload) -> str:
        return layout_title(record.layout) or "—"

    def render_rows(self, record: Upload) -> Any:
        return grouped(record.counts.get("rows"))

    def render_refused(self, record: Upload) -> Any:
        refused = record.counts.get("refused_rows")
        return format_html('<b class="jz-refuse">{}</b>', grouped(refused)) if refused else grouped(refused)

    def render_since(self, value: Any) -> str:
        return value.isoformat()


@require_http_methods(["GET", "POST"])
def upload_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.UPLOAD)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        limit = settings.ENVIRONMENT.upload_megabytes * 1024 * 1024
        # One byte more than allowed is enough to be refused for its size; the rest need not be read.
        data = sent.read(limit + 1)
        upload = actions.receive(data=data, name=sent.name, post=post, check=check_upload.enqueue)
        return redirect("import", number=upload.pk)
    table = UploadTable(uploads_of(post))
    order_and_page(table, request)
    return render(
        request, "ingest/uploads.html", {"form": form, "table": table, "limit": settings.ENVIRONMENT.upload_megabytes}
    )  # fmt: skip


@require_GET
def upload_page(request: HttpRequest, number: int) -> HttpResponse:
    post, upload = _open(request, number)
    return _page(request, post, upload)


@require_GET
def upload_progress(request: HttpRequest, number: int) -> HttpResponse:
    """The fragment that is polled; when the work is done the browser loads the whole page."""
    _, upload = _open(request, number)
    if not upload.is_working:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "ingest/working.html", _working(upload))


@require_POST
def choose(request: HttpRequest, number: int) -> HttpResponse:
    post, upload = _open(request, number)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _page(request, post, upload, form=form, status=422)
    actions.choose(upload=upload, post=post, check=check_upload.enqueue, **form.cleaned_data)
    return redirect("import", number=number)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Settling which column is what."""
    post, upload = _open(request, number)
    if upload.state not in (Upload.State.MAPPING, Upload.State.CHECKED):
        return redirect("import", number=number)
    layout = request.POST.get("layout", request.GET.get("layout", upload.layout))
    chosen = upload.columns if layout == upload.layout else {}
    problem: Problem | None = None
    if request.method == "POST":
        chosen = {
            key.removeprefix("c"): value
            for key, value in request.POST.items()
            if key[:1] == "c" and key[1:].isdecimal()
        }
        try:
            actions.settle_columns(
                upload=upload, layout=layout, columns=chosen, keep="keep" in request.POST, post=post,
                check=check_upload.enqueue,
            )  # fmt: skip
            return redirect("import", number=number)
        except Problem as refusal:
            problem = refusal
    lines = column_lines(upload, layout, chosen)
    context = {"upload": upload, "layout": layout, "choices": layout_choices(post), "lines": lines, "problem": problem}
    return render(request, "ingest/columns.html", context, status=422 if problem else 200)


@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    require(request.post, Verb.APPLY_IMPORT)
    post, upload = _open(request, number)
    actions.start_writing(upload=upload, post=post, apply=write_upload.enqueue)
    return redirect("import", number=number)


@require_POST
def abandon(request: HttpRequest, number: int) -> HttpResponse:
    post, upload = _open(request, number)
    actions.abandon(upload=upload, post=post)
    messages.success(request, f"已放弃“{upload.name}”，没有写入任何数据")
    return redirect("imports")


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    require(request.post, Verb.APPLY_IMPORT)
    post, upload = _open(request, number)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, post, upload, undo_form=form, status=422)
    try:
        require_layout(post, upload.layout)
        importing.undo_import(upload=upload, by=post.actor, reason=form.cleaned_data["reason"])
    except Problem as problem:
        form.add_error(None, str(problem))
        return _page(request, post, upload, undo_form=form, status=422)
    messages.success(request, f"已撤销“{upload.name}”的导入，数据回到导入之前")
    return redirect("import", number=number)


@require_GET
def returned(request: HttpRequest, number: int) -> HttpResponse:
    """The refused rows as a workbook, for the sender and for posts that may show ID numbers: the rows hold whole numbers,
    so the log knows."""
    post, upload = _open(request, number)
    if not _may_return(post, upload):
        require(post, Verb.SHOW_ID_NUMBERS)
    if upload.file is None or not upload.counts.get("refused_rows"):
        raise Http404
    outcome = actions.plan_again(upload=upload, post=post, today=timezone.localdate())
    data = returned_workbook(outcome.batch, is_demo=bool(request.office and request.office.is_demo))
    with unit(by=post.actor) as log:
        log.record(
            "import.returned", subject_kind="导入", subject_code=str(upload.pk), rows=len(outcome.batch.refused)
        )  # fmt: skip
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="refused-{upload.pk}.xlsx"'
    return response


def _may_return(post: Post, upload: Upload) -> bool:
    return upload.by_id == post.official_id or post.may(Verb.SHOW_ID_NUMBERS)


def _open(request: HttpRequest, number: int) -> tuple[Post, Upload]:
    post = require(request.post, Verb.UPLOAD)
    return post, get_within(uploads_of(post).select_related("file", "change", "area"), post, pk=number)


def _page(
    request: HttpRequest, post: Post, upload: Upload, *, form: ChoiceForm | None = None,
    undo_form: UndoForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    if upload.state == Upload.State.MAPPING:
        return redirect("import-columns", number=upload.pk)
    kind = request.GET.get("kind", "")
    found = upload.differences.all()
    if kind in ("new", "changed"):
        found = found.filter(kind=kind)
    context: dict[str, Any] = {
        "upload": upload,
        "title": layout_title(upload.layout),
        "counts": upload.counts,
        "strip": _strip(upload),
        "step": {"queued": 3, "checked": 3, "writing": 4}.get(upload.state, 5),
        "refused": Paginator(upload.issues.filter(kind="refused"), ISSUES).get_page(request.GET.get("refused")),
        "flagged": Paginator(upload.issues.filter(kind="flagged"), ISSUES).get_page(request.GET.get("flagged")),
        "differences": Paginator(found, DIFFERENCES).get_page(request.GET.get("page")),
        "kind": kind,
        "lines": column_lines(upload, upload.layout, upload.columns) if upload.layout else [],
        "form": form or ChoiceForm(initial={"blank": upload.blank, "since": upload.since}),
        "undo_form": undo_form or UndoForm(),
        "may_write": post.may(Verb.APPLY_IMPORT),
        "back": reverse("import-returned", args=[upload.pk]) if _may_return(post, upload) else "",
        "post": post,
        **_working(upload),
    }
    return render(request, "ingest/upload.html", context, status=status)


_UNITS = {
    "projects": "项",
    "appropriations": "笔",
    "movements": "笔",
    "bank_receipts": "笔",
    "funds": "个",
    "fund_purposes": "项",
    "audit_findings": "条",
    "rectifications": "条",
    "accountabilities": "条",
}


def _strip(upload: Upload) -> list[dict[str, Any]]:
    """The key counts of a check; the unit follows what the sheet is about."""
    counts = upload.counts
    if not counts:
        return []
    unit_name = _UNITS.get(upload.layout) or ("户" if counts.get("households") else "个")
    return [
        {"title": "新增", "value": counts["new"], "unit": unit_name, "href": "?kind=new#diff"},
        {"title": "变更", "value": counts["changed"], "unit": unit_name, "href": "?kind=changed#diff"},
        {"title": "不变", "value": counts["unchanged"], "unit": unit_name},
        {"title": "提醒", "value": counts["flagged"], "unit": "格", "href": "#flagged" if counts["flagged"] else ""},
        {"title": "拒收", "value": counts["refused"], "unit": "格", "href": "#refused" if counts["refused"] else ""},
    ]


def _working(upload: Upload) -> dict[str, Any]:
    state = progress.read(upload.pk) if upload.is_working else None
    return {
        "upload": upload,
        "doing": state.doing if state else upload.get_state_display(),
        "percent": state.percent if state else 0,
    }
