"""Schemes (专项): the list, one as a matrix of parts with targets and half-year test, and a form for a new one."""

from __future__ import annotations

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require, within
from jingzhun.accounts.table_page import order_and_page
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.forms import CodeField, form_field
from jingzhun.registry.models import Subject

from ..actions.row import create_scheme
from ..models import ProjectProfile, SchemeProfile
from ..scheme_board import COLUMNS, SchemeBoard, open_scheme, profiles_on
from ..themes import SCHEMES, themes_of

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}


class SchemeTable(tables.Table):
    title = tables.Column("专项", linkify=("scheme", {"code": tables.A("code")}))
    code = tables.Column("编号", attrs={"td": {"class": "jz-mono"}})
    kind = tables.Column("类别")
    level = tables.Column("级别")
    years = tables.Column("年度")
    parts = tables.Column("部分（个）", attrs=NUMBER)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}


class SchemeForm(forms.Form):
    """Number and profile of a new scheme."""

    code = CodeField(label="专项编号", help_text="登记后不能改")
    since = forms.DateField(label="自何日")
    reason = forms.CharField(label="依据", max_length=200, help_text="看的什么文件")

    def __init__(self, *args, book: CodeBook, **options) -> None:
        super().__init__(*args, **options)
        for field in SCHEMES.fields:
            self.fields[field.name] = form_field(field, book, required=field.name in SCHEMES.needed)
        self.order_fields(["code", *(field.name for field in SCHEMES.fields), "since", "reason"])

    @property
    def values(self) -> dict[str, object]:
        return {field.name: self.cleaned_data[field.name] for field in SCHEMES.fields}


def _in_reach(request: HttpRequest, post: Post):
    rows = profiles_on(request.as_of, request.known_at)
    return within(rows, post, field="subject__area_id")


def scheme_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_PROJECTS)
    book, rows = CodeBook.read(), list(_in_reach(request, post))
    parts: dict[str, int] = {}
    for row in rows:
        parts[row.above] = parts.get(row.above, 0) + 1
    table = SchemeTable(
        [
            {
                "title": row.title, "code": row.subject.code, "kind": book.text("专项类别", row.kind),
                "level": book.text("专项级别", row.level), "years": _years(row), "parts": parts.get(row.subject.code, 0),
            }
            for row in rows if not row.above
        ]
    )  # fmt: skip
    order_and_page(table, request)
    return render(
        request, "ledger/scheme_list.html",
        {"table": table, "may_edit": post.may(Verb.EDIT_PROJECTS), "may_export": post.may(Verb.EXPORT)},
    )  # fmt: skip


def scheme_page(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.VIEW_PROJECTS)
    profile = _in_reach(request, post).filter(subject__code=code).first()
    if profile is None:
        raise Http404(UnableToReachArea().sentence)
    book = CodeBook.read()
    projects = ProjectProfile.objects.library(request.as_of, request.known_at).select_related("subject__area")
    projects = projects.touching(post.scope, request.as_of, request.known_at)
    board = open_scheme(profile=profile, projects=projects, day=request.as_of, known_at=request.known_at, book=book)
    above = _in_reach(request, post).filter(subject__code=profile.above).first() if profile.above else None
    return render(
        request, "ledger/scheme.html",
        {
            "board": board, "profile": profile, "kind": book.text("专项类别", profile.kind), "above": above,
            "level": book.text("专项级别", profile.level), "years": _years(profile), "heads": COLUMNS, "drawn": _drawn(board),
            "themes": themes_of(Subject.Kind.SCHEME) if post.may(Verb.EDIT_PROJECTS) else (),
        },
    )  # fmt: skip


def scheme_new(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.EDIT_PROJECTS)
    form = SchemeForm(request.POST or None, book=CodeBook.read(), initial={"since": request.as_of})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = create_scheme(
                code=given["code"], area=post.area_id, values=form.values, since=given["since"], by=post.actor,
                source=f"{post} 录入", reason=given["reason"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记专项 {given['title']}")
            return redirect("scheme", code=made.code)
    return render(request, "ledger/scheme_new.html", {"form": form}, status=422 if form.errors else 200)


def _years(profile: SchemeProfile) -> str:
    years = [str(year) for year in (profile.first_year, profile.last_year) if year is not None]
    return "—".join(dict.fromkeys(years))


def _drawn(board: SchemeBoard) -> dict[str, object] | None:
    """Planned and invested money per part in 万元, or planned and reached per target where no part has money."""
    money = [(part.title, part.cells[1].value, part.cells[4].value) for part in board.parts]
    if any(planned is not None for _, planned, _ in money):
        return {
            "names": [title for title, *_ in money], "unit": "万元", "stacked": False,
            "series": [
                {"name": name, "tone": tone, "values": [None if row[at] is None else round(row[at] / 1_000_000, 2) for row in money]}
                for name, tone, at in (("计划投资", "first", 1), ("完成投资", "second", 2))
            ],
        }  # fmt: skip
    lines = [line for line in board.targets if line.rate is not None]
    if not lines:
        return None
    return {
        "names": [line.title for line in lines], "unit": "%", "stacked": False,
        "series": [{"name": "完成率", "tone": "first", "values": [float(line.rate) for line in lines if line.rate is not None]}],
    }  # fmt: skip
