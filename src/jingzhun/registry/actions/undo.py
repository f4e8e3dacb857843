"""Taking a whole change back: its rows are superseded, what they had superseded is restored as new rows.

Refused, with the list, where later changes stand on it: where a later change superseded one of its rows, recorded a fact
that carries over what it said, wrote anything about a subject that it brought in, or moved a subject on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..models import Change, HouseholdProfile, PersonIdentity, Subject
from ..models.known import Fact, Known, known_models
from .rows import chunks, data_fields
from .writing import Writing, writing

_SHOWN = 20


class UnableToUndo(Problem):
    code = "G-010"
    says = "不能撤销“{source}”：{count} 处后来的改动建立在它上面（{list}）"
    remedy = "请先撤销这些后来的改动"


class UnableToUndoTwice(Problem):
    code = "G-011"
    says = "“{source}”不能撤销：{why}"
    remedy = "请在导入记录里选另一批"


@dataclass
class _Rows:
    """Of one table: ids of the change's rows that are in force, and the rows that it had superseded."""

    model: type[Known]
    own: list[int] = field(default_factory=list)
    restored: list[tuple[Any, ...]] = field(default_factory=list)


def undo(*, change: Change, by: Actor, reason: str = "", also: Callable[[Writing], object] | None = None) -> Change:
    """Undo ``change`` as a unit; returns the change of the undoing. Raises :class:`UnableToUndo`.

    ``also`` takes back what a higher app wrote under the change, in the same unit."""
    with unit(by=by):
        change = Change.objects.select_for_update().get(pk=change.pk)
        if change.undone_by_id:
            raise UnableToUndoTwice(source=change.source, why="已经撤销过")
        if change.kind == Change.Kind.UNDO:
            raise UnableToUndoTwice(source=change.source, why="撤销本身不能再撤销")
        found = _Standing(change)
        tables = [found.table(model) for model in known_models()]
        found.check()
        with writing(
            kind=Change.Kind.UNDO, by=by, source=f"撤销：{change.source}", reason=reason, action="registry.undo",
            undone=change.pk,
        ) as work:  # fmt: skip
            for table in tables:
                work.supersede(table.model, table.own)
                work.insert(table.model, table.restored)
            _move_back(change, work)
            if also is not None:
                also(work)
        change.undone_by = work.change
        change.save(update_fields=("undone_by",))
    return work.change


class _Standing:
    """What stands of a change, and which later changes stand on it."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.later: dict[int, Change] = {
            c.pk: c for c in Change.objects.filter(pk__gt=change.pk).select_related("undoes")
        }
        self.conflicts: list[tuple[int, int, str]] = []  # (subject, change, table)

    def table(self, model: type[Known]) -> _Rows:
        names = [f.attname for f in data_fields(model)]
        rows = model._default_manager
        own, replaced = self._own(model)
        carriers = set(own)
        subjects = {subject for subject, _ in own.values()}
        title = str(model._meta.verbose_name)
        if self.later and issubclass(model, Fact):
            self._built_on(model, subjects, carriers)
        self.conflicts.extend((subject, by, title) for subject, by in replaced)
        if model in (HouseholdProfile, PersonIdentity) and self.later:
            self._brought_in(model, subjects)
        restored = rows.filter(superseded_by=self.change).values_list("subject_id", model.AT, *names)
        plain = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in restored.iterator(5000)]
        return _Rows(model, sorted(carriers), plain)

    def _own(self, model: type[Known]) -> tuple[dict[int, tuple[int, int]], list[tuple[int, int]]]:
        """Rows in force that carry this change's values (its own, or restored by undoing what had superseded them):
        id → (subject, change). And the (subject, change) that superseded it and stand."""
        rows = model._default_manager
        place = ("subject_id", model.AT, *(name for name in model.SERIES if name != "subject_id"))
        carried: dict[int, tuple[int, int]] = {}
        stood_on: list[tuple[int, int]] = []
        for pk, by, *key in (
            rows.filter(change=self.change).values_list("id", "superseded_by_id", *place).iterator(5000)
        ):
            current = self.change.pk
            while by is not None:
                if by == self.change.pk:
                    break
                undone_by = self.later[by].undone_by_id if by in self.later else None
                if undone_by is None:
                    stood_on.append((key[0], by))
                    break
                back = rows.filter(change_id=undone_by, **dict(zip(place, key, strict=True)))
                pk, by = back.values_list("id", "superseded_by_id").get()
                current = undone_by
            if by is None:
                carried[pk] = (key[0], current)
        return carried, stood_on

    def _built_on(self, model: type[Fact], subjects: set[int], carriers: set[int]) -> None:
        """Later facts of the same subjects: they carry over what this change said."""
        rows = model._default_manager
        place = ("subject_id", model.AT, *(name for name in model.SERIES if name != "subject_id"))
        for part in chunks(sorted(subjects)):
            newer = rows.filter(subject_id__in=part, change_id__gt=self.change.pk, superseded_at__isnull=True)
            for pk, change, *key in newer.values_list("id", "change_id", *place):
                while change in self.later and self.later[change].kind == Change.Kind.UNDO:
                    undone = self.later[change].undoes.pk
                    change = rows.filter(superseded_by_id=undone, **dict(zip(place, key, strict=True))).values_list(
                        "change_id", flat=True
                    )[0]
                if pk not in carriers and change > self.change.pk:
                    self.conflicts.append((key[0], change, str(model._meta.verbose_name)))

    def _brought_in(self, model: type[Known], subjects: set[int]) -> None:
        """Subjects whose first row in force is this change's: nothing later may stand on them anywhere."""
        for part in chunks(sorted(subjects)):
            before = set(
                model._default_manager.filter(subject_id__in=part, change_id__lt=self.change.pk)
                .filter(Q(superseded_by__isnull=True) | Q(superseded_by_id__gte=self.change.pk))
                .values_list("subject_id", flat=True)
            )
            fresh = [subject for subject in part if subject not in before]
            restored = [c.undone_by_id for c in self.later.values() if c.undone_by_id]
            for other in known_models():
                newer = other._default_manager.filter(
                    subject_id__in=fresh, change_id__gt=self.change.pk, superseded_at__isnull=True
                ).exclude(change_id__in=restored)
                title = str(other._meta.verbose_name)
                self.conflicts.extend((s, c, title) for s, c in newer.values_list("subject_id", "change_id"))

    def check(self) -> None:
        for subject, _, after in self.change.moves:
            now = Subject.objects.values_list("area_id", flat=True).get(pk=subject)
            if now != after:
                latest = max(
                    (c for c in self.later.values() if any(m[0] == subject for m in c.moves)), key=lambda c: c.pk
                )
                self.conflicts.append((subject, latest.pk, "所在区划"))
        if not self.conflicts:
            return
        pairs = sorted({(change, subject) for subject, change, _ in self.conflicts})
        codes = dict(Subject.objects.filter(pk__in=[s for _, s in pairs[:_SHOWN]]).values_list("pk", "code"))
        shown = "、".join(f"{codes[s]}（{self.later[c].source}）" for c, s in pairs[:_SHOWN])
        raise UnableToUndo(
            source=self.change.source, count=len(pairs), list=shown + ("…" if len(pairs) > _SHOWN else "")
        )


def _move_back(change: Change, work: Writing) -> None:
    for subject, before, _ in reversed(change.moves):
        Subject.objects.filter(pk=subject).update(area_id=before)
    work.note_moves([[subject, after, before] for subject, before, after in change.moves])
