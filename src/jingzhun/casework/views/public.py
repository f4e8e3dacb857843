"""公示公告 for everybody, without sign-in: the list, one notice, its poster, an objection to it, and the answer.

Reading sets no cookie. Of households these pages read the columns of :class:`NoticeEntry` only, through ``notice_sheet``;
a notice is gone on its date, and what never was looks the same as what is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingzhun.accounts.export import send_file
from jingzhun.accounts.scope import inside
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem

from ..actions.objection import raise_objection
from ..actions.visitor import admit
from ..models import Notice, NoticeEntry, Objection, Suggestion
from ..notice_sheet import NoticeSheet, issuer, read_sheet
from ..poster import drawing, place_of, poster, public_address
from ..public_forms import ObjectionForm, ReferenceForm
from ..reference import spaced
from ..window import Window

PAGE_SIZE = 50


class UnableToShowNotice(Problem):
    code = "J-083"
    says = "没有这份公示，或已过公示期"
    remedy = "正在公示的都在“公示公告”里；要问以前的结果，请找村委会或乡镇"


class UnableToFindAnswer(Problem):
    code = "J-084"
    says = "没有这个查询号"
    remedy = "查询号是提交后显示的 8 个字，没有 0、1、I、O；请对照后再查"


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No sign-in; not to be listed by search engines."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return shown


def admit_visitor(request: HttpRequest) -> None:
    """Count one writing of whoever sent the request. Raises ``UnableToAdmit``."""
    session = request.session.session_key or ""
    admit(address=request.META.get("REMOTE_ADDR", ""), session=session, at=timezone.now())


@for_everybody
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What runs today in the office's county, by township and village."""
    today, office = timezone.localdate(), request.office
    if office is None:
        raise UnableToShowNotice()
    running = inside(Notice.objects.public_on(today), office.area.area_code)
    places = _places(running)
    area = request.GET.get("area", "")
    if area in {code for code, _ in places}:
        running = inside(running, AreaCode.parse(area))
    else:
        area = ""
    on_board = Q(entries__in=NoticeEntry.objects.running_on(today))
    rows = running.select_related("area__parent", "step__procedure").annotate(
        shown=Count("entries", filter=on_board), until=Max("entries__until", filter=on_board)
    )
    page = Paginator(rows.order_by("area_id", "-year", "-number"), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [_line(row, today) for row in page]
    shown = {"lines": lines, "page": page, "places": places, "area": area, "county": office.area.title}
    return render(request, "casework/public_list.html", shown)


def _line(row: Notice, today: date) -> dict[str, Any]:
    window = Window(row.starts_on, row.until)
    return {
        "notice": row, "place": row.area.full_title, "at": place_of(row), "last": window.last_day,
        "left": window.left(today),
    }  # fmt: skip


@for_everybody
@require_safe
def notice(request: HttpRequest, area: str, year: int, number: int) -> HttpResponse:
    found, sheet = _running(request, area, year, number)
    shown = {"sheet": sheet, "notice": found, "at": place_of(found), "qr": drawing(public_address(request, found))}
    return render(request, "casework/public_notice.html", shown)


@for_everybody
@require_safe
def notice_poster(request: HttpRequest, area: str, year: int, number: int) -> HttpResponse:
    found, sheet = _running(request, area, year, number)
    data = poster(sheet, address=public_address(request, found), is_demo=request.office.is_demo)
    return send_file(data, name=f"{sheet.kind}{year}-{number}.pdf", content_type="application/pdf")


@for_everybody
def objection(request: HttpRequest, area: str, year: int, number: int) -> HttpResponse:
    """The form; what it takes stops the notice's days at once."""
    found, sheet = _running(request, area, year, number)
    if not sheet.takes_objections:
        raise UnableToShowNotice()
    form = ObjectionForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        try:
            admit_visitor(request)
            made = raise_objection(
                entry=found.entries.get(pk=form.cleaned_data["entry"]), channel=Objection.Channel.PAGE,
                text=form.cleaned_data["text"], by_name=form.cleaned_data["by_name"], on=timezone.localdate(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("public-answer", made.reference)
    shown = {"form": form, "sheet": sheet, "notice": found, "at": place_of(found)}
    return render(request, "casework/public_objection.html", shown, status=422 if form.errors else 200)


@for_everybody
@require_safe
def find_answer(request: HttpRequest) -> HttpResponse:
    """Where a reference is typed in."""
    form = ReferenceForm(request.GET or None)
    if form.is_valid():
        reference = form.cleaned_data["reference"]
        if _written(reference) is not None:
            return redirect("public-answer", reference)
        form.add_error("reference", str(UnableToFindAnswer()))
    return render(request, "casework/public_find.html", {"form": form}, status=422 if form.errors else 200)


@for_everybody
@require_safe
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of an objection or a suggestion. Shows neither what was written nor about whom, only the answer."""
    written = _written(reference)
    if written is None:
        raise UnableToFindAnswer()
    about = written.entry.notice if isinstance(written, Objection) else None
    office = request.office
    shown = {"written": written, "reference": spaced(reference), "notice": about, "who": office.name if office else ""}
    if about is not None:
        shown |= {"place": about.area.full_title, "who": issuer(about.area, shown["who"])}
    return render(request, "casework/public_answer.html", shown)


def _written(reference: str) -> Objection | Suggestion | None:
    if not reference:
        return None
    objections = Objection.objects.select_related("entry__notice__area__parent")
    return objections.filter(reference=reference).first() or Suggestion.objects.filter(reference=reference).first()


def _running(request: HttpRequest, area: str, year: int, number: int) -> tuple[Notice, NoticeSheet]:
    """A notice that runs today, with what of it runs. Raises :class:`UnableToShowNotice`."""
    today, office = timezone.localdate(), request.office
    rows = Notice.objects.public_on(today).select_related("area__parent__parent", "step__procedure", "posted_by")
    found = rows.filter(area_id=area, year=year, number=number).first()
    if office is None or found is None or not office.area.area_code.covers(found.area_id):
        raise UnableToShowNotice()
    sheet = read_sheet(found, entries=found.entries.running_on(today), office=office.name)
    if sheet is None:
        raise UnableToShowNotice()
    return found, sheet


def _places(running) -> list[tuple[str, str]]:
    """Townships and villages that have something on the board, as choices."""
    codes = set(running.values_list("area_id", flat=True))
    towns = {
        AreaCode.parse(code).at(Level.TOWNSHIP).padded for code in codes if AreaCode.parse(code).level >= Level.TOWNSHIP
    }
    rows = Area.objects.filter(pk__in=codes | towns, level__in=(Level.TOWNSHIP, Level.VILLAGE)).order_by("code")
    return [(row.pk, ("　" if row.level == Level.VILLAGE else "") + row.title) for row in rows]
