"""问题台账: findings about money in scope, with their due dates; one finding with its course; what is done about it."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require
from jingzhun.accounts.table_page import order_and_page
from jingzhun.attachments.papers import paper_of, send_paper
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.policy.codes import CodeBook

from ..actions.audit_finding import VERBS, Done, Found, not_now, record_finding, take_step
from ..audit_forms import FindingForm, StepForm
from ..audit_guards import BACK, RETURNING
from ..finding_columns import FINDING_COLUMNS, HEADERS_OF_FINDINGS, STANDING, row_of
from ..finding_counts import by_township, townships
from ..finding_paper import COLUMNS as PAPER
from ..finding_paper import paper_line, paper_total
from ..models import AuditFinding, FindingStep, Movement
from ..models.audit_finding import CATEGORIES, FORMS, REVOCABLE, STATES

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
_COLUMNS = [
    *(
        Column(header, {"money": "money", "date": "date"}.get(each.kind, "text"), 16)
        for header, each in zip(HEADERS_OF_FINDINGS, FINDING_COLUMNS, strict=True)
    ),
    *(Column(header, "money" if "元" in header else "text") for header in STANDING),
]


_LOADERS = (Verb.RECORD_FINDINGS, Verb.RECTIFY, Verb.HOLD_TO_ACCOUNT)
"""Who loads one of the three workbooks."""


class AuditFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找", method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "编号、问题、检查、责任单位", "type": "search"}),
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="全部", choices=tuple(STATES.items())
    )
    category = django_filters.ChoiceFilter(label="类别", empty_label="全部")
    area = django_filters.ChoiceFilter(label="乡镇", method="by_area", empty_label="全部")

    def __init__(self, data: Any, *, queryset: Any, request: HttpRequest) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.filters["category"].extra["choices"] = CodeBook.read().choices(CATEGORIES)
        self.filters["area"].extra["choices"] = list(townships(request.post).items())

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        sought = value.strip()
        texts = Q(number__contains=sought) | Q(what__contains=sought) | Q(check_title__contains=sought)
        return rows.filter(texts | Q(unit__contains=sought))

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.in_state(value, timezone.localdate())

    def by_area(self, rows: Any, name: str, value: str) -> Any:
        code = AreaCode.parse(value)
        return rows.filter(area_id__gte=code.first, area_id__lt=code.after)


class AuditTable(tables.Table):
    number = tables.Column("编号", linkify=("audit-finding", {"number": tables.A("number")}))
    found_on = tables.DateColumn(verbose_name="发现", format="Y-m-d")
    what = tables.Column("问题")
    category = tables.Column("类别")
    about = tables.Column("对象", empty_values=(), orderable=False)
    amount = tables.Column("涉及（元）", attrs=NUMBER)
    unit = tables.Column("责任单位")
    due_on = tables.TemplateColumn(
        "{% if record.is_ended %}{{ record.due_on|date:'Y-m-d' }}{% else %}{% due record.due_on table.today %}{% endif %}",
        verbose_name="整改期限",
        attrs={"td": {"class": "jz-wide"}},
    )
    state = tables.Column("状态", empty_values=(), orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def __init__(self, rows: Any, **options: Any) -> None:
        self.today, self.book = timezone.localdate(), CodeBook.read()
        super().__init__(rows, **options)

    def render_category(self, value: str) -> str:
        return self.book.text(CATEGORIES, value)

    def render_about(self, record: AuditFinding) -> str:
        return record.about

    def render_amount(self, value: int | None) -> str:
        return yuan(value) if value is not None else "—"

    def render_state(self, record: AuditFinding) -> str:
        return STATES[record.state]


def findings_of(post: Post) -> Any:
    """The findings of the post's area, with where they stand."""
    rows = AuditFinding.objects.for_post(post).standing()
    return rows.select_related("project", "fund__subject", "appropriation", "area")


def audit_list(request: HttpRequest) -> HttpResponse:
    post, today = require(request.post, Verb.VIEW_FUNDS), timezone.localdate()
    rows = findings_of(post)
    chosen = AuditFilter(request.GET, queryset=rows, request=request)
    table = AuditTable(chosen.qs.order_by("due_on", "pk"))
    order_and_page(table, request)
    strip = [
        {"title": title, "value": rows.in_state(state, today).count(), "unit": "条", "href": f"?state={state}"}
        for state, title in STATES.items()
    ]
    return render(
        request, "ledger/audit_list.html",
        {"table": table, "filter": chosen, "strip": strip, "places": by_township(rows, post=post, today=today), "any": rows.exists(),
         "may_record": post.may(Verb.RECORD_FINDINGS), "may_upload": post.may(Verb.UPLOAD) and any(map(post.may, _LOADERS)), "may_export": post.may(Verb.EXPORT)},
    )  # fmt: skip


def audit_export(request: HttpRequest) -> HttpResponse:
    """The rows of the list with the same filter: a sheet for paper, and one in the columns of the import."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    today, book = timezone.localdate(), CodeBook.read()
    found = list(AuditFilter(request.GET, queryset=findings_of(post), request=request).qs.order_by("due_on", "pk"))
    require_few(len(found))
    gone = {
        step.finding_id: step for step in FindingStep.objects.filter(kind="withdrawn", finding__in=[f.pk for f in found])
    }  # fmt: skip
    rows = [row_of(each, gone.get(each.pk), book=book, today=today) for each in found]
    paper = [paper_line(each, gone.get(each.pk), book=book, is_late=each.is_late(today)) for each in found]
    notes = export_notes(request)
    data = write_sheets([
        Sheet("审计检查问题台账", notes, PAPER, paper, paper_total(paper) if paper else ()),
        Sheet("审计检查问题台账（导入的列）", notes, _COLUMNS, rows),
    ])  # fmt: skip
    return send_workbook(request, data, name="问题台账", rows=len(rows))


def audit_new(request: HttpRequest) -> HttpResponse:
    post, today = require(request.post, Verb.RECORD_FINDINGS), timezone.localdate()
    given = {name: request.GET[name] for name in ("project", "fund", "appropriation") if request.GET.get(name)}
    form = FindingForm(request.POST or None, post=post, initial={"found_on": today, **given})
    if request.method == "POST" and form.is_valid():
        try:
            finding = record_finding(found=Found(**form.cleaned_data), post=post, today=today)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记 {finding.number}，{finding.due_on} 前整改")
            return redirect("audit-finding", finding.number)
    return render(request, "ledger/audit_new.html", {"form": form}, status=422 if form.is_bound else 200)


def audit_page(request: HttpRequest, number: str, **errors: Any) -> HttpResponse:
    """One finding: what was found, where it stands, its whole course, and what this post may do next."""
    post, today = require(request.post, Verb.VIEW_FUNDS), timezone.localdate()
    finding = get_within(findings_of(post), post, number=number)
    steps = list(
        finding.steps.select_related("by", "rectified_by", "movement", "file", "revokes", "answer").order_by("pk")
    )
    book = CodeBook.read()
    for step in steps:
        step.shown_form = book.text(FORMS, step.form)
    last = next((each for each in reversed(steps) if each.decides), None)
    strip = [
        {"title": "涉及金额", "value": "—" if finding.amount is None else yuan(finding.amount), "unit": "元"},
        {"title": "已追回", "value": yuan(finding.recovered), "unit": "元"},
        {"title": "状态", "value": STATES[finding.state], "unit": ""},
    ]
    acts = [
        {
            "kind": kind,
            "title": kind.label,
            "form": errors.get(kind.value) or StepForm(kind=kind, book=book),
            "why": why,
        }
        for kind in VERBS
        if post.may(VERBS[kind])
        for why in [not_now(finding, kind, last=last, post=post)]
    ]
    return render(
        request, "ledger/audit_finding.html",
        {"finding": finding, "about": finding.about, "category": book.text(CATEGORIES, finding.category), "steps": steps,
         "strip": strip, "acts": acts, "mistaken": _revocable(steps, post, book, errors), "today": today, "is_late": finding.is_late(today), "back": _coming_back(finding)},
        status=422 if errors else 200,
    )  # fmt: skip


def _revocable(
    steps: list[FindingStep], post: Post, book: CodeBook, errors: dict[str, Any]
) -> list[tuple[FindingStep, StepForm]]:
    """The steps of the post's own kinds that nobody answered and that may be taken back, each with its form."""
    gone = {each.revokes_id for each in steps}
    return [
        (each, errors.get(f"revoke{each.pk}") or StepForm(kind=FindingStep.Kind.REVOKED, book=book, of=each.pk))
        for each in steps
        if each.kind in REVOCABLE
        and each.pk not in gone
        and not hasattr(each, "answer")
        and post.may(VERBS[FindingStep.Kind(each.kind)])
    ]


def _coming_back(finding: AuditFinding) -> list[Movement]:
    """Movements by which money of the finding came back since it was found, newest first."""
    rows = finding.money().filter(kind__in=RETURNING, moved_on__gte=finding.found_on, reversed_by__isnull=True)
    rows = rows.exclude(reverses__kind__in=BACK)
    return list(rows.order_by("-moved_on", "-pk")[:20])


@require_POST
def audit_step(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    which = next((each for each in VERBS if each.value == kind), None)
    if which is None:
        raise Http404(UnableToReachArea().sentence)
    post = require(request.post, VERBS[which])
    require(post, Verb.VIEW_FUNDS)
    finding = get_within(findings_of(post), post, number=number)
    form = StepForm(request.POST, request.FILES, kind=which, book=CodeBook.read())
    if form.is_valid():
        given = form.cleaned_data
        done = Done(
            kind=kind, text=given["text"], document=given.get("document", ""), form=given.get("form", ""),
            paper=paper_of(given.get("file")), movement=finding.money().filter(pk=given.get("movement") or 0).first(),
            amount=given.get("amount"),
        )  # fmt: skip
        try:
            take_step(finding=finding, done=done, post=post, on=timezone.localdate())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已记{which.label}")
            return redirect("audit-finding", number)
    return audit_page(request, number, **{kind: form})


@require_GET
def audit_paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The paper of a step."""
    post = require(request.post, Verb.VIEW_FUNDS)
    step = get_within(findings_of(post), post, number=number).steps.filter(pk=pk, file__isnull=False).first()
    if step is None:
        raise Http404(UnableToReachArea().sentence)
    return send_paper(step)
