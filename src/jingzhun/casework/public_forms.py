"""What people without an account may write, and the office's forms about it. Rules are the actions'."""

from __future__ import annotations

from datetime import date

from django import forms

from .actions.objection import LONGEST, NAME
from .models import Objection
from .notice_sheet import NoticeSheet
from .reference import read_reference


class VisitorForm(forms.Form):
    """What somebody without an account writes; nobody is asked for a name or a number."""

    text = forms.CharField(
        max_length=LONGEST, widget=forms.Textarea({"rows": 6}),
        help_text=f"{LONGEST} 字以内。请不要写身份证号、银行账号和病情。",
    )  # fmt: skip
    by_name = forms.CharField(
        label="你的姓名",
        max_length=NAME,
        required=False,
        help_text="可以不写",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    asks = ""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = self.asks


class ObjectionForm(VisitorForm):
    """``entry`` is a line of the notice."""

    entry = forms.TypedChoiceField(label="对哪一户", coerce=int)
    asks = "不同意什么，为什么"
    field_order = ("entry", "text", "by_name")

    def __init__(self, *args, sheet: NoticeSheet, **options) -> None:
        super().__init__(*args, **options)
        many = len(sheet.entries) > 1
        choices = [(key, f"{number}. {text}") for number, (key, text) in enumerate(sheet.entries, 1)]
        self.fields["entry"].choices = [("", "请选"), *choices] if many else choices


class HeardObjectionForm(ObjectionForm):
    """An objection that a post heard: how it came is asked too."""

    channel = forms.ChoiceField(
        label="怎么提出的", choices=[(c.value, c.label) for c in Objection.Channel if c != Objection.Channel.PAGE]
    )
    on = forms.DateField(label="提出日期")
    field_order = ("entry", "channel", "on", "by_name", "text")

    def __init__(self, *args, sheet: NoticeSheet, today: date, **options) -> None:
        super().__init__(*args, sheet=sheet, **options)
        self.today = self.fields["on"].initial = today
        self.fields["by_name"].label, self.fields["by_name"].help_text = "提出人", "不愿留名的空着"
        self.fields["text"].help_text = f"照原话记，{LONGEST} 字以内"

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError("提出日期晚于今天。")
        return self.cleaned_data["on"]


class AnswerForm(forms.Form):
    """The answer to an objection."""

    is_upheld = forms.TypedChoiceField(
        label="核实结果", choices=(("no", "异议不成立"), ("yes", "异议成立")), coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label="怎么核实的，理由", max_length=LONGEST, widget=forms.Textarea({"rows": 5}),
        help_text="提出的人凭查询号能看到；不写姓名、证件号、电话、账号和健康状况",
    )  # fmt: skip


class SuggestionForm(VisitorForm):
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    asks = "建议"


class SuggestionAnswerForm(forms.Form):
    answer = forms.CharField(
        label="答复", max_length=LONGEST, widget=forms.Textarea({"rows": 5}),
        help_text="凭查询号能在网上看到；不写证件号、电话、账号和健康状况",
    )  # fmt: skip


class ReferenceForm(forms.Form):
    reference = forms.CharField(
        label="查询号", max_length=12, widget=forms.TextInput({"autocomplete": "off", "placeholder": "如 K7F3-Q2MD"})
    )

    def clean_reference(self) -> str:
        return read_reference(self.cleaned_data["reference"])
