"""Forms that derive from the declared fields of a fact or entry: label, unit, code list and owner come from the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from jingzhun.accounts.models import Post
from jingzhun.core.errors import Problem
from jingzhun.core.money import parse_fen, yuan
from jingzhun.core.text import fits_address
from jingzhun.policy.codes import CodeBook

from .fields import CodeOf, Count, Day, Described, Flag, Money, Quantity, described
from .models.known import Known

FLAGS = (("", "未知"), ("yes", "是"), ("no", "否"))


class MoneyField(forms.CharField):
    """Yuan as written, fen as value."""

    def to_python(self, value: Any) -> int | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_fen(text)
        except Problem as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        return yuan(value, grouped=False) if isinstance(value, int) else value


class CodeField(forms.CharField):
    """The number of something that has a page: part of the page's address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not fits_address(value):
            raise forms.ValidationError(
                "编号里不能有斜线，不能只有点，也不能是 new、export 等网址里另有用处的词；请另起，例如 2018-1"
            )


class FlagField(forms.ChoiceField):
    """Yes, no or unknown: unknown is a choice of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=FLAGS, widget=forms.RadioSelect, **options)

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


def recordable(field: Any, *, post: Post, sees_all: bool) -> bool:
    """Whether a post may record a field: one without owner, its own department's, or all; never a sealed one."""
    return field.type_name != "sealed" and (sees_all or not field.owner or post.keeps(field.owner))


def fields_for(model: type[Known], *, post: Post, sees_all: bool) -> list[Any]:
    """The declared fields of a model that a post may record."""
    return [field for field in described(model) if recordable(field, post=post, sees_all=sees_all)]


def form_field(field: Described, book: CodeBook, *, required: bool) -> forms.Field:
    """The form field of one declared field."""
    label = f"{field.verbose_name}（{field.unit}）" if field.unit else field.verbose_name  # type: ignore[attr-defined]
    options: dict[str, Any] = {"label": label, "required": required}
    if isinstance(field, CodeOf):
        return forms.ChoiceField(
            choices=[("", "请选择" if required else "未知"), *book.choices(field.codes)], **options
        )
    if isinstance(field, Flag):
        return FlagField(label=label, required=False)
    if isinstance(field, Money):
        return MoneyField(**options)
    if isinstance(field, Quantity):
        return forms.DecimalField(max_digits=field.max_digits, decimal_places=field.decimal_places, **options)
    if isinstance(field, Count):
        return forms.IntegerField(**options)
    if isinstance(field, Day):
        return forms.DateField(**options)
    return forms.CharField(max_length=field.max_length, **options)  # type: ignore[attr-defined]


class FactForm(forms.Form):
    """``since`` and what is true from then on; ``version`` is the row that the form shows, so that a stale one is refused."""

    since = forms.DateField(label="自哪一天起", help_text="这一天起事实如此；以前的记录不会被改写")
    reason = forms.CharField(
        label="补录依据", max_length=200, help_text="谁说的、看的什么材料，例如：入户核实，看了鉴定表"
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fields: Sequence[Any], book: CodeBook, **options: Any) -> None:
        super().__init__(*args, **options)
        self.declared = [field.name for field in fields]
        for field in fields:
            self.fields[field.name] = form_field(field, book, required=False)
        self.order_fields([*self.declared, "since", "reason"])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed for the declared fields; an empty text stays empty."""
        return {name: self.cleaned_data[name] for name in self.declared}


class EntryForm(forms.Form):
    """One entry of a many-row table, with where it is known from."""

    reason = forms.CharField(label="补录依据", max_length=200, help_text="谁说的、看的什么材料")

    def __init__(
        self, *args: Any, fields: Sequence[Any], book: CodeBook, optional: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.declared = [field.name for field in fields]
        for field in fields:
            self.fields[field.name] = form_field(
                field, book, required=not field.blank and not field.null and field.name not in optional
            )
        self.order_fields([*self.declared, "reason"])

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.declared}


class ReasonForm(forms.Form):
    """An act that asks for a reason instead of 'are you sure'."""

    reason = forms.CharField(label="理由", max_length=200)


def reason_posted(request: HttpRequest, undone: str) -> str:
    """The reason posted for an act; empty where none was given, and the next page says that the act is ``undone``."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["reason"]
    messages.error(request, f"{undone}：请写理由")
    return ""
