"""补录: what a village or county post records about a household, one theme at a time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook

from ..actions.fact import record_entry, record_fact, set_mark, withdraw_entry
from ..fields import described
from ..forms import EntryForm, FactForm, ReasonForm, fields_for, reason_posted
from ..models import (
    Dwelling,
    Household,
    HouseholdCause,
    HouseholdProfile,
    HouseholdServices,
    IncomeEntry,
    Insurance,
    Labour,
    MeasureReceived,
    Membership,
    ProductSale,
    Schooling,
    Subject,
    WageEntry,
)
from ..models.known import Entry, Fact
from ..wording import shown_value

SHOWN = 50
"""Entries on a page."""


@dataclass(frozen=True)
class Theme:
    """What can be recorded on one page. ``of`` is household or person; ``mark`` the table that may be marked whole."""

    title: str
    model: type[Fact] | type[Entry]
    of: str = "household"
    mark: str = ""
    yearly: bool = True


THEMES: dict[str, Theme] = {
    "profile": Theme("住址与联系", HouseholdProfile),
    "dwelling": Theme("住房", Dwelling),
    "services": Theme("吃穿、饮水、用电与通达", HouseholdServices),
    "cause": Theme("致贫原因", HouseholdCause),
    "income": Theme("收支", IncomeEntry, mark="收入"),
    "sale": Theme("产品销售", ProductSale, mark="销售"),
    "wage": Theme("务工收入", WageEntry, mark="务工"),
    "measure": Theme("帮扶措施", MeasureReceived, mark="帮扶措施"),
    "schooling": Theme("就学", Schooling, of="person"),
    "labour": Theme("劳动力与务工", Labour, of="person"),
    "insurance": Theme("参保", Insurance, of="person"),
}


class UnableToRecordStale(Problem):
    code = "G-020"
    says = "你打开之后，{who}在 {when} 改过这一项：{difference}"
    remedy = "请看现在的数值，再决定要不要写入"


def _household(request: HttpRequest, post: Post, code: str) -> Household:
    rows = Household.objects.select_related("subject__area")
    return get_within(rows, post, field="subject__area_id", subject__code=code)


def _subject(household: Household, theme: Theme, person: int | None, request: HttpRequest) -> Subject:
    """The household's own subject, or that of one of its members on the day."""
    if theme.of == "household":
        return household.subject
    members = Membership.objects.as_of(request.as_of).filter(household=household).select_related("subject")
    found = next((each for each in members if each.subject_id == person), None)
    if found is None:
        raise Http404("没有这个人，或不在这一户")
    return found.subject


def _allowed(theme: Theme, post: Post) -> list:
    """Fields the post may record; county officers keep all of them, since they answer for every department's file."""
    return fields_for(theme.model, post=post, sees_all=post.role == "county_officer")


def record(request: HttpRequest, code: str, theme: str, person: int | None = None) -> HttpResponse:
    """Record one theme of a household or of a member."""
    post = require(request.post, Verb.RECORD_FACTS)
    household = _household(request, post, code)
    chosen = THEMES.get(theme)
    if chosen is None or (chosen.of == "person") != (person is not None):
        raise Http404("没有这一项")
    subject = _subject(household, chosen, person, request)
    book = CodeBook.read()
    show = _record_fact if issubclass(chosen.model, Fact) else _record_entry
    return show(request, post, household, subject, theme, chosen, book)


def _record_fact(request, post, household, subject, key, theme, book) -> HttpResponse:
    fields = _allowed(theme, post)
    row = theme.model.objects.as_of(request.as_of).filter(subject=subject).select_related("change").first()
    version = str(row.pk) if row else ""
    initial = {field.name: getattr(row, field.name) for field in fields} if row else {}
    form = FactForm(
        request.POST or None, fields=fields, book=book, initial={**initial, "since": request.as_of, "version": version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["version"] != version:
                raise _stale(row, form, fields, book)
            record_fact(
                model=theme.model, subject=subject, since=form.cleaned_data["since"], values=form.values, by=post.actor,
                source=f"{post} 补录", reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已写入{theme.title}：{household}，自 {form.cleaned_data['since']:%Y-%m-%d} 起")
            return redirect(f"/households/{household.subject.code}/#facts")
    others = [field for field in described(theme.model) if field not in fields and field.type_name != "sealed"]
    shown = [(field, shown_value(field, getattr(row, field.name) if row else None, book)) for field in others]
    return render(
        request, "registry/record_fact.html",
        {"form": form, "theme": theme, "household": household, "subject": subject, "row": row, "others": shown, "has_fields": bool(fields)},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _stale(row: Fact | None, form: FactForm, fields, book: CodeBook) -> UnableToRecordStale:
    if row is None:
        return UnableToRecordStale(who="有人", when="刚才", difference="这一项被撤销了")
    typed = form.values
    changed = [
        f"{field.verbose_name} 现为{shown_value(field, getattr(row, field.name), book)}，你填{shown_value(field, typed[field.name], book)}"
        for field in fields
        if getattr(row, field.name) != typed[field.name]
    ]
    return UnableToRecordStale(
        who=row.change.by_name, when=f"{row.change.at:%Y-%m-%d %H:%M}", difference="；".join(changed) or "数值相同"
    )


def _record_entry(request, post, household, subject, key, theme, book) -> HttpResponse:
    fields = _allowed(theme, post)
    year = request.as_of.year
    form = EntryForm(request.POST or None, fields=fields, book=book, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        try:
            record_entry(
                model=theme.model, subject=subject, key=f"page:{secrets.token_hex(8)}", values=form.values, by=post.actor,
                source=f"{post} 补录", reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已记一笔{theme.title}：{household}")
            return redirect("record", code=household.subject.code, theme=key)
    entries = theme.model.objects.known().filter(subject=subject).select_related("change").order_by("-id")
    page = Paginator(entries, SHOWN).get_page(request.GET.get("page"))
    lines = [
        (
            entry,
            [
                shown_value(field, getattr(entry, field.name), book)
                if field.type_name != "money"
                else getattr(entry, field.name)
                for field in fields
            ],
        )
        for entry in page
    ]
    return render(
        request, "registry/record_entry.html",
        {
            "form": form, "theme": theme, "key": key, "household": household, "lines": lines, "page": page, "year": year,
            "heads": [(field.verbose_name, field.type_name == "money") for field in fields], "reason_form": ReasonForm(),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def withdraw(request: HttpRequest, code: str, theme: str, entry: int) -> HttpResponse:
    """Take one entry back, with a reason."""
    post = require(request.post, Verb.RECORD_FACTS)
    household = _household(request, post, code)
    chosen = THEMES.get(theme)
    if chosen is None or not issubclass(chosen.model, Entry):
        raise Http404("没有这一项")
    row = chosen.model.objects.known().filter(subject=household.subject, pk=entry).select_related("subject").first()
    if row is None:
        raise Http404("没有这一笔，或已经撤回")
    if reason := reason_posted(request, "没有撤回"):
        withdraw_entry(entry=row, by=post.actor, source=f"{post} 撤回", reason=reason)
        messages.success(request, "已撤回这一笔；当时所知仍可按日期查到")
    return redirect("record", code=code, theme=theme)


def mark(request: HttpRequest, code: str, theme: str) -> HttpResponse:
    """Say that a many-row table is whole for the year, or take that back."""
    post = require(request.post, Verb.RECORD_FACTS)
    household = _household(request, post, code)
    chosen = THEMES.get(theme)
    if chosen is None or not chosen.mark:
        raise Http404("没有这一项")
    is_complete = request.POST.get("complete") == "yes"
    set_mark(
        subject=household.subject, table=chosen.mark, year=request.as_of.year, is_complete=is_complete, by=post.actor,
        source=f"{post} 补录",
    )  # fmt: skip
    messages.success(request, f"{request.as_of.year} 年{chosen.title}{'已标记收全' if is_complete else '不再算收全'}")
    return redirect("record", code=code, theme=theme)
