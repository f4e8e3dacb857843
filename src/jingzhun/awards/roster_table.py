"""Rosters and their lines as tables: filtered and sorted lists on pages, the same rows in exports."""

from __future__ import annotations

from collections.abc import Sequence

import django_tables2 as tables
from django import forms
from django.utils.html import format_html

from jingzhun.core.money import yuan

from .roster_lines import Outcome, Shown, Stage

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}
STATES = (
    ("", "全部"), ("helper", "挂包干部未核实"), ("village", "村组干部未核实"), ("account", "没有银行账号"), ("struck", "已剔除"),
    ("waiting", "等银行回单"), ("paid", "已兑付"), ("back", "未付成、退汇"),
)  # fmt: skip


class LineForm(forms.Form):
    """Text, village and how far a line is."""

    q = forms.CharField(
        label="查找",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "户主、户编号、自然村"}),
    )
    village = forms.ChoiceField(label="村", required=False)
    state = forms.ChoiceField(label="进度", required=False, choices=STATES)

    def __init__(self, data, *, rows: Sequence[Shown]) -> None:
        super().__init__(data)
        villages = {row.village_code: row.village for row in rows}
        self.fields["village"].choices = [("", "全部"), *sorted(villages.items())]

    def chosen(self, rows: Sequence[Shown]) -> list[Shown]:
        """The rows that fit; a choice that is none fits all."""
        given = self.cleaned_data if self.is_valid() else {}
        text, village, state = given.get("q", "").strip(), given.get("village", ""), given.get("state", "")
        return [
            row
            for row in rows
            if (not text or text in row.head or text in row.group or row.line.household.code.startswith(text))
            and (not village or row.village_code == village)
            and (not state or _fits(row, state))
        ]


def _fits(row: Shown, state: str) -> bool:
    if state == "struck":
        return row.line.struck_on is not None
    if row.line.struck_on is not None:
        return False
    if state in (Stage.HELPER, Stage.VILLAGE):
        return state not in row.checks
    if state == "account":
        return not row.has_account
    found = row.last.outcome if row.last else ""
    return found in (Outcome.FAILED, Outcome.RETURNED) if state == "back" else found == state


class LineTable(tables.Table):
    """One line; the boxes to tick belong to the form ``verify`` beside the table."""

    head = tables.Column("户主", accessor="head", linkify=("award-line", {"code": tables.A("line__roster__subject__code"), "number": tables.A("line__number")}))  # fmt: skip
    number = tables.Column("序号", accessor="line__number", attrs=NUMBER)
    village = tables.Column("村", accessor="village", order_by="village_code")
    group = tables.Column("自然村", accessor="group", default="")
    reckoning = tables.Column(
        "计算", accessor="line__reckoning", orderable=False, attrs={"td": {"class": "jz-soft jz-small"}}
    )
    amount = tables.Column("奖补（元）", accessor="line__amount", attrs=NUMBER)
    helper = tables.Column("挂包干部", empty_values=(), orderable=False)
    cadre = tables.Column("村组干部", empty_values=(), orderable=False)
    state = tables.Column("兑付", accessor="state", empty_values=())

    class Meta:
        attrs = {"class": "jz-cards jz-two"}

    def __init__(self, *args, tick: bool = False, **options) -> None:
        extra = [("tick", tables.Column("选", empty_values=(), orderable=False))] if tick else []
        sequence = ("head", *(["tick"] if tick else []), "...")
        super().__init__(*args, extra_columns=extra, sequence=sequence, **options)

    def render_tick(self, record: Shown) -> str:
        if record.line.struck_on or not record.is_mine:
            return "—"
        return format_html(
            '<input class="form-check-input" type="checkbox" name="line" value="{}" form="verify" aria-label="选{}">',
            record.line.number, record.head,
        )  # fmt: skip

    def render_amount(self, record: Shown) -> str:
        shown = yuan(record.line.amount)
        return format_html("<del>{}</del>", shown) if record.line.struck_on else shown

    def render_helper(self, record: Shown) -> str:
        return record.check(Stage.HELPER) or "未核实"

    def render_cadre(self, record: Shown) -> str:
        return record.check(Stage.VILLAGE) or "未核实"

    def render_state(self, record: Shown) -> str:
        if record.line.struck_on:
            return f"已剔除：{record.line.struck_why}"
        if record.state:
            return record.state
        return "" if record.has_account else "没有银行账号"
