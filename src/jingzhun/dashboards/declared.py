"""The facts that packs in force ask for beside the registry's own fields, as pages of households and areas show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from jingzhun.core.area_code import AreaCode, Level
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.facts import declared_facts
from jingzhun.registry.models import Subject
from jingzhun.registry.pack_facts import known_facts, of_kind
from jingzhun.registry.wording import UNKNOWN, shown_value

from .household_file import Shown


def declared_shown(
    *, kind: str, subject: Subject | None, area: AreaCode, day: date, known_at: datetime | None
) -> list[Shown]:
    """Every declared fact of the kind, known or not, of packs in force for the county on the day. At most three queries."""
    facts = of_kind(declared_facts(area.at(Level.COUNTY), day), kind)
    if not facts:
        return []
    book = CodeBook.read()
    return [
        Shown(
            each.fact.name, shown_value(each.field, each.value, book), each.field.unit, each.since or day,
            each.change.source if each.change else "", each.fact.owner,
        )
        for each in known_facts(facts, subject, day, known_at)
    ]  # fmt: skip


def known_first(declared: Iterable[Shown]) -> dict[str, list[Shown]]:
    """What is known as rows, what is not as a list of names: packs ask for much that an office has not recorded yet."""
    listed = list(declared)
    return {
        "known": [each for each in listed if each.value != UNKNOWN],
        "unknown": [each for each in listed if each.value == UNKNOWN],
    }
