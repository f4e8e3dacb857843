"""Sheets of facts, one row a subject: dwelling and services, pairing, insurance, conditions of persons and villages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jingzhun.accounts.models import Official
from jingzhun.areas.resolve import AreaIndex
from jingzhun.registry import models as registry
from jingzhun.registry.actions.pack_fact import plan_pack_fact
from jingzhun.registry.actions.plan import KEEP, Plan, plan_facts

from ..checking import reasons
from ..checking.batch import Batch
from .outcome import Outcome, values_or_blank
from .subjects import find_subjects


def plan_sheet_of_facts(batch: Batch, index: AreaIndex) -> Outcome:
    outcome = Outcome(batch)
    subjects = find_subjects(batch, index, outcome)
    helpers = _helpers(batch) if batch.has("helper") else []
    years = batch.column("year")
    seen: dict[Any, int] = {}
    for row, subject in enumerate(subjects):
        if subject is None:
            continue
        earlier = seen.setdefault((subject, years[row]), row)
        if earlier != row:
            what = batch.table.layout.about.value
            batch.refuse(row, _subject_target(batch), reasons.SubjectTwiceInFile(row=batch.number(earlier), what=what))
    accepted = [row for row in range(len(batch)) if row not in batch.refused and subjects[row] is not None]
    since, clear, new = batch.frame.since, batch.frame.clear_blanks, outcome.provisional
    for name in dict.fromkeys(column.model_name for _, column, _ in batch.table.columns if column.model_name):
        if name == "PackFact":
            outcome.plans.extend(_declared(batch, subjects, accepted, years, new))
            continue
        model = getattr(registry, name)
        targets = batch.targets_of(name)
        fields = [target.partition(".")[2] for target in targets]
        columns = [
            values_or_blank(batch.values[target], model._meta.get_field(field), clear=clear)
            for target, field in zip(targets, fields, strict=True)
        ]
        if "year" in model.SERIES:
            fields, columns = ["year", *fields], [years, *columns]
        if name == "Pairing":
            fields, columns = ["helper_id", *fields], [helpers, *columns]
        rows = [(subjects[row], since, *(column[row] for column in columns)) for row in accepted]
        outcome.plans.append(plan_facts(model=model, fields=fields, rows=rows, new=new))
    if batch.has("helper") and not batch.targets_of("Pairing"):
        rows = [(subjects[row], since, helpers[row]) for row in accepted]
        outcome.plans.append(plan_facts(model=registry.Pairing, fields=["helper_id"], rows=rows, new=new))
    return outcome


def _declared(
    batch: Batch, subjects: Sequence[int | None], accepted: Sequence[int], years: Sequence[int | None], new: set[int]
) -> Iterator[Plan]:
    """A plan for each fact that packs declare; facts of a year are those of the row's year, else of the data day's."""
    since, blank = batch.frame.since, None if batch.frame.clear_blanks else KEEP
    for _, column, _ in batch.table.columns:
        if column.fact is None:
            continue
        values = batch.values[column.target]
        rows = [
            (subjects[row], since, years[row] or since.year, blank if values[row] is None else values[row])
            for row in accepted
        ]
        yield plan_pack_fact(column.fact, rows, new=new)


def _subject_target(batch: Batch) -> str:
    return next(
        (
            target
            for target in ("household", "person", "id_number", "village", "township", "county")
            if batch.has(target)
        ),
        "household",
    )


def _helpers(batch: Batch) -> list[int | None]:
    names = batch.column("helper")
    known = {name.lower(): key for name, key in Official.objects.values_list("sign_in_name", "pk")}
    found = []
    for row, name in enumerate(names):
        key = known.get(name.lower()) if name else None
        if name and key is None:
            batch.refuse(row, "helper", reasons.UnknownHelper(text=name))
        found.append(key)
    return found
