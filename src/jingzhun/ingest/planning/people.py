"""Person rows that may bring new households and persons: the national exports and the office's roster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.id_number import IdNumber
from jingzhun.core.text import whole_number
from jingzhun.registry import models as registry
from jingzhun.registry import personal
from jingzhun.registry.actions.plan import KEEP, plan_facts
from jingzhun.registry.models import Completeness, Membership, PersonIdentity, Subject
from jingzhun.registry.pinyin import initials

from ..checking import reasons
from ..checking.batch import Batch
from ..checking.composition import Composition, check_ages, check_households, compose, flag_missing_heads
from ..checking.identity import SEXES, Disability, read_id_numbers
from ..checking.registered import Registered
from ..checking.whereabouts import find_villages
from .household_facts import PHONE, plan_household_facts
from .outcome import Outcome, values_or_blank

PERSON_FACTS = ("Schooling", "Health", "Labour", "Insurance", "PersonContact")
_GONE = {"03", "04"}


def plan_people(batch: Batch, index: AreaIndex) -> Outcome:
    """Check all rows, then plan what the accepted ones change."""
    villages = find_villages(batch, index, needed=True)
    numbers = read_id_numbers(batch)
    homes = compose(batch)
    known = Registered.of_households(homes)
    cipher = personal.cipher()
    indexes = [cipher.index(number.citizen, "id_number") if number is not None else None for number in numbers]
    known.read_persons(
        (code for code in batch.column("person") if code), (found for found in indexes if found), batch.frame.since
    )
    people = _People(batch, known, villages, numbers, indexes, homes)
    people.find()
    people.check_households()
    check_ages(batch, homes, numbers)
    flag_missing_heads(batch, homes)
    outcome = Outcome(batch)
    people.plan(outcome, index)
    return outcome


class _People:
    """Which person each row speaks of, in which household."""

    def __init__(
        self, batch: Batch, known: Registered, villages: Sequence[str | None], numbers: Sequence[IdNumber | None],
        indexes: Sequence[bytes | None], homes: dict[str, Composition],
    ) -> None:  # fmt: skip
        self.batch, self.known, self.villages, self.numbers, self.indexes = batch, known, villages, numbers, indexes
        self.homes = homes
        self.person: list[int | None] = [None] * len(batch)  # key of a known person, None for a new one

    def find(self) -> None:
        """Known persons by 人编号, else by ID number; the same person twice, or a number that is another's, is refused."""
        batch, known, scope = self.batch, self.known, self.batch.frame.scope
        seen: dict[str, int] = {}
        for row, code in enumerate(batch.column("person")):
            index = self.indexes[row]
            holder = known.by_index.get(index) if index is not None else None
            found = known.persons.get(code) if code else None
            if code:
                earlier = seen.setdefault(code, row)
                if earlier != row:
                    batch.refuse(row, "person", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="人编号"))
                    continue
            if found is None and holder is not None and not code:
                self.person[row] = holder
            elif found is not None:
                self.person[row] = found[0]
            if holder is not None and holder != self.person[row]:
                other, area = known.codes[holder]
                where = f"（人编号 {other}）" if scope.covers(area) else ""
                batch.refuse(row, "id_number", reasons.NumberRegistered(where=where))
                continue
            person = self.person[row]
            if person is None:
                continue
            if not scope.covers(known.codes[person][1]):
                batch.refuse(row, "person" if code else "id_number", reasons.OutOfScope())
                continue
            name, before = known.identities.get(person, ("", None))
            written = batch.column("name")[row]
            if name and written and name != written:
                batch.flag(row, "name", reasons.NameDiffers(what="姓名", handled="，已按文件更正", kind="个人"))
            if before is not None and index is not None and before != index:
                batch.flag(row, "id_number", reasons.NumberCorrected())

    def check_households(self) -> None:
        """Scope and village of known households, then composition together with the members not in the file."""
        batch, known, scope = self.batch, self.known, self.batch.frame.scope
        others: dict[str, dict[int, str]] = {}
        named = set(filter(None, self.person))
        for code, home in self.homes.items():
            found = known.households.get(code)
            if found is None:
                continue
            if not scope.covers(found[1]):
                for row in home.rows:
                    batch.refuse(row, "household", reasons.OutOfScope())
            others[code] = {p: r for p, r in known.members.get(found[0], {}).items() if p not in named}
        names = {person: name for person, (name, _) in known.identities.items()}
        check_households(batch, self.homes, self.villages, others, names)

    def plan(self, outcome: Outcome, index: AreaIndex) -> None:
        batch, known = self.batch, self.known
        accepted = [row for row in range(len(batch)) if row not in batch.refused]
        household_keys = self._households(outcome, accepted, index)
        codes, households = batch.column("household"), [0] * len(batch)
        taken: dict[str, int] = {}
        written = batch.column("person")
        for row in accepted:
            home = households[row] = household_keys[codes[row]]
            person = self.person[row]
            village = self.villages[row]
            if person is None:
                code = written[row] or self._new_code(codes[row], home, taken)
                person = self.person[row] = outcome.key(Subject.Kind.PERSON, code, village)
            else:
                if known.codes[person][1] != village:
                    outcome.moves[person] = village
                before = known.member_of.get(person, (None, ""))[0]
                if before is not None and before != home:
                    self._flag_move(row, before, codes[row])
            outcome.rows_of.setdefault(person, []).append(row)
            outcome.owner[person] = codes[row]
        new = outcome.provisional
        self._identities(outcome, accepted, new)
        self._memberships(outcome, accepted, households, new)
        self._person_facts(outcome, accepted, new)
        self._own_phones(outcome, accepted, new)
        plan_household_facts(outcome, {code: (key, self.homes[code]) for code, key in household_keys.items()}, new)
        self._marks(outcome, household_keys, new)

    def _households(self, outcome: Outcome, accepted: Sequence[int], index: AreaIndex) -> dict[str, int]:
        batch, known = self.batch, self.known
        keys: dict[str, int] = {}
        for row in accepted:
            code = batch.column("household")[row]
            if code in keys:
                outcome.rows_of[keys[code]].append(row)
                continue
            village = self.villages[row]
            found = known.households.get(code)
            if found is None:
                keys[code] = outcome.key(Subject.Kind.HOUSEHOLD, code, village)
            else:
                keys[code] = found[0]
                if found[1] != village:
                    outcome.moves[found[0]] = village
                    names = [index.names.get(area, area) for area in (found[1], village)]
                    batch.flag(row, "village", reasons.HouseholdMoves(household=code, before=names[0], after=names[1]))
            outcome.rows_of[keys[code]] = [row]
            outcome.owner[keys[code]] = code
        return keys

    def _new_code(self, household: str, home: int, taken: dict[str, int]) -> str:
        """A 人编号 for a person whose file gives none: the household's with the next free number."""
        if household not in taken:
            prefix = f"{household}-"
            used = Subject.objects.filter(kind=Subject.Kind.PERSON, code__startswith=prefix).values_list(
                "code", flat=True
            )
            read = [whole_number(code[len(prefix) :]) for code in used] if home > 0 else []
            numbers = [number for number in read if number is not None]
            taken[household] = max(numbers, default=0)
        taken[household] += 1
        return f"{household}-{taken[household]:02d}"

    def _flag_move(self, row: int, before: int, after: str) -> None:
        code = Subject.objects.values_list("code", flat=True).get(pk=before)
        self.batch.flag(row, "household", reasons.MemberMoves(before=code, after=after))

    def _identities(self, outcome: Outcome, accepted: Sequence[int], new: set[int]) -> None:
        batch, since = self.batch, self.batch.frame.since
        names = batch.column("name")
        fields = ["name", "initials", "id_number", "id_form", "id_index", "tail_index", "sex", "born_on"]
        more = batch.has("PersonIdentity.ethnicity")
        ethnicity = values_or_blank(
            batch.column("PersonIdentity.ethnicity"),
            PersonIdentity._meta.get_field("ethnicity"),
            clear=batch.frame.clear_blanks,
        )
        index = personal.cipher().index
        rows: list[tuple[Any, ...]] = []
        for row in accepted:
            number, name = self.numbers[row], names[row]
            tail = index(f"{self.villages[row]}:{number.citizen[-4:]}", "id_tail")
            given = (
                self.person[row], since, name, initials(name), number.citizen, number.form, self.indexes[row], tail,
                SEXES[number.sex], number.born_on,
            )  # fmt: skip
            rows.append((*given, ethnicity[row]) if more else given)
        if more:
            fields.append("ethnicity")
        outcome.plans.append(plan_facts(model=PersonIdentity, fields=fields, rows=rows, new=new))

    def _memberships(self, outcome: Outcome, accepted: Sequence[int], households: Sequence[int], new: set[int]) -> None:
        batch, since = self.batch, self.batch.frame.since
        relations, states = batch.column("relation"), batch.column("Membership.state")
        more = [target for target in ("Membership.state", "Membership.identified_on") if batch.has(target)]
        columns = [
            values_or_blank(
                batch.column(target),
                Membership._meta.get_field(target.partition(".")[2]),
                clear=batch.frame.clear_blanks,
            )
            for target in more
        ]
        rows = [
            (
                self.person[row], since, None if states[row] in _GONE else households[row], relations[row],
                *(column[row] for column in columns),
            )
            for row in accepted
        ]  # fmt: skip
        fields = ["household_id", "relation", *(target.partition(".")[2] for target in more)]
        outcome.plans.append(plan_facts(model=Membership, fields=fields, rows=rows, new=new))

    def _person_facts(self, outcome: Outcome, accepted: Sequence[int], new: set[int]) -> None:
        batch, since = self.batch, self.batch.frame.since
        disabled = {row: found for row in accepted if (found := Disability.of(self.numbers[row])) is not None}
        for name in PERSON_FACTS:
            model = getattr(registry, name)
            targets = batch.targets_of(name)
            fields = [target.partition(".")[2] for target in targets]
            columns = [
                values_or_blank(batch.values[target], model._meta.get_field(field), clear=batch.frame.clear_blanks)
                for target, field in zip(targets, fields, strict=True)
            ]
            if name == "Health" and disabled and "disability" not in fields:
                fields.append("disability")
                columns.append([disabled[row].text if row in disabled else KEEP for row in range(len(batch))])
            if columns:
                rows = [(self.person[row], since, *(column[row] for column in columns)) for row in accepted]
                outcome.plans.append(plan_facts(model=model, fields=fields, rows=rows, new=new))

    def _own_phones(self, outcome: Outcome, accepted: Sequence[int], new: set[int]) -> None:
        """Where a file has one column of telephones, the head's is the household's, and another member's other one is that
        member's own."""
        batch, phones, codes = self.batch, self.batch.column(PHONE), self.batch.column("household")
        if batch.has("PersonContact.phone") or not batch.has(PHONE):
            return
        heads = {
            code: phones[home.head if home.head is not None else home.rows[0]] for code, home in self.homes.items()
        }
        rows = [
            (self.person[row], batch.frame.since, phones[row])
            for row in accepted
            if (head := heads[codes[row]]) is not None and phones[row] not in (None, head)
        ]
        outcome.plans.append(plan_facts(model=registry.PersonContact, fields=["phone"], rows=rows, new=new))

    def _marks(self, outcome: Outcome, keys: dict[str, int], new: set[int]) -> None:
        """The members of a household are complete when none of its rows was refused."""
        rows = [
            (keys[code], 0, term)
            for code, home in self.homes.items()
            if code in keys and not any(row in self.batch.refused for row in home.rows)
            for term in self.batch.table.layout.marks
        ]
        outcome.plans.append(
            plan_facts(model=Completeness, fields=["table"], rows=rows, new=new, even_empty=True)
        )  # fmt: skip
