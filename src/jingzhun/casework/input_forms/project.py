"""Inputs about a project: the negative list, why it leaves the library, what is to be changed of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jingzhun.core.money import wan
from jingzhun.ledger.forms import FUNDING, add_faults, project_fields, split
from jingzhun.ledger.models import ProjectFunding, ProjectProfile
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import CodeOf, Text, described
from jingzhun.registry.wording import shown_value

from .asked import Asked, InputForm, Values

LIST = "项目负面清单"
APPLIES, FREE = "yes", "no"


class NegativeListForm(InputForm):
    """Each item of the list answered: one that applies is kept, shown, and keeps the project out."""

    asked = (Asked("basis", Text("核对依据", max_length=200), required=True, help="看了什么材料、问了谁"),)

    def build(self) -> None:
        items = {
            code: forms.ChoiceField(label=text, choices=((FREE, "不属于"), (APPLIES, "属于")), widget=forms.RadioSelect)
            for code, text in self.book.choices(LIST)
        }
        self.fields = {**items, **self.fields}

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        words = {APPLIES: "属于", FREE: "不属于"}
        found = [(text, words.get(values.get(code, ""), "没有核对")) for code, text in book.choices(LIST)]
        return [*found, ("核对依据", values.get("basis", ""))]


def against(values: Mapping[str, Any], book: CodeBook) -> list[str]:
    """Titles of the items of the negative list that apply, and of those that were not answered."""
    return [text for code, text in book.choices(LIST) if values.get(code) != FREE]


class LibraryExitForm(InputForm):
    """出库要有依据: the reason by its code, and in words."""

    asked = (
        Asked("cause", CodeOf("出库原因", codes="出库原因"), required=True),
        Asked("note", Text("说明", max_length=300), required=True, help="写明看的什么材料、谁提出"),
    )


class ProjectAdjustmentForm(InputForm):
    """What the project is to be: the form begins with what is known, and only what differs is kept."""

    def build(self) -> None:
        made = project_fields(self.book)
        known = self._known()
        for name, each in made.items():
            each.initial = known.get(name)
        self.fields.update(made)
        self.initial = {**known, **{name: value for name, value in self.given.items() if name in made}}

    def _known(self) -> dict[str, Any]:
        row = ProjectProfile.objects.as_of(self.day).filter(subject=self.subject).first()
        money = ProjectFunding.objects.as_of(self.day).filter(subject=self.subject, planned__gt=0)
        profile = {field.name: getattr(row, field.name) for field in described(ProjectProfile)} if row else {}
        return profile | {FUNDING + source: planned for source, planned in money.values_list("source", "planned")}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        add_faults(self, given)
        if not self.errors and not self._changed():
            raise forms.ValidationError("没有改动；改好要调整的项再填")
        return given

    def _changed(self) -> dict[str, Any]:
        """Field → new value of what differs from what is known; a source that falls away is nought."""
        known = self._known()
        found = {}
        for name, value in self.cleaned_data.items():
            new = (value or 0) if name.startswith(FUNDING) else value
            old = known.get(name, 0 if name.startswith(FUNDING) else None)
            if (new or None) != (old or None):
                found[name] = new
        return found

    @property
    def values(self) -> dict[str, Any]:
        from .asked import kept

        return {name: kept(value) for name, value in self._changed().items()}

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        profile, funding = split(values)
        declared = {field.name: field for field in described(ProjectProfile)}
        found = [
            (
                str(declared[name].verbose_name),
                shown_value(declared[name], value, book) if value not in (None, "") else "删去",
            )
            for name, value in profile.items()
        ]
        return found + [
            (f"计划{book.text('资金来源', source)}", f"{wan(planned or 0)} 万元") for source, planned in funding.items()
        ]
