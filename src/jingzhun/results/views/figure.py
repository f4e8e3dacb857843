"""数字与口径: all figures of an area and day, and the page of one figure with the rows behind it."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.export import require_few
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, narrowed, require, within
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.figure import Origin
from jingzhun.core.text import whole_number

from ..definition import Definition, Shown, definition, shown
from ..export import download, notes
from ..figure_groups import grouped
from ..figure_rows import FigureRows, rows_of
from ..figure_table import FigureRowsTable, RowsForm, amount_is_money, figure_table
from ..indicator import Kind, Measure
from ..indicators import indicator
from ..models import Figure, Run
from ..naming import matching
from ..read import changes_since, latest_roster

HISTORY = 24
OTHER_AREAS = 60


def figure_list(request: HttpRequest) -> HttpResponse:
    """The newest figures of one area in scope on or before the day: of the newest roster and of each pack's newest run."""
    post = require(request.post, Verb.VIEW_FIGURES)
    area = narrowed(post, request.GET.get("area", ""))
    roster = latest_roster(area, request.as_of, request.known_at)
    runs = _newest_runs(area, request)
    rows = Figure.objects.filter(area=area)
    chosen = rows.filter(Q(run__in=runs) | Q(roster=roster, run=None)) if roster or runs else rows.none()
    text = request.GET.get("q", "").strip()
    groups = grouped(chosen.order_by("id"), runs, text)
    stated = within(rows.filter(origin=Origin.STATED, as_of__lte=request.as_of), post)
    choices = within(Area.objects.filter(level__in=(Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)), post, field="code")
    return render(
        request,
        "results/figure_list.html",
        {
            "area": area,
            "roster": roster,
            "runs": runs,
            "groups": groups,
            "text": text,
            "count": sum(group.size for group in groups),
            "stated": [(row, shown(row.value, row.unit)) for row in stated],
            "choices": choices,
            "changes": changes_since(roster) if roster else 0,
            "may_evaluate": post.may(Verb.EVALUATE),
        },
    )


def _newest_runs(area: Area, request: HttpRequest) -> list[Run]:
    """The newest finished run of each pack that covers the area, on or before the day."""
    covering = [*area.above(), area.pk]
    runs = Run.objects.finished().filter(area_id__in=covering, as_of__lte=request.as_of)
    if request.known_at is not None:
        runs = runs.filter(known_at__lte=request.known_at)
    newest: dict[str, Run] = {}
    for run in (
        runs.select_related("pack", "roster")
        .defer("pack__files", "standards", "counts")
        .order_by("as_of", "known_at", "id")
    ):
        newest[run.pack.name] = run
    return [newest[name] for name in sorted(newest)]


def figure_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: number, definition, what it stands on, its history and exactly its rows."""
    post = require(request.post, Verb.VIEW_FIGURES)
    figure = _figure(post, pk)
    if figure.origin != Origin.COMPUTED:
        return render(
            request, "results/stated_figure.html", {"figure": figure, "shown": shown(figure.value, figure.unit)}
        )
    rows, table, form = _table(request, post, figure)
    order_and_page(table, request, per_page=25)
    history = _history(post, figure)
    other = _compared(request, post, figure)
    others = _others(post, figure)
    below = _below(post, figure)
    said = definition(figure)
    return render(
        request,
        "results/figure.html",
        {
            "figure": figure,
            "shown": shown(figure.value, figure.unit),
            "definition": said,
            "indicator": indicator(figure.indicator),
            "rows": rows,
            "total": _total(figure, rows),
            "table": table,
            "form": form,
            "may_list": _may_list(post, figure),
            "may_export": post.may(Verb.EXPORT),
            "may_evaluate": post.may(Verb.EVALUATE),
            "changes": changes_since(figure),
            "history": history,
            "chart": _chart(figure, history),
            "previous": _previous(figure, history),
            "others": others,
            "below": below,
            "beyond": _beyond(figure, below),
            "newer": next((each for each in history if _replaces(each["figure"], figure)), None),
            "bars": _bars(figure, below),
            "other": other,
            "difference": _difference(figure, other["figure"]) if other else None,
            "run": figure.run,
            "parameters": _parameters(figure, said),
        },
    )


def figure_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the rows that the page shows with the same filter and order, without ID numbers; logged with their count."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FIGURES)
    figure = _figure(post, pk)
    if figure.kind in (Kind.HOUSEHOLD, Kind.PERSON):
        require(post, Verb.VIEW_HOUSEHOLDS)
    if figure.kind == Kind.MOVEMENT:
        require(post, Verb.VIEW_FUNDS)
    if not _may_list(post, figure):
        require(post, Verb.VIEW_ALL_FACTS)
    rows, table, _ = _table(request, post, figure)
    require_few(rows.table.num_rows)
    order(table, request)
    lines = [
        *notes(request, area=figure.area, as_of=figure.as_of),
        f"名册 {figure.roster.digest[:16]}；行摘要 {figure.rows_digest[:16]}；编号 {figure.pk}",
    ]
    return download(request, table, title=figure.title, lines=lines, is_money=amount_is_money(figure))


def _may_list(post: Post, figure: Figure) -> bool:
    """Whether the post may see the rows: households by name, what a run found of each only with all facts, money with funds."""
    if figure.kind == Kind.MOVEMENT:
        return post.may(Verb.VIEW_FUNDS)
    if figure.kind != Kind.HOUSEHOLD:
        return True
    return post.may(Verb.VIEW_HOUSEHOLDS) and (figure.run is None or post.may(Verb.VIEW_ALL_FACTS))


def _figure(post: Post, pk: int) -> Figure:
    return get_within(
        Figure.objects.select_related("area", "run__pack", "roster").defer("run__pack__files"), post, pk=pk
    )


def _table(request: HttpRequest, post: Post, figure: Figure) -> tuple[FigureRows, FigureRowsTable, RowsForm]:
    rows = rows_of(figure, post)
    form = RowsForm(request.GET, figure=figure)
    wanted = form.cleaned_data if form.is_valid() else {}
    text = wanted.get("q") or ""
    found = matching(figure.kind, text, figure.as_of, figure.known_at) if text.strip() else None
    return rows, figure_table(figure, rows.table, text_codes=found, area=wanted.get("area") or ""), form


def _total(figure: Figure, rows: FigureRows) -> str:
    """What the amounts add up to, said beside the count of rows; of a percentage both of its sums."""
    defined = indicator(figure.indicator)
    if not defined.amount_title or rows.table["amount"].null_count == rows.table.num_rows:
        return ""
    unit = "分" if amount_is_money(figure) else defined.amount_unit
    said = shown(Decimal(rows.total), unit)
    if defined.measure is not Measure.RATE:
        return f"合计 {said.number} {said.unit}"
    whole = shown(Decimal(rows.base), unit)
    return f"{defined.amount_title} {said.number} {said.unit}，{defined.base_title} {whole.number} {whole.unit}"


def _history(post: Post, figure: Figure) -> list[dict[str, object]]:
    """The same figure on other days, as known last, oldest first."""
    rows = within(Figure.objects.computed(), post).filter(
        indicator=figure.indicator, part=figure.part, area=figure.area
    )
    if figure.run is not None:
        rows = rows.filter(run__pack__name=figure.run.pack.name)
    newest: dict[object, Figure] = {}
    for row in rows.order_by("as_of", "known_at", "id"):
        newest[row.as_of] = row
    return [{"figure": row, "shown": shown(row.value, row.unit)} for row in list(newest.values())[-HISTORY:]]


def _chart(figure: Figure, history: list[dict[str, object]]) -> dict[str, object]:
    scale = 100 if figure.unit == "分" else 1
    rows = [each["figure"] for each in history if each["figure"].value is not None]
    return {
        "days": [row.as_of.isoformat() for row in rows],
        "values": [float(row.value) / scale for row in rows],
        "unit": "元" if figure.unit == "分" else figure.unit,
    }


def _previous(figure: Figure, history: list[dict[str, object]]) -> dict[str, object] | None:
    """The last earlier day and the change since."""
    before = [each["figure"] for each in history if each["figure"].as_of < figure.as_of]
    if not before or before[-1].value is None or figure.value is None:
        return None
    change = figure.value - before[-1].value
    return {"figure": before[-1], "change": shown(abs(change), figure.unit), "sign": (change > 0) - (change < 0)}


def _others(post: Post, figure: Figure) -> list[Figure]:
    """Figures to compare with: the same in other areas of the same roster and run."""
    rows = within(Figure.objects.computed(), post).filter(
        indicator=figure.indicator, part=figure.part, roster=figure.roster, run=figure.run
    )
    return list(rows.exclude(pk=figure.pk).select_related("area").order_by("area_id")[:OTHER_AREAS])


def _below(post: Post, figure: Figure) -> list[dict[str, object]]:
    """The same figure in every area of the next level down, however many there are."""
    rows = within(Figure.objects.computed(), post).filter(
        indicator=figure.indicator, part=figure.part, roster=figure.roster, run=figure.run, area__parent=figure.area_id
    )
    found = rows.select_related("area").order_by("area_id")
    return [{"figure": each, "shown": shown(each.value, each.unit)} for each in found]


def _beyond(figure: Figure, below: list[dict[str, object]]) -> Shown | None:
    """What lies in no single area below, such as a project of the whole county; None where the areas add up to the figure, and
    for percentages, which do not add up."""
    if indicator(figure.indicator).measure is Measure.RATE:
        return None
    rest = figure.value - sum(each["figure"].value for each in below)
    return shown(rest, figure.unit) if below and rest else None


def _replaces(row: Figure, figure: Figure) -> bool:
    return row.as_of == figure.as_of and row.known_at > figure.known_at


def _parameters(figure: Figure, said: Definition) -> list[dict[str, str]]:
    """The run's parameters that the rule names, or the rules of its items for a whole standard; all where none is named."""
    used = figure.run.parameters if figure.run is not None else []
    standard, _, rest = figure.part.partition("/")
    rules = said.rule
    if rest.startswith("/") and figure.run is not None:
        rules += "".join(
            item["rule"] for each in figure.run.standards if each["name"] == standard for item in each["items"]
        )
    named = [each for each in used if each["name"] in rules]
    return named or used


def _bars(figure: Figure, below: list[dict[str, object]]) -> dict[str, object]:
    scale = 1_000_000 if figure.unit == "分" else 1
    rows = [each["figure"] for each in below if each["figure"].value is not None]
    return {
        "names": [row.area.title for row in rows],
        "series": [{"name": figure.title, "values": [float(row.value) / scale for row in rows], "tone": "action"}],
        "unit": "万元" if figure.unit == "分" else figure.unit,
    }


def _compared(request: HttpRequest, post: Post, figure: Figure) -> dict[str, object] | None:
    """The figure picked with ``?with=``: of the same definition, in scope."""
    picked = whole_number(request.GET.get("with", ""))
    if picked is None:
        return None
    rows = within(Figure.objects.computed(), post).filter(indicator=figure.indicator, part=figure.part)
    other = rows.filter(pk=picked).select_related("area", "roster").first()
    return None if other is None else {"figure": other, "shown": shown(other.value, other.unit)}


def _difference(figure: Figure, other: Figure) -> Shown:
    return shown(None if None in (figure.value, other.value) else figure.value - other.value, figure.unit)
