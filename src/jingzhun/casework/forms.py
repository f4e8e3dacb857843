"""Forms of the case page. What they may hold is checked again by the actions."""

from __future__ import annotations

from typing import Any

from django import forms

from .models import CheckAnswer, SampleCase, Signature


class DecisionForm(forms.Form):
    """``version`` is what the page shows of the case; ``notice_from`` only where the step is followed by a notice."""

    version = forms.CharField(widget=forms.HiddenInput)
    outcome = forms.CharField(widget=forms.HiddenInput)
    opinion = forms.CharField(label="意见", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    notice_from = forms.DateField(label="公示从哪天起", required=False)

    def __init__(self, *args: Any, notice: str = "", needs_reason: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if notice:
            self.fields["notice_from"].label = f"{notice}从哪天起"
        else:
            del self.fields["notice_from"]
        if needs_reason:
            self.fields["opinion"].label, self.fields["opinion"].required = "理由", True


class PaperForm(forms.Form):
    name = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(label="文件", help_text="PDF、图片、Word 或 Excel，不超过 20 MB")


class HouseholdSignatureForm(forms.Form):
    signer = forms.CharField(label="签字人", max_length=60)
    way = forms.ChoiceField(
        label="方式", choices=[each for each in Signature.Way.choices if each[0] != "account"], widget=forms.RadioSelect
    )


class CheckForm(forms.Form):
    name = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label="结果", choices=CheckAnswer.Answer.choices, widget=forms.RadioSelect)
    source = forms.CharField(label="在哪里查的", max_length=200)


class SpotCheckForm(forms.Form):
    result = forms.ChoiceField(label="实地核查", choices=SampleCase.Result.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=200, required=False)


class OpeningForm(forms.Form):
    """``origin`` offers the ways in which this procedure may begin."""

    origin = forms.ChoiceField(label="来源", widget=forms.RadioSelect)
    reason = forms.CharField(label="事由", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, sources: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["origin"].choices = [(each, each) for each in sources]
        if len(sources) == 1:
            self.fields["origin"].initial = sources[0]


class BatchForm(OpeningForm):
    title = forms.CharField(label="批次名称", max_length=80, help_text="例如：2018 年第四季度拟退出户")
    field_order = ("title", "origin", "reason")


class HandOverForm(forms.Form):
    to = forms.TypedChoiceField(label="交给谁", coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [("", "请选择"), *people]


class DelegationForm(forms.Form):
    to = forms.TypedChoiceField(label="委托给谁", coerce=int)
    since = forms.DateField(label="从哪天起")
    until = forms.DateField(label="到哪天止", help_text="这一天不算在内")
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [("", "请选择"), *people]
