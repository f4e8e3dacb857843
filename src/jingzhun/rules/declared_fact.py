"""Facts that a pack declares because no table of the registry holds them: read from ``facts/``, added to a roster's schema.

The registry keeps their values in one typed dated table (``registry.PackFact``); forms, import columns, the data dictionary
and the roster's columns follow from these declarations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .pack_file import Entry
from .schema import ColumnSchema, ColumnType, RosterSchema
from .source import AuthorProblem, Source
from .units import read_unit

DECIMALS = 3
"""Digits behind the point of a declared 数量."""
TYPES: Mapping[str, ColumnType] = {
    "是否": ColumnType.BOOL, "整数": ColumnType.INT, "数量": ColumnType.DECIMAL, "金额": ColumnType.MONEY, "日期": ColumnType.DATE,
    "文字": ColumnType.TEXT, "代码": ColumnType.CODE,
}  # fmt: skip
KINDS = ("户", "人", "村", "乡", "县", "项目")
SENSITIVITIES = ("公开", "个人信息")
"""Secret facts (health, accounts) are sealed fields of the registry, never declared by a pack."""


class UnableToDeclareFact(AuthorProblem):
    code = "Y-026"
    says = "事实“{found}”已有别的声明（{other}）"
    remedy = "请换一个名称和代码词，或照已有的声明写"


@dataclass(frozen=True)
class DeclaredFact:
    """One fact about subjects of kind ``of``. ``name`` is the Chinese term, ``code`` the English word; ``codes`` names a code
    list of the installation; ``yearly`` facts are those of the year of evaluation, others hold from a day on."""

    name: str
    code: str
    of: str
    type: ColumnType
    unit: str = ""
    codes: str = ""
    owner: str = ""
    sensitivity: str = "公开"
    yearly: bool = False
    note: str = ""
    at: Source = field(default=Source(""), compare=False)

    @property
    def column(self) -> ColumnSchema:
        """Its column in a roster."""
        unit = "" if self.type is ColumnType.MONEY else self.unit
        return ColumnSchema(self.code, self.name, self.type, unit, self.codes, DECIMALS)

    def to_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "at"}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> DeclaredFact:
        return cls(**{**body, "type": ColumnType(body["type"])})


def read_fact(entry: Entry, *, name: str, code: str) -> DeclaredFact:
    """One entry of a file in ``facts/``; the loader has read its names. Raises :class:`AuthorProblem`."""
    entry.only("fact", "code", "of", "type", "unit", "codes", "owner", "sensitivity", "yearly", "note")
    of, kind, unit = entry.text("of"), entry.text("type"), entry.text("unit", "")
    codes, sensitivity, yearly = entry.text("codes", ""), entry.text("sensitivity", "公开"), entry.text("yearly", "否")
    if not code:
        raise entry.refuse("code", name, "小写英文代码词")
    if of not in KINDS:
        raise entry.refuse("of", of, "、".join(KINDS))
    if kind not in TYPES:
        raise entry.refuse("type", kind, "、".join(TYPES))
    if unit and (read_unit(unit) is None or TYPES[kind] not in (ColumnType.INT, ColumnType.DECIMAL, ColumnType.MONEY)):
        raise entry.refuse("unit", unit, "整数、数量、金额的单位")
    if bool(codes) != (TYPES[kind] is ColumnType.CODE):
        raise entry.refuse("codes", codes or name, "代码类型写明代码表，其他类型不写")
    if sensitivity not in SENSITIVITIES:
        raise entry.refuse("sensitivity", sensitivity, "、".join(SENSITIVITIES))
    if yearly not in ("是", "否"):
        raise entry.refuse("yearly", yearly, "是、否")
    return DeclaredFact(
        name, code, of, TYPES[kind], unit, codes, entry.text("owner", ""), sensitivity, yearly == "是",
        entry.text("note", ""), entry.place(),
    )  # fmt: skip


def with_facts(
    schema: RosterSchema, facts: Sequence[DeclaredFact], codes: Mapping[str, tuple[str, ...]] | None = None
) -> RosterSchema:
    """The schema with a column for each fact; one that is there already must be the same. ``codes`` are the pack's own
    lists.

    Raises :class:`UnableToDeclareFact` where a word has another meaning or the roster has no such subject."""
    tables = list(schema.tables)
    lists = dict(schema.codes)
    for fact in facts:
        place = next((at for at, table in enumerate(tables) if table.subject == fact.of), None)
        if place is None:
            raise UnableToDeclareFact(fact.at, found=fact.name, other=f"名册里没有“{fact.of}”")
        table, column = tables[place], fact.column
        same = [each for each in table.columns if {each.name, each.term} & {column.name, column.term}]
        if same and same != [column]:
            raise UnableToDeclareFact(fact.at, found=fact.name, other=f"{table.term}的“{same[0].term}”")
        if column.codes and column.codes not in lists:
            if column.codes not in (codes or {}):
                raise UnableToDeclareFact(fact.at, found=fact.name, other=f"没有代码表“{column.codes}”")
            lists[column.codes] = (codes or {})[column.codes]
        if not same:
            tables[place] = replace(table, columns=(*table.columns, column))
    return RosterSchema(tuple(tables), lists) if facts else schema
