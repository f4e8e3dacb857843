"""The lines of an award roster with names, places, who verified them and where their money is: read in a few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.ledger.models import AwardCheck, AwardLine, AwardRoster, BankLine
from jingzhun.registry.models import HEAD, HouseholdProfile, Membership, PersonIdentity

Stage, Outcome = AwardCheck.Stage, BankLine.Outcome


@dataclass
class Shown:
    """A line as pages, paper and workbook show it. ``id_number`` is masked; ``checks`` by kind of official; ``state`` in words."""

    line: AwardLine
    village: str
    village_code: str
    group: str = ""
    head: str = "户主未知"
    id_number: str = ""
    bank: str = ""
    has_account: bool = False
    checks: dict[str, AwardCheck] = field(default_factory=dict)
    last: BankLine | None = None
    is_mine: bool = False

    @property
    def state(self) -> str:
        if self.line.struck_on:
            return "已剔除"
        return self.last.get_outcome_display() if self.last else ""

    def check(self, stage: str) -> str:
        found = self.checks.get(stage)
        if found is None:
            return ""
        return f"{found.official.name} {found.checked_on:%m-%d}" + ("" if found.is_right else " 剔除")


def shown_lines(roster: AwardRoster, post: Post, day: date) -> list[Shown]:
    """The lines that the post may see, in their order, with names as of ``day``. Seven queries."""
    lines = list(roster.lines.for_post(post).select_related("household").order_by("number"))
    mine = set(AwardLine.objects.to_verify(post, day).filter(roster=roster).values_list("pk", flat=True))
    codes = {line.pk: _village_code(line.household.area_id) for line in lines}
    titles = {area.pk: area.title for area in Area.objects.filter(pk__in=set(codes.values()))}
    rows = {
        line.household_id: Shown(line, titles.get(codes[line.pk], ""), codes[line.pk], is_mine=line.pk in mine)
        for line in lines
    }
    own = roster.lines.for_post(post)
    _name(rows, own.values("household"), day)
    for check in AwardCheck.objects.filter(line__in=own).select_related("official", "line"):
        rows[check.line.household_id].checks[check.stage] = check
    for asked in BankLine.objects.filter(line__in=own).select_related("file", "line").order_by("pk"):
        rows[asked.line.household_id].last = asked
    return list(rows.values())


def _village_code(area: str) -> str:
    """The padded code of the village that an area lies in."""
    return AreaCode.parse(area).at(Level.VILLAGE).padded


def _name(rows: dict[int, Shown], households, day: date) -> None:
    heads = Membership.objects.as_of(day).filter(household_id__in=households, relation=HEAD)
    home_of = dict(heads.values_list("subject_id", "household_id"))
    for person in PersonIdentity.objects.as_of(day).filter(subject_id__in=heads.values("subject_id")):
        row = rows[home_of[person.subject_id]]
        row.head, row.id_number = person.name, person.id_number_masked if person.id_number else ""
    for profile in HouseholdProfile.objects.as_of(day).filter(subject_id__in=households):
        row = rows[profile.subject_id]
        row.group, row.bank, row.has_account = profile.group_name, profile.bank_name, bool(profile.bank_account)


@dataclass(frozen=True)
class VillageProgress:
    """How far the lines of a village are; money in fen. Struck lines are counted apart."""

    code: str
    title: str
    lines: int
    amount: int
    struck: int
    helper: int
    village: int
    township: int
    waiting: int
    paid: int
    paid_amount: int
    back: int

    @property
    def left(self) -> int:
        return self.amount - self.paid_amount


def progress(rows: Sequence[Shown]) -> list[VillageProgress]:
    """Per village, in the order of codes."""
    by_village: dict[str, list[Shown]] = {}
    for row in rows:
        by_village.setdefault(row.village_code, []).append(row)
    return [_progress(code, by_village[code]) for code in sorted(by_village)]


def whole(rows: Sequence[Shown]) -> VillageProgress:
    """The same over all lines."""
    return _progress("", rows)


def _progress(code: str, rows: Sequence[Shown]) -> VillageProgress:
    standing = [row for row in rows if not row.line.struck_on]
    paid = [row for row in standing if row.last and row.last.outcome == Outcome.PAID]

    def ticked(stage: str) -> int:
        return sum(stage in row.checks for row in standing)

    def at(*outcomes: str) -> int:
        return sum(row.last is not None and row.last.outcome in outcomes for row in standing)

    return VillageProgress(
        code, rows[0].village if rows else "", len(standing), sum(row.line.amount for row in standing), len(rows) - len(standing),
        ticked(Stage.HELPER), ticked(Stage.VILLAGE), ticked(Stage.TOWNSHIP), at(Outcome.WAITING), len(paid),
        sum(row.line.amount for row in paid), at(Outcome.FAILED, Outcome.RETURNED),
    )  # fmt: skip
