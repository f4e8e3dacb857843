"""Why a household meets a standard or not, on any day and as known at any moment, from its own rows read there and then.

Used by the household page and the ``explain`` command. The same roster columns, pack and nodes as a run, for one household.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from jingzhun.core.area_code import AreaCode, Level
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.facts import facts_of
from jingzhun.policy.models import PackVersion
from jingzhun.registry.models import Subject
from jingzhun.rules.bind import bind_pack
from jingzhun.rules.explanation import Explanation, UnableToExplain, explain_row
from jingzhun.rules.memory_roster import MemoryRoster, exact
from jingzhun.rules.pack import UnableToFindParameter
from jingzhun.rules.pack_check import CheckedPack
from jingzhun.rules.schema import RosterSchema

from .findings import checked_pack
from .roster_build import RosterBuild, RosterTables
from .snapshot import read_snapshot


def explanation_of(
    subject: Subject, as_of: date, known_at: datetime | None = None, *, pack_name: str = ""
) -> list[Explanation]:
    """One explanation per pack in force for the household on the day (or of ``pack_name`` only); empty where none is. One
    whose parameter has no value there and then says so in ``problem``.

    Raises :class:`jingzhun.rules.explanation.UnableToExplain` where the household was not there on the day.
    """
    village = AreaCode.parse(subject.area_id).at(Level.VILLAGE)
    county = village.at(Level.COUNTY)
    packs = [pack for pack in PackVersion.objects.deciding().in_force(county, as_of) if pack_name in ("", pack.name)]
    if not packs:
        return []
    with read_snapshot():
        book = CodeBook.read()
        read = RosterBuild(
            village, as_of, known_at or timezone.now(), book, household=subject.pk, declared=facts_of(packs)
        ).read()
    memory = in_memory(read)
    number = next(iter(memory.tables["household"]), None)
    if number is None:
        raise UnableToExplain(kind="户", subject=subject.code)
    explanations = []
    for pack in packs:
        checked = _checked(pack.content_hash, pack, read.schema)
        try:
            bound = bind_pack(checked, as_of=as_of, area=county.significant)
        except UnableToFindParameter as problem:
            why = f"参数“{problem.fields['parameter']}”在 {as_of} 没有 {county.significant} 的值，不拿别的值代替"
            explanations.append(Explanation(pack.name, pack.title, "户", subject.code, as_of, (), (), (), problem=why))
            continue
        explanations.append(explain_row(checked, bound, memory, "household", memory.tables["household"][number]))
    return explanations


def in_memory(read: RosterTables) -> MemoryRoster:
    """The tables of a small roster for the reference engine, without writing them to disk."""
    tables = {
        table.name: {
            row[table.key]: {name: exact(value) for name, value in row.items()}
            for row in read.tables[table.name].to_pylist()
        }
        for table in read.schema.tables
    }
    marks = read.complete.to_pydict()
    columns = (marks[name] for name in ("subject_table", "subject_id", "table", "year"))
    return MemoryRoster(read.schema, tables, set(zip(*columns, strict=True)))


def _checked(content_hash: str, pack: PackVersion, schema: RosterSchema) -> CheckedPack:
    written = schema.to_json()
    return _kept(content_hash, hashlib.sha256(written.encode()).hexdigest(), _Given(pack, schema))


class _Given:
    """What the cache is filled from; never part of its key."""

    def __init__(self, pack: PackVersion, schema: RosterSchema) -> None:
        self.pack, self.schema = pack, schema

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Given)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _kept(content_hash: str, schema_hash: str, given: _Given) -> CheckedPack:
    return checked_pack(given.pack, given.schema)
