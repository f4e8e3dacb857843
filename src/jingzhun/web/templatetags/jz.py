"""Template tags and filters of the house: formatting and components. No figure is computed here.

Loaded as built-ins, so pages need no ``{% load %}``. ``docs/how-to/add-a-page.md`` shows each with its arguments.
Components take any object or mapping with the named attributes, so lower apps need nothing from ``web``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingzhun.core import masking, money
from jingzhun.core import text as text_of

from ..drawing import due_chip, shades, spark_path, split_bar, verdict_chip

register = template.Library()
SHORT_LABEL = 6
"""A label of the criteria bars longer than this many signs gets the wide column."""


# ── formatting ──────────────────────────────────────────────────────────────


@register.filter
def yuan(fen: int | None) -> str:
    """Whole fen → ``1,234.50`` (元). None → —."""
    return "—" if fen is None else money.yuan(fen)


@register.filter
def wan(fen: int | None, decimals: int = 2) -> str:
    """Whole fen → ``6,842.50`` (万元). None → —."""
    return "—" if fen is None else money.wan(fen, decimals=int(decimals))


@register.filter
def grouped(number: Any) -> str:
    """A number with thousands separators, decimals as they are. None → —; text is left alone."""
    if number is None or number == "":
        return "—"
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        return str(number)
    return f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"


@register.filter
def with_commas(text: Any) -> str:
    """Words with their long quantities grouped: ``再增收 9002.00 元`` → ``再增收 9,002.00 元``."""
    return text_of.group_numbers(str(text or ""))


@register.filter
def measured(text: Any) -> SafeString | str:
    """``14325.00 元`` → 14,325.00 with a small unit; words and percentages stay; empty → —."""
    said = with_commas(text)
    number, _, unit = said.partition(" ")
    if not unit or not number.replace(",", "").replace(".", "").lstrip("-").isdecimal():
        return said or "—"
    return format_html('{}<span class="jz-unit">{}</span>', number, unit)


@register.filter
def day(value: date | datetime | None) -> str:
    """``2026-06-30``; None → —."""
    if value is None or value == "":
        return "—"
    return timezone.localtime(value).date().isoformat() if isinstance(value, datetime) else value.isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """``2026-07-01 06:00`` in local time; None → —."""
    return "—" if not value else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def masked_id(number: str | None) -> str:
    return masking.mask_id_number(number) if number else "—"


@register.filter
def masked_phone(number: str | None) -> str:
    return masking.mask_phone(number) if number else "—"


@register.filter
def short_hash(digest: str | None) -> str:
    """``9f3c·21ab``: the first eight signs of a digest."""
    return f"{digest[:4]}·{digest[4:8]}" if digest else "—"


@register.filter
def or_dash(value: Any) -> Any:
    return "—" if value is None or value == "" else value


# ── small parts ─────────────────────────────────────────────────────────────


@register.simple_tag
def icon(name: str) -> SafeString:
    """One symbol of the sprite; decoration only, so hidden from readers."""
    return format_html('<svg class="jz-i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def figure(value: Any, unit: str = "", href: str = "", label: str = "") -> SafeString:
    """A number with its unit; with ``href`` it opens its rows (dotted underline), without it is plain text."""
    number = grouped(value)
    unit_html = format_html('<span class="jz-unit">{}</span>', unit) if unit else SafeString("")
    if not href:
        return format_html("{}{}", number, unit_html)
    named = format_html(' aria-label="{} {}"', label, number) if label else SafeString("")
    return format_html('<a class="jz-fig" href="{}"{}>{}</a>{}', href, named, number, unit_html)


@register.simple_tag
def verdict(value: Any, kind: str = "criterion", word: str = "") -> SafeString:
    """Chip for pass / fail / missing / not_applicable (text or enum); ``kind`` chooses the words:
    criterion 通过·不通过, standard 达标·未达标, programme 符合·不符合, option 是·否, match 无·有·未回传."""
    return verdict_chip(value, kind=kind, word=word)


@register.simple_tag
def due(on: date | None, today: date | None = None) -> SafeString:
    """Chip of a time limit seen from ``today`` (default: local day): 还剩 2 天, 今日到期, 超期 3 天, 7月8日."""
    return due_chip(on, today or timezone.localdate())


@register.simple_tag
def sparkline(values: Iterable[float | None]) -> SafeString:
    line, area = spark_path([v for v in values if v is not None])
    if not line:
        return SafeString("")
    return format_html(
        '<svg class="jz-spark" viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="jz-area" d="{}"/><path d="{}"/></svg>',
        area,
        line,
    )


@register.simple_tag
def meter(percent: float) -> SafeString:
    shown = max(0, min(100, round(float(percent))))
    return format_html(
        '<svg class="jz-meter mt-1 mb-2" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}%">'
        '<rect width="100" height="8"/><rect class="jz-on" width="{}" height="8"/></svg>',
        shown,
        shown,
    )


@register.simple_tag
def button_off(text: str, why: str, name: str) -> SafeString:
    """A greyed button with its reason; ``name`` is unique on the page."""
    return format_html(
        '<div><button type="button" class="btn w-100" aria-disabled="true" aria-describedby="why-{0}">{1}{2}</button>'
        '<p class="jz-why-not mt-1" id="why-{0}">{3}<span>{4}</span></p></div>',
        name,
        icon("lock"),
        text,
        icon("info-circle"),
        why,
    )


# ── components ──────────────────────────────────────────────────────────────


@register.inclusion_tag("web/components/crumb.html")
def crumb(*parts: str) -> dict[str, Any]:
    """``{% crumb "一户一档" url "红坡村" url2 "此里农布" %}``: text and address in turn, the last one without address."""
    pairs = [{"text": parts[i], "href": parts[i + 1] if i + 1 < len(parts) else ""} for i in range(0, len(parts), 2)]
    return {"parts": pairs}


@register.inclusion_tag("web/components/figures.html")
def figures(strip: Iterable[Any], label: str = "主要数字") -> dict[str, Any]:
    """3–5 key figures: each with title, value, unit, href; optional change, change_tone (good, bad), base, note,
    spark (list of numbers), changes_since (count of later changes), also (a second, smaller figure: title, value, unit, href)."""
    shown = list(strip)
    return {"strip": shown, "label": label, "four": len(shown) in (2, 4)}


@register.inclusion_tag("web/components/criteria.html")
def criteria(rows: Iterable[Any], unit: str = "户") -> dict[str, Any]:
    """Bars by criterion: each row with title, passed, failed, missing; optional pass_href, fail_href, miss_href."""
    listed = list(rows)
    return {
        "rows": [{"row": r, **split_bar(_get(r, "passed"), _get(r, "failed"), _get(r, "missing"))} for r in listed],
        "unit": unit,
        "long": any(len(_get(r, "title")) > SHORT_LABEL for r in listed),
    }


@register.inclusion_tag("web/components/tiles.html")
def tiles(areas: Iterable[Any], unit: str = "户", left: str = "", right: str = "") -> dict[str, Any]:
    """Schematic tiles: each area with name, value, href, note, share (text); ``left``/``right`` head the two columns."""
    listed = list(areas)
    return {
        "tiles": [
            {"area": a, "shade": s} for a, s in zip(listed, shades([_get(a, "value") for a in listed]), strict=True)
        ],
        "unit": unit,
        "left": left,
        "right": right,
    }


@register.inclusion_tag("web/components/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """History, newest first: each with on (date), title; optional detail, href, is_running."""
    return {"events": list(events)}


@register.inclusion_tag("web/components/empty.html")
def empty(title: str, text: str = "", href: str = "", action: str = "", lock: bool = False) -> dict[str, Any]:
    """What would be here and how to begin, with one button."""
    return {"title": title, "text": text, "href": href, "action": action, "lock": lock}


@register.inclusion_tag("web/components/running.html")
def running(
    doing: str, percent: float, poll: str, done: str = "", every: str = "1s", name: str = "running"
) -> dict[str, Any]:
    """A job under way; ``poll`` answers the same fragment until it ends, then the finished one (no more polling)."""
    return {"doing": doing, "percent": percent, "poll": poll, "done": done, "every": every, "name": name}


@register.inclusion_tag("web/components/problem.html")
def problem(error: Any) -> dict[str, Any]:
    """Error block of a ``core.errors.Problem`` (code, what, where, what to do) or of plain text."""
    return {"error": error}


@register.inclusion_tag("web/components/list.html", takes_context=True)
def listing(
    context: Context, table: Any, form: Any = None, export: str = "", label: str = "列表", total: str = ""
) -> dict[str, Any]:
    """A filtered, sorted, paged table with its count; ``export`` is the address that exports what is shown."""
    request = context.get("request")
    paginator = getattr(table, "paginator", None)
    own = set(getattr(form, "fields", ())) | {getattr(table, "prefixed_page_field", "page")}
    kept = [] if request is None else [(k, v) for k, vs in request.GET.lists() for v in vs if k not in own]
    return {
        "table": table,
        "filters": form,
        "kept": kept,
        "count": paginator.count if paginator else len(table.rows),
        "export": export,
        "label": label,
        "total": total,
        "request": request,
    }


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: Context, page: Any, unit: str = "行", field: str = "page", at: str = "") -> dict[str, Any]:
    """Which rows of how many are shown, and links to the other pages; nothing where one page holds all.

    ``unit`` counts the rows, ``field`` carries the page in the query, ``at`` is the id where reading goes on.
    """
    if page is None or not page.has_other_pages():
        return {}

    def to(number: int) -> str:
        return with_query(context, **{field: number if number > 1 else None}) + (f"#{at}" if at else "")

    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "unit": unit,
        "numbers": [(each, to(each) if isinstance(each, int) else "") for each in elided],
        "back": to(page.previous_page_number()) if page.has_previous() else "",
        "on": to(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_block_tag(end_name="endpanel")
def panel(
    content: str,
    title: str = "",
    soft: str = "",
    href: str = "",
    link: str = "",
    id: str = "",
    columns: int = 0,
    foot: str = "",
    inner: bool = True,
    fill: bool = False,
) -> SafeString:
    """White panel for one question. ``inner=False`` where a table fills it; ``columns`` 4, 5, 7, 8 or 12 in a ``jz-grid``."""
    classes = "jz-panel" + (f" jz-c{int(columns)}" if columns else "") + (" jz-fill" if fill else "")
    head = SafeString("")
    if title:
        soft_html = format_html('<span class="jz-soft jz-small">{}</span>', soft) if soft else ""
        end = format_html('<span class="jz-end"><a href="{}">{}</a></span>', href, link) if href else ""
        head = format_html("<header><h2>{}</h2>{}{}</header>", title, soft_html, end)
    body = format_html('<div class="jz-in">{}</div>', content) if inner else content
    foot_html = format_html("<footer><span>{}</span></footer>", foot) if foot else ""
    named = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="{}"{}>{}{}{}</section>', classes, named, head, body, foot_html)


@register.simple_block_tag(end_name="endnote")
def note(content: str, tone: str = "") -> SafeString:
    """One message on a panel; ``tone`` is empty, warn, bad or good. Bad ones are announced."""
    signs = {"": "info-circle", "warn": "alert-triangle", "bad": "alert-triangle", "good": "check"}
    role = {"bad": ' role="alert"', "good": ' role="status"'}.get(tone, "")
    return format_html(
        '<div class="jz-note{}"{}>{}<span>{}</span></div>',
        f" jz-{tone}" if tone else "",
        SafeString(role),
        icon(signs.get(tone, "info-circle")),
        content,
    )


@register.simple_block_tag(end_name="endchart")
def chart(content: str, kind: str, data: Any, name: str, label: str) -> SafeString:
    """Chart with its table: ``data`` is JSON for ``charts.js`` (kind sankey, history or bars), the content is the table."""
    from django.utils.html import json_script

    return format_html(
        '<div data-swaps class="jz-drawn-{1}"><p class="text-end mb-2"><span class="jz-seg" role="group" aria-label="图或表">'
        '<button type="button" data-swap="{0}-drawn" aria-pressed="true">图</button>'
        '<button type="button" data-swap="{0}-table" aria-pressed="false">表</button></span></p>'
        '<div id="{0}-drawn"><div class="jz-chart" data-chart="{1}" data-from="{0}-data" role="img" aria-label="{2}">'
        '</div></div><div id="{0}-table" hidden><div class="jz-scroll" tabindex="0" role="region" aria-label="{2}">{3}</div>'
        "</div>{4}</div>",
        name,
        kind,
        label,
        content,
        json_script(data, f"{name}-data"),
    )


# ── addresses and forms ─────────────────────────────────────────────────────


@register.simple_tag
def address(name: str, *args: Any, **kwargs: Any) -> str:
    """Like ``{% url %}`` but empty where the address does not exist in this release, so that nothing dead is shown."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("web/components/kept_query.html", takes_context=True)
def kept_query(context: Context, *without: str) -> dict[str, Any]:
    """Hidden inputs for the query of this page except the named fields, for forms sent by GET."""
    request = context.get("request")
    pairs = [] if request is None else [(k, v) for k, vs in request.GET.lists() for v in vs if k not in without]
    return {"pairs": pairs}


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """This page's query with fields changed (``page=2``) or removed (``page=None``), beginning with ``?``."""
    request = context.get("request")
    if request is None:
        return "?"
    query = request.GET.copy()
    for field, value in changes.items():
        if value is None or value == "":
            query.pop(field, None)
        else:
            query[field] = str(value)
    return "?" + query.urlencode()


@register.filter
def widget(field: Any) -> SafeString:
    """A bound field's control with the house classes; errors make it ``is-invalid``."""
    control = field.field.widget
    kind = getattr(control, "input_type", "")
    if kind in ("checkbox", "radio"):
        classes = "form-check-input"
    elif kind == "select":
        classes = "form-select"
    elif kind == "hidden":
        return field.as_widget()
    else:
        classes = "form-control"
    classes += " is-invalid" if field.errors else ""
    own = control.attrs.get("class", "")
    extra: dict[str, str] = {"class": f"{classes} {own}".strip()}
    if type(field.field).__name__ == "DateField":
        extra |= {
            "inputmode": "numeric",
            "placeholder": control.attrs.get("placeholder", "年-月-日"),
            "class": f"{classes} jz-w-date {own}".strip(),
        }
    elif kind == "number":
        extra["class"] = f"{classes} jz-w-number {own}".strip()
    return field.as_widget(attrs=extra)


@register.filter
def is_choice_list(field: Any) -> bool:
    """True where the control is a group of boxes or buttons and needs a legend instead of a label."""
    return bool(getattr(field.field.widget, "use_fieldset", False))


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
