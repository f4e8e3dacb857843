"""评估: the list of runs with a form to ask for one, and the page of a run with its progress and counts."""

from __future__ import annotations

from datetime import datetime

import django_tables2 as tables
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingzhun.accounts import local_day
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, narrowed, require, within
from jingzhun.accounts.table_page import order_and_page
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.policy.models import PackVersion

from ..actions.evaluate import ask
from ..definition import shown
from ..models import Figure, Run
from ..parts import criterion_part
from ..read import changes_since, criteria_counts

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}


class RunTable(tables.Table):
    pk = tables.Column("次", linkify=("run", {"pk": tables.A("pk")}))
    pack = tables.Column("政策包", accessor="pack__title", order_by="pack__name")
    area = tables.Column("范围", accessor="area__title", order_by="area_id")
    as_of = tables.DateColumn(verbose_name="事实截至", format="Y-m-d")
    known_at = tables.DateTimeColumn(verbose_name="所知至", format="Y-m-d H:i")
    engine = tables.Column("引擎")
    state = tables.Column("状态")
    asked_by_name = tables.Column("发起人")
    asked_at = tables.DateTimeColumn(verbose_name="发起时间", format="Y-m-d H:i")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}
        order_by = "-pk"
        order_by_field = "sort"
        empty_text = "还没有评估过"

    def render_pk(self, value: int) -> str:
        return f"第 {value} 次"


class RunForm(forms.Form):
    """Which day, known when, which pack. Without a pack, all in force on the day."""

    as_of = forms.DateField(label="事实截至", widget=forms.DateInput(attrs={"placeholder": "年-月-日"}))
    known_on = forms.DateField(
        label="当时所知截至",
        required=False,
        widget=forms.DateInput(attrs={"placeholder": "空：现在所知"}),
    )
    pack = forms.ChoiceField(label="政策包", required=False)

    def __init__(self, *args, area: AreaCode, **options) -> None:
        super().__init__(*args, **options)
        packs = PackVersion.objects.deciding().order_by("name").values_list("name", "title").distinct()
        self.fields["pack"].choices = [("", "这一天有效的全部"), *packs]

    @property
    def known_at(self) -> datetime | None:
        day = self.cleaned_data.get("known_on")
        if day is None or day >= timezone.localdate():
            return None
        return local_day.ends(day)


def runs_seen(post: Post):
    """Runs of areas in the post's scope or of an area above it: their counts are shown within the scope only."""
    covering = [*post.area.above(), post.area_id]
    own = within(Run.objects.all(), post)
    return (
        (own | Run.objects.filter(area_id__in=covering)).select_related("pack", "area", "roster").defer("pack__files")
    )


def run_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FIGURES)
    form = RunForm(request.POST or None, area=post.scope, initial={"as_of": request.as_of})
    if request.method == "POST":
        require(post, Verb.EVALUATE)
        if form.is_valid():
            try:
                runs = ask(
                    area=post.area, as_of=form.cleaned_data["as_of"], known_at=form.known_at, by=post.actor,
                    pack_name=form.cleaned_data["pack"],
                )  # fmt: skip
                return redirect("run", pk=runs[0].pk)
            except Problem as problem:
                form.add_error(None, str(problem))
    table = RunTable(runs_seen(post))
    order_and_page(table, request, per_page=25)
    return render(
        request, "results/run_list.html", {"table": table, "form": form, "may_evaluate": post.may(Verb.EVALUATE)}
    )


def run_seen(post: Post, pk: int) -> Run:
    run = runs_seen(post).filter(pk=pk).first()
    if run is None:
        raise Http404(UnableToReachArea().sentence)
    return run


def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One run. Counts are those of the picked area in scope, its children beside it."""
    post = require(request.post, Verb.VIEW_FIGURES)
    run = run_seen(post, pk)
    picked = narrowed(post, request.GET.get("area", ""))
    run_code = AreaCode.parse(run.area_id)
    area = picked if run_code.covers(picked.pk) else run.area
    choices = within(
        Area.objects.under(run_code).filter(level__in=(Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)), post, field="code"
    )
    return render(
        request,
        "results/run.html",
        {
            "run": run,
            "area": area,
            "choices": choices,
            "standards": _standards(run, area) if run.state == Run.State.DONE else [],
            "awards": _awards(run, area),
            "children": _children(run, area),
            "changes": changes_since(run.roster) if run.roster else 0,
            "may_evaluate": post.may(Verb.EVALUATE),
            "sees_all": post.scope.covers(run_code.significant),
        },
    )


def run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that the run page polls; when the run is over it asks for the page again."""
    post = require(request.post, Verb.VIEW_FIGURES)
    run = run_seen(post, pk)
    response = render(request, "results/parts/progress.html", {"run": run})
    if run.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def run_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the same day and pack as known now."""
    post = require(request.post, Verb.EVALUATE)
    run = get_within(Run.objects.select_related("area", "pack"), post, pk=pk)
    again = ask(
        area=run.area, as_of=run.as_of, known_at=None, by=post.actor, pack_name=run.pack.name, engine=run.engine
    )
    return redirect("run", pk=again[0].pk)


@require_POST
def figure_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Recompute: the figure's run again, or all packs in force where it stands on the roster alone."""
    post = require(request.post, Verb.EVALUATE)
    figure = get_within(Figure.objects.select_related("run__pack", "roster__area"), post, pk=pk)
    pack = figure.run.pack.name if figure.run else ""
    runs = ask(area=figure.roster.area, as_of=figure.as_of, known_at=None, by=post.actor, pack_name=pack)
    return redirect("run", pk=runs[0].pk)


def _standards(run: Run, area: Area) -> list[dict[str, object]]:
    """Per standard the whole count, the bars of its items, and where the numbers lead."""
    found: dict[str, dict[str, object]] = {}
    for each in criteria_counts(run, area):
        if not each.figures:
            continue
        row = {
            "title": each.title,
            "passed": each.passed,
            "failed": each.failed,
            "missing": each.missing,
            "not_applicable": each.not_applicable,
            **{f"{key}_href": each.figures[key].get_absolute_url() for key in ("pass", "fail") if key in each.figures},
        }
        if "missing" in each.figures:
            row["miss_href"] = each.figures["missing"].get_absolute_url()
        if each.item == "":
            found[each.standard] = {"title": each.title, "subject": each.subject, "whole": row, "items": []}
        elif each.standard in found:
            found[each.standard]["items"].append(row)
    return list(found.values())


def _awards(run: Run, area: Area) -> list[dict[str, object]]:
    rows = Figure.objects.filter(run=run, area=area, indicator__startswith="award_").order_by("part", "id")
    return [{"figure": row, "shown": shown(row.value, row.unit)} for row in rows]


def _children(run: Run, area: Area) -> list[dict[str, object]]:
    """The first household standard for each area one level below."""
    standard = next((each for each in run.standards if not each["is_programme"] and each["subject"] == "户"), None)
    if standard is None:
        return []
    below = {each.pk: each for each in Area.objects.filter(parent=area)}
    outcomes = ("pass", "fail", "missing")
    keys = {criterion_part(standard["name"], "", outcome): outcome for outcome in outcomes}
    rows: dict[str, dict[str, object]] = {}
    for row in Figure.objects.filter(run=run, indicator="criterion", part__in=keys, area_id__in=below).order_by(
        "area_id"
    ):
        shown_row = rows.setdefault(row.area_id, {"area": below[row.area_id], "title": standard["title"]})
        shown_row[keys[row.part]] = row
    return list(rows.values())
