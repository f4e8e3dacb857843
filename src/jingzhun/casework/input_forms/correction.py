"""Inputs about what is on record: one field of the household or of a member to be corrected, and a conclusion contested."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from jingzhun.core.errors import Problem
from jingzhun.core.id_number import UnableToReadIdNumber, parse_id_number
from jingzhun.core.masking import mask_account, mask_id_number, mask_phone
from jingzhun.registry import models as registry
from jingzhun.registry import personal
from jingzhun.registry.fields import Sealed, described
from jingzhun.registry.forms import form_field
from jingzhun.registry.wording import shown_value

from ..members import members_of, name_of
from ..models import Case
from .asked import InputForm, Values, kept
from .people import taken

SEALED_CORRECTION = "correction"
OF_HOUSEHOLD = ("HouseholdProfile", "HouseholdCause", "Dwelling", "HouseholdServices")
OF_PERSON = ("PersonIdentity", "Membership", "Schooling", "Health", "Labour", "Insurance")
STATUS = "HouseholdStatus"
# Decided by procedures of their own, or made from the others.
_NOT_HERE = {"Dwelling.grade", "PersonIdentity.initials", "PersonIdentity.id_form", "Membership.state"}
_MASKS = {"id_number": mask_id_number, "bank_account": mask_account}


class CorrectionForm(InputForm):
    """Which field, of whom, to what value and since when. ``value`` is written as people write it; code lists are read by
    text. What is sealed in the registry is sealed in the case too and shown masked."""

    def build(self) -> None:
        people = [(str(each.key), each.name) for each in members_of(self.subject.pk, self.day)]
        self.fields["person"] = forms.ChoiceField(
            label="改谁的", choices=[("", "这一户"), *people] if people else [("", "这一户")], required=False
        )
        self.fields["field"] = forms.ChoiceField(label="改哪一项", choices=[("", "请选择"), *self._choices()])
        self.fields["value"] = forms.CharField(
            label="改为",
            max_length=200,
            help_text="代码项写文字，如“之子”；是非项写“是”或“否”；日期写 2018-05-01；金额写元",
        )
        self.fields["since"] = forms.DateField(
            label="自哪一天起", help_text="登记错的，写原记录的日期；情况变了的，写变化那一天"
        )
        if "value" not in self.initial and self.given.get("text"):
            self.initial["value"] = self.given["text"]

    def _choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = [("户", OF_HOUSEHOLD), ("成员", OF_PERSON)]
        found = [
            (title, [(key, str(field.verbose_name)) for name in models for key, field in fields_of(name)])
            for title, models in groups
        ]
        on = (
            registry.HouseholdStatus.objects.as_of(self.day)
            .filter(subject=self.subject)
            .values_list("regime", flat=True)
        )
        for regime in sorted(on):
            title = self.book.text("制度", regime)
            fields = [(key, f"{title}·{field.verbose_name}") for key, field in fields_of(f"{STATUS}:{regime}")]
            found.append((f"{title}身份", fields))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.past("since", given.get("since"))
        if self.errors:
            return given
        model, field, _ = field_at(given["field"])
        of_person = model.__name__ in OF_PERSON
        if of_person != bool(given.get("person")):
            self.add_error("person", "这一项是成员的，请选是谁" if of_person else "这一项是户的，不用选成员")
            return given
        self.target = int(given["person"]) if of_person else self.subject.pk
        try:
            self.new = self._read(field, given["value"])
        except forms.ValidationError as wrong:
            self.add_error("value", wrong)
        except Problem as problem:
            self.add_error("value", str(problem))
        else:
            self.was = self._known(given["field"], given["since"])
            if self._said(field, self.new) == self.was and not isinstance(field, Sealed):
                self.add_error("value", "和现在登记的一样")
        return given

    def _read(self, field: Any, written: str) -> Any:
        written = written.strip()
        if field.codes:
            return self.book.code(field.codes, written)
        if field.name == "id_number":
            try:
                number = parse_id_number(written)
            except UnableToReadIdNumber as problem:
                raise forms.ValidationError(str(problem)) from problem
            why = taken(number, self.subject) if self._other(number.citizen) else ""
            if why:
                raise forms.ValidationError(why)
            return number.citizen
        if isinstance(field, Sealed):
            return written
        if field.type_name == "bool":
            if written not in ("是", "否"):
                raise forms.ValidationError("写“是”或“否”")
            return written == "是"
        return form_field(field, self.book, required=True).clean(written)

    def _other(self, citizen: str) -> bool:
        rows = registry.PersonIdentity.objects.known().filter(id_index=personal.id_index(citizen))
        return rows.exclude(subject_id=self.target).exists()

    def _known(self, key: str, day: date) -> str:
        model, field, more = field_at(key)
        row = model.objects.as_of(day).filter(subject_id=self.target, **more).first()
        if row is None:
            return "没有记录"
        value = getattr(row, field.name)
        if isinstance(field, Sealed):
            return self._said(field, personal.reveal(field.name, self.target, value) or "")
        return shown_value(field, value, self.book)

    def _said(self, field: Any, value: Any) -> str:
        if not isinstance(field, Sealed):
            return shown_value(field, value, self.book)
        if field.codes or field.name == "disability":
            return "（不显示）"
        return _MASKS.get(field.name, mask_phone)(value) if value else "未知"

    @property
    def values(self) -> dict[str, Any]:
        model, field, _ = field_at(self.cleaned_data["field"])
        sealed = isinstance(field, Sealed)
        found = {
            "field": self.cleaned_data["field"], "since": self.cleaned_data["since"].isoformat(), "was": self.was,
            "becomes": self._said(field, self.new), "text": "" if sealed else self.cleaned_data["value"],
        }  # fmt: skip
        if model.__name__ in OF_PERSON:
            found["person"] = self.target
        if sealed:
            found["sealed"] = personal.seal(SEALED_CORRECTION, self.subject.pk, self.new).hex()
        else:
            found["new"] = kept(self.new)
        return found

    @classmethod
    def shown(cls, values: Values, book: Any) -> list[tuple[str, str]]:
        _, field, more = field_at(values["field"])
        title = f"{book.text('制度', more['regime'])}·{field.verbose_name}" if more else str(field.verbose_name)
        return [
            ("改谁的", name_of(values.get("person")) or "这一户"), ("改哪一项", title), ("原为", values["was"]),
            ("改为", values["becomes"]), ("自哪一天起", values["since"]),
        ]  # fmt: skip


def field_at(key: str) -> tuple[Any, Any, dict[str, str]]:
    """(model, field, what more places its series) of a key such as ``Dwelling.floor_area``, ``HouseholdStatus:registered.attribute``."""
    table, _, name = key.partition(".")
    table, _, regime = table.partition(":")
    model = getattr(registry, table)
    return model, model._meta.get_field(name), {"regime": regime} if regime else {}


def fields_of(table: str) -> list[tuple[str, Any]]:
    model = getattr(registry, table.partition(":")[0])
    found = [(f"{table}.{field.name}", field) for field in described(model) if field.name not in model.SERIES]
    return [(key, field) for key, field in found if key not in _NOT_HERE and field.name not in ("status", "regime")]


class ContestedForm(InputForm):
    """The concluded case whose conclusion is contested."""

    def build(self) -> None:
        rows = Case.objects.exclude(state=Case.State.OPEN).filter(subject=self.subject).select_related("procedure")
        choices = [(each.number, said(each)) for each in rows if each.pk != self.case_pk]
        self.fields["case"] = forms.ChoiceField(label="申诉的办件", choices=[("", "请选择"), *choices])
        self.fields["grounds"] = forms.CharField(label="申诉理由", max_length=200)

    @classmethod
    def shown(cls, values: Values, book: Any) -> list[tuple[str, str]]:
        case = Case.objects.filter(number=values.get("case", "")).select_related("procedure").first()
        return [("申诉的办件", said(case) if case else values.get("case", "")), ("申诉理由", values.get("grounds", ""))]


def said(case: Case) -> str:
    return f"{case.number} {case.procedure.title}（{case.get_state_display()} {case.closed_on:%Y-%m-%d}）"


__all__ = ("SEALED_CORRECTION", "ContestedForm", "CorrectionForm", "field_at")
