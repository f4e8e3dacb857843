"""三图衔接: county library, township roadmaps and village construction plans, what is missing between them, and the items."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.text import whole_number
from jingzhun.documents.workbook import Column, Sheet, write_sheets, write_table
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import described
from jingzhun.registry.forms import form_field, reason_posted

from ..actions.plan_item import record_item, withdraw_item
from ..closure import Closure, items_within, judge_closure
from ..forms import WanField
from ..models import PlanItem, ProjectProfile
from ..plan_columns import COLUMNS, HEADERS

SHOWN = 50
"""Rows of a list on a page; a longer list has pages of its own."""
NEEDED = ("year", "number", "name")


class PlanItemForm(forms.Form):
    """An item; ``project`` offers the library's projects that touch the area."""

    def __init__(self, *args, book: CodeBook, projects: list[tuple[str, str]], **options) -> None:
        super().__init__(*args, **options)
        for field in described(PlanItem):
            self.fields[field.name] = form_field(field, book, required=field.name in NEEDED)
        self.fields["planned"] = WanField(label="计划资金（万元）", required=False)
        self.fields["task"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 400})
        self.fields["project"] = forms.ChoiceField(
            label="县级项目", required=False, choices=[("", "还没有"), *projects], help_text="项目库里在这里实施的项目"
        )
        self.fields["reason"] = forms.CharField(label="依据", max_length=200, help_text="例如：村级施工图 2019 版")

    @property
    def values(self) -> dict[str, object]:
        return {field.name: self.cleaned_data[field.name] for field in described(PlanItem)}


def plan_closure(request: HttpRequest) -> HttpResponse:
    """Whether the three close for a year, and what is missing on each side."""
    post = require(request.post, Verb.VIEW_PROJECTS)
    year, years = _year(request, post)
    closure = judge_closure(post=post, year=year, day=request.as_of, known_at=request.known_at)
    areas = within(
        Area.objects.filter(level__in=(Level.TOWNSHIP, Level.VILLAGE), until__isnull=True), post, field="code"
    )
    lists = {"gaps": closure.gaps, "compared": closure.compared, "orphans": closure.orphans, "homes": closure.homes}
    alone = request.GET.get("list", "")
    page = Paginator(lists[alone], SHOWN).get_page(request.GET.get("page")) if alone in lists else None
    return render(
        request, "ledger/plan_closure.html",
        {
            "alone": alone if page else "", "page": page, "lists": {name: rows[:SHOWN] for name, rows in lists.items()} if page is None
            else {alone: page.object_list}, "many": {name: len(rows) > SHOWN for name, rows in lists.items()},
            "closure": closure, "year": year, "years": years, "may_edit": post.may(Verb.EDIT_PROJECTS),
            "may_export": post.may(Verb.EXPORT), "may_upload": post.may(Verb.UPLOAD), "areas": areas,
            "sees_homes": post.may(Verb.VIEW_HOUSEHOLDS),
        },
    )  # fmt: skip


def plan_area(request: HttpRequest, code: str) -> HttpResponse:
    """The items of one township's roadmap or one village's plan, and a form for one more."""
    post = require(request.post, Verb.VIEW_PROJECTS)
    area = _area(post, code)
    may_edit = post.may(Verb.EDIT_PROJECTS)
    projects = _projects(request, area)
    form = PlanItemForm(
        request.POST or None, book=CodeBook.read(), projects=projects, initial={"year": request.as_of.year}
    )
    if request.method == "POST":
        require(post, Verb.EDIT_PROJECTS)
        if form.is_valid():
            try:
                record_item(
                    area=area, values=form.values, project_code=form.cleaned_data["project"], post=post,
                    on=timezone.localdate(), reason=form.cleaned_data["reason"],
                )  # fmt: skip
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, f"已写入“{form.cleaned_data['name']}”")
                return redirect("plan-area", code=code)
    items = items_within(post, request.known_at).filter(subject__area=area).order_by("-year", "number")
    return render(
        request, "ledger/plan_area.html",
        {
            "area": area, "title": "乡级路线图" if area.level == Level.TOWNSHIP else "村级施工图", "items": items, "form": form,
            "may_edit": may_edit,
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_POST
def plan_withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take one item back, with a reason."""
    post = require(request.post, Verb.EDIT_PROJECTS)
    area = _area(post, code)
    item = get_within(PlanItem.objects.known(), post, field="subject__area_id", subject__area=area, pk=pk)
    if reason := reason_posted(request, "没有撤回"):
        withdraw_item(item=item, post=post, reason=reason)
        messages.success(request, f"已撤回“{item.name}”")
    return redirect("plan-area", code=code)


def plan_export(request: HttpRequest) -> HttpResponse:
    """The items within reach, in the columns in which they come in."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_PROJECTS)
    rows = (
        items_within(post, request.known_at)
        .select_related("subject__area__parent")
        .order_by("subject__area_id", "year", "number")
    )
    year = whole_number(request.GET.get("year", ""))
    rows = rows if year is None else rows.filter(year=year)
    require_few(rows.count())
    lines = [_line(row) for row in rows]
    kinds = {"money": "wan", "int": "number", "date": "date"}
    columns = [Column(head, kinds.get(each.kind, "text"), 16) for head, each in zip(HEADERS, COLUMNS, strict=True)]
    data = write_table(title="乡级路线图和村级施工图", notes=export_notes(request), columns=columns, rows=lines)
    return send_workbook(request, data, name="乡级路线图和村级施工图", rows=len(lines))


def closure_export(request: HttpRequest) -> HttpResponse:
    """What the page lists: projects without counterpart, items without project, amounts that differ."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_PROJECTS)
    year, _ = _year(request, post)
    closure = judge_closure(post=post, year=year, day=request.as_of, known_at=request.known_at)
    sheets = _sheets(closure, export_notes(request))
    count = len(closure.gaps) + len(closure.orphans) + len(closure.compared) + len(closure.homes)
    return send_workbook(request, write_sheets(sheets), name=f"三图衔接{year}", rows=count)


def _year(request: HttpRequest, post: Post) -> tuple[int, list[int]]:
    """The year chosen, else the last that has something; and those to choose from."""
    day, known_at = request.as_of, request.known_at
    projects = ProjectProfile.objects.library(day, known_at).touching(post.scope, day, known_at)
    years = {*projects.order_by().values_list("year", flat=True).distinct()}
    years |= {*items_within(post, known_at).order_by().values_list("year", flat=True).distinct()}
    chosen = whole_number(request.GET.get("year", ""))
    if chosen is not None and chosen in years:
        return chosen, sorted(years)
    return max(years, default=day.year), sorted(years)


def _area(post: Post, code: str) -> Area:
    rows = Area.objects.filter(level__in=(Level.TOWNSHIP, Level.VILLAGE)).select_related("parent")
    return get_within(rows, post, field="code", pk=code)


def _projects(request: HttpRequest, area: Area) -> list[tuple[str, str]]:
    day, known_at = request.as_of, request.known_at
    rows = (
        ProjectProfile.objects.library(day, known_at).touching(area.area_code, day, known_at).order_by("subject__code")
    )
    return [(code, f"{code} {name}") for code, name in rows.values_list("subject__code", "name")]


def _line(row: PlanItem) -> list[object]:
    area = row.subject.area
    is_village = area.level == Level.VILLAGE
    places = {
        "township": area.parent.title if is_village else area.title, "village": area.title if is_village else "",
        "project_code": row.project.code if row.project else "",
    }  # fmt: skip
    return [places[c.field] if c.field in places else _or_blank(getattr(row, c.field)) for c in COLUMNS]


def _sheets(closure: Closure, notes: list[str]) -> list[Sheet]:
    text = [Column(title, "text", 20) for title in ("编号", "项目名称", "缺路线图的乡镇", "缺施工图的村")]
    items = [Column(title, "text", 20) for title in ("地方", "事项编号", "事项名称", "原因")]
    homes = [
        Column("编号"), Column("项目名称", "text", 24), Column("登记受益户", "number", 12), Column("名单户数", "number", 12),
        Column("对照", "text", 40), Column("规划事项", "text", 50),
    ]  # fmt: skip
    money = [
        Column("编号"),
        Column("项目名称", "text", 24),
        *(Column(t, "wan", 18) for t in ("项目库（万元）", "路线图（万元）", "施工图（万元）")),
    ]
    return [
        Sheet("项目缺路线图或施工图", notes, text, [
            (g.project.subject.code, g.project.name, "、".join(g.townships), "、".join(g.villages)) for g in closure.gaps
        ]),
        Sheet("事项没有项目", notes, items, [
            (o.item.subject.area.full_title, o.item.number, o.item.name, o.why) for o in closure.orphans
        ]),
        Sheet("资金对照", notes, money, [
            (c.project.subject.code, c.project.name, c.project.planned, _or_blank(c.roadmap), _or_blank(c.villages))
            for c in closure.compared
        ]),
        Sheet("到户对照", notes, homes, [
            (
                h.project.subject.code, h.project.name, _or_blank(h.compared.stated), h.compared.named, h.compared.said,
                "；".join(f"{item.subject.area.title} {item.name} 写 {item.households} 户，名单 {there} 户" for item, there in h.items),
            )
            for h in closure.homes
        ]),
    ]  # fmt: skip


def _or_blank(value: object) -> object:
    return "" if value is None else value
