"""Forms of the import pages."""

from __future__ import annotations

from django import forms

from .models import Upload


class UploadForm(forms.Form):
    file = forms.FileField(
        label="文件", help_text="xlsx、xls，或 UTF-8、GB 18030 的 csv。列的顺序不限，按表头认。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.et"}),
    )  # fmt: skip


class ChoiceForm(forms.Form):
    blank = forms.ChoiceField(label="文件里的空白格", choices=Upload.Blank.choices, widget=forms.RadioSelect)
    since = forms.DateField(label="数据截至", help_text="文件里的情况自这一天起成立。写作 年-月-日。")


class UndoForm(forms.Form):
    reason = forms.CharField(label="撤销的理由", max_length=200)
