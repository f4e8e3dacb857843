"""公示公告 for posts: what is on the boards of their area, one notice with its objections, hearing and answering them."""

from __future__ import annotations

from datetime import date

import django_filters
import django_tables2 as tables
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from jingzhun.accounts.export import send_file
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, inside, requires, within
from jingzhun.accounts.table_page import order_and_page
from jingzhun.areas.models import Area
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.documents.form import write_form

from ..actions.objection import UnableToObject, answer_objection, may_answer, raise_objection
from ..forms_printed import read_receipt
from ..models import Notice, NoticeEntry, Objection
from ..notice_sheet import read_sheet
from ..poster import own_fonts, place_of, poster, public_address
from ..public_forms import AnswerForm, HeardObjectionForm
from ..reach import PERSONAL
from ..reference import spaced
from ..window import Window

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
UNANSWERED = mark_safe('<span class="jz-v jz-fail">未答复</span>')
STATES = {"running": "公示公告中", "stopped": "有异议停算", "coming": "还没有开始", "over": "已期满", "down": "已撤下"}


def with_state(rows: QuerySet, today: date) -> QuerySet:
    """Notices with ``count``, ``last`` (the day after), ``running``, ``stopped``, ``standing`` and ``unanswered``."""
    kept = Q(entries__withdrawn_on__isnull=True)
    running = NoticeEntry.objects.running_on(today).filter(notice=OuterRef("pk"))
    open_ones = Objection.objects.filter(entry__notice=OuterRef("pk"), answered_on__isnull=True)
    return rows.annotate(
        count=Count("entries"), last=Max("entries__until"), standing=Count("entries", filter=kept),
        running=Exists(running), stopped=Exists(running.filter(stopped_since__isnull=False)),
        unanswered=Exists(open_ones),
    )  # fmt: skip


def state_of(notice: Notice, today: date) -> str:
    """Key of :data:`STATES` of a notice from :func:`with_state`."""
    if not notice.standing:
        return "down"
    if notice.starts_on > today:
        return "coming"
    if not notice.running:
        return "over"
    return "stopped" if notice.stopped else "running"


def reaching(rows: QuerySet, post: Post) -> QuerySet:
    """Notices about something in the post's area, wherever they hang: a village reads of the township's board its own part;
    and what hangs in its area about something wider. About households only for posts that see them."""
    own = within(NoticeEntry.objects.filter(notice=OuterRef("pk")), post, field="case__area_id")
    if not post.may(Verb.VIEW_HOUSEHOLDS):
        rows = rows.exclude(step__procedure__subject_kind__in=PERSONAL)
    return rows.filter(Exists(own) | _covered("area_id", post))


def _covered(field: str, post: Post) -> Q:
    return Q(**{f"{field}__gte": post.scope.first, f"{field}__lt": post.scope.after})


class NoticeFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", method="in_state", empty_label="全部", choices=list(STATES.items())
    )
    kind = django_filters.ChoiceFilter(label="种类", empty_label="全部", choices=Notice.Kind.choices)
    area = django_filters.ChoiceFilter(label="乡镇、村", method="in_area", empty_label="全部")

    def __init__(self, data, *, queryset, post: Post, today: date) -> None:
        super().__init__(data, queryset=queryset)
        self.today = today
        below = within(
            Area.objects.filter(level__in=(Level.TOWNSHIP, Level.VILLAGE), until__isnull=True), post, field="code"
        )
        self.filters["area"].extra["choices"] = [
            (a.code, ("　" if a.level == Level.VILLAGE else "") + a.title) for a in below
        ]

    def in_state(self, rows, name, value):
        today = self.today
        chosen = {
            "down": Q(standing=0), "coming": Q(standing__gt=0, starts_on__gt=today),
            "over": Q(standing__gt=0, starts_on__lte=today, running=False), "stopped": Q(running=True, stopped=True),
            "running": Q(running=True, stopped=False),
        }  # fmt: skip
        return rows.filter(chosen[value])

    def in_area(self, rows, name, value):
        return inside(rows, AreaCode.parse(value))


class NoticeTable(tables.Table):
    number = tables.Column("号", linkify=("notice", [tables.A("pk")]), order_by=("year", "number"))
    kind = tables.Column("种类")
    place = tables.Column("张贴地方", accessor="area", order_by="area_id")
    name = tables.Column("事项", orderable=False, attrs={"td": {"class": "jz-wide"}})
    count = tables.Column("对象（个）", attrs=NUMBER)
    starts_on = tables.Column("起止", attrs={"td": {"class": "jz-wide"}})
    state = tables.Column("状态", empty_values=(), orderable=False)
    unanswered = tables.Column("异议", orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def __init__(self, *args, today: date, **options) -> None:
        self.today = today
        super().__init__(*args, **options)

    def render_number(self, record):
        return str(record)

    def render_place(self, value):
        return value.full_title

    def render_name(self, record):
        return f"{record.step.procedure.title}，{record.name}"

    def render_starts_on(self, record):
        return f"{record.starts_on} 至 {_window(record).last_day}"

    def render_state(self, record):
        return chip(record, self.today)

    def render_unanswered(self, value):
        return UNANSWERED if value else "—"


def chip(notice: Notice, today: date) -> str:
    """The state with the days left, as a chip."""
    state = state_of(notice, today)
    if state == "running":
        return format_html('<span class="jz-v jz-due">还剩 {} 天</span>', _window(notice).left(today))
    tone = "jz-fail" if state == "stopped" else "jz-plain"
    return format_html('<span class="jz-v {}">{}</span>', tone, STATES[state])


@requires(Verb.VIEW_CASES)
def notices(request: HttpRequest) -> HttpResponse:
    today, post = timezone.localdate(), request.post
    rows = with_state(reaching(Notice.objects.select_related("area__parent", "step__procedure"), post), today)
    chosen = NoticeFilter(request.GET, queryset=rows, post=post, today=today)
    table = NoticeTable(chosen.qs.order_by("-starts_on", "-id"), today=today)
    order_and_page(table, request)
    return render(request, "casework/notice_list.html", {"table": table, "filter": chosen})


@requires(Verb.VIEW_CASES)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = _find(request, pk, today)
    entries = list(_own(found.entries.select_related("case").order_by("id"), request.post))
    for entry in entries:
        entry.is_reached = request.post.scope.covers(entry.case.area_id)
    may = request.post.may(Verb.HANDLE_CASES)
    objections = [
        {"row": row, "about": row.entry, "reference": spaced(row.reference),
         "may_answer": may and row.answered_on is None and may_answer(row.entry, row.case, request.post)}
        for row in _own(Objection.objects.filter(entry__notice=found), request.post).order_by("id").select_related(
            "entry__notice__step", "entry__notice__area", "case__procedure__pack", "recorded_by", "answered_by"
        )
    ]  # fmt: skip
    shown = {
        "notice": found, "entries": entries, "objections": objections,
        "place": found.area.full_title, "state": STATES[state_of(found, today)], "chip": chip(found, today),
        "last": _window(found).last_day, "boxes": _window(found).boxes(today), "may_record": may and _takes(found, today), "may_print": may,
        "public": place_of(found) if found.running else None, "today": today,
    }  # fmt: skip
    return render(request, "casework/notice.html", shown)


@requires(Verb.VIEW_CASES)
def notice_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as it was put up, for the board and the file; a village prints its own part of the township's."""
    found = _find(request, pk, timezone.localdate())
    office = request.office.name if request.office else ""
    sheet = read_sheet(found, entries=_own(found.entries.all(), request.post), office=office)
    data = poster(
        sheet, address=public_address(request, found), is_demo=bool(request.office and request.office.is_demo)
    )
    with unit(by=request.post.actor) as log:
        log.record("notice.print", area_code=found.area_id, notice=found.pk)
    return send_file(
        data, name=f"{sheet.place}{sheet.kind}{found.year}-{found.number}.pdf", content_type="application/pdf"
    )


@requires(Verb.HANDLE_CASES)
def notice_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """For the file: who put it up and took it down, filled in by hand."""
    today = timezone.localdate()
    found = _find(request, pk, today)
    entries = _own(found.entries.all(), request.post)
    form = read_receipt(found, entries, day=today, is_demo=bool(request.office and request.office.is_demo))
    with unit(by=request.post.actor) as log:
        log.record("notice.print", area_code=found.area_id, notice=found.pk)
    return send_file(
        write_form(form, fonts=own_fonts()),
        name=f"{form.title}{found.year}-{found.number}.pdf",
        content_type="application/pdf",
    )


@requires(Verb.HANDLE_CASES)
def record_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection heard in person, by letter, telephone or 12317; one heard in time may be written down a day later."""
    today = timezone.localdate()
    found = _find(request, pk, today)
    entries = _own(found.entries.filter(withdrawn_on__isnull=True, starts_on__lte=today), request.post)
    sheet = read_sheet(found, entries=entries, office="")
    if sheet is None or not sheet.takes_objections:
        raise UnableToObject(why="不在公示期内")
    form = HeardObjectionForm(request.POST or None, sheet=sheet, today=today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = raise_objection(
                entry=found.entries.get(pk=given["entry"]), channel=given["channel"], text=given["text"],
                by_name=given["by_name"], on=given["on"], post=request.post, by=request.user,
            )  # fmt: skip
            return redirect(f"{_at(found)}#objection-{made.pk}")
        except Problem as problem:
            form.add_error(None, str(problem))
    shown = {"form": form, "notice": found, "place": found.area.full_title}
    return render(request, "casework/objection_record.html", shown, status=422 if form.errors else 200)


@requires(Verb.HANDLE_CASES)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether an objection stands, and why; the notice's days go on."""
    rows = Objection.objects.select_related(
        "entry__notice__area__parent", "entry__notice__step", "case__procedure__pack", "answered_by"
    )
    if not request.post.may(Verb.VIEW_HOUSEHOLDS):
        rows = rows.exclude(case__subject__kind__in=PERSONAL)
    found = get_within(rows, request.post, field="case__area_id", pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_objection(
                objection=found, is_upheld=form.cleaned_data["is_upheld"], answer=form.cleaned_data["answer"],
                post=request.post, by=request.user, on=timezone.localdate(),
            )  # fmt: skip
            return redirect(f"{_at(found.entry.notice)}#objection-{found.pk}")
        except Problem as problem:
            form.add_error(None, str(problem))
    notice = found.entry.notice
    shown = {
        "form": form, "objection": found, "notice": notice, "place": notice.area.full_title, "reference": spaced(found.reference),
        "may": may_answer(found.entry, found.case, request.post),
    }  # fmt: skip
    return render(request, "casework/objection_answer.html", shown, status=422 if form.errors else 200)


def _find(request: HttpRequest, pk: int, today: date) -> Notice:
    rows = Notice.objects.select_related("area__parent__parent", "step__procedure", "posted_by")
    found = reaching(with_state(rows, today), request.post).filter(pk=pk).first()
    if found is None:
        raise Http404(UnableToReachArea().sentence)
    return found


def _own(rows: QuerySet, post: Post) -> QuerySet:
    """Entries or objections about cases in the post's area, and all that hangs on a board there: it is public there."""
    board = "notice__area_id" if rows.model is NoticeEntry else "entry__notice__area_id"
    return rows.filter(_covered("case__area_id", post) | _covered(board, post))


def _takes(notice: Notice, today: date) -> bool:
    return notice.kind == Notice.Kind.NOTICE and notice.standing > 0 and notice.starts_on <= today


def _window(notice: Notice) -> Window:
    """Of the whole notice, from :func:`with_state`: from its first day to the last of its entries."""
    return Window(notice.starts_on, notice.last, bool(notice.stopped))


def _at(notice: Notice) -> str:
    return reverse("notice", args=[notice.pk])
