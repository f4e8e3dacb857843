"""The suggestion box: a form behind a link on every page, and the office's queue."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, requires, within
from jingzhun.accounts.table_page import order_and_page
from jingzhun.core.errors import Problem

from ..actions.suggestion import UnableToSuggest, answer_suggestion, page_of, suggest
from ..models import Suggestion
from ..public_forms import SuggestionAnswerForm, SuggestionForm
from ..reference import spaced
from .public import admit_visitor, for_everybody

WAITING = mark_safe('<span class="jz-v jz-due">未答复</span>')


class SuggestionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", method="in_state", empty_label="全部", choices=(("open", "未答复"), ("answered", "已答复"))
    )
    q = django_filters.CharFilter(label="内容", field_name="text", lookup_expr="icontains")

    def in_state(self, rows, name, value):
        return rows.filter(answered_on__isnull=value == "open")


class SuggestionTable(tables.Table):
    text = tables.Column("建议", linkify=("suggestion", [tables.A("pk")]), orderable=False)
    page = tables.Column("从哪一页", orderable=False)
    received_on = tables.Column("收到")
    answered_on = tables.Column("答复", empty_values=())

    class Meta:
        attrs = {"class": "jz-cards"}

    def render_text(self, value):
        return value if len(value) <= 60 else f"{value[:60]}…"

    def render_page(self, value):
        return format_html('<span class="jz-mono">{}</span>', value)

    def render_received_on(self, value):
        return str(value)

    def render_answered_on(self, value):
        return str(value) if value else WAITING


@for_everybody
def write(request: HttpRequest) -> HttpResponse:
    """``page`` is where the link was followed; without an office there is nobody to answer."""
    office = request.office
    form = SuggestionForm(request.POST or None, initial={"page": page_of(request.GET.get("page", ""))})
    if request.method == "POST" and form.is_valid():
        try:
            if office is None:
                raise UnableToSuggest(why="单位还没有设好")
            admit_visitor(request)
            made = suggest(
                area=office.area, text=form.cleaned_data["text"], page=form.cleaned_data["page"],
                by_name=form.cleaned_data["by_name"], on=timezone.localdate(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("public-answer", made.reference)
    page = page_of(form["page"].value() or "")
    return render(request, "casework/suggest.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@requires(Verb.ANSWER_SUGGESTIONS)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Those without answer first, the oldest of them at the top."""
    chosen = SuggestionFilter(request.GET, queryset=within(Suggestion.objects.all(), request.post))
    table = SuggestionTable(chosen.qs.order_by(F("answered_on").desc(nulls_first=True), "received_at"), order_by=())
    order_and_page(table, request)
    return render(request, "casework/suggestion_list.html", {"table": table, "filter": chosen})


@requires(Verb.ANSWER_SUGGESTIONS)
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_within(Suggestion.objects.select_related("answered_by"), request.post, pk=pk)
    form = SuggestionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_suggestion(
                suggestion=found, answer=form.cleaned_data["answer"], post=request.post, by=request.user,
                on=timezone.localdate(),
            )  # fmt: skip
            return redirect("suggestions")
        except Problem as problem:
            form.add_error(None, str(problem))
    shown = {"suggestion": found, "form": form, "reference": spaced(found.reference)}
    return render(request, "casework/suggestion.html", shown, status=422 if form.errors else 200)
