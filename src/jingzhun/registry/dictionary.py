"""The data dictionary: every declared field of every registry and ledger table, read from the declarations themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps

from jingzhun.policy.facts import all_declared_facts

from .fields import Described, Sensitivity, described
from .pack_facts import KIND_OF, field_of

TYPES = {
    "text": "文字", "code": "代码", "bool": "是/否/未知", "money": "金额（分存，元显示）", "decimal": "小数", "int": "整数",
    "date": "日期", "sealed": "加密",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One field as the dictionary shows it."""

    label: str
    word: str
    type: str
    unit: str
    codes: str
    owner: str
    sensitivity: Sensitivity
    in_roster: bool


@dataclass(frozen=True)
class Table:
    """One table; ``title`` is the first sentence of its docstring, ``word`` its name in the roster and in code."""

    app: str
    word: str
    title: str
    entries: tuple[Entry, ...]


def dictionary() -> list[Table]:
    """All tables with declared fields, apps in the order of the layers, tables by name."""
    found = []
    for model in apps.get_models():
        fields = described(model)
        if fields:
            title = (model.__doc__ or "").strip().split("\n")[0]
            found.append(Table(model._meta.app_config.verbose_name, model.__name__, title, tuple(map(_entry, fields))))
    tables = sorted(found, key=lambda table: (table.app, table.word))
    return [*tables, *_declared_tables()]


def _declared_tables() -> list[Table]:
    """Facts that stored packs declare, a table for each kind of subject."""
    facts = all_declared_facts()
    return [
        Table(
            "政策包", f"PackFact.{kind}", f"政策包声明的事实（{of}）", tuple(_entry(field_of(fact)) for fact in listed)
        )
        for of, kind in KIND_OF.items()
        if (listed := [fact for fact in facts if fact.of == of])
    ]


def _entry(field: Described) -> Entry:
    return Entry(
        label=str(field.verbose_name), word=field.name, type=TYPES[field.type_name], unit=field.unit, codes=field.codes,
        owner=field.owner, sensitivity=field.sensitivity, in_roster=field.in_roster,
    )  # fmt: skip
