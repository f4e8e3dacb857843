"""The shape of an input's form: declared fields with their labels, units and code lists, and values that a case can keep.

``case.proposed`` is JSON: days are kept as ISO texts, amounts as fen, codes as codes, sealed texts as hexadecimal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from jingzhun.policy.codes import CodeBook
from jingzhun.registry.forms import form_field
from jingzhun.registry.models import Subject
from jingzhun.registry.wording import shown_value

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One field of an input: a field of the registry, or one declared here in the same way; ``only`` narrows its codes."""

    name: str
    declared: Any
    required: bool = False
    help: str = ""
    only: tuple[str, ...] = field(default=())


def of(model: Any, name: str, **options: Any) -> Asked:
    """A declared field of a registry table."""
    return Asked(name, model._meta.get_field(name), **options)


class InputForm(forms.Form):
    """``asked`` are the declared fields; a subclass adds what depends on the household in :meth:`build` and says what is
    known now in :meth:`now`. ``day`` is the day on which it is filled in."""

    asked: ClassVar[tuple[Asked, ...]] = ()

    def __init__(
        self, data: Any, *, subject: Subject, book: CodeBook, day: date, given: Values, prefix: str, case_pk: int | None = None
    ) -> None:  # fmt: skip
        self.subject, self.book, self.day, self.case_pk = subject, book, day, case_pk
        self.given = given
        super().__init__(data, prefix=prefix, initial=dict(given) if given else self.now())
        for each in self.asked:
            made = form_field(each.declared, book, required=each.required)
            made.help_text = each.help
            if each.only:
                made.choices = [(code, text) for code, text in made.choices if not code or code in each.only]
            self.fields[each.name] = made
        self.build()

    def build(self) -> None:
        """Fields that depend on the subject."""

    def now(self) -> dict[str, Any]:
        """What the form begins with where nothing was filled in."""
        return {}

    @property
    def values(self) -> dict[str, Any]:
        """What the case keeps: every field that was filled in."""
        return {
            name: kept(value)
            for name, value in self.cleaned_data.items()
            if value is not None and value not in ("", [])
        }

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        """(label, text) of what was filled in, in the order of the form."""
        found = []
        for each in cls.asked:
            if values.get(each.name) not in (None, ""):
                text = shown_value(each.declared, values[each.name], book)
                unit = each.declared.unit if each.declared.type_name in ("money", "int", "decimal") else ""
                found.append((str(each.declared.verbose_name), f"{text} {unit}".strip()))
        return found

    def past(self, name: str, value: date | None) -> None:
        """Refuse a day that is still to come."""
        if value is not None and value > self.day:
            self.add_error(name, "日期不能晚于今天")


def kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def row_of(model: Any, subject: Subject, day: date, **more: Any) -> Any:
    """The fact in force of a subject, or None."""
    return model.objects.as_of(day).filter(subject=subject, **more).first()
