"""户卡、村册、乡簿、县归档目录 as PDF and workbook: by area and by the verbs to see all facts and to export, each logged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jingzhun.accounts.export import export_notes, require_few, send_paper, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.documents.workbook import write_sheets
from jingzhun.registry.models import Household

from ..gaps import households_of
from ..household_card import places_of, printed_cards
from ..household_file import open_files
from ..register_book import Book, read_book
from ..register_paper import dated, printed, sheets_of, title_of


class UnableToPrintCard(Problem):
    code = "D-033"
    says = "{what}在 {day:%Y-%m-%d} 没有户卡：{why}"
    remedy = "户卡只给这一天在建档立卡名册上的户；请换一个日期，或到村一级打印"


def may_print(post: Post) -> bool:
    return all(map(post.may, (Verb.VIEW_HOUSEHOLDS, Verb.VIEW_ALL_FACTS, Verb.EXPORT)))


def register_pdf(request: HttpRequest, code: str) -> HttpResponse:
    book = _book(request, _printing(request), code)
    data = printed(book, foot=_foot(request), is_demo=_is_demo(request))
    return send_paper(request, data, name=title_of(book), rows=book.households)


def register_workbook(request: HttpRequest, code: str) -> HttpResponse:
    book = _book(request, _printing(request), code)
    require_few(book.households)
    data = write_sheets(sheets_of(book, notes=export_notes(request)))
    return send_workbook(request, data, name=title_of(book), rows=book.households)


def register_cards(request: HttpRequest, code: str) -> HttpResponse:
    """The cards of a village's registered households in one file."""
    post = _printing(request)
    area = _area(post, code)
    if area.level != Level.VILLAGE:
        raise UnableToPrintCard(what=area.title, day=request.as_of, why="一次印一个村")
    return _cards(request, post, households_of(area), what=area.title)


def household_card(request: HttpRequest, code: str) -> HttpResponse:
    post = _printing(request)
    household = get_within(Household.objects.all(), post, field="subject__area_id", subject__code=code)
    return _cards(request, post, Household.objects.filter(pk=household.pk), what=f"户编号 {code} ")


def _cards(request: HttpRequest, post: Post, homes, *, what: str) -> HttpResponse:
    rows = homes.in_register(request.as_of, request.known_at).select_related("subject").order_by("subject__code")
    listed = list(rows)
    if not listed:
        raise UnableToPrintCard(what=what, day=request.as_of, why="没有在册的户")
    files = open_files(homes=listed, post=post, day=request.as_of, known_at=request.known_at)
    data = printed_cards(
        files, places=places_of({home.subject.area_id for home in listed}), dated=dated(request.as_of, request.known_at),
        foot=_foot(request), is_demo=_is_demo(request),
    )  # fmt: skip
    name = f"{what.strip()}建档立卡户登记卡"
    return send_paper(request, data, name=name, rows=len(files))


def _printing(request: HttpRequest) -> Post:
    for verb in (Verb.VIEW_HOUSEHOLDS, Verb.VIEW_ALL_FACTS):
        require(request.post, verb)
    return require(request.post, Verb.EXPORT)


def _area(post: Post, code: str) -> Area:
    return get_within(Area.objects.filter(level__gte=Level.COUNTY), post, field="code", code=code)


def _book(request: HttpRequest, post: Post, code: str) -> Book:
    return read_book(area=_area(post, code), day=request.as_of, known_at=request.known_at)


def _foot(request: HttpRequest) -> str:
    office = request.office.name if request.office else ""
    return f"{office}　打印 {timezone.localtime():%Y-%m-%d %H:%M} {request.user.name}".strip()


def _is_demo(request: HttpRequest) -> bool:
    return bool(request.office and request.office.is_demo)
