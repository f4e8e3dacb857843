"""办件: the work list of a post, all cases of its area, and the page of one case."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import inside, require
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.core.area_code import AreaCode
from jingzhun.documents.workbook import Column, write_table
from jingzhun.policy.codes import CodeBook

from ..actions.objection import may_answer
from ..case_page import open_page, people_at
from ..forms import CheckForm, DecisionForm, HouseholdSignatureForm, PaperForm, SpotCheckForm
from ..inputs import shown
from ..models import Case, Objection, Procedure
from ..reach import find, posts_of, reachable
from ..work import hold_of, waiting_for

WHICH = (("mine", "等我办"), ("open", "在办"), ("late", "超期"), ("closed", "已办结"))


class CaseFilter(django_filters.FilterSet):
    """Live filter: text; whose turn; procedure; place."""

    q = django_filters.CharFilter(
        label="查找",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "户主、项目、办件号、编号", "type": "search"}),
    )
    which = django_filters.ChoiceFilter(label="范围", method="by_which", empty_label="全部", choices=WHICH)
    procedure = django_filters.ChoiceFilter(label="程序", method="by_procedure", empty_label="全部")
    area = django_filters.CharFilter(label="区划代码", method="by_area", widget=forms.HiddenInput)

    def __init__(self, data, *, queryset, request, posts: list[Post]) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.posts, self.today = posts, timezone.localdate()
        used = Procedure.objects.filter(cases__in=queryset.order_by()).values_list("code", "title").distinct()
        self.filters["procedure"].extra["choices"] = sorted(dict(used).items(), key=lambda each: each[1])

    def by_text(self, rows, name, value):
        return rows.matching(value)

    def by_which(self, rows, name, value):
        if value == "mine":
            return rows.filter(pk__in=waiting_for(self.posts).values("pk"))
        if value == "open":
            return rows.open()
        return rows.overdue(self.today) if value == "late" else rows.exclude(state=Case.State.OPEN)

    def by_procedure(self, rows, name, value):
        return rows.filter(procedure__code=value)

    def by_area(self, rows, name, value):
        return inside(rows, AreaCode.parse(value))


class CaseTable(tables.Table):
    subject = tables.Column(
        "对象", accessor="head_name", linkify=("case", {"number": tables.A("number")}), empty_values=()
    )
    number = tables.Column("办件号", attrs={"td": {"class": "jz-mono"}})
    procedure = tables.Column("程序", accessor="procedure__title")
    area = tables.Column("地点", accessor="area", order_by="area_id")
    step = tables.Column("办到哪里", accessor="step", empty_values=(), order_by=("state", "step__number"))
    since = tables.Column("从何时等", accessor="step_since")
    due = tables.Column("期限", accessor="due_on", empty_values=(), orderable=False)
    hold = tables.Column("卡在哪里", empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def __init__(self, *args, today, **options) -> None:
        self.today = today
        super().__init__(*args, **options)

    def render_subject(self, record):
        return self.value_subject(record)

    def value_subject(self, record):
        return record.about

    def render_area(self, value):
        return value.title

    def render_step(self, record):
        return record.step.title if record.is_open else record.get_state_display()

    def render_since(self, value):
        return value.isoformat()

    def render_due(self, record):
        due = record.next_due_on
        if due is None:
            return "—"
        late = (self.today - due).days
        return format_html('<span class="jz-v jz-fail">超期 {} 天</span>', late) if late > 0 else due.isoformat()

    def value_due(self, record):
        due = record.next_due_on
        return due.isoformat() if due else ""

    def render_hold(self, record):
        return hold_of(record, self.today) or "可以办"

    def value_hold(self, record):
        return hold_of(record, self.today)


def _listed(request: HttpRequest, posts: list[Post]) -> tuple[CaseFilter, CaseTable]:
    today = timezone.localdate()
    rows = reachable(posts).select_related("procedure", "area", "step", "subject").with_names(today)
    given = request.GET if request.GET.keys() & CaseFilter.base_filters.keys() else {"which": "open"}
    chosen = CaseFilter(given, queryset=rows, request=request, posts=posts)
    order = chosen.qs.order_by(F("step_due_on").asc(nulls_last=True), F("due_on").asc(nulls_last=True), "number")
    return chosen, CaseTable(order, today=today)


def case_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_CASES)
    posts = posts_of(request, timezone.localdate())
    chosen, table = _listed(request, posts)
    order_and_page(table, request)
    return render(
        request,
        "casework/case_list.html",
        {
            "table": table, "filter": chosen, "mine": waiting_for(posts).count(), "may_open": post.may(Verb.HANDLE_CASES),
            "may_export": post.may(Verb.EXPORT), "any": reachable(posts).exists(),
        },
    )  # fmt: skip


def case_export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows that the list shows with the same filter and order."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_CASES)
    chosen, table = _listed(request, posts_of(request, timezone.localdate()))
    require_few(chosen.qs.count())
    order(table, request)
    header, *rows = table.as_values()
    columns = [Column(title, "text", 16) for title in header]
    data = write_table(title="办件", notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name="办件", rows=len(rows))


def case_page(request: HttpRequest, number: str, **forms_with_errors: forms.Form) -> HttpResponse:
    """One case. The acts post to their own addresses and come back here, with the form that was refused."""
    require(request.post, Verb.VIEW_CASES)
    today = timezone.localdate()
    case, post = find(request, number, today)
    page = open_page(case=case, post=post, official=request.user, today=today)
    book = CodeBook.read()
    step = page.step
    context = {
        "page": page, "case": case, "acting": post, "today": today, "is_lent": post.official_id != request.user.pk,
        "people": people_at(case, today), "decision_form": DecisionForm(
            initial={"version": case.version, "opinion": "", "notice_from": None},
            notice=step.notice.name if step and step.notice else "",
        ),
        "paper_form": PaperForm(), "household_form": HouseholdSignatureForm(initial={"signer": page.head_name}),
        "check_form": CheckForm(), "spot_form": SpotCheckForm(),
        "inputs": [(name, title, shown(name, values, book) if values else [], asked) for name, title, values, asked in page.inputs],
        "objections": _objections(case, post),
        **forms_with_errors,
    }  # fmt: skip
    return render(request, "casework/case.html", context, status=422 if forms_with_errors else 200)


def _objections(case: Case, post: Post) -> list[tuple[Objection, bool]]:
    """The case's objections, newest first, each with whether this post is to answer it."""
    rows = case.objections.select_related("answered_by", "entry__notice__step").order_by("-id")
    may = post.may(Verb.HANDLE_CASES)
    return [(row, may and row.answered_on is None and may_answer(row.entry, case, post)) for row in rows]
