"""What an import of subjects and facts would change, household by household, in the words of the interface."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from jingzhun.accounts.models import Official
from jingzhun.areas.models import Area
from jingzhun.core.money import yuan
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.actions.plan import Plan
from jingzhun.registry.models import Membership, PersonIdentity, Subject
from jingzhun.registry.models.known import Entry

from .models import Difference

if TYPE_CHECKING:
    from .planning.outcome import Outcome

# Shown on the page; the counts are of all.
SHOWN = 5_000
_SILENT = {"initials", "id_index", "tail_index", "id_form"}


def counted(*, new: int, changed: int = 0, unchanged: int, new_persons: int = 0, kept: int = 0) -> dict[str, int]:
    """Households (or other subjects shown) that are new, changed and unchanged; fields kept because of blanks."""
    return {"new": new, "changed": changed, "unchanged": unchanged, "new_persons": new_persons, "kept": kept}


def subject_differences(outcome: Outcome) -> Iterator[Difference]:
    """New households and persons first, then changed fields."""
    yield from _new(outcome)
    for plan in outcome.plans:
        yield from _changed(outcome, plan)


def subject_counts(outcome: Outcome) -> dict[str, int]:
    """See :func:`counted`; of households."""
    new = {code for _, code, _ in outcome.new.get(Subject.Kind.HOUSEHOLD, ())}
    every = set(outcome.owner.values())
    touched = {outcome.owner.get(subject, "") for subject in outcome.changed_subjects()} - {""}
    return counted(
        new=len(new), changed=len(touched - new), unchanged=len(every - touched - new),
        new_persons=len(outcome.new.get(Subject.Kind.PERSON, ())), kept=sum(plan.kept for plan in outcome.plans),
    )  # fmt: skip


def _new(outcome: Outcome) -> Iterator[Difference]:
    homes = {key: (code, area) for key, code, area in outcome.new.get(Subject.Kind.HOUSEHOLD, ())}
    joined = Counter(outcome.owner[key] for key, _, _ in outcome.new.get(Subject.Kind.PERSON, ()))
    places = _places({area for _, area in homes.values()})
    fresh = {code for code, _ in homes.values()}
    heads = _heads(outcome)
    for code, area in homes.values():
        yield Difference(
            kind="new", code=code, who=heads.get(code, ""), place=places.get(area, ""), field="全户",
            after=f"新增 {joined[code]} 人",
        )  # fmt: skip
    for code, count in joined.items():
        if code not in fresh:
            yield Difference(kind="new", code=code, field="成员", after=f"新增 {count} 人")


def _heads(outcome: Outcome) -> dict[str, str]:
    """户编号 → the head's name, as the accepted rows give it."""
    batch = outcome.batch
    rows = zip(batch.column("household"), batch.column("relation"), batch.column("name"), strict=True)
    return {
        code: name for row, (code, relation, name) in enumerate(rows) if relation == "01" and row not in batch.refused and code
    }  # fmt: skip


def _changed(outcome: Outcome, plan: Plan) -> Iterator[Difference]:
    shown = [d for d in plan.differences if d[2] not in _SILENT][:SHOWN]
    many = issubclass(plan.model, Entry) or len(plan.model.SERIES) > 1
    entries = sorted(plan.begun)[:SHOWN] if many else []
    keys = {d[0] for d in shown} | set(entries)
    if not keys:
        return
    names, places = _names(keys, outcome.batch.frame.since), _areas_of(keys)
    words = _Words(outcome.batch.book, plan)
    for key, _, name, before, after in shown:
        yield Difference(
            kind="changed", code=outcome.owner.get(key, ""), who=names.get(key, ""), place=places.get(key, ""),
            field=words.title(name), unit=words.unit(name), before=words.text(name, before), after=words.text(name, after),
        )  # fmt: skip
    added = Counter(row[0] for row in plan.rows)
    for key in entries:
        yield Difference(
            kind="new", code=outcome.owner.get(key, ""), place=places.get(key, ""),
            field=outcome.batch.table.layout.title, after=f"新增 {added[key]} 行",
        )  # fmt: skip


class _Words:
    """Values of one model as people read them."""

    def __init__(self, book: CodeBook, plan: Plan) -> None:
        self.book, self.fields = book, {f.attname: f for f in plan.model._meta.concrete_fields}
        if plan.declared is not None:
            self.fields = dict.fromkeys(self.fields, plan.declared)
        foreign = {d[i] for d in plan.differences if d[2] == "household_id" for i in (3, 4)} - {None}
        self.households = dict(Subject.objects.filter(pk__in=foreign).values_list("pk", "code"))
        helpers = {d[i] for d in plan.differences if d[2] == "helper_id" for i in (3, 4)} - {None}
        self.helpers = dict(Official.objects.filter(pk__in=helpers).values_list("pk", "name"))

    def title(self, name: str) -> str:
        return str(self.fields[name].verbose_name)

    def unit(self, name: str) -> str:
        return getattr(self.fields[name], "unit", "")

    def text(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if value is None or value == "":
            return ""
        if name == "household_id":
            return self.households.get(value, "新户")
        if name == "helper_id":
            return self.helpers.get(value, "")
        kind = getattr(field, "type_name", "")
        if kind == "sealed":
            return "（不显示）"
        if kind == "code":
            return self.book.text(field.codes, value)
        if kind == "money":
            return yuan(value)
        if kind == "bool":
            return "是" if value else "否"
        return value.isoformat() if isinstance(value, date) else str(value)


def _names(keys: set[int], day: date) -> dict[int, str]:
    """Of persons their own name, of households the head's."""
    found: dict[int, str] = {}
    ordered = sorted(key for key in keys if key > 0)
    for start in range(0, len(ordered), 900):
        part = ordered[start : start + 900]
        found.update(PersonIdentity.objects.as_of(day).filter(subject_id__in=part).values_list("subject_id", "name"))
        heads = dict(
            Membership.objects.as_of(day)
            .filter(household_id__in=part, relation="01")
            .values_list("subject_id", "household_id")
        )
        named = PersonIdentity.objects.as_of(day).filter(subject_id__in=list(heads)).values_list("subject_id", "name")
        found.update((heads[key], name) for key, name in named)
    return found


def _areas_of(keys: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    ordered = sorted(key for key in keys if key > 0)
    for start in range(0, len(ordered), 900):
        rows = Subject.objects.filter(pk__in=ordered[start : start + 900])
        found.update(rows.values_list("pk", "area__short_name"))
    return found


def _places(codes: set[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=codes).values_list("code", "short_name"))
