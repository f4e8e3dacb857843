"""The form of a project, derived from the declared fields: entered by hand, and changed by an adjustment.

Amounts are typed in 万元, one field per source of money; ``funding_<code>`` names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.money import parse_fen, wan
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import described
from jingzhun.registry.forms import CodeField, form_field

from .actions.project import faults
from .models import Appropriation, ProjectProfile

FUNDING = "funding_"
_REQUIRED = ("name", "category", "year")
_LONG = ("task", "goal", "mechanism")


class WanField(forms.CharField):
    """万元 as written, fen as value."""

    def to_python(self, value: Any) -> int | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_fen(text, unit="万元")
        except Problem as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        return wan(value, decimals=6, grouped=False).rstrip("0").rstrip(".") if isinstance(value, int) else value


class PastDay(forms.DateField):
    """A day that has come: books hold what has happened."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value > (today := timezone.localdate()):
            raise forms.ValidationError(f"{value} 还没有到（今天 {today}）；账上只记已发生的收支，请核对年份")


def appropriation_in(post: Post, number: str) -> Appropriation | None:
    """What a form names by its number, in the post's area; None for a blank. Raises ``ValidationError``."""
    found = within(Appropriation.objects.filter(number=number), post).first() if number else None
    if number and found is None:
        raise forms.ValidationError("没有这个指标，或不在你的范围")
    return found


def project_fields(book: CodeBook) -> dict[str, forms.Field]:
    """A form field for every declared field of a project, then one for each source of money."""
    made = {
        field.name: form_field(field, book, required=field.name in _REQUIRED) for field in described(ProjectProfile)
    }
    for name in _LONG:
        made[name].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 400})
    for code, text in book.choices("资金来源"):
        made[FUNDING + code] = WanField(label=f"{text}（万元）", required=False)
    return made


def split(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int | None]]:
    """(profile field → value, source → fen) of what such a form holds."""
    names = [field.name for field in described(ProjectProfile)]
    profile = {name: given[name] for name in names if name in given}
    funding = {name.removeprefix(FUNDING): value for name, value in given.items() if name.startswith(FUNDING)}
    return profile, funding


def add_faults(form: forms.Form, given: Mapping[str, Any]) -> None:
    """Say at each field what the library cannot hold."""
    profile, funding = split(given)
    for name, why in faults(profile):
        if name in form.fields:
            form.add_error(name, why)
    for source, planned in funding.items():
        if isinstance(planned, int) and planned < 0:
            form.add_error(FUNDING + source, "计划资金不能是负数")


class ProjectForm(forms.Form):
    """``version`` is the last change that the form shows. ``sites`` are villages of the post's area, townships too for a
    county; none ticked means the whole of the post's area."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    code = CodeField(label="项目编号", required=False, help_text="已有编号就照填；留空由系统编号")
    reason = forms.CharField(label="依据", max_length=200, help_text="例如：村民代表大会 3 月 2 日提出")

    def __init__(self, *args: Any, book: CodeBook, areas: Iterable[Area], is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(project_fields(book))
        offered = [(a.code, ("" if a.level < Level.VILLAGE else "　") + a.title) for a in areas]
        self.fields["sites"] = forms.MultipleChoiceField(
            label="实施村（镇）", choices=offered, required=False, widget=forms.CheckboxSelectMultiple,
            help_text="都不选就是本级整个范围",
        )  # fmt: skip
        if len(offered) == 1:
            self.fields["sites"].initial = [offered[0][0]]
        if not is_new:
            del self.fields["code"]
        names = [name for name in self.fields if name not in ("version", "code", "reason", "sites")]
        place = names.index("place")
        self.order_fields(["version", "code", *names[:place], "sites", *names[place:], "reason"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        add_faults(self, given)
        return given
