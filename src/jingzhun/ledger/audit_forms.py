"""Forms of the register of findings. What they may hold is checked again by the actions and the database."""

from __future__ import annotations

from typing import Any

from django import forms

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.forms import MoneyField
from jingzhun.registry.models import Subject

from .forms import appropriation_in
from .models import AuditFinding, FindingStep, Fund
from .models.audit_finding import CATEGORIES, FORMS


class FindingForm(forms.Form):
    """About one of project, fund and appropriation, each named by its number and in the post's area."""

    check_kind = forms.ChoiceField(label="检查种类", choices=AuditFinding.Check.choices)
    check_title = forms.CharField(label="检查名称", max_length=120, help_text="例如：2018 年扶贫资金专项审计")
    document = forms.CharField(label="文号", max_length=80, required=False, help_text="照文件写；没有文件的不填")
    found_on = forms.DateField(label="发现日期")
    project = forms.CharField(label="项目编号", max_length=40, required=False)
    fund = forms.CharField(label="基金或互助社编号", max_length=40, required=False)
    appropriation = forms.CharField(
        label="指标编号", max_length=40, required=False, help_text="项目、基金、指标只填一个"
    )
    movement = forms.IntegerField(label="收支（第几笔）", min_value=1, required=False, help_text="只涉及一笔时填")
    category = forms.ChoiceField(label="问题类别")
    what = forms.CharField(
        label="问题", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text="不写农户的姓名和证件号"
    )
    amount = MoneyField(label="涉及金额（元）", required=False, help_text="不涉及金额的不填")
    unit = forms.CharField(label="责任单位", max_length=80)
    office = forms.CharField(label="责任岗位", max_length=80, help_text="写岗位，不写姓名；例如：分管副乡长")
    due_on = forms.DateField(label="整改期限")

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        self.post = post
        self.fields["category"].choices = [("", "请选择"), *CodeBook.read().choices(CATEGORIES)]

    def clean_project(self) -> Subject | None:
        return self._named(Subject.objects.filter(kind=Subject.Kind.PROJECT), "project", "code", "area_id", "项目")

    def clean_fund(self) -> Fund | None:
        rows = Fund.objects.select_related("subject")
        return self._named(rows, "fund", "subject__code", "subject__area_id", "基金")

    def clean_appropriation(self) -> Any:
        return appropriation_in(self.post, self.cleaned_data["appropriation"].strip())

    def _named(self, rows: Any, name: str, code: str, area: str, what: str) -> Any:
        given = self.cleaned_data[name].strip()
        found = within(rows.filter(**{code: given}), self.post, field=area).first() if given else None
        if given and found is None:
            raise forms.ValidationError(f"没有这个{what}，或不在你的范围")
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        number = given.get("movement")
        if number:
            about = AuditFinding(**{name: given.get(name) for name in ("project", "fund", "appropriation")})
            found = about.money().filter(pk=number).first()
            if found is None:
                self.add_error("movement", "不是这个项目、基金或指标的一笔")
            given["movement"] = found
        return given


class StepForm(forms.Form):
    """What each kind of step asks for; ``of`` is the step that one is about, so that several stand on a page."""

    text = forms.CharField(label="内容", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    form = forms.ChoiceField(label="追究方式")
    document = forms.CharField(label="文号", max_length=80, required=False)
    movement = forms.IntegerField(label="追回的一笔（第几笔）", min_value=1)
    amount = MoneyField(label="追回金额（元）")
    file = forms.FileField(label="依据的文件", required=False)

    _ASKED = {
        "rectified": ("text", "document", "file"), "returned": ("text",), "closed": ("text", "document", "file"),
        "accountable": ("form", "text", "document", "file"), "recovered": ("movement", "amount", "text"), "withdrawn": ("text",),
        "revoked": ("text",),
    }  # fmt: skip

    def __init__(self, *args: Any, kind: FindingStep.Kind, book: CodeBook, of: int = 0, **options: Any) -> None:
        super().__init__(*args, auto_id=f"{kind.value}{of or ''}_%s", **options)
        self.fields["form"].choices = [("", "请选择"), *book.choices(FORMS)]
        self.fields = {name: self.fields[name] for name in self._ASKED[kind.value]}
        if kind == FindingStep.Kind.RECTIFIED:
            self.fields["text"].label = "怎样整改的"
            self.fields["document"].help_text = "文号和依据的文件，至少给一样"
        if kind in (FindingStep.Kind.WITHDRAWN, FindingStep.Kind.REVOKED):
            self.fields["text"].label = "理由"
        if kind == FindingStep.Kind.ACCOUNTABLE:
            self.fields["document"].required = True
