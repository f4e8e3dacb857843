"""The schema of a roster: which tables and columns a policy rule may read, under which Chinese term and code word.

A roster's ``schema.json`` is this, written out. The ``results`` app makes it from the models; packs are checked
against it (``pack_check``); the engines read tables only through it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from jingzhun.core.errors import Problem
from jingzhun.core.text import fold

COMPLETE_TABLE = "complete"
STANDING = 0
"""The year of a completeness mark that holds for all periods (and for tables without a period)."""


class ColumnType(StrEnum):
    INT = "int"
    """64-bit whole number."""
    DECIMAL = "decimal"
    """Exact decimal with ``scale`` digits behind the point."""
    MONEY = "money"
    """Whole fen, 64-bit."""
    TEXT = "text"
    CODE = "code"
    """The official Chinese text of a code, one of the list named in ``codes`` (any text where the list is empty)."""
    DATE = "date"
    BOOL = "bool"


class UnableToReadSchema(Problem):
    code = "Y-001"
    says = "名册结构不对：{reason}"
    remedy = "请用本系统导出的 schema.json，或按“名册结构”说明改正后重试"


@dataclass(frozen=True)
class ColumnSchema:
    """One column: ``name`` is the code word, ``term`` the official Chinese name; both may be written in a rule."""

    name: str
    term: str
    type: ColumnType
    unit: str = ""
    """As written in rules: 人, 平方米, %, 公里. Money needs none (fen)."""
    codes: str = ""
    scale: int = 2
    """Digits behind the point of a ``decimal`` column; ignored elsewhere."""


@dataclass(frozen=True)
class TableSchema:
    """One table. With ``subject`` set its rows are subjects of that kind (户, 人, 村); else they are rows of one.

    ``parent`` names the table one level up and ``parent_key`` this table's column holding the parent's ``key``.
    ``period`` names the column (an int year or a date) that completeness marks go by. ``marked`` says that 'no row'
    means zero only where the completeness mark is set (a pack may say otherwise). ``gain`` is the word for more of
    its amounts in explanations (增收); empty is plain 增加.
    """

    name: str
    term: str
    key: str
    columns: tuple[ColumnSchema, ...]
    subject: str = ""
    parent: str = ""
    parent_key: str = ""
    period: str = ""
    marked: bool = False
    gain: str = ""

    def column(self, name: str) -> ColumnSchema:
        """The column with this code word; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def unit(self) -> str:
        """The unit in which its rows are counted: the subject kind, else 项."""
        return self.subject or "项"


@dataclass(frozen=True)
class RosterSchema:
    """All tables of a roster and the code lists (name to official texts) its columns use."""

    tables: tuple[TableSchema, ...]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check(self)

    @property
    def names(self) -> tuple[str, ...]:
        """The code words of all tables."""
        return tuple(table.name for table in self.tables)

    def table(self, name: str) -> TableSchema:
        """The table with this code word; raises KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def of_subject(self, kind: str) -> TableSchema:
        """The table of a subject kind, by its Chinese name (户) or code word (household); raises KeyError."""
        for table in self.tables:
            if table.subject and kind in (table.subject, table.term, table.name):
                return table
        raise KeyError(kind)

    def subjects(self) -> Iterator[TableSchema]:
        """Tables of subjects, from the bottom up."""
        below = [table for table in self.tables if table.subject]
        return iter(sorted(below, key=lambda table: -len(self.above(table))))

    def above(self, table: TableSchema) -> tuple[TableSchema, ...]:
        """The chain of parents from the next level up to the top."""
        chain: list[TableSchema] = []
        while table.parent:
            table = self.table(table.parent)
            chain.append(table)
        return tuple(chain)

    def to_json(self) -> str:
        body = {"tables": [asdict(t) for t in self.tables], "codes": {k: list(v) for k, v in self.codes.items()}}
        return json.dumps(body, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> RosterSchema:
        """Raises :class:`UnableToReadSchema` with the reason."""
        try:
            body: dict[str, Any] = json.loads(text)
            tables = tuple(
                TableSchema(
                    **{
                        **table,
                        "columns": tuple(
                            ColumnSchema(**{**c, "type": ColumnType(c["type"])}) for c in table["columns"]
                        ),
                    }
                )
                for table in body["tables"]
            )
            codes = {str(name): tuple(map(str, values)) for name, values in body.get("codes", {}).items()}
        except (ValueError, KeyError, TypeError) as cause:
            raise UnableToReadSchema(reason=f"内容不完整（{type(cause).__name__}）") from cause
        return cls(tables, codes)


def _check(schema: RosterSchema) -> None:
    """Every name must be findable and every reference must lead somewhere."""
    names = [table.name for table in schema.tables]
    for name in names:
        if names.count(name) > 1 or name == COMPLETE_TABLE:
            raise UnableToReadSchema(reason=f"表名“{name}”重复或为保留名")
    for table in schema.tables:
        columns = [column.name for column in table.columns]
        for column in table.columns:
            if columns.count(column.name) > 1:
                raise UnableToReadSchema(reason=f"表“{table.term}”的列“{column.name}”重复")
            if column.codes and column.codes not in schema.codes:
                raise UnableToReadSchema(reason=f"列“{table.term}.{column.term}”的代码表“{column.codes}”不存在")
            if fold(column.term) != column.term or fold(column.name) != column.name:
                raise UnableToReadSchema(reason=f"列“{table.term}.{column.term}”的名称请用半角、不带首尾空格")
        for needed in (table.key, table.parent_key, table.period):
            if needed and needed not in columns:
                raise UnableToReadSchema(reason=f"表“{table.term}”缺少列“{needed}”")
        if table.parent and (table.parent not in names or not table.parent_key):
            raise UnableToReadSchema(reason=f"表“{table.term}”的上级表“{table.parent}”不存在或未写明关联列")
        if not table.subject and not table.parent:
            raise UnableToReadSchema(reason=f"表“{table.term}”既不是对象，也没有所属对象")
        if table.period and table.column(table.period).type not in (ColumnType.INT, ColumnType.DATE):
            raise UnableToReadSchema(reason=f"表“{table.term}”的期间列应为年度或日期")
        seen, at = {table.name}, table
        while at.parent:
            at = schema.table(at.parent)
            if at.name in seen:
                raise UnableToReadSchema(reason=f"表“{table.term}”的上级关系成环")
            seen.add(at.name)
