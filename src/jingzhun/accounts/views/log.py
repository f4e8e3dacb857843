"""The log, for those who may read it: list with filters, one event, export, and the verification of the chain."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime

import django_tables2 as tables
import xlsxwriter
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from jingzhun.audit.check import check_log
from jingzhun.audit.models import Event
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode, UnableToReadAreaCode
from jingzhun.documents.sheet_page import LINE, lines, set_page

from .. import local_day, log_words
from ..export import require_few, used_filters
from ..models import Post
from ..roles import ROLES, Verb
from ..scope import UnableToReachArea, requires
from ..table_page import order_and_page

COLUMNS = ("号", "时间", "人员", "角色", "事项", "对象类别", "对象编号", "区划", "细目", "前一条摘要", "本条摘要")
WIDTHS = (7, 19, 9, 12, 14, 9, 16, 13, 28, 22, 22)
"""Of the columns of the workbook, in characters; they fit on a page across."""


class EventTable(tables.Table):
    number = tables.Column("号", linkify=("log-event", [tables.A("number")]))
    at = tables.Column("时间")
    actor_name = tables.Column("人员")
    role = tables.Column("角色", orderable=False)
    action = tables.Column("事项")
    subject_code = tables.Column("对象", orderable=False, empty_values=())
    area_code = tables.Column("区划")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}
        order_by = ("-number",)

    def render_at(self, value: datetime) -> str:
        return moment(value)

    def render_role(self, value: str) -> str:
        return role_title(value)

    def render_action(self, value: str) -> str:
        return log_words.title(value)

    def render_subject_code(self, record: Event) -> str:
        return f"{record.subject_kind} {record.subject_code}".strip() or "—"


class EventFilter(FilterSet):
    q = CharFilter(label="人员或对象编号", method="named")
    action = ChoiceFilter(label="事项", empty_label="全部", choices=list(log_words.ACTIONS.items()))
    area = CharFilter(label="区划代码", method="in_area")
    first = DateFilter(label="自", method="since")
    last = DateFilter(label="至", method="until")

    class Meta:
        model = Event
        fields = ()

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(actor_name__icontains=value) | Q(subject_code__icontains=value))

    def in_area(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        try:
            code = AreaCode.parse(value)
        except UnableToReadAreaCode:
            return rows.none()
        return rows.filter(area_code__gte=code.first, area_code__lt=code.after)

    def since(self, rows: QuerySet, name: str, value) -> QuerySet:
        return rows.filter(at__gte=local_day.begins(value))

    def until(self, rows: QuerySet, name: str, value) -> QuerySet:
        return rows.filter(at__lt=local_day.ends(value))


def events_of(post: Post) -> QuerySet:
    """Events of the post's area, and those of the system itself, which have none."""
    code = post.scope
    return Event.objects.filter(Q(area_code="") | Q(area_code__gte=code.first, area_code__lt=code.after))


@requires(Verb.VIEW_LOG)
def events(request: HttpRequest) -> HttpResponse:
    chosen = EventFilter(request.GET, queryset=events_of(request.post))
    table = EventTable(chosen.qs)
    order_and_page(table, request)
    return render(request, "accounts/log.html", {"table": table, "filter": chosen})


@requires(Verb.VIEW_LOG)
def event(request: HttpRequest, number: int) -> HttpResponse:
    found = events_of(request.post).filter(number=number).first()
    if found is None:
        raise Http404(UnableToReachArea().sentence)
    shown = {
        "event": found,
        "title": log_words.title(found.action),
        "role": role_title(found.role),
        "details": [(log_words.detail(name), plain(value)) for name, value in found.details.items()],
    }
    return render(request, "accounts/event.html", shown)


@requires(Verb.VIEW_LOG)
def export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows that the same filters show, as a workbook; itself an event with the digest of the rows."""
    rows = EventFilter(request.GET, queryset=events_of(request.post)).qs.order_by("-number")
    count = rows.count()
    require_few(count)
    stream, digest = io.BytesIO(), hashlib.sha256()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("日志")
        sheet.freeze_panes(1, 1)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, wrapped)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        set_page(sheet, widths=WIDTHS, head=0, is_demo=bool(request.office and request.office.is_demo))
        for line, found in enumerate(rows.iterator(chunk_size=2000), start=1):
            digest.update(found.hash.encode())
            sheet.write_number(line, 0, found.number)
            texts = _texts(found)
            sheet.set_row(line, LINE * max(map(lines, texts, WIDTHS[1:])))
            for column, text in enumerate(texts, start=1):
                sheet.write_string(line, column, text)
    with unit(by=request.post.actor) as log:
        log.record(
            "log.export",
            rows=count,
            digest=digest.hexdigest(),
            filters=used_filters(request),
        )
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"日志{timezone.localdate():%Y%m%d}.xlsx")


@requires(Verb.VERIFY_LOG)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """The whole chain, at once: some 40,000 events a second, so an office's year fits into one answer."""
    verdict = check_log()
    with unit(by=request.post.actor) as log:
        log.record("log.verify", events=verdict.events, heads=verdict.heads, faults=len(verdict.faults))
    return render(
        request,
        "accounts/log_verified.html",
        {"verdict": verdict, "faults": verdict.faults[:200], "notes": verdict.notes[:200]},
    )


def moment(value: datetime) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")


def role_title(key: str) -> str:
    return ROLES[key].title if key in ROLES else key or "—"


def plain(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "是", False: "否", None: "—"}[value]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _texts(found: Event) -> tuple[str, ...]:
    return (
        moment(found.at), found.actor_name, role_title(found.role), log_words.title(found.action), found.subject_kind,
        found.subject_code, found.area_code, json.dumps(found.details, ensure_ascii=False), found.previous_hash, found.hash,
    )  # fmt: skip
