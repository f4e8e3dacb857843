"""What a layout is: the columns of a kind of workbook, where each goes, and what the sheet says about completeness.

A column's target is ``Model.field`` of the registry, from which type, unit and code list follow, or one of the row's own
words in :data:`ROW_WORDS`. Headers are compared folded, in any order; ``also`` holds other headers that mean the same
(earlier editions, the AC01/AB01 codes of the national system). The demo generator writes its files from ``headers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from jingzhun.accounts.roles import Verb
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold_header
from jingzhun.registry import models as registry
from jingzhun.rules.declared_fact import DeclaredFact

# A row's own words: how its subject is found, what dates it, and what is only checked.
ROW_WORDS: dict[str, str] = {
    "county": "县",
    "township": "乡镇",
    "village": "行政村",
    "household": "户编号",
    "person": "人编号",
    "name": "姓名",
    "id_number": "证件号码",
    "head_name": "户主姓名，只用来核对",
    "size": "户内人数，只用来核对",
    "sex": "性别，与证件号核对",
    "born_on": "出生日期，与证件号核对",
    "relation": "与户主关系",
    "year": "年度",
    "since": "数据日期",
    "complete": "本户本年度的行已收齐",
    "net_income": "家庭纯收入，只用来核对",
    "helper": "帮扶责任人的登录名",
    "other_causes": "其他致贫原因，一格里可有两个",
    "is_registered": "是否建档立卡",
    "key": "行标识，改错表里带回",
}


class About(StrEnum):
    """What one row of the sheet is about."""

    PERSON = "人"
    HOUSEHOLD = "户"
    VILLAGE = "村"
    TOWNSHIP = "乡镇"
    COUNTY = "县"
    OTHER = "其他"


class UnableToDeclareLayout(Problem):
    code = "I-020"
    says = "版式“{layout}”的声明不对：{why}"
    remedy = "请核对版式的列和字段"


@dataclass(frozen=True)
class Column:
    """``required``: the header must be there. ``needed``: each row must fill it. ``extra``: read, but not in our own forms.
    ``bare_unit`` is the unit of amounts where neither cell, header nor table says one.
    ``reads`` and ``code_list`` say how cells are read where the target is no field of the registry (layouts with ``apply``);
    ``fact`` and its ``field`` where a pack declares what the column holds."""

    header: str
    target: str
    also: tuple[str, ...] = ()
    required: bool = False
    needed: bool = False
    extra: bool = False
    reads: str = ""
    code_list: str = ""
    field: Any = None
    fact: DeclaredFact | None = None
    bare_unit: str = "元"

    @property
    def model_name(self) -> str:
        return self.target.partition(".")[0] if "." in self.target else ""

    @property
    def field_name(self) -> str:
        return self.target.partition(".")[2]

    @cached_property
    def declared(self) -> Any:
        """The registry field of the target (or a declared fact's), or None for the row's own words."""
        if self.field is not None:
            return self.field
        return getattr(registry, self.model_name)._meta.get_field(self.field_name) if self.model_name else None

    @property
    def codes(self) -> str:
        """Name of the code list, empty for none."""
        return (
            self.declared.codes
            if self.declared
            else self.code_list or {"relation": "与户主关系", "sex": "性别"}.get(self.target)
        ) or ""

    @property
    def unit(self) -> str:
        return self.declared.unit if self.declared else ""

    @property
    def title(self) -> str:
        """The system's own name of what the column holds."""
        if self.declared:
            return str(self.declared.verbose_name)
        return ROW_WORDS.get(self.target, self.header).partition("，")[0]

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.header, *self.also)


def column_of(model: str, name: str, *also: str, header: str = "", **options: bool) -> Column:
    """A column headed by the field's own label."""
    declared = getattr(registry, model)._meta.get_field(name)
    return Column(header or str(declared.verbose_name), f"{model}.{name}", also, **options)


@dataclass(frozen=True)
class Layout:
    """One kind of sheet.

    ``creates``: rows may bring new households and persons. ``authoritative``: its file decides status (the national
    export); a file that does not only fills status where none is known. ``entry`` names the many-row model that rows are
    entries of, ``key`` its fields that tell rows apart. ``marks`` are completeness terms set for the subjects of accepted
    rows (standing marks; yearly ones go by the ``complete`` column, or by the sheet when it has none). ``fixed`` are
    values that the layout itself stands for. ``signs``: at least one of these headers must be there.
    ``usual_day`` is the data day of files that say nothing about it. ``verb`` is what a post must be allowed to do with what the
    sheet writes, besides uploading. ``apply``, when given, plans the rows
    itself: it gets the batch and the area index and returns an :class:`jingzhun.ingest.planning.outcome.Outcome`.
    """

    name: str
    title: str
    about: About
    columns: tuple[Column, ...]
    creates: bool = False
    authoritative: bool = False
    entry: str = ""
    key: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    fixed: Mapping[str, object] = field(default_factory=dict)
    signs: tuple[str, ...] = ()
    owner: str = ""
    usual_day: date | None = None
    verb: Verb = Verb.LOAD_FACTS
    apply: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for column in self.columns:
            if not column.model_name and column.target not in ROW_WORDS and self.apply is None:
                raise UnableToDeclareLayout(layout=self.title, why=f"没有字段 {column.target}")
            for header in sorted(set(map(fold_header, column.headers))):
                if header in seen:
                    raise UnableToDeclareLayout(layout=self.title, why=f"表头 {header} 出现两次")
                seen.add(header)

    @property
    def headers(self) -> tuple[str, ...]:
        """The header texts of the usual columns, in the order in which our own forms print them."""
        return tuple(column.header for column in self.columns if not column.extra)

    @cached_property
    def by_header(self) -> dict[str, Column]:
        """Folded header → column."""
        return {fold_header(header): column for column in self.columns for header in column.headers}

    @cached_property
    def by_target(self) -> dict[str, Column]:
        return {column.target: column for column in self.columns}

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)


_KNOWN: dict[str, Layout] = {}


def register(layout: Layout) -> Layout:
    """Make a layout known. Called at start by ``ingest`` and by any app that brings a layout with its own ``apply``."""
    if layout.name in _KNOWN and _KNOWN[layout.name] is not layout:
        raise UnableToDeclareLayout(layout=layout.title, why=f"名称 {layout.name} 已经有了")
    _KNOWN[layout.name] = layout
    return layout


def layouts() -> dict[str, Layout]:
    """All layouts by name, in the order in which they were made known."""
    return dict(_KNOWN)
