"""Ledgers over the movements: sources by period (S-31), shares by unit (S-32), 到位—下拨—兑现 by township (S-41)."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import wan, wan_decimals
from jingzhun.policy.codes import CodeBook

from ..fund_figures import Sums, in_order, sums
from ..models import Appropriation, ProjectFunding, ProjectProfile
from .appropriation import appropriation_rows
from .funds import PAID, rows_at

_COLUMNS = ("下达", "到位", "拨付", PAID)


class PeriodForm(forms.Form):
    """Both ends count; blank ends are open."""

    first = forms.DateField(label="从", required=False)
    last = forms.DateField(label="到", required=False)


def source_ledger(request: HttpRequest) -> HttpResponse:
    """资金来源台账: each source with its appropriations and their years, of a period; every total is the sum of its parts."""
    post = require(request.post, Verb.VIEW_FUNDS)
    form = PeriodForm(request.GET or None)
    first, last = (form.cleaned_data["first"], form.cleaned_data["last"]) if form.is_valid() else (None, None)
    until = min(last, request.as_of) if last else request.as_of
    where = Q(moved_on__gte=first) if first else Q()
    found = sums(post.scope, until, by="appropriation", where=where)
    rows = list(appropriation_rows(request, post).filter(pk__in=[key for key in found if key]))
    book = CodeBook.read()
    query = {"since": first, "before": until + timedelta(days=1) if last else None}
    groups = []
    for source in in_order(book, "资金来源", (row.source for row in rows)):
        own = [row for row in rows if row.source == source]
        lines = [_line(row.title, found[row.pk], {**query, "appropriation": row.number}, row) for row in own]
        total = _summed(found[row.pk] for row in own)
        by_year: dict[int, Sums] = defaultdict(Sums)
        for row in own:
            by_year[row.year].add(found[row.pk])
        years = [
            _line(f"{year} 年", by_year[year], {**query, "source": source, "year": year}) for year in sorted(by_year)
        ]
        title = book.text("资金来源", source)
        groups.append({"total": _line(title, total, {**query, "source": source}), "lines": lines, "years": years})
    whole = _summed(found.values())
    context = {"form": form, "groups": groups, "total": _line("合计", whole, query), "until": until, "first": first}
    return render(request, "ledger/source_ledger.html", context)


def _line(title: str, entry: Sums, query: dict[str, Any], row: Appropriation | None = None) -> dict[str, Any]:
    amounts = [entry.paid if column == PAID else entry.states[column] for column in _COLUMNS]
    figures = [
        {"fen": fen, "href": rows_at(figure=column, **query) if fen else ""}
        for column, fen in zip(_COLUMNS, amounts, strict=True)
    ]
    return {"title": title, "figures": figures, "row": row}


def _summed(entries: Any) -> Sums:
    total = Sums()
    for entry in entries:
        total.add(entry)
    return total


def share_ledger(request: HttpRequest) -> HttpResponse:
    """By category, projects with the same shares together: so many, times what each gets from each source, and what is paid.

    Made for 沪滇协作, where a partner's share and an integrated share build each unit; any source can be looked at."""
    post = require(request.post, Verb.VIEW_FUNDS)
    book = CodeBook.read()
    source = request.GET.get("source", "shanghai")
    source = source if source in book.texts.get("资金来源", {}) else "shanghai"
    day = request.as_of
    library = ProjectProfile.objects.library(day, request.known_at).touching(post.scope, day, request.known_at)
    funded = library.funded_by(source, day, request.known_at)
    category_of = dict(funded.values_list("subject_id", "category"))
    shares: dict[int, dict[str, int]] = defaultdict(dict)
    money = ProjectFunding.objects.as_of(day, request.known_at).filter(planned__gt=0)
    for subject, name, planned in money.values_list("subject_id", "source", "planned"):
        if subject in category_of:
            shares[subject][name] = planned
    others = in_order(book, "资金来源", {name for each in shares.values() for name in each} - {source})
    columns = [source, *others]
    counted = sums(post.scope, day, by="project", where=_of_source(source))
    groups = []
    for category in in_order(book, "项目类别", category_of.values()):
        alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for subject, own in category_of.items():
            if own == category:
                alike[tuple(shares[subject].get(name, 0) for name in columns)].append(subject)
        lines = [_shared(each, subjects, counted) for each, subjects in sorted(alike.items(), reverse=True)]
        groups.append({
            "title": book.text("项目类别", category), "code": category, "lines": lines, "count": sum(line["count"] for line in lines),
            "totals": [sum(line["totals"][place] for line in lines) for place in range(len(columns))],
            "allocated": sum(line["allocated"] for line in lines), "paid": sum(line["paid"] for line in lines),
        })  # fmt: skip
    context = {
        "groups": groups, "columns": [book.text("资金来源", name) for name in columns], "source": source,
        "choices": book.choices("资金来源"), "count": sum(each["count"] for each in groups),
        "totals": [sum(each["totals"][place] for each in groups) for place in range(len(columns))],
        "allocated": sum(each["allocated"] for each in groups), "paid": sum(each["paid"] for each in groups),
        "title": book.text("资金来源", source),
    }  # fmt: skip
    return render(request, "ledger/share_ledger.html", context)


def _of_source(source: str) -> Q:
    return Q(source__appropriation__source=source, target__appropriation__source=source)


def _shared(each: tuple[int, ...], subjects: list[int], counted: dict[Any, Sums]) -> dict[str, Any]:
    own = [counted[subject] for subject in subjects if subject in counted]
    return {
        "count": len(subjects), "shares": each, "totals": [share * len(subjects) for share in each],
        "said": [f"{len(subjects)} × {wan(share)} = {wan(share * len(subjects))}" if share else "—" for share in each],
        "allocated": sum(entry.states["拨付"] for entry in own), "paid": sum(entry.paid for entry in own),
    }  # fmt: skip


def arrival_ledger(request: HttpRequest) -> HttpResponse:
    """到位—下拨—兑现: three amounts of each appropriation with what they leave, and by township what was allotted and paid."""
    post = require(request.post, Verb.VIEW_FUNDS)
    rows = {row.pk: row for row in appropriation_rows(request, post)}
    number = request.GET.get("appropriation", "")
    chosen = next((row for row in rows.values() if row.number == number), None)
    where = Q(target__appropriation=chosen, source__appropriation=chosen) if chosen else Q()
    found = sums(post.scope, request.as_of, by="appropriation", where=where)
    lines = [_compared(rows[pk].number, entry, rows[pk]) for pk, entry in found.items() if pk in rows]
    lines.sort(key=lambda line: line["title"])
    townships: dict[str, Sums] = defaultdict(Sums)
    for area, entry in sums(post.scope, request.as_of, by="area", where=where).items():
        code = AreaCode.parse(str(area))
        townships[code.at(Level.TOWNSHIP).padded if code.level >= Level.TOWNSHIP else ""].add(entry)
    titles = {a.code: a.title for a in within(Area.objects.filter(level=Level.TOWNSHIP), post, field="code")}
    by_township = [
        _paid_there(titles.get(code, "县本级"), townships[code], code, number if chosen else "")
        for code in [*(code for code in titles if code in townships), *(["" ] if "" in townships else [])]
        if townships[code].states["拨付"] or townships[code].paid
    ]  # fmt: skip
    context = {
        "lines": lines, "chosen": chosen, "by_township": by_township, "rows": sorted(rows.values(), key=lambda r: r.number),
        "sees_arrivals": post.scope.level <= Level.COUNTY,
        "decimals": {
            **{name: wan_decimals(line[name] for line in lines) for name in ("came", "unallotted", "unpaid")},
            "unpaid_there": wan_decimals(line["unpaid"] for line in by_township),
        },
    }  # fmt: skip
    return render(request, "ledger/arrival_ledger.html", context)


def _compared(title: str, entry: Sums, row: Appropriation) -> dict[str, Any]:
    came, allotted, paid = entry.states["到位"], entry.states["拨付"], entry.paid
    query = {"appropriation": row.number}
    return {
        "title": title, "row": row, "came": came, "allotted": allotted, "paid": paid, "unallotted": came - allotted,
        "unpaid": allotted - paid, "holds": came >= allotted >= paid,
        "hrefs": [rows_at(figure=figure, **query) for figure in ("到位", "拨付", PAID)],
    }  # fmt: skip


def _paid_there(title: str, entry: Sums, code: str, number: str) -> dict[str, Any]:
    allotted, paid = entry.states["拨付"], entry.paid
    query = {"area": code, "appropriation": number}
    return {
        "title": title, "allotted": allotted, "paid": paid, "to_homes": entry.states["兑付到户"], "unpaid": allotted - paid,
        "hrefs": [rows_at(figure=figure, **query) if code else "" for figure in ("拨付", PAID, "兑付到户")],
    }  # fmt: skip
