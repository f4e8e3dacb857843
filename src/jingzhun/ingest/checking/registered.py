"""What the registry already knows about the households and persons of a file. A fixed number of queries per thousand rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from jingzhun.core.area_code import AreaCode
from jingzhun.registry.actions.rows import chunks
from jingzhun.registry.models import Membership, PersonIdentity, Subject


@dataclass
class Registered:
    """``households`` and ``persons`` are code → (key, area); ``by_index`` blind index → person key.

    ``member_of`` is person → (household, relation) on the data day; ``members`` the other way round.
    ``identities`` person → (name, blind index)."""

    households: dict[str, tuple[int, str]] = field(default_factory=dict)
    persons: dict[str, tuple[int, str]] = field(default_factory=dict)
    by_index: dict[bytes, int] = field(default_factory=dict)
    codes: dict[int, tuple[str, str]] = field(default_factory=dict)
    member_of: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    members: dict[int, dict[int, str]] = field(default_factory=dict)
    identities: dict[int, tuple[str, bytes | None]] = field(default_factory=dict)

    @classmethod
    def of_households(cls, codes: Iterable[str]) -> Registered:
        known = cls()
        known.households = known._subjects(Subject.Kind.HOUSEHOLD, codes)
        return known

    def read_persons(self, codes: Iterable[str], indexes: Iterable[bytes], day: date) -> None:
        """Persons by code and by ID number, the other members of the households, and where all of them belong."""
        self.persons = self._subjects(Subject.Kind.PERSON, codes)
        for part in chunks(sorted(set(indexes))):
            rows = PersonIdentity.objects.known().filter(id_index__in=part)
            for key, index in rows.values_list("subject_id", "id_index"):
                self.by_index[bytes(index)] = key
        people = {key for key, _ in self.persons.values()} | set(self.by_index.values())
        households = {key for key, _ in self.households.values()}
        for part in chunks(sorted(households)):
            rows = Membership.objects.known().filter(household_id__in=part)
            people.update(rows.values_list("subject_id", flat=True))
        latest: dict[int, date] = {}
        for part in chunks(sorted(people)):
            self.codes.update(
                (key, (code, area))
                for key, code, area in Subject.objects.filter(pk__in=part).values_list("pk", "code", "area_id")
            )
            rows = Membership.objects.known().filter(subject_id__in=part, since__lte=day)
            for key, since, household, relation in rows.values_list("subject_id", "since", "household_id", "relation"):
                if key not in latest or since > latest[key]:
                    latest[key] = since
                    self.member_of[key] = (household, relation)
            named = PersonIdentity.objects.known().filter(subject_id__in=part, since__lte=day).order_by("since")
            for key, name, index in named.values_list("subject_id", "name", "id_index"):
                self.identities[key] = (name, bytes(index) if index is not None else None)
        for key, (household, relation) in self.member_of.items():
            if household is not None:
                self.members.setdefault(household, {})[key] = relation

    def head_names(self, households: Iterable[int], day: date) -> dict[int, str]:
        """The heads' names on a day."""
        names: dict[int, str] = {}
        for part in chunks(sorted(set(households))):
            heads = dict(
                Membership.objects.as_of(day)
                .filter(household_id__in=part, relation="01")
                .values_list("subject_id", "household_id")
            )
            named = PersonIdentity.objects.as_of(day).filter(subject_id__in=list(heads))
            names.update((heads[key], name) for key, name in named.values_list("subject_id", "name"))
        return names

    def within(self, found: tuple[int, str] | None, scope: AreaCode) -> tuple[int, str] | None:
        """The row, unless it lies outside the scope: then as if it were not there."""
        return found if found is not None and scope.covers(found[1]) else None

    @staticmethod
    def _subjects(kind: str, codes: Iterable[str]) -> dict[str, tuple[int, str]]:
        found = {}
        for part in chunks(sorted(set(codes))):
            rows = Subject.objects.filter(kind=kind, code__in=part).values_list("code", "pk", "area_id")
            found.update((code, (key, area)) for code, key, area in rows)
        return found
