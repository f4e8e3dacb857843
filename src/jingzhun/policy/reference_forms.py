"""Forms of code lists, spellings and the calendar. They read what was typed; rules are the actions'."""

from __future__ import annotations

from django import forms

from .models import CodeList


class CodeForm(forms.Form):
    code = forms.CharField(label="代码", max_length=12)
    text = forms.CharField(label="名称", max_length=60)


class AliasForm(forms.Form):
    alias = forms.CharField(label="别写", max_length=60, help_text="文件里出现的另一种写法，例如“新农合”")
    code = forms.ChoiceField(label="指的是")

    def __init__(self, code_list: CodeList, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(row.code, f"{row.code} {row.text}") for row in code_list.codes.all()]


class SpellingForm(forms.Form):
    name = forms.CharField(
        label="写法", max_length=80, help_text="文件里出现的写法，例如“查理通”；登记后导入和查找都认得"
    )
    source = forms.CharField(label="出处", max_length=200, help_text="在哪份文件里见到的")


class DayForm(forms.Form):
    day = forms.DateField(label="日期", help_text="年-月-日")
    is_working = forms.ChoiceField(
        label="这一天", choices=[("0", "放假（平日）"), ("1", "上班（周末）")], widget=forms.RadioSelect
    )
    name = forms.CharField(label="说明", max_length=60, help_text="例如：春节、国庆节调休")
    source = forms.CharField(label="依据", max_length=200, required=False, help_text="放假通知的文号")

    def clean_is_working(self) -> bool:
        return self.cleaned_data["is_working"] == "1"
