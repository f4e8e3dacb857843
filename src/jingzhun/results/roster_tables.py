"""Which models make which table of a roster, and the schema that follows from their field declarations.

The label of a registry field is its term, the attribute its code word (``registry/fields.py``); only what a field cannot
say stands here: which table it joins, which of several regimes, the period and the word for 'more'. Codes become official
texts. No names, ID numbers, phones, accounts: those are ``in_roster=False`` at their declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jingzhun.core.text import fold
from jingzhun.ledger import models as ledger
from jingzhun.policy.codes import CodeBook
from jingzhun.registry import models as registry
from jingzhun.registry.fields import described
from jingzhun.rules.declared_fact import DeclaredFact, with_facts
from jingzhun.rules.schema import ColumnSchema, ColumnType, RosterSchema, TableSchema

from . import money_rows

REGISTER = "registered"
"""The regime whose status is 在册 (建档立卡)."""
REGISTERED, NOT_REGISTERED = "建档立卡", "未建档"

_TYPES = {
    "text": ColumnType.TEXT, "code": ColumnType.CODE, "bool": ColumnType.BOOL, "money": ColumnType.MONEY,
    "decimal": ColumnType.DECIMAL, "int": ColumnType.INT, "date": ColumnType.DATE, "sealed": ColumnType.TEXT,
}  # fmt: skip


@dataclass(frozen=True)
class FactSource:
    """One dated table joined one to one. ``regime`` keeps one of its series; ``of_year`` the row of the year of evaluation."""

    model: type[Any]
    only: tuple[str, ...] = ()
    regime: str = ""
    of_year: bool = False
    with_year: bool = False
    """The year is a fact of its own, not the period of a series."""
    opened: bool = False
    """Sealed fields are opened into text columns."""

    @property
    def fields(self) -> list[Any]:
        return [
            field
            for field in described(self.model)
            if _is_in_roster(field, self) and (self.with_year or field.name != "year")
        ]


@dataclass(frozen=True)
class EntrySource:
    """A many-row table of a subject: its own columns, in the roster as rows of ``parent``."""

    name: str
    term: str
    parent: str
    model: type[Any]
    period: str = ""
    marked: bool = False
    gain: str = ""
    only: tuple[str, ...] = ()

    @property
    def fields(self) -> list[Any]:
        return [field for field in described(self.model) if _is_in_roster(field, self)]


HOUSEHOLD_FACTS = (
    FactSource(registry.HouseholdProfile),
    FactSource(registry.HouseholdStatus, ("attribute", "exit_mark", "exit_year", "household_type"), regime=REGISTER),
    FactSource(registry.HouseholdStatus, ("monitoring_kind", "risk_cleared"), regime="monitored"),
    FactSource(registry.HouseholdCause),
    FactSource(registry.Dwelling),
    FactSource(registry.HouseholdServices),
    FactSource(registry.Pairing),
)
MEMBER_FACTS = (
    FactSource(registry.Membership),
    FactSource(registry.PersonIdentity),
    FactSource(registry.Schooling),
    FactSource(registry.Health, opened=True),
    FactSource(registry.Labour),
    FactSource(registry.Insurance),
)
VILLAGE_FACTS = (FactSource(registry.VillageConditions),)
PROJECT_FACTS = (
    FactSource(ledger.ProjectProfile, with_year=True),
    FactSource(ledger.ProjectStage),
    FactSource(ledger.ProjectProgress, ("percent", "invested")),
)
COUNTY_FACTS = (FactSource(registry.CountyStatement, of_year=True),)
ENTRIES = (
    EntrySource("income", "收入", "household", registry.IncomeEntry, "year", marked=True, gain="增收"),
    EntrySource("stated_income", "导出表收入", "household", registry.StatedIncome, "year"),
    EntrySource("sale", "销售", "household", registry.ProductSale, "sold_on", marked=True, gain="增加销售"),
    EntrySource("wage", "务工", "household", registry.WageEntry, "year", marked=True, gain="增加务工收入"),
    EntrySource("measure", "帮扶措施", "household", registry.MeasureReceived, "year", marked=True),
    EntrySource("village_income", "村集体收入", "village", registry.VillageIncome, "year", marked=True, gain="增收"),
    EntrySource("funding", "项目资金", "project", ledger.ProjectFunding),
    EntrySource(
        "milestone", "项目节点", "project", ledger.ProjectMilestone,
        only=("step", "is_needed", "planned_on", "done_on", "cause"),
    ),
    EntrySource("status", "名册身份", "household", registry.HouseholdStatus),
)  # fmt: skip

ID = ColumnSchema("id", "内部编号", ColumnType.INT)
CODE = ColumnSchema("code", "编号", ColumnType.TEXT)
AREA_CODE = ColumnSchema("area_code", "区划代码", ColumnType.TEXT)
PLAIN_UNITS = ("元", "年")
"""Money is fen and a year is a number: rules compare them without a unit."""
REGISTERED_COLUMN = ColumnSchema("registered", "在册", ColumnType.CODE, codes="在册")
CAUSE_COLUMNS = (
    ColumnSchema("cause", "原因", ColumnType.CODE, codes="致贫原因"),
    ColumnSchema("is_main", "主要", ColumnType.BOOL),
)


def _is_in_roster(field: Any, source: Any) -> bool:
    wanted = field.in_roster or (getattr(source, "opened", False) and field.type_name == "sealed")
    only = getattr(source, "only", ())
    return wanted and (not only or field.name in only)


def column(field: Any) -> ColumnSchema:
    """The roster column of a declared field. Money needs no unit: it is fen."""
    kind = _TYPES[field.type_name]
    if field.type_name == "sealed" and field.codes:
        kind = ColumnType.CODE
    unit = "" if field.unit in PLAIN_UNITS else field.unit
    scale = getattr(field, "decimal_places", None) or 2
    return ColumnSchema(field.name, fold(str(field.verbose_name)), kind, unit, field.codes, scale)


def _parent(term: str, name: str) -> ColumnSchema:
    return ColumnSchema(f"{name}_id", f"所属{term}", ColumnType.INT)


def _facts(sources: Iterable[FactSource]) -> list[ColumnSchema]:
    return [column(field) for source in sources for field in source.fields]


def roster_schema(book: CodeBook, declared: Sequence[DeclaredFact] = ()) -> RosterSchema:
    """The schema of this installation's rosters; the code lists are those of the store, ``declared`` what packs add."""
    tables = [
        TableSchema("county", "县", "id", (ID, CODE, AREA_CODE, *_facts(COUNTY_FACTS)), subject="县"),
        TableSchema(
            "township", "乡", "id", (ID, _parent("县", "county"), CODE, AREA_CODE),
            subject="乡", parent="county", parent_key="county_id",
        ),
        TableSchema(
            "village", "村", "id", (ID, _parent("乡", "township"), CODE, AREA_CODE, *_facts(VILLAGE_FACTS)),
            subject="村", parent="township", parent_key="township_id",
        ),
        TableSchema(
            "household", "户", "id",
            (ID, _parent("村", "village"), CODE, AREA_CODE, REGISTERED_COLUMN, *_facts(HOUSEHOLD_FACTS)),
            subject="户", parent="village", parent_key="village_id",
        ),
        TableSchema(
            "member", "成员", "id", (ID, _parent("户", "household"), CODE, AREA_CODE, *_facts(MEMBER_FACTS)),
            subject="人", parent="household", parent_key="household_id", marked=True,
        ),
        TableSchema(
            "project",
            "项目",
            "id",
            (ID, _parent("县", "county"), CODE, AREA_CODE, *_facts(PROJECT_FACTS)),
            subject="项目",
            parent="county",
            parent_key="county_id",
            period="year",
        ),
        *(_entry_table(source) for source in ENTRIES),
        *money_rows.TABLES,
        TableSchema(
            "cause", "致贫原因", "id", (ID, _parent("户", "household"), *CAUSE_COLUMNS),
            parent="household", parent_key="household_id",
        ),
    ]  # fmt: skip
    used = {each.codes for table in tables for each in table.columns if each.codes}
    lists = {name: tuple(dict.fromkeys(map(fold, book.texts.get(name, {}).values()))) for name in sorted(used)}
    lists |= money_rows.CODES
    lists[REGISTERED_COLUMN.codes] = (REGISTERED, NOT_REGISTERED)
    own = {fact.codes: tuple(map(fold, book.texts.get(fact.codes, {}).values())) for fact in declared if fact.codes}
    return with_facts(RosterSchema(tuple(tables), lists), declared, own)


def _entry_table(source: EntrySource) -> TableSchema:
    terms = {"household": "户", "village": "村", "project": "项目"}
    return TableSchema(
        source.name, source.term, "id",
        (ID, _parent(terms[source.parent], source.parent), *(column(field) for field in source.fields)),
        parent=source.parent, parent_key=f"{source.parent}_id",
        period=source.period, marked=source.marked, gain=source.gain,
    )  # fmt: skip
