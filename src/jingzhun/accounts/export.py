"""An exported list: exactly the rows on the page, with the lines that say of what and when, written to the log."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

LARGEST_EXPORT = 100_000
"""Rows of one export: more than a county's households, less than what makes a file worth stealing."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UnableToExportSoMany(Problem):
    code = "P-030"
    says = "这份名单有 {count} 行，一次最多导出 {limit} 行"
    remedy = "请用筛选缩小范围，分几次导出"


def export_notes(request: HttpRequest) -> list[str]:
    """The lines under the title: scope, day, who and when, demo mark."""
    made = timezone.localtime()
    notes = [
        f"范围：{request.post.area.title}；事实截至 {request.as_of:%Y-%m-%d}；"
        f"导出 {made:%Y-%m-%d %H:%M} {request.user.name}"
    ]
    if request.office and request.office.is_demo:
        notes.append("演示数据")
    return notes


def require_few(count: int) -> None:
    """Raise :class:`UnableToExportSoMany` above the limit of one export."""
    if count > LARGEST_EXPORT:
        raise UnableToExportSoMany(count=count, limit=LARGEST_EXPORT)


def used_filters(request: HttpRequest) -> list[str]:
    """Names of the filters in use: what was typed into them are names of people, which the log does not hold."""
    return sorted(name for name in request.GET if request.GET[name])


def send_workbook(request: HttpRequest, data: bytes, *, name: str, rows: int) -> HttpResponse:
    """The answer with the file; the log keeps name, count of rows, which filters were in use and the file's digest."""
    note_export(data, name=name, rows=rows, by=request.post.actor, filters=used_filters(request))
    return send_file(data, name=f"{name}.xlsx", content_type=WORKBOOK)


def send_paper(request: HttpRequest, data: bytes, *, name: str, rows: int) -> HttpResponse:
    """The same for a PDF."""
    note_export(data, name=name, rows=rows, by=request.post.actor)
    return send_file(data, name=f"{name}.pdf", content_type="application/pdf")


def note_export(data: bytes, *, name: str, rows: int, by: Actor, filters: Sequence[str] = ()) -> None:
    """Write to the log that a file went out. ``rows`` are the households or lines in it."""
    with unit(by=by) as log:
        log.record(
            "export", subject_kind="名单", subject_code=name[:60], rows=rows, filters=list(filters),
            digest=hashlib.sha256(data).hexdigest(),
        )  # fmt: skip


def send_file(data: bytes, *, name: str, content_type: str) -> HttpResponse:
    """``data`` as a download under a Chinese file name."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
