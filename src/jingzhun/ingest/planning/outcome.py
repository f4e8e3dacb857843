"""What an import would do: new subjects under provisional keys, plans of rows, moves; then the same written for good.

Provisional keys are negative, so that a dry run and an apply are one computation; applying replaces them. A kind of rows that
is written otherwise is a subclass: it writes, counts and tells its differences itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jingzhun.registry.actions.plan import KEEP, Plan
from jingzhun.registry.actions.subject import create_subjects, move_subjects
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Membership

from ..checking.batch import Batch
from ..differences import subject_counts, subject_differences
from ..models import Difference


@dataclass
class Outcome:
    """``new`` is kind → [(provisional key, code, area)]; ``moves`` subject → area; ``rows_of`` subject → places of the rows
    that speak of it; ``owner`` person → household code, for showing differences by household."""

    batch: Batch
    plans: list[Plan] = field(default_factory=list)
    new: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    moves: dict[int, str] = field(default_factory=dict)
    rows_of: dict[int, list[int]] = field(default_factory=dict)
    owner: dict[int, str] = field(default_factory=dict)
    _last: int = 0

    def key(self, kind: str, code: str, area: str) -> int:
        """A provisional key for a new subject."""
        self._last -= 1
        self.new.setdefault(kind, []).append((self._last, code, area))
        return self._last

    @property
    def provisional(self) -> set[int]:
        return {key for rows in self.new.values() for key, _, _ in rows}

    @property
    def changes_something(self) -> bool:
        return bool(self.moves or self.new or any(plan.rows for plan in self.plans))

    def changed_subjects(self) -> set[int]:
        return set(self.moves).union(*(plan.subjects for plan in self.plans))

    def changed_rows(self) -> int:
        """How many rows of the file change something."""
        places: set[int] = set()
        for subject in self.changed_subjects():
            places.update(self.rows_of.get(subject, ()))
        return len(places)

    def differences(self) -> Iterator[Difference]:
        """What would be new and what would change, in the words of the interface; without ``upload``."""
        return subject_differences(self)

    def counts(self) -> dict[str, int]:
        """See :func:`counted`."""
        return subject_counts(self)

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        """Create, move and put, under the real keys; ``report`` hears how many plans are done."""
        real: dict[int, int] = {}
        for kind, rows in self.new.items():
            made = create_subjects(kind=kind, rows=[(code, area) for _, code, area in rows], work=work)
            real.update((provisional, made[code]) for provisional, code, _ in rows)
        if self.moves:
            move_subjects(areas=self.moves, work=work)
        for done, plan in enumerate(self.plans, start=1):
            if real:
                plan.rows = list(_with_real_keys(plan, real))
            work.put(plan)
            report(done)


def _with_real_keys(plan: Plan, real: Mapping[int, int]) -> Iterable[tuple[Any, ...]]:
    for row in plan.rows:
        subject = row[0]
        if subject < 0:
            row = (real[subject], *row[1:])
        if plan.model is Membership and row[2] is not None and row[2] < 0:
            row = (*row[:2], real[row[2]], *row[3:])
        yield row


def blank_of(field_: Any) -> Any:
    """The empty value of a registry field."""
    return None if field_.null else ""


def values_or_blank(values: Iterable[Any], field_: Any, *, clear: bool) -> list[Any]:
    """Cell values with blanks as 'keep what is known', or as the empty value."""
    blank = blank_of(field_) if clear else KEEP
    return [blank if value is None else value for value in values]
