"""资金指标: the list, and one appropriation followed down to the units and households that it reached."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require
from jingzhun.core.area_code import Level
from jingzhun.core.money import wan
from jingzhun.documents.workbook import Column, write_table
from jingzhun.policy.codes import CodeBook

from ..actions.fund import OWN_MONEY
from ..flows import ACCOUNTS
from ..fund_columns import APPROPRIATION_COLUMNS
from ..fund_figures import BOUND, HELD, Sums, sums
from ..models import Account, Appropriation, Movement, ProjectProfile
from ..yuan_path import reaches
from .funds import PAID, rows_at


def appropriation_rows(request: HttpRequest, post: Post) -> QuerySet[Appropriation]:
    """Appropriations given to the post's area or whose money reached it, issued by the day."""
    area = post.scope
    reached = Account.objects.filter(area_id__gte=area.first, area_id__lt=area.after).values("appropriation")
    own = Q(area_id__gte=area.first, area_id__lt=area.after)
    return Appropriation.objects.filter(own | Q(pk__in=reached), issued_on__lte=request.as_of).select_related(
        "area__parent"
    )


def appropriation_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    lines = _lines(request, post)
    context = {"lines": lines, "may_export": post.may(Verb.EXPORT), "may_load": post.may(Verb.RECORD_FUNDS)}
    return render(request, "ledger/appropriation_list.html", context)


def _lines(request: HttpRequest, post: Post) -> list[dict[str, object]]:
    book = CodeBook.read()
    found = sums(post.scope, request.as_of, by="appropriation")
    return [
        {"row": row, "source": book.text("资金来源", row.source), "sums": found.get(row.pk, Sums()),
         "rest": rows_at(figure="received+allocated+claimed", appropriation=row.number)}
        for row in appropriation_rows(request, post).exclude(_OWN_LOTS).order_by("-year", "number")
    ]  # fmt: skip


def appropriation_export(request: HttpRequest) -> HttpResponse:
    """The list in the columns of the import: what was assigned and what arrived, net, with the voucher of the last arrival."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    lines = _lines(request, post)
    require_few(len(lines))
    arrivals = {
        row.target.appropriation_id: row
        for row in Movement.objects.until(request.as_of).filter(kind="arrive", reversed_by__isnull=True).select_related("target")
    }  # fmt: skip
    columns = [
        Column(f"{column.header}（元）" if column.kind == "money" else column.header, {"money": "money", "date": "date"}.get(column.kind, "text"), 16)
        for column in APPROPRIATION_COLUMNS
    ]  # fmt: skip
    data = [_cells(line, arrivals) for line in lines]
    workbook = write_table(title="资金指标", notes=export_notes(request), columns=columns, rows=data)
    return send_workbook(request, workbook, name="资金指标", rows=len(data))


def _cells(line: dict[str, object], arrivals: dict[int, Movement]) -> list[object]:
    row, entry = line["row"], line["sums"]
    assert isinstance(row, Appropriation) and isinstance(entry, Sums)
    last = arrivals.get(row.pk)
    came = entry.states["到位"]
    return [
        row.number, row.document, row.title, line["source"], row.get_level_display(), str(row.year), row.issued_on,
        entry.states["下达"], last.moved_on if last and came else None, came or None, last.voucher if last and came else "",
        _township(row), row.purpose, row.carried_from.number if row.carried_from else "",
    ]  # fmt: skip


_OWN_LOTS = Exists(Movement.objects.filter(kind__in=OWN_MONEY, source__appropriation=OuterRef("pk"))) & ~Exists(
    Movement.objects.filter(kind="assign", target__appropriation=OuterRef("pk"))
)
"""Lots of a fund's own money (入股、占用费): no document assigned them; they are on the fund's page."""


def _township(row: Appropriation) -> str:
    """The township that holds it; the lots of a village's society are its township's to the import."""
    area = (
        row.area if row.area.level == Level.TOWNSHIP else row.area.parent if row.area.level == Level.VILLAGE else None
    )
    return area.title if area else ""


def appropriation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The document, what was assigned and came, and every project that the money reached."""
    post = require(request.post, Verb.VIEW_FUNDS)
    row = appropriation_rows(request, post).select_related("carried_from").filter(pk=pk).first()
    if row is None:
        raise Http404(UnableToReachArea().sentence)
    total = sums(post.scope, request.as_of, by="appropriation").get(row.pk, Sums())
    reached = reaches(row, area=post.scope, day=request.as_of)
    profiles = ProjectProfile.objects.as_of(request.as_of).filter(subject__code__in=[each.project for each in reached])
    names = dict(profiles.values_list("subject__code", "name"))
    own = Movement.objects.until(request.as_of).filter(
        Q(source__appropriation=row, source__kind__in=("outside", "assigned"))
        | Q(target__appropriation=row, target__kind__in=("assigned", "received"), source__kind="received")
        | Q(target__appropriation=row, target__kind="outside")
    )
    context = {
        "row": row, "sums": total, "may_record": post.may(Verb.RECORD_FUNDS) and post.scope.covers(row.area_id), "source": CodeBook.read().text("资金来源", row.source),
        "strip": [
            {"title": title, "value": _wan(total, title), "unit": "万元", "href": rows_at(figure=figure, appropriation=row.number)}
            for title, figure in (("下达", "下达"), ("到位", "到位"), ("拨付", "拨付"), ("报账", "报账"), ("支付和兑付", PAID))
        ],
        "treasury": own.filter(_own_area(post)).order_by("moved_on", "pk"),
        "reached": [
            {"reach": each, "name": names.get(each.project, ""), "amounts": [each.held.get(kind, 0) for kind in BOUND],
             "href": rows_at(figure="+".join(BOUND), project=each.project, appropriation=row.number)}
            for each in reached
        ],
        "bound": [ACCOUNTS[kind] for kind in BOUND],
        "held": [{"title": ACCOUNTS[kind], "fen": total.held[kind], "href": rows_at(figure=kind, appropriation=row.number)} for kind in HELD],
    }  # fmt: skip
    return render(request, "ledger/appropriation.html", context)


def _own_area(post: Post) -> Q:
    area = post.scope
    return Q(area_id__gte=area.first, area_id__lt=area.after)


def _wan(total: Sums, title: str) -> str:
    return wan(total.paid if title == "支付和兑付" else total.states[title])
