"""Rows of a project by hand and as a workbook: one page per theme, the same columns in and out."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.forms import form_field, reason_posted
from jingzhun.registry.models import Subject
from jingzhun.registry.models.known import Fact

from ..actions.row import record_row, withdraw_row
from ..models import FactorPlan, ProjectProfile, SchemeProfile
from ..theme import PLACE_HEADERS, Theme
from ..themes import THEMES, themes_of

PLACED = ["area__parent"]


@dataclass(frozen=True)
class Home:
    """Where the rows of a kind of subject belong: its profile and the field that names it, its page and its list."""

    profiles: type[Fact]
    name: str
    at: str
    list_title: str
    list_at: str


HOMES = {
    Subject.Kind.PROJECT: Home(ProjectProfile, "name", "project", "项目库", "projects"),
    Subject.Kind.SCHEME: Home(SchemeProfile, "title", "scheme", "专项与目标", "schemes"),
    Subject.Kind.FACTOR_PLAN: Home(FactorPlan, "title", "factor-plan", "因素分配", "factor-plans"),
}
_KINDS = {"money": "money", "decimal": "number", "int": "number", "date": "date"}


class RowForm(forms.Form):
    """The fields of a theme, the day of a fact, and where it is known from."""

    reason = forms.CharField(label="依据", max_length=200, help_text="看的什么材料，例如：实施方案、验收单")

    def __init__(self, *args, theme: Theme, book: CodeBook, post: Post, **options) -> None:
        super().__init__(*args, **options)
        for field in theme.fields:
            self.fields[field.name] = form_field(field, book, required=field.name in theme.needed)
        if theme.is_fact:
            self.fields["at"] = forms.DateField(label=theme.day or "自何日")
        if theme.placed:
            areas = within(Area.objects.filter(level__in=(Level.TOWNSHIP, Level.VILLAGE)), post, field="code")
            offered = [(a.code, ("　" if a.level == Level.VILLAGE else "") + a.title) for a in areas]
            self.fields["area_id"] = forms.ChoiceField(label="地点", choices=[("", "请选择"), *offered])
        self.order_fields([*(["at"] if theme.day else []), "area_id", *(f.name for f in theme.fields), "at", "reason"])
        self.theme = theme

    @property
    def values(self) -> dict[str, object]:
        names = [*(field.name for field in self.theme.fields), *(["area_id"] if self.theme.placed else [])]
        return {name: self.cleaned_data[name] for name in names}


def row_page(request: HttpRequest, code: str, theme: str) -> HttpResponse:
    """What is recorded in one table of a project or scheme, and a form for one more row."""
    shape, subject, post = _found(request, code, theme)
    book = CodeBook.read()
    form = RowForm(request.POST or None, theme=shape, book=book, post=post, initial={"at": request.as_of})
    if request.method == "POST" and form.is_valid():
        try:
            record_row(
                theme=shape, subject=subject, values=form.values, at=form.cleaned_data.get("at"), by=post.actor,
                source=f"{post} 录入", reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已写入：{shape.title}")
            return redirect(shape.address, code=code, theme=theme)
    rows = (
        shape.model.objects.known(None)
        .filter(subject=subject)
        .select_related("change", *PLACED * shape.placed)
        .order_by("id")
    )
    home = HOMES[shape.kind]
    profile = home.profiles.objects.as_of(request.as_of, request.known_at).filter(subject=subject).first()
    return render(
        request, "ledger/project_rows.html",
        {
            "theme": shape, "subject": subject, "form": form, "others": themes_of(shape.kind),
            "name": getattr(profile, home.name) if profile else subject.code, "list_title": home.list_title,
            "list_at": reverse(home.list_at), "home_at": reverse(home.at, args=[code]), "whose": subject.get_kind_display(), "withdraw_name": f"{shape.address}-withdraw",
            "heads": [(shape.day or "自何日", False)] * shape.is_fact + [("地点", False)] * shape.placed + [(f.verbose_name, f.type_name == "money") for f in shape.fields],
            "lines": [(row, _cells(shape, row, book)) for row in rows], "may_upload": post.may(Verb.UPLOAD),
            "may_export": post.may(Verb.EXPORT),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_POST
def row_withdraw(request: HttpRequest, code: str, theme: str, pk: int) -> HttpResponse:
    """Take one row back, with a reason."""
    shape, subject, post = _found(request, code, theme)
    row = shape.model.objects.known(None).filter(subject=subject, pk=pk).first()
    if row is None:
        raise Http404(UnableToReachArea().sentence)
    if reason := reason_posted(request, "没有撤回"):
        withdraw_row(row=row, by=post.actor, source=f"{post} 撤回", reason=reason)
        messages.success(request, f"已撤回：{shape.title}")
    return redirect(shape.address, code=code, theme=theme)


def row_export(request: HttpRequest) -> HttpResponse:
    """The rows of all projects in reach (or of ``?subject=``) in the columns in which they come in: the sheet of
    ``?theme=``, or a sheet per table (of schemes with ``?kind=scheme``, of factor plans with ``?kind=factor_plan``)."""
    post = require(request.post, Verb.EXPORT)
    chosen = request.GET.get("theme", "")
    kind = next((each for each in HOMES if each.value == request.GET.get("kind")), Subject.Kind.PROJECT)
    themes = [THEMES[chosen]] if chosen in THEMES else themes_of(kind)
    for theme in themes:
        require(post, theme.sees)
    book, notes = CodeBook.read(), export_notes(request)
    sheets, total = [], 0
    for theme in themes:
        held = theme.model.objects
        rows = (
            held.known(request.known_at)
            if theme.day or not theme.is_fact
            else held.as_of(request.as_of, request.known_at)
        )
        rows = within(rows, post, field="subject__area_id")
        if code := request.GET.get("subject", ""):
            rows = rows.filter(subject__code=code)
        total += rows.count()
        require_few(total)
        lines = [
            _line(theme, row, book)
            for row in rows.select_related("subject", *PLACED * theme.placed).order_by("subject__code", "id")
        ]
        sheets.append(Sheet(theme.title, notes, _columns(theme), lines))
    name = themes[0].title if len(themes) == 1 else f"{kind.label}的各表"
    return send_workbook(request, write_sheets(sheets), name=name, rows=total)


def _found(request: HttpRequest, code: str, theme: str) -> tuple[Theme, Subject, Post]:
    """The theme, the project in the post's range, and the post, which may write it; else 404."""
    shape = THEMES.get(theme)
    if shape is None:
        raise Http404("没有这种表")
    post = require(request.post, shape.edits)
    subject = get_within(Subject.objects.filter(kind=shape.kind).select_related("area"), post, code=code)
    return shape, subject, post


def _columns(theme: Theme) -> list[Column]:
    day = [Column(theme.day, "date", 14)] if theme.day else []
    fields = [Column(theme.header_of(field), _KINDS.get(field.type_name, "text"), 16) for field in theme.fields]
    places = [Column(title, "text", 14) for title in PLACE_HEADERS] if theme.placed else []
    return [Column(theme.code_header, "text", 18), *day, *places, *fields]


def _line(theme: Theme, row, book: CodeBook) -> list[object]:
    return [
        row.subject.code,
        *([row.since] if theme.day else []),
        *(_places(row) if theme.placed else []),
        *(_cell(field, row, book) for field in theme.fields),
    ]


def _places(row) -> list[str]:
    """Township and village as the sheet writes them."""
    if row.area.level == Level.TOWNSHIP:
        return [row.area.name, ""]
    return [row.area.parent.name, row.area.name]


def _cell(field, row, book: CodeBook) -> object:
    value = getattr(row, field.attname)
    if value is None:
        return ""
    if field.type_name == "code":
        return book.text(field.codes, value)
    return ("是" if value else "否") if field.type_name == "bool" else value


def _cells(theme: Theme, row, book: CodeBook) -> list[object]:
    place = [row.area.title] if theme.placed else []
    return [
        *([row.since] if theme.is_fact else []),
        *place,
        *(_shown(_cell(field, row, book)) for field in theme.fields),
    ]


def _shown(value: object) -> object:
    normalised = getattr(value, "normalize", None)
    return f"{normalised():f}" if normalised else value
