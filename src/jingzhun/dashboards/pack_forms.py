"""Forms of the pack workshop: one value, one item, one file. Each turns what was typed into the files of a new version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404

from jingzhun.areas.models import Area
from jingzhun.policy.models import PackVersion
from jingzhun.policy.pack_edit import Files, apply_from, note_change, set_item, set_text, set_value
from jingzhun.rules.pack import Item, Pack, PackParameter, Standard
from jingzhun.rules.trust import Trust

TRUST = [(trust.value, trust.label) for trust in Trust]
REASON = {"label": "为什么改", "max_length": 400, "help_text": "写明文件和原因；批准的人先看这一句"}


class ValueForm(forms.Form):
    value = forms.CharField(label="值", max_length=200, help_text="连单位写，例如 3750元、3%、25平方米/人")
    area = forms.ChoiceField(label="适用地区")
    since = forms.DateField(label="从哪一天起", help_text="更早的日期仍用原来的值")
    source = forms.CharField(label="依据的文件", max_length=200)
    clause = forms.CharField(label="条款", max_length=100, required=False)
    trust = forms.ChoiceField(label="可信度", choices=TRUST)
    reason = forms.CharField(**REASON)


class ItemForm(forms.Form):
    title = forms.CharField(label="条件", max_length=200)
    holds = forms.CharField(
        label="怎么判断", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="用政策包里的词写；空着表示只列文字，不判断",
    )  # fmt: skip
    clause = forms.CharField(label="条款", max_length=100, required=False)
    source = forms.CharField(label="依据的文件", max_length=200, required=False)
    trust = forms.ChoiceField(label="可信度", choices=TRUST)
    since = forms.DateField(label="从哪一天起适用", help_text="评估更早的日期仍用原来的一版")
    reason = forms.CharField(**REASON)


class FileForm(forms.Form):
    text = forms.CharField(
        label="内容", strip=False, widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false", "class": "jz-mono"})
    )
    since = forms.DateField(label="从哪一天起适用", help_text="评估更早的日期仍用原来的一版")
    reason = forms.CharField(**REASON)


@dataclass(frozen=True)
class Edit:
    """What is edited. ``change`` turns the files of the version and what was typed into new files."""

    title: str
    kind: str
    version: PackVersion
    form: forms.Form
    change: Callable[[Files, dict[str, Any]], Files]

    def files(self, *, today: date) -> Files:
        """The files of the new version, with a row in CHANGES.md. The form must be valid."""
        data = self.form.cleaned_data
        made = self.change(self.version.files, data)
        if self.kind != VALUE and data["since"] != self.version.in_force_from:
            made = apply_from(made, day=data["since"])
        area = data.get("area", self.version.area) or "全国"
        return note_change(made, on=today, kind=self.kind, since=data["since"], area=area, text=data["reason"])


VALUE, ITEM, FILE = "参数", "条目", "文件"


def edit_of(*, version: PackVersion, pack: Pack, asked: Mapping[str, str], typed: Any, area: str) -> Edit:
    """The edit that an address asks for: ``parameter``, ``standard`` with ``item``, or ``file``. 404 for what is not there.

    ``area`` is the office's own, offered beside those for which the pack has values.
    """
    if "parameter" in asked:
        parameter = next((each for each in pack.parameters if each.name == asked["parameter"]), None)
        if parameter is not None:
            return _value(version, parameter, typed, area)
    elif "item" in asked:
        for standard in pack.standards:
            item = next((each for each in standard.items if each.id == asked["item"]), None)
            if standard.name == asked.get("standard") and item is not None:
                return _item(version, standard, item, typed)
    elif asked.get("file") in version.files:
        return _file(version, asked["file"], typed)
    raise Http404("政策包里没有这一处")


def _value(version: PackVersion, parameter: PackParameter, typed: Any, area: str) -> Edit:
    latest = max(parameter.values, key=lambda value: (value.since, len(value.area)))
    form = ValueForm(
        typed,
        initial={"value": latest.written, "area": latest.area, "since": latest.since, "trust": Trust.UNCHECKED.value},
    )
    areas = dict.fromkeys([*(value.area for value in parameter.values), version.area, area])
    titles = Area.objects.county_titles()
    form.fields["area"].choices = [(code, titles.get(code, code)) for code in areas]

    def change(files: Files, data: dict[str, Any]) -> Files:
        texts = {key: data[key] for key in ("area", "since", "value", "source", "clause", "trust")}
        return set_value(files, parameter=parameter.name, **texts)

    return Edit(parameter.name, VALUE, version, form, change)


def _item(version: PackVersion, standard: Standard, item: Item, typed: Any) -> Edit:
    form = ItemForm(
        typed,
        initial={
            "title": item.title, "holds": item.holds.text if item.holds else "", "clause": item.clause,
            "source": item.source, "trust": item.trust.value, "since": version.in_force_from,
        },
    )  # fmt: skip

    def change(files: Files, data: dict[str, Any]) -> Files:
        texts = {key: data[key] for key in ("title", "holds", "clause", "source", "trust")}
        return set_item(files, standard=standard.name, item=item.id, **texts)

    return Edit(f"{standard.title}：{item.title}", ITEM, version, form, change)


def _file(version: PackVersion, path: str, typed: Any) -> Edit:
    form = FileForm(typed, initial={"text": version.files[path], "since": version.in_force_from})
    return Edit(path, FILE, version, form, lambda files, data: set_text(files, path=path, text=data["text"]))


class PackFileForm(forms.Form):
    file = forms.FileField(label="政策包（zip）", help_text="“导出文件夹”得到的那种 zip；最大 2 MB")
    reason = forms.CharField(**REASON)
