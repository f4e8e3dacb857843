"""The rows of a figure as a table: filtered, sorted and paged without reading more names than are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
import pyarrow as pa
import pyarrow.compute as pc
from django import forms
from django.utils.html import format_html
from django_tables2.data import TableData

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import yuan

from .indicator import Kind
from .indicators import indicator
from .models import Figure
from .naming import Name, names_of
from .parts import ITEM
from .trouble import troubles

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
MONO = {"td": {"class": "jz-mono"}}


class RowsForm(forms.Form):
    """Text and area; choices are the areas below the figure's."""

    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    area = forms.ChoiceField(label="乡镇、村", required=False)

    def __init__(self, data: Any, *, figure: Figure) -> None:
        super().__init__(data)
        code = AreaCode.parse(figure.area_id)
        below = Area.objects.under(code).filter(level__in=(Level.TOWNSHIP, Level.VILLAGE)).exclude(pk=figure.area_id)
        self.fields["area"].choices = [
            ("", "全部"),
            *((area.pk, ("　" if area.level == Level.VILLAGE else "") + area.title) for area in below),
        ]
        hint = {
            Kind.HOUSEHOLD: "姓名、拼音首字母、户号",
            Kind.PROJECT: "项目名称、编号",
            Kind.MOVEMENT: "凭证号、文号、项目编号",
        }.get(figure.kind, "名称")
        self.fields["q"].widget.attrs["placeholder"] = hint


@dataclass(frozen=True)
class Row:
    """One row as shown."""

    code: str
    name: Name
    area: str
    amount: int | None
    base: int | None
    value: str | None
    line: str | None
    items: str = ""


class ArrowRows(TableData):
    """Rows kept in an Arrow table; names are looked up for the slice that is shown."""

    COLUMNS = {
        "name": "code",
        "code": "code",
        "place": "area",
        "amount": "amount",
        "base": "base",
        "value": "value",
        "line": "line",
    }

    def __init__(self, rows: pa.Table, figure: Figure, places: dict[str, str], items: dict[str, str]) -> None:
        super().__init__(rows)
        self.figure, self.places, self.items = figure, places, items

    def __len__(self) -> int:
        return self.data.num_rows

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            start, stop, _ = key.indices(len(self))
            return self._shown(self.data.slice(start, max(stop - start, 0)))
        return self._shown(self.data.slice(key, 1))[0]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._shown(self.data))

    def _shown(self, part: pa.Table) -> list[Row]:
        figure = self.figure
        codes = part["code"].to_pylist()
        names = names_of(figure.kind, codes, figure.as_of, figure.known_at)
        columns = (part[name].to_pylist() for name in ("area", "amount", "base", "value", "line"))
        return [
            Row(
                code,
                names.get(code, Name("", "")),
                self.places.get(area[:12], area),
                amount,
                base,
                value,
                line,
                self.items.get(code, ""),
            )
            for code, area, amount, base, value, line in zip(codes, *columns, strict=True)
        ]

    def order_by(self, aliases: Any) -> None:
        keys = [
            (self.COLUMNS[alias.lstrip("-")], "descending" if alias.startswith("-") else "ascending")
            for alias in aliases
            if alias.lstrip("-") in self.COLUMNS
        ]
        if keys:
            self.data = self.data.sort_by([*keys, ("code", "ascending")])


class FigureRowsTable(tables.Table):
    name = tables.Column("名称", empty_values=())
    place = tables.Column("所在", empty_values=())
    code = tables.Column("编号", attrs=MONO)
    amount = tables.Column("数", attrs=NUMBER)
    base = tables.Column("占", attrs=NUMBER)
    value = tables.Column("值", attrs=NUMBER, orderable=False)
    line = tables.Column("标准", attrs=NUMBER, orderable=False)
    items = tables.Column("哪几条", orderable=False, attrs={"td": {"class": "jz-wide"}})

    class Meta:
        attrs = {"class": "jz-cards jz-two"}
        order_by_field = "sort"
        empty_text = "没有符合条件的行"

    def render_name(self, record: Row) -> str:
        return (
            format_html('<a href="{}">{}</a>', record.name.href, record.name.text)
            if record.name.href
            else record.name.text or record.code
        )

    def value_name(self, record: Row) -> str:
        return record.name.text

    def render_place(self, record: Row) -> str:
        return record.area

    def render_amount(self, value: int) -> str:
        return yuan(value) if self.is_money else f"{value:,}"

    def value_amount(self, value: int | None) -> int | None:
        return value

    render_base, value_base = render_amount, value_amount


def figure_table(figure: Figure, rows: pa.Table, *, text_codes: set[str] | None, area: str) -> FigureRowsTable:
    """The table of the rows that match: ``text_codes`` None is no search, ``area`` empty is all."""
    if text_codes is not None:
        rows = rows.filter(pc.is_in(rows["code"], value_set=pa.array(sorted(text_codes), pa.string())))
    if area:
        code = AreaCode.parse(area)
        rows = rows.filter(pc.and_(pc.greater_equal(rows["area"], code.first), pc.less(rows["area"], code.after)))
    defined = indicator(figure.indicator)
    shown = AreaCode.parse(figure.area_id)
    areas = Area.objects.under(shown).filter(level__gte=Level.COUNTY).exclude(level=Level.GROUP)
    places = place_names(areas)
    is_money = amount_is_money(figure)
    items = items_of(figure)
    excluded = [
        name for name, is_empty in (
            ("amount", not defined.amount_title or rows["amount"].null_count == rows.num_rows),
            ("base", not defined.base_title),
            ("value", rows["value"].null_count == rows.num_rows),
            ("line", rows["line"].null_count == rows.num_rows),
            ("place", figure.kind not in (Kind.HOUSEHOLD, Kind.PERSON, Kind.PROJECT, Kind.MOVEMENT)),
            ("items", not items),
        ) if is_empty
    ]  # fmt: skip
    table = FigureRowsTable(ArrowRows(rows, figure, places, items), exclude=excluded)
    table.is_money = is_money
    for name, header in headers(figure).items():
        if name in table.columns:
            table.columns[name].column.verbose_name = header
    return table


def items_of(figure: Figure) -> dict[str, str]:
    """For the subjects of a whole standard that fails or lacks data: which items, and how they stand. Empty for others."""
    standard, _, rest = figure.part.partition("/")
    if figure.indicator != "criterion" or rest not in ("/fail", "/missing"):
        return {}
    return {
        code: "；".join(ITEM[each.outcome] + "：" + each.title for each in found)
        for code, found in troubles(figure.run, figure.area, standard=standard).items()
    }


def place_names(areas: Iterable[Area]) -> dict[str, str]:
    """Padded code → title; a village below a township of the list has the township before it."""
    titles = {each.pk: each.title for each in areas}
    above = {
        code: AreaCode.parse(code).at(Level.TOWNSHIP).padded
        for code in titles
        if AreaCode.parse(code).level == Level.VILLAGE
    }
    return {code: titles.get(above[code], "") + title if code in above else title for code, title in titles.items()}


def amount_is_money(figure: Figure) -> bool:
    """Whether the ``amount`` of its rows is fen."""
    defined = indicator(figure.indicator)
    return bool(defined.amount_title) and defined.amount_unit == "元"


def headers(figure: Figure) -> dict[str, str]:
    """Heads of the columns by the kind of rows and the indicator."""
    heads = {Kind.HOUSEHOLD: ("户主", "户编号"), Kind.PROJECT: ("项目", "项目编号"), Kind.MOVEMENT: ("收支", "笔号")}
    name, code = heads.get(figure.kind, ("名称", "区划代码"))
    defined = indicator(figure.indicator)
    unit = f" {defined.amount_unit}" if defined.amount_title else ""
    found = {
        "name": name,
        "code": code,
        "place": "所在",
        "amount": defined.amount_title + unit,
        "base": defined.base_title + unit,
    }
    if figure.kind == Kind.PROJECT:
        found |= {"value": "项目类别", "line": "阶段"}
    if figure.kind == Kind.MOVEMENT:
        found |= {"value": "资金来源", "line": "状态"}
    return found
