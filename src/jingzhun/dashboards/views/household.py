"""The list of households and 一户一档."""

from __future__ import annotations

from collections import Counter

import django_filters
import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, inside, require, within
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.areas.models import Area
from jingzhun.casework.subject_cases import cases_of
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import yuan
from jingzhun.core.text import group_numbers
from jingzhun.documents.workbook import Column, write_table
from jingzhun.ledger.beneficiaries import projects_of
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household
from jingzhun.results.explain import explanation_of
from jingzhun.results.roster_tables import REGISTER
from jingzhun.rules.explanation import ExplainedItem, Explanation, UnableToExplain

from ..asked import gap_title
from ..completeness import meter_of
from ..declared import declared_shown, known_first
from ..gaps import lacking
from ..household_file import HouseholdFile, open_file
from ..household_money import money_of
from .register import may_print


class HouseholdFilter(django_filters.FilterSet):
    """Live filter: names, pinyin initials or number; area; register; verdict of the exit standard."""

    q = django_filters.CharFilter(
        label="查找",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "姓名、拼音首字母、户号", "type": "search"}),
    )
    area = django_filters.ChoiceFilter(label="乡镇、村", method="by_area", empty_label="全部")
    register = django_filters.ChoiceFilter(
        label="建档立卡", method="by_register", empty_label="全部", choices=(("in", "在册"), ("not", "不在册"))
    )

    gap = django_filters.CharFilter(method="by_gap", widget=forms.HiddenInput)

    def __init__(self, data, *, queryset, request, post: Post) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.post = post
        below = within(Area.objects.filter(level__in=(Level.TOWNSHIP, Level.VILLAGE)), post, field="code")
        self.filters["area"].extra["choices"] = [
            (area.code, ("　" if area.level == Level.VILLAGE else "") + area.title) for area in below
        ]

    def by_text(self, rows, name, value):
        return rows.matching(value, self.request.as_of, self.request.known_at)

    def by_area(self, rows, name, value):
        return inside(rows, AreaCode.parse(value), field="subject__area_id")

    def by_gap(self, rows, name, value):
        return lacking(rows, value, self.request.as_of, self.request.known_at)

    def by_register(self, rows, name, value):
        inside = Household.objects.in_register(self.request.as_of, self.request.known_at).values("pk")
        return rows.filter(pk__in=inside) if value == "in" else rows.exclude(pk__in=inside)


class HouseholdTable(tables.Table):
    head_name = tables.Column(
        "户主", linkify=("household", {"code": tables.A("subject__code")}), order_by="subject__code", empty_values=()
    )
    code = tables.Column("户编号", accessor="subject__code", attrs={"td": {"class": "jz-mono jz-wide"}})
    village = tables.Column("所在", accessor="subject__area", order_by="subject__area_id")
    members = tables.Column("人数", attrs={"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}, orderable=False)
    status = tables.Column("建档立卡", orderable=False, empty_values=())
    attribute = tables.Column("属性", orderable=False)

    class Meta:
        attrs = {"class": "jz-cards jz-two"}
        sequence = ("head_name", "code", "village", "members", "status", "attribute")

    def __init__(self, *args, book: CodeBook, post: Post, **options) -> None:
        self.book = book
        above = (
            within(Area.objects.filter(level=Level.TOWNSHIP), post, field="code")
            if post.area.level < Level.TOWNSHIP
            else ()
        )
        self.townships = {area.code: area.title for area in above}
        super().__init__(*args, **options)

    def render_head_name(self, value, record):
        return f"{value}户" if value else "户主未知"

    def render_village(self, value):
        return self.townships.get(value.area_code.at(Level.TOWNSHIP).padded, "") + value.title

    def render_status(self, record):
        return self.book.text("在册状态", record.status) if record.status else "未知"

    def render_attribute(self, value):
        return self.book.text("贫困户属性", value)


def _listed(request: HttpRequest, post: Post):
    """Those of :func:`_rows` that are there on the day, as known: what lists, counts and exports show."""
    return _rows(request, post).there_on(request.as_of, request.known_at)


def _rows(request: HttpRequest, post: Post):
    """Households in the post's scope; a helper sees the paired ones only."""
    rows = within(Household.objects.select_related("subject__area"), post, field="subject__area_id")
    if post.role == "helper":
        rows = rows.helped_by(post.official_id, request.as_of, request.known_at)
    return rows


def household_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    chosen = HouseholdFilter(request.GET, queryset=_listed(request, post), request=request, post=post)
    shown = chosen.qs.with_head(request.as_of, request.known_at).with_status(request.as_of, request.known_at)
    table = HouseholdTable(shown, book=CodeBook.read(), post=post, order_by="code")
    order_and_page(table, request)
    return render(
        request,
        "dashboards/household_list.html",
        {
            "table": table,
            "filter": chosen,
            "may_export": post.may(Verb.EXPORT),
            "gap": gap_title(request.GET.get("gap", "")),
        },
    )


def household_export(request: HttpRequest) -> HttpResponse:
    """Exactly the rows that the list shows with the same filter, without ID numbers; logged with their count."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_HOUSEHOLDS)
    chosen = HouseholdFilter(request.GET, queryset=_listed(request, post), request=request, post=post)
    require_few(chosen.qs.count())
    table = HouseholdTable(
        chosen.qs.with_head(request.as_of, request.known_at).with_status(request.as_of, request.known_at),
        book=CodeBook.read(), post=post, order_by="code",
    )  # fmt: skip
    order(table, request)
    header, *rows = table.as_values()
    kinds = {"人数": "number"}
    columns = [Column(title, kinds.get(title, "text"), 18) for title in header]
    data = write_table(title="农户名单", notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name="农户名单", rows=len(rows))


def household_in_reach(request: HttpRequest, post: Post, code: str) -> Household:
    """The household of a code, or 404 where it is not among those the post may look at."""
    return get_within(_rows(request, post), post, field="subject__area_id", subject__code=code)


def household_page(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.VIEW_HOUSEHOLDS)
    household = household_in_reach(request, post, code)
    file = open_file(household=household, post=post, day=request.as_of, known_at=request.known_at)
    township = Area.objects.get(pk=AreaCode.parse(household.subject.area_id).at(Level.TOWNSHIP).padded)
    try:
        found = explanation_of(household.subject, request.as_of, request.known_at) if file.sees_all else []
    except UnableToExplain:  # not in the roster of that day: the page says so and keeps the picker
        found = []
    explanations = worst_first(found)
    declared = declared_shown(
        kind="household", subject=household.subject, area=household.subject.area.area_code, day=request.as_of,
        known_at=request.known_at,
    )  # fmt: skip
    meter = meter_of(
        file=file, declared=declared, post=post, day=request.as_of, known_at=request.known_at,
    )  # fmt: skip
    return render(
        request,
        "dashboards/household.html",
        {
            "meter": meter, "may_print": may_print(post) and any(row.regime == REGISTER and row.status == "in" for row in file.statuses),
            "explanations": explanations, "unjudged": unjudged(explanations), "income": income_item(explanations),
            "strip": household_strip(file, explanations), "has_programmes": any(each.programmes for each in explanations),
            "township_at": _area_address(post, township.code), "village_at": _area_address(post, household.subject.area_id),
            "file": file, "household": household, "code": code, "village": household.subject.area, "township": township,
            "kind": "household", "declared": known_first(fact for fact in declared if file.sees_all or post.keeps(fact.owner)),
            "cases": cases_of(household.subject) if post.may(Verb.VIEW_CASES) else None, "may_open_case": post.may(Verb.HANDLE_CASES),
            "benefits": projects_of(household.subject, day=request.as_of, known_at=request.known_at) if file.sees_all else None,
            "sees_projects": post.may(Verb.VIEW_PROJECTS),
            "given": money_of(household.subject, request.as_of, CodeBook.read()) if post.may(Verb.VIEW_AWARDS) else None,
            "may_record": post.may(Verb.RECORD_FACTS), "may_unmask": post.may(Verb.SHOW_ID_NUMBERS),
        },
    )  # fmt: skip


def unjudged(explanations: list[Explanation]) -> list[dict[str, str]]:
    """Standards without a table of their own: those that do not apply, and packs that could not be asked on the day."""
    rows = [
        {"title": each.pack_title, "verdict": "缺数据", "why": each.problem} for each in explanations if each.problem
    ]
    return rows + [
        {"title": standard.title, "verdict": standard.verdict, "why": f"这一户不在“{each.pack_title}”所说的对象里"}
        for each in explanations
        for standard in each.standards
        if standard.verdict == "不适用"
    ]


def _area_address(post: Post, code: str) -> str:
    """The page of an area, empty where the post has none of it: a helper has households only, a village not its township."""
    return reverse("area", args=[code]) if post.role != "helper" and post.scope.covers(code) else ""


VERDICTS = ("不通过", "缺数据", "通过", "不适用")
"""From what needs doing to what does not concern the household."""


STANDARDS_SHOWN = 2
"""Standards in the strip of key figures, which holds at most five: those that need doing first."""


def worst_first(explanations: list[Explanation]) -> list[Explanation]:
    """The packs whose standards fail before those that lack data before those that pass."""
    return sorted(
        explanations,
        key=lambda each: min(((_place(s.verdict), s.counted) for s in each.standards), default=(len(VERDICTS), True)),
    )


def _place(verdict: str) -> int:
    return VERDICTS.index(verdict) if verdict in VERDICTS else len(VERDICTS)


def income_item(explanations: list[Explanation]) -> ExplainedItem | None:
    """The item that compares net income with its line, where it was decided."""
    item = _income(explanations)
    return item if item is not None and item.verdict in ("通过", "不通过") else None


def _income(explanations: list[Explanation]) -> ExplainedItem | None:
    items = (item for each in explanations for standard in each.standards for item in standard.items)
    return next((item for item in items if item.id == "income"), None)


def household_strip(file: HouseholdFile, explanations: list[Explanation]) -> list[dict[str, object]]:
    """Key figures of one household: what the rules found and what was received, each leading to its rows on the page."""
    strip: list[dict[str, object]] = []
    income = _income(explanations)
    if income is not None and income.verdict != "不适用":
        strip.append({
            "title": "家庭年人均纯收入", "value": group_numbers(income.value).partition(" ")[0],
            "unit": income.value.partition(" ")[2], "href": "#ledger",
            "note": group_numbers("；".join(filter(None, (f"标准 {income.threshold}", income.note)))),
        })  # fmt: skip
    standards = [
        standard
        for each in explanations
        for standard in each.standards
        if standard.verdict != "不适用" and not standard.counted
    ]
    for standard in sorted(standards, key=lambda each: _place(each.verdict))[:STANDARDS_SHOWN]:
        counts = Counter(item.verdict for item in standard.items)
        rest = "，".join(f"{counts[verdict]} 条{verdict}" for verdict in ("不通过", "缺数据") if counts[verdict])
        strip.append({
            "title": standard.title, "value": str(counts["通过"]), "unit": "条通过", "href": "#why",
            "note": rest or "没有不通过和缺数据",
        })  # fmt: skip
    if file.measures:
        strip.append(
            {
                "title": "已得帮扶",
                "value": str(len(file.measures)),
                "unit": "项",
                "href": "#received",
                "note": f"合计 {yuan(file.measures_total)} 元" if file.measures_total else "",
            }
        )
    programmes = [each for explanation in explanations for each in explanation.programmes]
    due = [each for each in programmes if each.eligible == "符合" and each.amount]
    if programmes:
        strip.append({
            "title": "按政策应得", "value": yuan(sum(each.amount or 0 for each in due)), "unit": "元", "href": "#programmes",
            "note": "，".join(each.title for each in due) or "没有符合的政策",
        })  # fmt: skip
    return strip
