"""项目资金督查: declared and actual, budget, money and progress, quality, project by project; with sums, and as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import wan
from jingzhun.documents.workbook import Column, Sheet, write_sheets

from ..fund_figures import BOUND, SPENT
from ..models import ProjectProfile, ProjectScheme, SchemeProfile
from ..variance import Variance, sum_up, variances
from .funds import rows_at

_COLUMNS = [
    Column("项目编号", "text", 18), Column("项目名称", "text", 28), Column("申报资金（万元）", "wan"), Column("计划资金（万元）", "wan"),
    Column("工程量清单（万元）", "wan"), Column("完成投资（万元）", "wan"), Column("拨付（万元）", "wan"), Column("支付（万元）", "wan"),
    Column("投资完成（%）", "number"), Column("形象进度（%）", "number"), Column("相差（百分点）", "number"), Column("发现", "text", 60),
    Column("缺数据", "text", 24),
]  # fmt: skip


_ONLY: tuple[tuple[str, str, Callable[[Variance], object]], ...] = (
    ("found", "有发现的", lambda line: line.findings), ("missing", "缺数据的", lambda line: line.missing),
    ("invested", "登记了完成投资的", lambda line: line.invested is not None),
    ("uninvested", "没有登记完成投资的", lambda line: line.invested is None),
    ("paid", "有支付的", lambda line: line.paid),
)  # fmt: skip
"""Which lines are shown: key, title, whether a line is one."""


class VarianceFilter(forms.Form):
    area = forms.ChoiceField(label="乡镇", required=False)
    scheme = forms.ChoiceField(label="专项", required=False)
    only = forms.ChoiceField(
        label="范围", required=False, choices=(("", "全部"), *((key, title) for key, title, _ in _ONLY))
    )

    def __init__(self, data, *, request: HttpRequest) -> None:
        super().__init__(data)
        below = within(Area.objects.filter(level=Level.TOWNSHIP), request.post, field="code")
        schemes = within(
            SchemeProfile.objects.as_of(request.as_of, request.known_at), request.post, field="subject__area_id"
        )
        self.fields["area"].choices = [("", "全部"), *((area.code, area.title) for area in below)]
        offered = [(each.subject.code, each.title) for each in schemes.select_related("subject")]
        self.fields["scheme"].choices = [("", "全部"), *offered]


def variance_page(request: HttpRequest) -> HttpResponse:
    form, lines = _lines(request)
    total = sum_up(lines)
    at = partial(_narrowed, request)
    strip = [
        {"title": "项目", "value": total.projects, "unit": "个", "href": "#lines"},
        {"title": "计划资金", "value": wan(total.planned), "unit": "万元", "href": "#lines"},
        {"title": "完成投资", "value": wan(total.invested), "unit": "万元", "href": at("invested")},
        {"title": "支付", "value": wan(total.paid), "unit": "万元", "href": at("paid"),
         "note": f"占计划 {total.paid_share}%" if total.paid_share else ""},
        {"title": "有发现的", "value": sum(bool(line.findings) for line in lines), "unit": "个", "href": at("found")},
    ]  # fmt: skip
    if total.without:
        strip[2] |= {"value": "缺", "unit": "", "href": at("uninvested"), "note": f"{total.without} 个没有登记"}
        strip[2]["also"] = {
            "title": "已登记的完成投资",
            "value": wan(total.invested),
            "unit": "万元，已登记的",
            "href": at("invested"),
        }
    page = Paginator(lines, 50).get_page(request.GET.get("page"))
    return render(
        request, "ledger/variance.html",
        {"form": form, "page": page, "strip": strip, "may_export": request.post.may(Verb.EXPORT), "any": bool(lines),
         "shown": [shown_variance(line, request.post) for line in page], "total": total},
    )  # fmt: skip


def _narrowed(request: HttpRequest, only: str) -> str:
    """The address of this list with only some of its lines."""
    query = request.GET.copy()
    query.pop("page", None)
    query["only"] = only
    return f"?{query.urlencode()}#lines"


def shown_variance(line: Variance, post: Post) -> dict[str, object]:
    """A line with the address of the rows behind each of its figures; movements only for posts that see those of the project."""
    subject = line.profile.subject
    at = reverse("project", args=[subject.code])
    sees = post.may(Verb.VIEW_FUNDS) and post.scope.covers(subject.area_id)
    money = {
        name: rows_at(figure="+".join(kinds), project=subject.code) if sees and fen else ""
        for name, kinds, fen in (("allocated", BOUND, line.allocated), ("paid", SPENT, line.paid))
    }
    return {
        "line": line, "at": at, **money,
        "findings": [(found, f"{at}#{part}") for part, found in line.placed_findings],
    }  # fmt: skip


def variance_export(request: HttpRequest) -> HttpResponse:
    require(request.post, Verb.EXPORT)
    _, lines = _lines(request)
    require_few(len(lines))
    total = sum_up(lines)
    sums = [
        "合计",
        f"{total.projects} 个",
        total.declared,
        total.planned,
        "",
        total.invested,
        total.allocated,
        total.paid,
        "",
        "",
        "",
        "",
        "",
    ]
    sheet = Sheet(
        "项目资金督查", export_notes(request), _COLUMNS, [_row(line) for line in lines], sums if lines else ()
    )
    data = write_sheets([sheet])
    return send_workbook(request, data, name="项目资金督查", rows=len(lines))


def _lines(request: HttpRequest) -> tuple[VarianceFilter, list[Variance]]:
    post = require(request.post, Verb.VIEW_PROJECTS)
    form = VarianceFilter(request.GET, request=request)
    given = form.cleaned_data if form.is_valid() else {}
    rows = ProjectProfile.objects.library(request.as_of, request.known_at).select_related("subject__area")
    rows = rows.touching(post.scope, request.as_of, request.known_at)
    if given.get("area"):
        rows = rows.touching(AreaCode.parse(given["area"]), request.as_of, request.known_at)
    if given.get("scheme"):
        below = SchemeProfile.objects.as_of(request.as_of, request.known_at).filter(above=given["scheme"])
        codes = [given["scheme"], *below.values_list("subject__code", flat=True)]
        members = (
            ProjectScheme.objects.as_of(request.as_of, request.known_at).filter(scheme__in=codes).exclude(is_in=False)
        )
        rows = rows.filter(subject__in=members.values("subject"))
    lines = variances(profiles=rows.order_by("subject__code"), day=request.as_of, known_at=request.known_at)
    wanted = {key: is_one for key, _, is_one in _ONLY}.get(given.get("only", ""))
    return form, [line for line in lines if wanted is None or wanted(line)]


def _row(line: Variance) -> list[object]:
    money = (line.declared, line.planned, line.billed, line.invested, line.allocated, line.paid)
    shares = (line.invested_share, line.percent, line.gap)
    return [
        line.profile.subject.code, line.profile.name, *("" if fen is None else fen for fen in money),
        *("" if share is None else share for share in shares), "；".join(line.findings), "、".join(line.missing),
    ]  # fmt: skip
