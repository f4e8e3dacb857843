"""What is recorded of a household, each with its two dates: since when it is true, and since when we know it.

Corrections stay visible: a row that another replaced says when. Nothing later than the day, or known later than the moment, appears.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jingzhun.ledger.models import ProjectBenefit
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.facts import all_declared_facts
from jingzhun.registry.fields import described
from jingzhun.registry.models import (
    Completeness,
    Health,
    Household,
    IncomeEntry,
    MeasureReceived,
    Membership,
    PackFact,
    Pairing,
    PersonIdentity,
    ProductSale,
    WageEntry,
)
from jingzhun.registry.models.known import Entry, Known
from jingzhun.registry.pack_facts import field_of, value_of
from jingzhun.registry.wording import UNKNOWN, shown_value

from .asked import ASKED, HOUSEHOLD

SHOWN_FIRST = 5
"""Fields named when a table is recorded for the first time; what changes later is named in full."""
ENTRIES: tuple[tuple[str, type[Entry]], ...] = (
    ("收支", IncomeEntry), ("产品销售", ProductSale), ("务工收入", WageEntry), ("帮扶措施", MeasureReceived),
)  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """``true_on`` orders by truth, ``true_said`` says it (a day or a year); ``replaced_on`` is the day of the correction."""

    true_on: date
    true_said: str
    known_on: datetime
    title: str
    detail: str
    source: str
    replaced_on: date | None = None

    @property
    def on(self) -> date:
        return self.true_on


def history_of(
    *, household: Household, day: date, known_at: datetime | None, may_see_health: bool, by_known: bool = False
) -> list[Moment]:
    """Newest first, by truth or by knowledge. About twenty queries, however long it is."""
    read = _Reading(household, day, known_at, CodeBook.read(), may_see_health)
    moments = [*read.of_household(), *read.of_members(), *read.of_entries(), *read.of_marks(), *read.of_packs()]
    if by_known:
        return sorted(moments, key=lambda each: (each.known_on, each.true_on, each.title), reverse=True)
    return sorted(moments, key=lambda each: (each.true_on, each.known_on, each.title), reverse=True)


@dataclass
class _Reading:
    household: Household
    day: date
    known_at: datetime | None
    book: CodeBook
    may_see_health: bool

    def rows(self, model: type[Known], **only: object) -> list[Any]:
        """Rows that we had learnt by the moment, in the order of truth, then of knowledge."""
        rows = model.objects.filter(**only).select_related("change")
        if hasattr(model, "since"):
            rows = rows.filter(since__lte=self.day)
        if self.known_at is not None:
            rows = rows.filter(recorded_at__lte=self.known_at)
        return sorted(rows, key=lambda row: (getattr(row, "since", self.day), row.recorded_at, row.pk))

    def replaced(self, row: Known) -> date | None:
        at = row.superseded_at
        if at is None or (self.known_at is not None and at > self.known_at):
            return None
        return timezone.localtime(at).date()

    def moment(self, row: Known, title: str, detail: str, *, on: date | None = None, said: str = "") -> Moment:
        since = on or row.since  # type: ignore[attr-defined]
        return Moment(
            since, said or since.isoformat(), row.recorded_at, title, detail, row.change.source, self.replaced(row)
        )

    def of_household(self) -> Iterator[Moment]:
        pk = self.household.pk
        for asked in ASKED:
            if asked.of == HOUSEHOLD:
                yield from self._facts(asked.title, self.rows(asked.model, subject_id=pk), asked.model)
        for row in self.rows(Pairing, subject_id=pk):
            who = row.helper.name if row.helper else "没有帮扶责任人"
            yield self.moment(row, "结对帮扶", "，".join(filter(None, (who, row.unit_name))))
        for row in self.rows(ProjectBenefit, subject_id=pk):
            told = ("在名单" if row.is_in else "从名单取消", row.content, row.document)
            yield self.moment(row, f"项目 {row.project.code} 到户", "，".join(filter(None, told)))

    def of_members(self) -> Iterator[Moment]:
        ever = Membership.objects.filter(household=self.household).values("subject_id")
        identities = self.rows(PersonIdentity, subject_id__in=ever)
        names = {row.subject_id: row.name for row in identities}
        joined: dict[int, int | None] = {}
        for row in self.rows(Membership, subject_id__in=ever):
            name, before = names.get(row.subject_id, "姓名未知"), joined.get(row.subject_id)
            joined[row.subject_id] = row.household_id
            if row.household_id == self.household.pk:
                relation = self.book.text("与户主关系", row.relation) or "关系未知"
                yield self.moment(row, f"成员 {name}", relation if before != self.household.pk else f"更正为{relation}")
            elif before == self.household.pk:
                yield self.moment(row, f"成员 {name}", "不再是这一户的成员")
        for asked in ASKED:
            if asked.of == HOUSEHOLD:
                continue
            rows = identities if asked.model is PersonIdentity else self.rows(asked.model, subject_id__in=ever)
            for person in dict.fromkeys(row.subject_id for row in rows):
                mine = [row for row in rows if row.subject_id == person]
                yield from self._facts(f"{asked.title} {names.get(person, '')}", mine, asked.model)

    def _facts(self, title: str, rows: list[Any], model: type[Known]) -> Iterator[Moment]:
        """A moment a row, with what differs from the row before it; for the first one what it says."""
        hidden = model is Health and not self.may_see_health
        before: dict[object, Any] = {}
        for row in rows:
            series = getattr(row, "regime", None)
            last = before.get(series)
            before[series] = row
            said = self.book.text("制度", series) if series else ""
            detail = "不在权限内" if hidden else self._differences(row, last, model)
            yield self.moment(row, title, "：".join(filter(None, (said, detail or "与前一条相同"))))

    def _differences(self, row: Any, last: Any, model: type[Known]) -> str:
        told = []
        for each in described(model):
            if each.name in ("regime", "initials", "id_form"):
                continue
            value, old = (self._said(each, of) for of in (row, last))
            if last is None and value != UNKNOWN:
                told.append(f"{each.verbose_name} {value}")
            elif last is not None and value != old:
                told.append(f"{each.verbose_name} {old} → {value}")
        more = f"等 {len(told)} 项" if last is None and len(told) > SHOWN_FIRST else ""
        return "，".join(told[:SHOWN_FIRST] if last is None else told) + more

    def _said(self, each: Any, row: Any) -> str:
        value = getattr(row, each.name) if row is not None else None
        if each.type_name == "sealed":
            return "已录" if value else UNKNOWN
        said = shown_value(each, value, self.book)
        return said if said == UNKNOWN else f"{said}{each.unit}"

    def of_entries(self) -> Iterator[Moment]:
        """Entries written together are one moment: their count, and how many of them were taken back since."""
        for title, model in ENTRIES:
            for entries in _together(self.rows(model, subject_id=self.household.pk)):
                row, gone = entries[0], [each for each in entries if self.replaced(each)]
                on = min(_truth(each, self.day) for each in entries)
                if on <= self.day:
                    years = sorted({_truth(each, self.day).year for each in entries})
                    said = f"{years[0]} 年" if len(years) == 1 else f"{years[0]}—{years[-1]} 年"
                    detail = f"{len(entries)} 笔" + (f"，其中 {len(gone)} 笔后来更正或撤回" if gone else "")
                    yield self.moment(row, title, detail, on=on, said=said)

    def of_marks(self) -> Iterator[Moment]:
        for row in self.rows(Completeness, subject_id=self.household.pk):
            on = date(row.year, 12, 31) if row.year else min(timezone.localtime(row.recorded_at).date(), self.day)
            if row.year <= self.day.year:
                yield self.moment(row, f"{row.table}标记收齐", "", on=on, said=f"{row.year} 年" if row.year else "长期")

    def of_packs(self) -> Iterator[Moment]:
        declared = {fact.code: fact for fact in all_declared_facts() if fact.of == "户"}
        before: dict[tuple[str, int], str] = {}
        for row in self.rows(PackFact, subject_id=self.household.pk):
            fact = declared.get(row.fact)
            if fact is None:
                continue
            field_ = field_of(fact)
            value, last = shown_value(field_, value_of(fact, row), self.book), before.get((row.fact, row.year))
            before[row.fact, row.year] = value
            said = f"{last} → {value}{field_.unit}" if last else f"{value}{field_.unit}"
            yield self.moment(row, fact.name, said, said=f"{row.year} 年" if row.year else "")


def _together(rows: Iterable[Any]) -> Iterator[list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.change_id, []).append(row)
    yield from found.values()


def _truth(entry: Any, day: date) -> date:
    """The day of an entry; one of a year is true at its end, one of the year that is running on the day asked for."""
    on = getattr(entry, "received_on", None) or getattr(entry, "sold_on", None)
    return on or min(date(entry.year, 12, 31), max(day, date(entry.year, 1, 1)))
