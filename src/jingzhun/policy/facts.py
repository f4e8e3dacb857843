"""The facts that stored packs declare: what forms, import columns, rosters and the data dictionary add to the registry's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jingzhun.core.area_code import AreaCode
from jingzhun.rules.declared_fact import DeclaredFact

from .models import PackVersion


def facts_of(packs: Iterable[PackVersion]) -> tuple[DeclaredFact, ...]:
    """The different facts of some packs, by subject kind and code word. Packs that share one declare it alike."""
    found = {(fact.of, fact.code): fact for pack in packs for fact in map(DeclaredFact.from_json, pack.facts)}
    return tuple(found[key] for key in sorted(found))


def declared_facts(area: AreaCode, day: date) -> tuple[DeclaredFact, ...]:
    """The facts of the packs in force for an area on a day. One query."""
    return facts_of(PackVersion.objects.defer("files").in_force(area, day))


def all_declared_facts() -> tuple[DeclaredFact, ...]:
    """The facts of every stored pack that is valid somewhere at some time, the newest version of each. One query."""
    return facts_of(PackVersion.objects.defer("files").newest())


def declared_by_others(name: str) -> list[tuple[str, DeclaredFact]]:
    """(pack title, fact) of the newest versions of all packs but ``name``."""
    others = (pack for pack in PackVersion.objects.defer("files").newest() if pack.name != name)
    return [(pack.title, fact) for pack in others for fact in map(DeclaredFact.from_json, pack.facts)]
