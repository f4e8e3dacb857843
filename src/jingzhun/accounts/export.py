"""An exported list: exactly the rows on the page, with the lines that say of what and when, written to the log."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jingzhun.audit.unit import unit

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def send_workbook(request: HttpRequest, data: bytes, *, name: str, rows: int) -> HttpResponse:
    """The answer with the file; the log keeps name, count of rows and the filter."""
    with unit(by=request.post.actor) as log:
        log.record("export", subject_kind="名单", subject_code=name, rows=rows, query=request.GET.urlencode()[:200])
    return send_file(data, name=f"{name}.xlsx", content_type=WORKBOOK)


def send_file(data: bytes, *, name: str, content_type: str) -> HttpResponse:
    """``data`` as a download under a Chinese file name."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
