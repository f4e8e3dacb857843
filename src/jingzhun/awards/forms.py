"""Forms of award rosters: what to make one of, a strike's reason, a paper."""

from __future__ import annotations

from django import forms


class MakeForm(forms.Form):
    """``award`` is run and programme (``12:产业以奖代补``); ``project`` the code of the project that bears the cost."""

    award = forms.ChoiceField(label="奖补项目", widget=forms.RadioSelect)
    project = forms.ChoiceField(label="列支项目", help_text="拨付给本乡镇的这笔奖补资金登记在哪个项目")

    def __init__(self, data, *, awards: list[tuple[str, str]], projects: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["award"].choices = awards
        self.fields["project"].choices = [("", "请选择"), *projects]


class PaperForm(forms.Form):
    title = forms.CharField(label="材料", max_length=80)
    file = forms.FileField(label="文件")
