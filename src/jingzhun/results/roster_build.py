"""The roster of an area: what was true on a day as known at a moment, read from the registry into Arrow tables.

Row numbers are given in the order of official codes, with the county in front (``533422`` + 12 digits), so the same facts
give the same roster on every database, and counties can be added together. :mod:`jingzhun.results.actions.roster` stores it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold
from jingzhun.ledger import models as ledger
from jingzhun.ledger.stages import OUTSIDE
from jingzhun.policy.codes import CodeBook
from jingzhun.registry import models as registry
from jingzhun.registry import personal
from jingzhun.registry.models.pack_fact import VALUES
from jingzhun.registry.models.person import HEAD
from jingzhun.registry.pack_facts import SLOT, of_kind, year_of
from jingzhun.rules.declared_fact import DeclaredFact
from jingzhun.rules.roster import COMPLETE_COLUMNS, arrow_type
from jingzhun.rules.schema import ColumnSchema, ColumnType, RosterSchema

from .money_rows import money_tables
from .roster_numbers import Subjects, county_of, numbers_in
from .roster_tables import (
    COUNTY_FACTS,
    ENTRIES,
    HOUSEHOLD_FACTS,
    MEMBER_FACTS,
    NOT_REGISTERED,
    PROJECT_FACTS,
    REGISTER,
    REGISTERED,
    VILLAGE_FACTS,
    EntrySource,
    FactSource,
    column,
    roster_schema,
)


class UnableToBuildRoster(Problem):
    code = "F-001"
    says = "{area}的名册没有建成：{why}"
    remedy = "请先装入区划（init 或 import-regions），并在导入或农户页面把每户归到村"


@dataclass
class RosterTables:
    """What :func:`jingzhun.rules.roster.write_roster` takes, and how to find subjects again."""

    schema: RosterSchema
    tables: dict[str, pa.Table]
    complete: pa.Table
    last_change: int
    """The newest :class:`registry.Change` that the snapshot saw; 0 for an empty store."""
    unread: dict[str, int] = field(default_factory=dict)
    """Column term → how many sealed values could not be opened (no key): they are missing in the roster."""


@dataclass
class RosterBuild:
    """Reads one area. ``code`` is its significant code; ``household`` limits it to one household with its areas above."""

    area: AreaCode
    as_of: date
    known_at: datetime
    book: CodeBook
    household: int | None = None
    declared: tuple[DeclaredFact, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)

    def read(self) -> RosterTables:
        """All tables, in the caller's snapshot. Raises :class:`UnableToBuildRoster`."""
        schema = roster_schema(self.book, self.declared)
        last = (
            registry.Change.objects.filter(at__lte=self.known_at).order_by("-id").values_list("id", flat=True).first()
        )
        tables: dict[str, pa.Table] = {}
        villages = self._areas(tables)
        households = self._households(tables, villages)
        self._members(tables, households)
        projects = self._projects(tables)
        parents = {"household": households, "village": villages, "project": projects}
        for source in ENTRIES:
            tables[source.name] = self._entries(source, parents[source.parent])
        tables |= self._money(tables, projects)
        tables["cause"] = self._causes(tables["household"])
        marks = self._marks(schema, parents)
        tables = {name: _ordered(schema, name, table) for name, table in tables.items()}
        return RosterTables(schema, tables, marks, last or 0, self.unread)

    # ── areas ──

    def _areas(self, tables: dict[str, pa.Table]) -> Subjects:
        above = [code.padded for code in (self.area.at(Level.COUNTY), self.area.at(Level.TOWNSHIP)) if code.significant]
        listed = Area.objects.under(self.area) | Area.objects.filter(code__in=above)
        found = listed.filter(level__in=(Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)).order_by("code")
        codes: dict[int, list[str]] = {Level.COUNTY: [], Level.TOWNSHIP: [], Level.VILLAGE: []}
        for code, level, until in found.values_list("code", "level", "until"):
            if until is None or until > self.as_of:
                codes[level].append(code)
        if not codes[Level.COUNTY]:
            raise UnableToBuildRoster(area=self.area.significant, why="库里没有这个区划")
        tables["county"] = _area_table(codes[Level.COUNTY], "", Level.COUNTY)
        tables["township"] = _area_table(codes[Level.TOWNSHIP], "county_id", Level.COUNTY)
        tables["village"] = _area_table(codes[Level.VILLAGE], "township_id", Level.TOWNSHIP)
        counties = self._area_subjects("county", codes[Level.COUNTY])
        villages = self._area_subjects("village", codes[Level.VILLAGE])
        for source in COUNTY_FACTS:
            tables["county"] = self._join(tables["county"], counties, source)
        for source in VILLAGE_FACTS:
            tables["village"] = self._join(tables["village"], villages, source)
        townships = self._area_subjects("township", codes[Level.TOWNSHIP])
        for name, subjects in (("county", counties), ("township", townships), ("village", villages)):
            tables[name] = self._join_declared(tables[name], subjects, name)
        return villages

    def _area_subjects(self, kind: str, codes: list[str]) -> Subjects:
        """Areas are numbered by their own code; those with facts have a subject of the same code."""
        numbers = {code: place for place, code in enumerate(codes)}
        stored = registry.Subject.objects.filter(kind=kind, area_id__in=codes, created_by__at__lte=self.known_at)
        known = {area: pk for pk, area in stored.values_list("pk", "area_id")}
        places: dict[int, int] = {}
        for code, place in numbers.items():
            places[known.get(code, -place - 1)] = place
        return Subjects(pa.array([int(code) for code in codes], pa.int64()), places)

    # ── households and members ──

    def _households(self, tables: dict[str, pa.Table], villages: Subjects) -> Subjects:
        rows = registry.Subject.objects.filter(kind="household", created_by__at__lte=self.known_at)
        rows = rows.filter(area_id__gte=self.area.first, area_id__lt=self.area.after)
        if self.household is not None:
            rows = rows.filter(pk=self.household)
        there = self._there()
        listed = sorted((code, pk, area) for pk, code, area in rows.values_list("pk", "code", "area_id") if pk in there)
        inside = set(tables["village"]["code"].to_pylist())
        homeless = [code for code, _, area in listed if area[:12] not in inside]
        if homeless:
            raise UnableToBuildRoster(
                area=self.area.significant, why=f"{len(homeless)} 户不在任何村（如 {homeless[0]}）"
            )  # fmt: skip
        numbers = numbers_in([area for _, _, area in listed])
        subjects = Subjects(pa.array(numbers, pa.int64()), {pk: place for place, (_, pk, _) in enumerate(listed)})
        table = pa.table(
            {
                "id": subjects.numbers,
                "village_id": pa.array([int(area[:12]) for _, _, area in listed], pa.int64()),
                "code": pa.array([code for code, _, _ in listed], pa.string()),
                "area_code": pa.array([area for _, _, area in listed], pa.string()),
                "registered": self._registered(subjects),
            }
        )
        for source in HOUSEHOLD_FACTS:
            table = self._join(table, subjects, source)
        tables["household"] = self._join_declared(table, subjects, "household")
        return subjects

    def _there(self) -> set[int]:
        """Households that have a member, a status or an address on the day."""
        there: set[int] = set()
        for model, name in (
            (registry.Membership, "household_id"),
            (registry.HouseholdStatus, "subject_id"),
            (registry.HouseholdProfile, "subject_id"),
        ):
            rows = model.objects.as_of(self.as_of, self.known_at).filter(**{f"{name}__isnull": False})
            if self.household is not None:
                rows = rows.filter(**{name: self.household})
            there.update(rows.values_list(name, flat=True))
        return there

    def _registered(self, subjects: Subjects) -> pa.Array:
        """在册: 建档立卡, 未建档, or missing where the regime has no row."""
        texts: list[str | None] = [None] * len(subjects.places)
        rows = self._rows(registry.HouseholdStatus, subjects).as_of(self.as_of, self.known_at).filter(regime=REGISTER)
        for pk, status in rows.values_list("subject_id", "status"):
            place = subjects.places.get(pk)
            if place is not None:
                texts[place] = REGISTERED if status == "in" else NOT_REGISTERED
        return pa.array(texts, pa.string())

    def _members(self, tables: dict[str, pa.Table], households: Subjects) -> None:
        rows = registry.Membership.objects.as_of(self.as_of, self.known_at).filter(household__isnull=False)
        if self.household is not None:
            rows = rows.filter(household_id=self.household)
        listed = sorted(
            (households.places[home], relation != HEAD, code, pk)
            for pk, home, relation, code in rows.values_list("subject_id", "household_id", "relation", "subject__code")
            if home in households.places
        )
        places = pa.array([home for home, *_ in listed], pa.int64())
        homes = households.numbers.take(places)
        numbers = numbers_in([county_of(number) for number in homes.to_pylist()])
        subjects = Subjects(pa.array(numbers, pa.int64()), {pk: place for place, (*_, pk) in enumerate(listed)})
        codes = pa.array([code for _, _, code, _ in listed], pa.string())
        areas = tables["household"]["area_code"].take(places)
        table = pa.table({"id": subjects.numbers, "household_id": homes, "code": codes, "area_code": areas})
        for source in MEMBER_FACTS:
            table = self._join(table, subjects, source)
        tables["member"] = self._join_declared(table, subjects, "person")

    # ── projects ──

    def _projects(self, tables: dict[str, pa.Table]) -> Subjects:
        """Projects of the counties in the roster that are in the library on the day; none in a roster of one household."""
        counties = set(tables["county"]["code"].to_pylist())
        rows = registry.Subject.objects.filter(kind="project", created_by__at__lte=self.known_at)
        rows = rows.filter(area_id__gte=self.area.first, area_id__lt=self.area.after)
        there = set(ledger.ProjectProfile.objects.as_of(self.as_of, self.known_at).values_list("subject_id", flat=True))
        outside = ledger.ProjectStage.objects.as_of(self.as_of, self.known_at).filter(stage__in=OUTSIDE)
        there -= set(outside.values_list("subject_id", flat=True))
        listed = sorted(
            (code, pk, area)
            for pk, code, area in (rows.values_list("pk", "code", "area_id") if self.household is None else ())
            if pk in there and AreaCode.parse(area).at(Level.COUNTY).padded in counties
        )
        numbers = pa.array(numbers_in([area for *_, area in listed]), pa.int64())
        subjects = Subjects(numbers, {pk: place for place, (_, pk, _) in enumerate(listed)})
        table = pa.table(
            {
                "id": numbers,
                "county_id": pa.array([int(f"{area[:6]}000000") for *_, area in listed], pa.int64()),
                "code": pa.array([code for code, *_ in listed], pa.string()),
                "area_code": pa.array([area for *_, area in listed], pa.string()),
            }
        )
        for source in PROJECT_FACTS:
            table = self._join(table, subjects, source)
        tables["project"] = self._join_declared(table, subjects, "project")
        return subjects

    def _money(self, tables: dict[str, pa.Table], projects: Subjects) -> dict[str, pa.Table]:
        """Movements; none in a roster of one household."""
        counties = tables["county"]["code"].to_pylist() if self.household is None else ()
        return money_tables(self.area, self.as_of, self.known_at, book=self.book, counties=counties, projects=projects)

    # ── facts joined one to one ──

    def _join(self, table: pa.Table, subjects: Subjects, source: FactSource) -> pa.Table:
        rows = self._rows(source.model, subjects)
        rows = rows.as_of(self.as_of, self.known_at)
        if source.regime:
            rows = rows.filter(regime=source.regime)
        if source.of_year:
            rows = rows.filter(year=self.as_of.year)
        fields = source.fields
        columns = [column(each) for each in fields]
        found = list(rows.values_list("subject_id", *(each.name for each in fields)))
        stored = pa.array([row[0] for row in found], pa.int64())
        places = pc.index_in(subjects.keys, value_set=stored)
        for at, (each, shown) in enumerate(zip(fields, columns, strict=True), start=1):
            values: Iterable[Any] = [row[at] for row in found]
            if each.type_name == "sealed":
                values = self._opened(each, [row[0] for row in found], list(values))
            table = table.append_column(shown.name, self._array(shown, list(values)).take(places))
        return table

    def _join_declared(self, table: pa.Table, subjects: Subjects, kind: str) -> pa.Table:
        """A column for each fact that packs declare of the subject kind; the year's own for yearly ones."""
        facts = of_kind(self.declared, kind)
        if not facts:
            return table
        year_of_fact = {fact.code: year_of(fact, self.as_of.year) for fact in facts}
        rows = self._rows(registry.PackFact, subjects).as_of(self.as_of, self.known_at)
        rows = rows.filter(fact__in=list(year_of_fact), year__in=(0, self.as_of.year))
        found: dict[str, dict[int, Any]] = {fact.code: {} for fact in facts}
        slots = {fact.code: at for fact in facts for at, slot in enumerate(VALUES) if slot == SLOT[fact.type]}
        for subject, code, year, *values in rows.values_list("subject_id", "fact", "year", *VALUES):
            place = subjects.places.get(subject)
            if place is not None and year == year_of_fact[code]:
                found[code][place] = values[slots[code]]
        for fact in facts:
            listed = [found[fact.code].get(place) for place in range(len(table))]
            if fact.type is ColumnType.INT:
                listed = [None if value is None else int(value) for value in listed]
            table = table.append_column(fact.code, self._array(fact.column, listed))
        return table

    def _rows(self, model: type[Any], subjects: Subjects) -> Any:
        if len(subjects.places) <= 400:
            return model.objects.filter(subject_id__in=[key for key in subjects.places if key > 0])
        return model.objects.filter(subject__area_id__gte=self.area.first, subject__area_id__lt=self.area.after)

    def _opened(self, declared: Any, keys: Sequence[int], sealed: list[Any]) -> list[str | None]:
        cipher = personal.cipher()
        opened = [
            None if value is None else cipher.open(value, f"{declared.name}:{key}")
            for key, value in zip(keys, sealed, strict=True)
        ]
        unread = sum(text is None and value is not None for text, value in zip(opened, sealed, strict=True))
        if unread:
            self.unread[str(declared.verbose_name)] = unread
        return opened

    def _array(self, shown: ColumnSchema, values: list[Any]) -> pa.Array:
        """Values as stored → the column's Arrow array: codes as official texts, empty texts as null."""
        kind = arrow_type(shown)
        if shown.codes:
            codes = pa.array([value or None for value in values], pa.string())
            listed = codes.dictionary_encode()
            texts = [fold(self.book.text(shown.codes, code)) for code in listed.dictionary.to_pylist()]
            return pa.array(texts, pa.string()).take(listed.indices)
        if kind == pa.string():
            return pa.array([fold(value) or None if value else None for value in values], kind)
        if pa.types.is_decimal(kind):
            step = Decimal(1).scaleb(-shown.scale)
            return pa.array([None if value is None else value.quantize(step) for value in values], kind)
        return pa.array(values, kind)

    # ── entries ──

    def _entries(self, source: EntrySource, parents: Subjects) -> pa.Table:
        rows = self._rows(source.model, parents)
        dated = issubclass(source.model, registry.known.Fact)
        rows = rows.as_of(self.as_of, self.known_at) if dated else rows.known(self.known_at)
        if source.period == "year":
            rows = rows.filter(year__lte=self.as_of.year)
        elif source.period:
            rows = rows.filter(**{f"{source.period}__lte": self.as_of})
        last = "since" if dated else "key"
        fields = source.fields
        order = [last, *(each.name for each in fields if dated)]
        found = [
            row
            for row in rows.values_list("subject_id", *(each.name for each in fields), *order)
            if row[0] in parents.places
        ]
        width = 1 + len(fields)
        found.sort(key=lambda row: (parents.places[row[0]], *(str(value) for value in row[width:])))
        homes = parents.numbers.take(pa.array([parents.places[row[0]] for row in found], pa.int64()))
        columns = {
            "id": pa.array(numbers_in([county_of(number) for number in homes.to_pylist()]), pa.int64()),
            f"{source.parent}_id": homes,
        }
        for at, each in enumerate(fields, start=1):
            shown = column(each)
            columns[shown.name] = self._array(shown, [row[at] for row in found])
        return pa.table(columns)

    def _causes(self, households: pa.Table) -> pa.Table:
        rows = [
            (home, text, is_main)
            for home, *texts in zip(
                *(households[name].to_pylist() for name in ("id", "main_cause", "other_cause_1", "other_cause_2")),
                strict=True,
            )
            for text, is_main in zip(texts, (True, False, False), strict=True)
            if text is not None
        ]
        return pa.table(
            {
                "id": pa.array(numbers_in([county_of(home) for home, *_ in rows]), pa.int64()),
                "household_id": pa.array([home for home, *_ in rows], pa.int64()),
                "cause": pa.array([text for _, text, _ in rows], pa.string()),
                "is_main": pa.array([is_main for *_, is_main in rows], pa.bool_()),
            }
        )

    def _marks(self, schema: RosterSchema, parents: dict[str, Subjects]) -> pa.Table:
        """Completeness marks; ``table`` is stored by its term and written by its code word."""
        names = {table.term: table.name for table in schema.tables} | {
            table.name: table.name for table in schema.tables
        }
        parts = []
        for kind, subjects in parents.items():
            rows = self._rows(registry.Completeness, subjects).known(self.known_at)
            found = [
                row
                for row in rows.values_list("subject_id", "table", "year")
                if row[0] in subjects.places and row[1] in names
            ]
            numbers = subjects.number_of(pa.array([row[0] for row in found], pa.int64()))
            parts.append(
                pa.table(
                    {
                        "subject_table": pa.array([kind] * len(found), pa.string()),
                        "subject_id": numbers,
                        "table": pa.array([names[row[1]] for row in found], pa.string()),
                        "year": pa.array([row[2] for row in found], pa.int32()),
                    },
                    schema=COMPLETE_COLUMNS,
                )
            )
        return pa.concat_tables(parts)


def _area_table(codes: list[str], parent: str, above: Level) -> pa.Table:
    columns = {"id": pa.array([int(code) for code in codes], pa.int64()), "code": pa.array(codes, pa.string())}
    columns["area_code"] = columns["code"]
    if parent:
        columns[parent] = pa.array([int(AreaCode.parse(code).at(above).padded) for code in codes], pa.int64())
    return pa.table(columns)


def _ordered(schema: RosterSchema, name: str, table: pa.Table) -> pa.Table:
    return table.select([each.name for each in schema.table(name).columns])
